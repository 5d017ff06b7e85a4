/// Layers that do nothing, or not what was meant.
extension Linter {
    mutating func lookAtLayers() {
        var biases: [Int] = []
        var biasCount = 0
        for (place, node) in network.nodes.enumerated() {
            switch node.layer {
            case .dropout(let dropout) where dropout.rate == 0: add(.dropoutOfNothing, at: place)
            case .dropout(let dropout) where dropout.rate == 1: add(.dropoutOfAll, at: place)
            case .lstm: lookAtSteps(place, node)
            case .dropout, .conv, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
                .convTranspose, .roiPool, .spatialPyramidPool, .dense, .flatten, .reshape, .permute, .batchNorm,
                .localResponseNorm, .activation, .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle,
                .pixelUnshuffle, .globalMaxPool, .globalAveragePool, .operator:
                break
            }
            lookForActivation(place, node)
            lookAtSoftmax(place, node)
            if let count = superfluousBias(place, node) {
                biases.append(place)
                biasCount += count
            }
        }
        if let first = biases.first {
            add(.superfluousBias(count: biasCount), at: first, with: Array(biases.dropFirst()))
        }
        lookAtDense()
        // Where results are named, others are meant to be ends.
        if network.header.outputs == nil, let last = network.outputs.last {
            for place in network.outputs.dropLast() { add(.unread(last: network.nodes[last].name), at: place) }
        }
    }

    /// A linear layer behind a linear layer. One that squeezes channels on purpose, or leaves them apart, is no mistake.
    private mutating func lookForActivation(_ place: Int, _ node: Node) {
        guard node.layer.mixesLinearly,
            let first = origin(of: node.sources[0], through: { $0.layer.passesLinearly && $0.activation == nil })
        else { return }
        let before = network.nodes[first]
        guard before.layer.mixesLinearly, before.activation == nil, !isOutput(first), readers[first].count == 1,
            let squeezed = before.output.channels.integer, let read = before.inputs[0].channels.integer,
            let wide = node.output.channels.integer, squeezed >= min(read, wide)
        else { return }
        add(.linearPair(first: before.name, channels: squeezed), at: place)
    }

    private mutating func lookAtSoftmax(_ place: Int, _ node: Node) {
        let isSoftmax: Bool =
            if case .activation(let activation) = node.layer { activation.function == .softmax } else {
                node.activation?.function == .softmax
            }
        guard isSoftmax else { return }
        let reader = readers[place].first { reader in
            let layer = network.nodes[reader].layer
            if case .activation = layer { return true }
            return network.nodes[reader].inference.parameters.total(.pytorch) != 0
        }
        if let reader { add(.softmaxInside(reader: network.nodes[reader].name), at: place) }
    }

    /// How many bias values batch normalisation takes away again.
    private func superfluousBias(_ place: Int, _ node: Node) -> Int? {
        guard node.activation == nil, !isOutput(place), readers[place].count == 1,
            case .batchNorm = network.nodes[readers[place][0]].layer
        else { return nil }
        // Locally connected layers have a bias for each place.
        if case .locallyConnected = node.layer { return nil }
        let biases = node.inference.parameters.tensors.filter { $0.role == .bias }
        return biases.isEmpty ? nil : biases.map(\.count).reduce(0, +).integer
    }

    private mutating func lookAtDense() {
        let counts = network.nodes.map { $0.inference.parameters.total(.pytorch).integer ?? 0 }
        let total = counts.reduce(0) { $0.addingReportingOverflow($1).overflow ? Int.max : $0 + $1 }
        guard total >= 100_000, network.nodes.contains(where: { $0.layer.isConvolution }),
            let place = counts.indices.filter({ network.nodes[$0].layer.name == .dense })
                .max(by: { counts[$0] < counts[$1] }),
            counts[place] >= total - counts[place]
        else { return }
        let node = network.nodes[place]
        let flatten = origin(of: node.sources[0]) { $0.layer.name == .dropout }.map { network.nodes[$0] }
        let maps = flatten.flatMap { $0.layer.name == .flatten && $0.inputs[0].rank > 1 ? $0.inputs[0] : nil }
        add(
            .denseHeavy(
                parameters: counts[place], total: total, inputs: node.inputs[0].elementCount.integer ?? 0,
                channels: maps?.channels.integer), at: place)
    }

    /// An LSTM on [C, L].
    private mutating func lookAtSteps(_ place: Int, _ node: Node) {
        let shape = node.inputs[0]
        guard network.layout == .channelsFirst, !shape.isSequence, shape.rank == 2,
            let origin = origin(of: node.sources[0], through: { $0.inference.field == .unchanged }),
            case .axes = network.nodes[origin].inference.field
        else { return }
        add(.channelsAsSteps(channels: shape.sizes[0].text, length: shape.sizes[1].text), at: place)
    }
}

extension Layer {
    /// Whether it weighs and adds what all its channels give.
    fileprivate var mixesLinearly: Bool {
        switch self {
        case .conv(let conv): conv.groups == 1
        case .convTranspose, .locallyConnected, .dense: true
        case .depthwiseConv, .separableConv, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool,
            .spatialPyramidPool, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm, .dropout, .activation,
            .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            false
        }
    }

    /// Whether what goes through it could as well be weighed before or behind it.
    fileprivate var passesLinearly: Bool {
        switch self {
        case .batchNorm, .dropout, .flatten, .zeroPad, .averagePool: true
        case .conv, .convTranspose, .locallyConnected, .dense, .depthwiseConv, .separableConv, .maxPool,
            .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .reshape, .permute,
            .localResponseNorm, .activation, .add, .concat, .multiply, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle, .lstm, .operator:
            false
        }
    }

    fileprivate var isConvolution: Bool {
        switch self {
        case .conv, .convTranspose, .locallyConnected, .depthwiseConv, .separableConv: true
        case .dense, .batchNorm, .dropout, .flatten, .zeroPad, .averagePool, .maxPool, .globalMaxPool,
            .globalAveragePool, .roiPool, .spatialPyramidPool, .reshape, .permute, .localResponseNorm, .activation,
            .add, .concat, .multiply, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            false
        }
    }
}
