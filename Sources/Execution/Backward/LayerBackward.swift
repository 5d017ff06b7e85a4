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
        case .operator: false
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .dense, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm,
            .dropout, .activation, .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle, .roiPool, .spatialPyramidPool, .lstm:
            true
        }
    }

    /// - Parameters:
    ///   - node: Its layer, normalisation and activation.
    ///   - trace: Of its way forward. A normalisation that is not in it went by the running statistics.
    ///   - cotangent: v of vᵀ·∂output/∂…, of the output's shape.
    ///   - wanted: For each tensor read, whether its gradient is needed.
    ///   - learns: Whether those of the parameters are.
    ///   - activates: Whether its own activation was run.
    func gradients(
        of node: Node, _ trace: LayerTrace, _ cotangent: Tensor, wanted: [Bool], learns: Bool, activates: Bool = true
    ) throws -> LayerGradients {
        var (cotangent, gradients) = (cotangent, LayerGradients())
        if !activates, case .activation = node.layer {
            gradients.inputs = [cotangent]
            return gradients
        }
        if activates, let activation = node.activation {
            cotangent = activation.gradient(
                of: cotangent, output: trace.output, input: try preactivation(of: node, activation, trace),
                channels: node.output.channelAxis)
        }
        if let norm = node.normalization {
            gradients.weights = normalize(&cotangent, node, norm, trace, wantsInput: true)
        }
        gradients.inputs = wanted.map { _ in nil }
        if case .batchNorm(let norm) = node.layer {
            gradients.weights = normalize(&cotangent, node, norm, trace, wantsInput: wanted[0])
            if wanted[0] { gradients.inputs = [cotangent] }
        } else if case .lstm = node.layer {
            // Through time, inputs and weights come together.
            let input = LayerForward(layout: layout, weights: weights).written(trace.read[0], node)
            let own = try recurrence.gradients(input: input, cotangent: cotangent)
            if wanted[0] { gradients.inputs = [unwritten(own.input, node.inputs[0])] }
            gradients.weights = own.weights
        } else {
            if wanted.contains(true) {
                let inputs = try inputGradients(node.layer, node, trace, cotangent)
                gradients.inputs = zip(inputs, wanted).map { $1 ? $0 : nil }
            }
            if learns {
                gradients.weights.merge(try weightGradients(node, trace.read[0], cotangent)) { _, new in new }
            }
        }
        if !learns { gradients.weights = [:] }
        return gradients
    }

    /// What went into the activation, where its slope depends on that.
    private func preactivation(of node: Node, _ activation: Activation, _ trace: LayerTrace) throws -> Tensor? {
        guard activation.function.needsInput, trace.preactivation == nil else { return trace.preactivation }
        var read = trace.read
        var input = try LayerForward(layout: layout, weights: weights).forward(node.layer, node, &read)
        if let norm = node.normalization {
            input.normalize(weights, norm, channelsLast: node.output.isSequence)
        }
        return input
    }

    func weight(_ role: ParameterTensor.Role) -> Tensor {
        guard let tensor = weights[role] else { preconditionFailure("weights are checked before they are used") }
        return tensor
    }

    private func inputGradients(
        _ layer: Layer, _ node: Node, _ trace: LayerTrace, _ cotangent: Tensor
    ) throws -> [Tensor] {
        let read = trace.read
        let input = read[0].shape
        switch layer {
        case .conv(let conv):
            let windows = try conv.window.windows(over: input, kernel: weight(.weight).kernel(of: input))
            return [try cotangent.spread(over: input, by: weight(.weight), windows, groups: conv.groups)]
        case .convTranspose(let conv):
            let (outputs, convolution) = cotangent.uncropped(over: input, node.inference.field, conv.groups)
            return [try convolution(outputs, weights: weight(.weight))]
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
            return [
                LocallyConnectedBackward(weights: weight(.weight), input: read[0], windows: windows)
                    .inputGradient(of: cotangent)
            ]
        case .maxPool(let pool):
            return [try pooled(.maximum, pool.window, read[0], cotangent)]
        case .averagePool(let pool):
            return [try pooled(.average(countingPadding: pool.countsPadding), pool.window, read[0], cotangent)]
        case .globalMaxPool:
            return [try globally(.maximum, node, read[0], cotangent)]
        case .globalAveragePool:
            return [try globally(.average(countingPadding: false), node, read[0], cotangent)]
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
        case .localResponseNorm(let norm):
            return [read[0].localResponseGradient(of: cotangent, norm)]
        case .dropout:
            return [trace.mask.map { cotangent.joined(with: $0, *) } ?? cotangent]
        case .activation(let activation):
            return [
                activation.gradient(
                    of: cotangent, output: trace.output, input: read[0], channels: node.output.channelAxis)
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
            return [try cotangent.downsummed(to: input, upsample.mode)]
        case .pixelShuffle(let shuffle):
            return [cotangent.pixelUnshuffled(shuffle.factor)]
        case .pixelUnshuffle(let shuffle):
            return [cotangent.pixelShuffled(shuffle.factor)]
        case .roiPool(let pool):
            return [cotangent.routedRegions(pool, to: read[0])]
        case .spatialPyramidPool(let pool):
            return [cotangent.routedPyramid(pool.levels, to: read[0])]
        case .batchNorm, .lstm:
            preconditionFailure("\(layer.kindName) goes back together with its weights")
        case .operator:
            preconditionFailure("\(layer.kindName) has no gradient, which is checked before")
        }
    }

    /// The reverse of `LayerForward.written(_:_:)`: steps and features stay as they are.
    private func unwritten(_ written: Tensor, _ shape: FeatureShape) -> Tensor {
        shape.isSequence ? written : written.fromLayout(layout)
    }

    private func pooled(
        _ operation: Pooling.Operation, _ window: SlidingWindow, _ input: Tensor, _ cotangent: Tensor
    ) throws -> Tensor {
        let pooling = try Pooling(operation, window, axes: input.shape.rank - 2)
        return try pooling.gradient(input, cotangent: cotangent, axes: input.shape.rank - 2)
    }

    /// A sequence is pooled over its steps, with its features first.
    private func globally(
        _ operation: Pooling.Operation, _ node: Node, _ input: Tensor, _ cotangent: Tensor
    ) throws -> Tensor {
        let isSequence = node.inputs[0].isSequence
        let input = isSequence ? input.permuted([0, 2, 1]) : input
        let axes = input.shape.rank - 2
        let maps = cotangent.reshaped(to: Shape(input.shape.prefix(2) + [Int](repeating: 1, count: axes)))
        let pooling = Pooling(operation, size: .each(Array(input.shape.suffix(axes))))
        let gradient = try pooling.gradient(input, cotangent: maps, axes: axes)
        return isSequence ? gradient.permuted([0, 2, 1]) : gradient
    }

    /// The cotangent of what was normalised, and the gradients of scale and shift where the batch's statistics were used:
    /// with the running ones a normalisation is one factor for each channel.
    private func normalize(
        _ cotangent: inout Tensor, _ node: Node, _ norm: BatchNorm, _ trace: LayerTrace, wantsInput: Bool
    ) -> NetworkWeights.Layer {
        guard let batch = trace.normalization else {
            var factors = weights
            for role in [ParameterTensor.Role.runningMean, .shift] {
                factors[role] = weights[role].map { Tensor($0.shape) }
            }
            cotangent.normalize(factors, norm, channelsLast: node.output.isSequence)
            return [:]
        }
        let view = ChannelView(cotangent.shape, channelsLast: node.output.isSequence)
        let gradients = batch.gradients(of: cotangent, weights, view, wantsInput: wantsInput)
        if let input = gradients.input { cotangent = input }
        return gradients.weights
    }
}
