import Networks

/// Recurrent layers over each other, each reading the states of the one below at every step.
struct RecurrentStack {
    /// A recurrent layer, or what is applied to every step on the way to the next.
    struct Row {
        let node: Node
        /// Nothing where no state goes along the steps.
        let lstm: LSTM?

        var units: Quantity { node.output.channels }
        /// Whether something comes out at every step.
        var isSequence: Bool { node.output.isSequence }
    }

    let input: FeatureShape
    /// What comes before, where it is not the network's input.
    let source: String
    /// From the bottom up.
    private(set) var rows: [Row]
    /// The layers that read what comes out, by name.
    private(set) var readers: [Node] = []

    /// How long the sequences are, and how many values each step has.
    var steps: Quantity { input.sizes[0] }
    var features: Quantity { input.sizes[1] }
    var last: Row { rows[rows.count - 1] }

    /// All recurrent layers of a network, those stacked that read each other directly.
    static func all(in network: Network) -> [RecurrentStack] {
        var stacks: [RecurrentStack] = []
        // The stack whose top a layer is.
        var stackOf: [Int: Int] = [:]
        for (place, node) in network.nodes.enumerated() {
            var below: Int?
            if node.sources.count == 1, case .node(let source) = node.sources[0] { below = stackOf[source] }
            if let stack = below, stacks[stack].last.isSequence, node.isStepwise || node.lstm != nil {
                stacks[stack].rows.append(Row(node: node, lstm: node.lstm))
                stackOf[place] = stack
            } else if let lstm = node.lstm {
                stackOf[place] = stacks.count
                let read = FeatureShape(node.inputs[0].sizes(in: network.layout), isSequence: true)
                stacks.append(
                    RecurrentStack(
                        input: read, source: network.name(of: node.sources[0]), rows: [Row(node: node, lstm: lstm)]))
            }
        }
        // What only follows the last recurrent layer reads its states; it is no part of the stack.
        for index in stacks.indices {
            while stacks[index].last.lstm == nil { stacks[index].rows.removeLast() }
            let top = stacks[index].last.node.name
            stacks[index].readers = network.nodes.filter { node in
                node.sources.contains { network.name(of: $0) == top }
            }
        }
        return stacks
    }
}

extension Node {
    fileprivate var lstm: LSTM? {
        if case .lstm(let lstm) = layer { lstm } else { nil }
    }

    /// Whether it does the same to every step by itself.
    fileprivate var isStepwise: Bool {
        guard output.isSequence, inputs[0].isSequence else { return false }
        switch layer {
        case .dense, .dropout, .activation, .batchNorm: return true
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .flatten, .reshape, .permute,
            .localResponseNorm, .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle, .lstm, .operator:
            return false
        }
    }
}
