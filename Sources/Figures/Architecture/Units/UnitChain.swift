import Execution
import Networks
import Tensors

/// A chain of vectors, as columns of units with what leads from each to the next.
struct UnitChain {
    /// How a column reads the one before it.
    enum Links {
        case none
        /// `[units, inputs]`
        case weighted(Tensor)
        /// Unit by unit, as an activation by itself does.
        case same
        /// All with all, by more weights than anybody could see.
        case uncounted

        var weights: Tensor? { if case .weighted(let weights) = self { weights } else { nil } }
        var isUncounted: Bool { if case .uncounted = self { true } else { false } }
    }

    struct Column {
        let name: String
        /// What it is, without its size: `tanh`, `flatten of 1 × 4 × 4`.
        let words: [String]
        let count: Int
        /// Which units are drawn.
        let shown: [Int]
        let links: Links
        var bias: Tensor?
        let function: Activation.Function?
        let role: Role
        /// What a forward pass gives, before and after the function.
        var sums: [Double]?
        var values: [Float]?

        enum Role { case input, hidden, output }

        var unitWords: String {
            let noun = role == .input ? "value" : "unit"
            return "\(Quantity(count).readable) \(noun)\(count == 1 ? "" : "s")"
        }
        var omitted: Int { count - shown.count }
    }

    let columns: [Column]
    let origin: WeightOrigin
    /// What goes in, where a forward pass is shown.
    let input: String?

    /// More weights of one layer than this are neither read nor drawn.
    static let mostWeights = 1 << 22
    /// Up to so many units are drawn one by one.
    private static let mostUnits = 10

    private struct Stage {
        let block: BlockGraph.Block
        let inputs: Int
        let units: Int
    }

    init(
        _ figure: Architecture, _ prepared: PreparedNetwork, _ part: LayerRange, _ context: FigureContext
    ) throws {
        let network = prepared.network
        let graph = try BlockGraph(network, range: part)
        let (entry, stages) = try Self.checked(graph)
        let isVector = entry.shape.isVector
        var columns: [Column] = []
        if isVector, let count = entry.shape.elementCount.integer {
            columns.append(
                Column(
                    name: entry.name, words: [], count: count, shown: Self.shown(count), links: .none, function: nil,
                    role: .input))
        }
        for (index, stage) in stages.enumerated() {
            let head = stage.block.head
            var (links, bias): (Links, Tensor?) = (columns.isEmpty ? .none : .same, nil)
            if case .dense = head.layer {
                links = .uncounted
                if stage.inputs * stage.units <= Self.mostWeights {
                    let weights = try prepared.weights(of: head)
                    if let matrix = weights[.weight] { links = .weighted(matrix) }
                    bias = weights[.bias]
                }
            }
            columns.append(
                Column(
                    name: head.name, words: stage.block.unitWords(of: entry, isFirst: columns.isEmpty),
                    count: stage.units, shown: Self.shown(stage.units), links: links, bias: bias,
                    function: stage.block.activation,
                    role: columns.isEmpty ? .input : index == stages.count - 1 ? .output : .hidden))
        }
        if figure.values != nil || figure.options.image != nil {
            let (tensors, words) = try Self.input(figure, network, context)
            var names = stages.map { $0.block.nodes[$0.block.nodes.count - 1].name }
            if !entry.isInput { names.insert(entry.name, at: 0) }
            let outputs = try prepared.execution(of: names).run(tensors, layers: names)
            let first = isVector ? 1 : 0
            if isVector { columns[0].values = (entry.isInput ? tensors : outputs)[entry.name]?.elements }
            // What goes on with more digits than the network's own numbers.
            var exact = isVector ? columns[0].values?.map(Double.init) : nil
            for (index, stage) in stages.enumerated() {
                let name = stage.block.nodes[stage.block.nodes.count - 1].name
                let (column, values) = (columns[index + first], outputs[name]?.elements)
                let pass = exact.flatMap { stage.block.unitPass($0, column.links.weights, column.bias) }
                columns[index + first].values = values
                if column.function != nil { columns[index + first].sums = pass?.sums }
                exact = pass?.values ?? values?.map(Double.init)
            }
            input = words
        } else {
            input = nil
        }
        self.columns = columns
        origin = prepared.origin
    }

    /// All of a few; of many the first and the last.
    private static func shown(_ count: Int) -> [Int] {
        count <= mostUnits ? Array(0..<count) : Array(0..<5) + [count - 2, count - 1]
    }

    /// - Throws: ``FigureError/noUnits(layer:what:from:)`` for anything but a chain of vectors.
    private static func checked(_ graph: BlockGraph) throws(FigureError) -> (BlockGraph.Entry, [Stage]) {
        var stages: [Stage] = []
        for (index, block) in graph.blocks.enumerated() {
            let head = block.head
            func refusal(_ what: String) -> FigureError {
                .noUnits(layer: head.name, what: what, from: graph.firstOfVectors)
            }
            let expected: BlockGraph.Source = index == 0 ? .entry(0) : .block(index - 1)
            guard block.sources == [expected] else { throw refusal("does not read the layer before it alone") }
            guard block.isOfUnits(isFirst: index == 0) else {
                let shape = block.output.isVector ? head.inputs[0] : block.output
                throw refusal("works on \(sizes(shape)), no vector")
            }
            guard let inputs = head.inputs[0].elementCount.integer, let units = block.output.elementCount.integer
            else { throw .unknownInput(network: graph.network.title, shape: graph.network.inputs[0].shape.text()) }
            stages.append(Stage(block: block, inputs: inputs, units: units))
        }
        return (graph.entries[0], stages)
    }

    /// The batch of one that goes in, and what is said of it.
    private static func input(
        _ figure: Architecture, _ network: Network, _ context: FigureContext
    ) throws -> ([String: Tensor], String) {
        guard let values = figure.values else {
            let input = try NetworkInput(figure.options, for: network, in: context)
            return (input.tensors, input.words)
        }
        if let image = figure.options.image {
            throw ParameterError(
                option: "values", value: values.parameterText,
                expected: "either numbers or an image (\(image.shortName)), not both")
        }
        let first = network.inputs[0]
        guard network.inputs.count == 1, let shape = first.shape.known, shape.elementCount == values.values.count else {
            throw ParameterError(
                option: "values", value: values.parameterText,
                expected: "as many numbers as the network reads: \(sizes(first.shape))")
        }
        let words = "input (\(values.values.map { compact($0, digits: 6) }.joined(separator: ", ")))"
        return ([first.name: Tensor(Shape([1] + shape.sizes), values.values)], words)
    }
}

extension BlockGraph.Block {
    /// Whether circles can show it: it reads and gives vectors, or flattens what comes in.
    fileprivate func isOfUnits(isFirst: Bool) -> Bool {
        guard output.isVector, head.sources.count == 1 else { return false }
        switch head.layer {
        case .dense, .activation, .batchNorm, .localResponseNorm, .dropout: return head.inputs[0].isVector
        case .flatten, .reshape: return isFirst || head.inputs[0].isVector
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .permute, .add, .concat, .multiply,
            .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            return false
        }
    }

    /// `dense`, `tanh`; `flatten of input, 1 × 4 × 4`.
    fileprivate func unitWords(of entry: BlockGraph.Entry, isFirst: Bool) -> [String] {
        if isFirst, !entry.shape.isVector {
            return ["\(head.layer.kindName) of \(entry.name), \(sizes(entry.shape))"]
        }
        return nodes.map(\.figureWords)
    }
}

extension BlockGraph {
    /// The first layer of the chain of vectors at the end, if it is one that draws circles.
    fileprivate var firstOfVectors: String? {
        var found: String?
        for (index, block) in blocks.enumerated().reversed() {
            guard block.isOfUnits(isFirst: false) else { break }
            if case .dense = block.head.layer { found = block.head.name }
            guard index > 0, block.sources == [.block(index - 1)] else { break }
        }
        return found
    }
}

/// How the numbers of one layer are written: with as many digits as they were given with, up to six, or else three.
struct WeightFormat {
    private let digits: Int

    init(_ values: [Float]) {
        digits =
            (3...6).first { digits in
                values.allSatisfy { Float(compact($0, digits: digits).map(Self.plain).joined()) == $0 }
            } ?? 3
    }

    private static func plain(_ letter: Character) -> String { letter == "−" ? "-" : String(letter) }

    func text(_ value: Float) -> String { compact(value, digits: digits) }
}

extension UnitChain.Column {
    /// A value with three digits after the point where it has more; short ones as they are.
    func text(of value: Float) -> String {
        if value == 0 { return "0" }
        guard let values, !values.allSatisfy({ Float(compact($0).map { $0 == "−" ? "-" : "\($0)" }.joined()) == $0 }),
            value.magnitude < 1000
        else { return compact(value) }
        return decimal(value, places: value.magnitude < 10 ? 3 : value.magnitude < 100 ? 2 : 1, isFixed: true)
    }
}
