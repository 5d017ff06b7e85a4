import Networks
package import Tensors

/// What the way back needs of a layer's way forward.
struct LayerTrace {
    /// Each `[N, …]`.
    var read: [Tensor]
    /// What it gave, `[N, …]`.
    var output: Tensor
    /// Of a batch normalisation, the layer's own or the fused one.
    var normalization: NormalizationTrace?
    /// What went into an activation whose slope cannot be told from its output.
    var preactivation: Tensor?
    /// What dropout multiplied each value by.
    var mask: Tensor?
}

/// What one layer's cotangent means for what it read and for its parameters.
package struct LayerGradients {
    /// For each tensor read; nothing where it is not wanted.
    package var inputs: [Tensor?] = []
    /// By role, of the parameters' shapes; empty where the layer does not learn.
    package var weights: NetworkWeights.Layer = [:]
}

extension LayerForward {
    /// One layer forward, with what the way back needs.
    ///
    /// - Parameters:
    ///   - read: Each `[N, …]`.
    ///   - seed: What dropout draws from. A layer that learns normalises by its batch, and drops; without a seed nothing does.
    ///   - activates: Whether its own activation is run, which a loss may take over.
    func trace(of node: Node, _ read: [Tensor], seed: UInt64?, learns: Bool, activates: Bool = true) throws
        -> LayerTrace
    {
        var trace = LayerTrace(read: read, output: read[0])
        if let seed, case .dropout(let dropout) = node.layer {
            trace.mask = .dropout(read[0].shape, rate: dropout.rate, seed: seed)
            trace.output = read[0].joined(with: trace.mask!, *)
        } else if seed != nil, learns, case .batchNorm(let norm) = node.layer {
            trace.normalize(norm, weights, node)
        } else if !activates, case .activation = node.layer {
            return trace
        } else {
            var read = read
            trace.output = try forward(node.layer, node, &read)
        }
        if let norm = node.normalization {
            if seed != nil, learns {
                trace.normalize(norm, weights, node)
            } else {
                trace.output.normalize(weights, norm, channelsLast: node.output.isSequence)
            }
        }
        if activates, let activation = node.activation {
            if activation.function.needsInput { trace.preactivation = trace.output }
            trace.output.activate(activation, channels: node.output.channelAxis)
        }
        return trace
    }
}

extension LayerTrace {
    fileprivate mutating func normalize(_ norm: BatchNorm, _ weights: NetworkWeights.Layer, _ node: Node) {
        let view = ChannelView(output.shape, channelsLast: node.output.isSequence)
        let trace = NormalizationTrace(output, epsilon: norm.epsilon, view)
        output = trace.output(weights, view)
        normalization = trace
    }
}

extension Tensor {
    /// Zeros at about a share of the places, 1/(1 − rate) elsewhere, so that the mean stays.
    fileprivate static func dropout(_ shape: Shape, rate: Double, seed: UInt64) -> Tensor {
        let kept = rate < 1 ? Float(1 / (1 - rate)) : 0
        var random = NormalGenerator(seed: seed)
        return Tensor(shape) { mask in
            for index in mask.indices { mask[index] = random.uniform() < Float(rate) ? 0 : kept }
        }
    }
}
