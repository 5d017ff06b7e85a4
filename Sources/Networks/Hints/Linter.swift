extension Network {
    /// What is unusual or wasteful, in the order of the layers.
    public func hints() -> [Hint] {
        var linter = Linter(self)
        linter.lookAtWindows()
        linter.lookAtFields()
        linter.lookAtLayers()
        return linter.hints.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element.hint)
    }
}

/// Goes over a network and collects hints; the rules stand in the files beside.
struct Linter {
    let network: Network
    /// The layers that read each layer.
    let readers: [[Int]]
    let inputReaders: [[Int]]
    private let outputs: Set<Int>
    /// The axes whose sizes are odd because the input's are; told once.
    var unevenAxes: Set<Int> = []
    private(set) var hints: [(place: Int, hint: Hint)] = []

    init(_ network: Network) {
        self.network = network
        var readers = [[Int]](repeating: [], count: network.nodes.count)
        var inputReaders = [[Int]](repeating: [], count: network.inputs.count)
        for (place, node) in network.nodes.enumerated() {
            for source in node.sources {
                switch source {
                case .input(let index): inputReaders[index].append(place)
                case .node(let index): readers[index].append(place)
                }
            }
        }
        (self.readers, self.inputReaders, outputs) = (readers, inputReaders, Set(network.outputs))
    }

    mutating func add(_ fact: Hint.Fact, at place: Int, with others: [Int] = []) {
        let node = network.nodes[place]
        let names = [node.name] + others.map { network.nodes[$0].name }
        hints.append((place, Hint(fact, names, node.location)))
    }

    func isOutput(_ place: Int) -> Bool { outputs.contains(place) }

    /// The sizes of the only input's image, where all are known.
    var image: [Int]? {
        guard network.inputs.count == 1 else { return nil }
        let sizes = network.inputs[0].shape.spatial.map(\.integer)
        return sizes.isEmpty || sizes.contains(nil) ? nil : sizes.compactMap(\.self)
    }

    func field(_ source: Node.Source) -> ReceptiveField {
        switch source {
        case .input(let index): ReceptiveField(inputAxes: network.inputs[index].shape.spatial.count)
        case .node(let index): network.nodes[index].field
        }
    }

    /// The layer whose values arrive at a source, behind layers that `passes` lets through; nothing for an input.
    func origin(of source: Node.Source, through passes: (Node) -> Bool) -> Int? {
        guard case .node(var place) = source else { return nil }
        while passes(network.nodes[place]) {
            guard network.nodes[place].sources.count == 1, case .node(let next) = network.nodes[place].sources[0] else {
                return nil
            }
            place = next
        }
        return place
    }
}

extension Layer {
    /// The window that slides over its input; nothing for the other kinds.
    var window: SlidingWindow? {
        switch self {
        case .conv(let kind): kind.window
        case .depthwiseConv(let kind): kind.window
        case .separableConv(let kind): kind.window
        case .locallyConnected(let kind): kind.window
        case .maxPool(let kind): kind.window
        case .averagePool(let kind): kind.window
        case .convTranspose, .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .dense, .flatten,
            .reshape, .permute, .batchNorm, .localResponseNorm, .dropout, .activation, .add, .concat, .multiply,
            .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            nil
        }
    }
}
