import Networks
import Tensors

/// One layer, taken backward: what its outputs' cotangent means for what it read.
///
/// Linear layers go back through their adjoint, which is mostly another layer: a transposed convolution for a
/// convolution, a crop for padding, pixel-unshuffle for pixel-shuffle.
struct LayerBackward {
    let layout: Layout
    let weights: NetworkWeights.Layer

    /// Whether a kind has a gradient here.
    static func exists(for layer: Layer) -> Bool {
        switch layer {
        case .roiPool, .spatialPyramidPool, .lstm, .operator: false
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .dense, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm,
            .dropout, .activation, .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle:
            true
        }
    }

    /// - Parameters:
    ///   - node: Its layer and fused activation.
    ///   - output: What it gave, `[N, …]`.
    ///   - read: What it read, each `[N, …]`.
    ///   - cotangent: v of vᵀ·∂output/∂read, of the output's shape.
    /// - Returns: vᵀ·∂output/∂read for each tensor read.
    func gradients(of node: Node, output: Tensor, _ read: [Tensor], _ cotangent: Tensor) throws -> [Tensor] {
        var cotangent = cotangent
        if let activation = node.activation {
            var input: Tensor?
            if activation.function.needsInput {
                var read = read
                input = try LayerForward(layout: layout, weights: weights).forward(node.layer, node, &read)
                if let norm = node.normalization {
                    input?.normalize(weights, norm, channelsLast: node.output.isSequence)
                }
            }
            cotangent = activation.gradient(
                of: cotangent, output: output, input: input, channels: node.output.channelAxis)
        }
        if let norm = node.normalization { normalize(&cotangent, node, norm) }
        return try gradients(node.layer, node, output, read, cotangent)
    }

    private func weight(_ role: ParameterTensor.Role) -> Tensor {
        guard let tensor = weights[role] else { preconditionFailure("weights are checked before they are used") }
        return tensor
    }

    private func gradients(
        _ layer: Layer, _ node: Node, _ output: Tensor, _ read: [Tensor], _ cotangent: Tensor
    ) throws -> [Tensor] {
        let input = read[0].shape
        switch layer {
        case .conv(let conv):
            let windows = try conv.window.windows(over: input, kernel: weight(.weight).kernel(of: input))
            return [try cotangent.spread(over: input, by: weight(.weight), windows, groups: conv.groups)]
        case .convTranspose(let conv):
            return [try cotangent.collected(over: input, by: weight(.weight), node.inference.field, conv.groups)]
        case .depthwiseConv(let conv):
            let windows = try conv.window.windows(over: input, kernel: weight(.weight).kernel(of: input))
            return [try cotangent.spread(over: input, by: weight(.weight), windows, groups: input[1])]
        case .separableConv(let conv):
            let windows = try conv.window.windows(over: input, kernel: weight(.depthwiseWeight).kernel(of: input))
            let between = Shape([input[0], weight(.depthwiseWeight).shape[0]] + windows.map(\.outputSize))
            let points = try Window.along(windows.map(\.outputSize), kernel: windows.map { _ in 1 })
            let maps = try cotangent.spread(over: between, by: weight(.weight), points, groups: 1)
            return [try maps.spread(over: input, by: weight(.depthwiseWeight), windows, groups: input[1])]
        case .locallyConnected(let conv):
            let windows = try conv.window.windows(over: input, kernel: weight(.weight).kernel(of: input))
            return [try cotangent.spreadLocally(over: input, by: weight(.weight), windows)]
        case .maxPool(let pool):
            return [cotangent.routed(to: read[0], try pool.window.windows(over: input))]
        case .averagePool(let pool):
            let windows = try pool.window.windows(over: input)
            return [try cotangent.shared(over: input, windows, countingPadding: pool.countsPadding)]
        case .globalMaxPool:
            return [try globally(node, read[0]) { cotangent.routed(to: $0, try Window.whole($0.shape)) }]
        case .globalAveragePool:
            return [
                try globally(node, read[0]) {
                    try cotangent.shared(over: $0.shape, Window.whole($0.shape), countingPadding: false)
                }
            ]
        case .dense:
            let units = weight(.weight).shape[0]
            let rows = cotangent.reshaped(to: [cotangent.shape.elementCount / units, units])
            return [try MatrixProduct()(rows, weight(.weight)).reshaped(to: input)]
        case .flatten, .reshape:
            // Both keep the values in the order in which the layout writes them.
            let shape = LayerForward(layout: layout, weights: weights).written(read[0], node).shape
            let written = layer.name == .flatten ? cotangent : cotangent.inLayout(layout)
            return [unwritten(written.reshaped(to: shape), node.inputs[0])]
        case .permute(let permute):
            let order = [0] + permute.axes
            let inverse = order.indices.map { order.firstIndex(of: $0)! }
            let written = node.output.isSequence ? cotangent : cotangent.inLayout(layout)
            return [unwritten(written.permuted(inverse), node.inputs[0])]
        case .batchNorm(let norm):
            var gradient = cotangent
            normalize(&gradient, node, norm)
            return [gradient]
        case .localResponseNorm(let norm):
            return [read[0].localResponseGradient(of: cotangent, norm)]
        case .dropout:
            return [cotangent]
        case .activation(let activation):
            return [
                activation.gradient(
                    of: cotangent, output: output, input: read[0], channels: node.output.channelAxis)
            ]
        case .add(let add):
            return read.map { term in
                switch add.shortcut {
                case .none: cotangent.summed(to: term.shape)
                case .zeroPad: cotangent.scattered(over: term.shape)
                }
            }
        case .multiply:
            return read.indices.map { index in
                var gradient = cotangent
                for (other, factor) in read.enumerated() where other != index {
                    gradient.combine(with: factor, by: *)
                }
                return gradient.summed(to: read[index].shape)
            }
        case .concat:
            return cotangent.parts(read.map(\.shape), axis: node.output.channelAxis)
        case .zeroPad(let pad):
            return [try cotangent.extended(by: pad.padding, sign: -1)]
        case .crop(let crop):
            return [try cotangent.extended(by: crop.margin, sign: 1)]
        case .upsample(let upsample):
            return [try cotangent.gatheredBack(over: input, upsample.mode)]
        case .pixelShuffle(let shuffle):
            return [cotangent.pixelUnshuffled(shuffle.factor)]
        case .pixelUnshuffle(let shuffle):
            return [cotangent.pixelShuffled(shuffle.factor)]
        case .roiPool, .spatialPyramidPool, .lstm, .operator:
            preconditionFailure("\(layer.kindName) has no gradient, which is checked before")
        }
    }

    /// The reverse of `LayerForward.written(_:_:)`: steps and features stay as they are.
    private func unwritten(_ written: Tensor, _ shape: FeatureShape) -> Tensor {
        shape.isSequence ? written : written.fromLayout(layout)
    }

    /// A sequence is pooled over its steps, with its features first.
    private func globally(_ node: Node, _ input: Tensor, _ gradient: (Tensor) throws -> Tensor) rethrows -> Tensor {
        guard node.inputs[0].isSequence else { return try gradient(input) }
        return try gradient(input.permuted([0, 2, 1])).permuted([0, 2, 1])
    }

    /// With its running statistics a normalisation is one factor for each channel.
    private func normalize(_ cotangent: inout Tensor, _ node: Node, _ norm: BatchNorm) {
        var factors = weights
        for role in [ParameterTensor.Role.runningMean, .shift] {
            factors[role] = weights[role].map { Tensor($0.shape) }
        }
        cotangent.normalize(factors, norm, channelsLast: node.output.isSequence)
    }
}
