import Networks
import Tensors

/// A network, or a part of it, in the blocks that people draw: a layer with the normalisation, activation and dropout that
/// only follow it.
struct BlockGraph {
    enum Source: Hashable {
        case entry(Int)
        case block(Int)
    }

    /// What comes in: an input of the network, or a layer outside the part that is drawn.
    struct Entry {
        let name: String
        let shape: FeatureShape
        let isInput: Bool
    }

    struct Block {
        /// Places among the network's layers, the one that gives its look first.
        fileprivate(set) var places: [Int]
        fileprivate(set) var nodes: [Node]
        /// In the order in which its first layer reads them.
        let sources: [Source]
        /// That of the named block which holds just its layers, or of its first layer.
        fileprivate(set) var name: String

        var head: Node { nodes[0] }
        var output: FeatureShape { nodes[nodes.count - 1].output }
        /// The repeated or named blocks of the network's file in which all its layers stand, outermost first.
        var groups: [LayerDescription.Group] { head.groups }
        var isFrozen: Bool { nodes.allSatisfy { $0.isFrozen } }

        private static let mostLayers = 6

        /// Whether a layer that only follows may share the block: not across the border of a named block, whose layers
        /// are counted, and not without end.
        fileprivate func takes(_ node: Node) -> Bool {
            node.groups == groups && nodes.count < Self.mostLayers
        }
    }

    let network: Network
    let entries: [Entry]
    let blocks: [Block]
    /// Whether layers were left out, by `--from` and `--to`.
    let isPart: Bool

    /// - Parameters:
    ///   - range: The first and the last layer or group of the part that is drawn.
    ///   - isMerging: Whether layers that only follow another share its block.
    /// - Throws: ``FigureError/noSuchLayer(_:nearest:)``, ``FigureError/nothingBetween(_:_:)``.
    init(_ network: Network, range: LayerRange = LayerRange(), isMerging: Bool = true) throws(FigureError) {
        self.init(network, places: try range.places(in: network), isMerging: isMerging)
    }

    /// The part of a network that holds the layers of these places.
    init(_ network: Network, places chosen: Set<Int>, isMerging: Bool = true) {
        var consumers = [Int](repeating: 0, count: network.nodes.count)
        for node in network.nodes {
            for case .node(let place) in node.sources { consumers[place] += 1 }
        }
        for place in network.outputs { consumers[place] += 1 }

        var entries: [Entry] = []
        var entryOf: [Node.Source: Int] = [:]
        var blocks: [Block] = []
        var blockOf: [Int: Int] = [:]
        for place in network.nodes.indices where chosen.contains(place) {
            let node = network.nodes[place]
            if isMerging, node.layer.isFollower, node.sources.count == 1, case .node(let before) = node.sources[0],
                consumers[before] == 1, let block = blockOf[before], blocks[block].places.last == before,
                blocks[block].takes(node)
            {
                blocks[block].places.append(place)
                blocks[block].nodes.append(node)
                blockOf[place] = block
                continue
            }
            let sources = node.sources.map { source -> Source in
                if case .node(let place) = source, let block = blockOf[place] { return .block(block) }
                if let known = entryOf[source] { return .entry(known) }
                entryOf[source] = entries.count
                entries.append(Entry(source, network))
                return .entry(entries.count - 1)
            }
            blockOf[place] = blocks.count
            blocks.append(Block(places: [place], nodes: [node], sources: sources, name: node.name))
        }
        var sizes: [LayerDescription.Group: Int] = [:]
        for node in network.nodes { for group in node.groups { sizes[group, default: 0] += 1 } }
        for (index, block) in blocks.enumerated() where block.nodes.count > 1 {
            if let group = block.groups.last, !group.block.isEmpty, sizes[group] == block.nodes.count {
                blocks[index].name = group.copies > 1 ? "\(group.name).\(group.copy)" : group.name
            }
        }
        (self.network, self.entries, self.blocks) = (network, entries, blocks)
        isPart = chosen.count < network.nodes.count
    }

    /// The blocks that read each block.
    var readers: [[Int]] {
        var readers = [[Int]](repeating: [], count: blocks.count)
        for (index, block) in blocks.enumerated() {
            for case .block(let source) in block.sources where readers[source].last != index {
                readers[source].append(index)
            }
        }
        return readers
    }
}

extension BlockGraph {
    var nodes: [Node] { blocks.flatMap(\.nodes) }
    /// As PyTorch counts them.
    var parameterCount: Quantity { nodes.map { $0.inference.parameters.total(.pytorch) }.reduce(0, +) }
    var multiplyAccumulateCount: Quantity {
        nodes.compactMap { $0.inference.multiplyAccumulates?.value }.reduce(0, +)
    }

    /// A diagram of it in one sentence.
    ///
    /// - Parameter style: What it is drawn as: `blocks`.
    func summary(as style: String) -> String {
        let inputs = entries.map { "\($0.name) of \(sizes($0.shape, in: network.layout))" }
        let output = blocks.last.map { sizes($0.output, in: network.layout) } ?? "nothing"
        return "\(isPart ? "A part of " : "")\(network.title) as \(style): \(counted(nodes.count, "layer")) from "
            + "\(listed(inputs)) to \(output), with \(parameterCount.readable) parameters."
    }
}

extension BlockGraph.Entry {
    fileprivate init(_ source: Node.Source, _ network: Network) {
        switch source {
        case .input(let place):
            self.init(name: network.inputs[place].name, shape: network.inputs[place].shape, isInput: true)
        case .node(let place):
            self.init(name: network.nodes[place].name, shape: network.nodes[place].output, isInput: false)
        }
    }
}

/// A part of a network, by the names of layers or of named blocks.
struct LayerRange: Hashable, Sendable {
    var from: String?
    var to: String?

    /// The places of all layers from one to the other, on any way.
    fileprivate func places(in network: Network) throws(FigureError) -> Set<Int> {
        let all = Set(network.nodes.indices)
        guard from != nil || to != nil else { return all }
        var after = try from.map { name throws(FigureError) in try network.places(named: name) } ?? all
        for (place, node) in network.nodes.enumerated()
        where node.sources.contains(where: { if case .node(let source) = $0 { after.contains(source) } else { false } })
        {
            after.insert(place)
        }
        var before = try to.map { name throws(FigureError) in try network.places(named: name) } ?? all
        for place in network.nodes.indices.reversed() where before.contains(place) {
            for case .node(let source) in network.nodes[place].sources { before.insert(source) }
        }
        let both = after.intersection(before)
        if both.isEmpty { throw .nothingBetween(from ?? "", to ?? "") }
        return both
    }
}

extension Network {
    /// The layer of a name, or all layers of a named block.
    ///
    /// - Throws: ``FigureError/noSuchLayer(_:nearest:)``.
    func places(named name: String) throws(FigureError) -> Set<Int> {
        let found = nodes.indices.filter { place in
            nodes[place].name == name || nodes[place].groups.contains { $0.name == name && !$0.block.isEmpty }
                || nodes[place].name.hasPrefix(name + ".")
        }
        guard !found.isEmpty else {
            let groups = nodes.flatMap(\.groups).filter { !$0.block.isEmpty }.map(\.name)
            throw .noSuchLayer(name, nearest: nearest(name, among: nodes.map(\.name) + groups))
        }
        return Set(found)
    }
}

extension Layer {
    /// What people see as a part of the layer before it.
    var isFollower: Bool {
        switch self {
        case .batchNorm, .localResponseNorm, .dropout, .activation: true
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .dense, .flatten, .reshape, .permute,
            .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            false
        }
    }

    /// Where branches meet.
    var isMerge: Bool {
        switch self {
        case .add, .concat, .multiply: true
        case .batchNorm, .localResponseNorm, .dropout, .activation, .conv, .convTranspose, .depthwiseConv,
            .separableConv, .locallyConnected, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool,
            .spatialPyramidPool, .dense, .flatten, .reshape, .permute, .zeroPad, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle, .lstm, .operator:
            false
        }
    }
}
