import Dispatch
import Networks
import Tensors

/// Convolutions whose weights have been arranged, kept from one run of a network to the next. Several threads may ask.
final class PreparedLayers: @unchecked Sendable {
    private struct Key: Hashable {
        let convolution: Int
        let norm: Int?
    }

    private let queue = DispatchQueue(label: "prepared layers")
    private var convolutions: [Key: PreparedConvolution] = [:]

    func convolution(
        _ fused: FusedConvolution, in network: Network, weights: NetworkWeights
    ) throws -> PreparedConvolution {
        try queue.sync {
            let key = Key(convolution: fused.convolution, norm: fused.norm)
            if let found = convolutions[key] { return found }
            let made = try PreparedConvolution(fused, in: network, weights: weights)
            convolutions[key] = made
            return made
        }
    }
}

extension PreparedConvolution {
    /// A normalisation becomes part of the weights: each filter's are scaled, its bias moves with them.
    fileprivate convenience init(_ fused: FusedConvolution, in network: Network, weights: NetworkWeights) throws {
        let node = network.nodes[fused.convolution]
        let own = weights[node.name]
        guard let kernel = own[.weight] else { preconditionFailure("weights are checked before they are used") }
        let convolution = try node.layer.convolution(weights: kernel)
        var (scale, bias): ([Float]?, Tensor?) = (nil, own[.bias])
        if let norm = fused.norm, let layer = network.nodes[norm].normalizing {
            let (factors, offsets) = weights[network.nodes[norm].name].normalization(layer)
            scale = factors
            let moved = factors.indices.map { offsets[$0] + (own[.bias]?.elements[$0] ?? 0) * factors[$0] }
            bias = Tensor([moved.count], moved)
        }
        self.init(convolution, weights: kernel, scale: scale, bias: bias)
    }
}

extension Layer {
    /// A convolution's options; the weights say how many axes there are, and for a depthwise one how many groups.
    fileprivate func convolution(weights: Tensor) throws -> Convolution {
        let axes = weights.shape.rank - 2
        if case .conv(let conv) = self { return try Convolution(conv.window, groups: conv.groups, axes: axes) }
        guard case .depthwiseConv(let conv) = self else { preconditionFailure("only convolutions are prepared") }
        return try Convolution(conv.window, groups: weights.shape[0] / conv.multiplier, axes: axes)
    }
}

extension Convolution {
    init(_ window: SlidingWindow, groups: Int, axes: Int) throws {
        self.init(
            stride: window.stride, dilation: window.dilation, padding: try window.padding.resolved(axes: axes),
            groups: groups)
    }
}

extension Node {
    /// The normalisation that it does, by itself or after its layer.
    fileprivate var normalizing: BatchNorm? {
        if case .batchNorm(let norm) = layer { return norm }
        return normalization
    }
}

extension NetworkWeights.Layer {
    /// y = (x − mean) / √(variance + ε) · scale + shift as a factor and an offset for each channel.
    ///
    /// - Precondition: the four parameters are there.
    func normalization(_ norm: BatchNorm) -> (factors: [Float], offsets: [Float]) {
        guard let mean = self[.runningMean]?.elements, let variance = self[.runningVariance]?.elements,
            let scale = self[.scale]?.elements, let shift = self[.shift]?.elements
        else { preconditionFailure("weights are checked before they are used") }
        let factors = mean.indices.map { scale[$0] / (variance[$0] + Float(norm.epsilon)).squareRoot() }
        return (factors, mean.indices.map { shift[$0] - mean[$0] * factors[$0] })
    }
}
