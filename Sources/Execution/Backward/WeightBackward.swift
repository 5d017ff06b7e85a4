import Networks
import Tensors

extension LayerBackward {
    /// The gradients of a layer's own parameters, without those that come with the way back itself: of normalisations and
    /// recurrences.
    ///
    /// - Parameters:
    ///   - input: What the layer read.
    ///   - cotangent: Of the sums, before normalisation and activation.
    func weightGradients(_ node: Node, _ input: Tensor, _ cotangent: Tensor) throws -> NetworkWeights.Layer {
        let axes = input.shape.rank - 2
        switch node.layer {
        case .conv(let conv):
            return try with(bias: cotangent, .weight, convolution(conv.window, conv.groups, axes), input, cotangent)
        case .depthwiseConv(let conv):
            let convolution = try convolution(conv.window, input.shape[1], axes)
            return try with(bias: cotangent, .weight, convolution, input, cotangent)
        case .separableConv(let conv):
            let depthwise = try convolution(conv.window, input.shape[1], axes)
            let maps = try depthwise(input, weights: weight(.depthwiseWeight))
            var gradients = try with(bias: cotangent, .weight, Convolution(), maps, cotangent)
            let points = try Window.along(Array(maps.shape.dropFirst(2)), kernel: (0..<axes).map { _ in 1 })
            let own = try cotangent.spread(over: maps.shape, by: weight(.weight), points, groups: 1)
            gradients[.depthwiseWeight] = try depthwise.weightGradient(
                input, cotangent: own, weights: weight(.depthwiseWeight).shape)
            return gradients
        case .convTranspose(let conv):
            // The convolution that leads back reads the outputs and gives what was read.
            let (outputs, convolution) = cotangent.uncropped(over: input.shape, node.inference.field, conv.groups)
            return try with(bias: cotangent, .weight, convolution, outputs, input)
        case .dense:
            let (rows, units, features) = matrix(input, cotangent)
            let product = MatrixProduct(transposesLeft: true)
            var gradients: NetworkWeights.Layer = [
                .weight: try product(
                    cotangent.reshaped(to: [rows, units]), input.reshaped(to: [rows, features]))
            ]
            if weights[.bias] != nil { gradients[.bias] = sums(of: cotangent, channelsLast: true) }
            return gradients
        case .locallyConnected(let conv):
            let windows = try conv.window.windows(over: input.shape, kernel: weight(.weight).kernel(of: input.shape))
            let local = LocallyConnectedBackward(weights: weight(.weight), input: input, windows: windows)
            var gradients: NetworkWeights.Layer = [.weight: local.weightGradient(of: cotangent)]
            if weights[.bias] != nil { gradients[.bias] = local.biasGradient(of: cotangent) }
            return gradients
        case .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .flatten,
            .reshape, .permute, .batchNorm, .lstm, .localResponseNorm, .dropout, .activation, .add, .concat, .multiply,
            .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .operator:
            return [:]
        }
    }

    var recurrence: RecurrenceBackward {
        RecurrenceBackward(
            inputWeights: weight(.inputWeight), recurrentWeights: weight(.recurrentWeight),
            inputBias: weight(.inputBias), recurrentBias: weight(.recurrentBias))
    }

    private func with(
        bias: Tensor, _ role: ParameterTensor.Role, _ convolution: Convolution, _ input: Tensor, _ cotangent: Tensor
    ) throws -> NetworkWeights.Layer {
        var gradients: NetworkWeights.Layer = [
            role: try convolution.weightGradient(input, cotangent: cotangent, weights: weight(role).shape)
        ]
        if weights[.bias] != nil { gradients[.bias] = sums(of: bias, channelsLast: false) }
        return gradients
    }

    /// Channel by channel.
    private func sums(of cotangent: Tensor, channelsLast: Bool) -> Tensor {
        let view = ChannelView(cotangent.shape, channelsLast: channelsLast)
        return cotangent.withUnsafeElements { values in
            nonisolated(unsafe) let values = values.baseAddress!
            return Tensor([view.channels], view.sums { start, count, _ in sum(values + start, count) })
        }
    }

    private func matrix(_ input: Tensor, _ cotangent: Tensor) -> (rows: Int, units: Int, features: Int) {
        let units = weight(.weight).shape[0]
        let rows = cotangent.shape.elementCount / units
        return (rows, units, input.shape.elementCount / rows)
    }

    private func convolution(_ window: SlidingWindow, _ groups: Int, _ axes: Int) throws -> Convolution {
        try Convolution(window, groups: groups, axes: axes)
    }
}

extension RecurrenceBackward.Gradients {
    var weights: NetworkWeights.Layer {
        [
            .inputWeight: inputWeights, .recurrentWeight: recurrentWeights, .inputBias: bias, .recurrentBias: bias,
        ]
    }
}
