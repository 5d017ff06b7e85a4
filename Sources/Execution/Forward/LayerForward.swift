import Networks
import Tensors

/// One layer, run on a batch.
struct LayerForward {
    let layout: Layout
    let weights: NetworkWeights.Layer

    /// - Parameters:
    ///   - node: Its layer and fused activation.
    ///   - read: Each `[N, …]`; those that nobody else holds are written over where that helps.
    func output(of node: Node, _ read: inout [Tensor]) throws -> Tensor {
        var output = try forward(node.layer, node, &read)
        if let normalization = node.normalization {
            output.normalize(weights, normalization, channelsLast: node.output.isSequence)
        }
        if let activation = node.activation { output.activate(activation, channels: node.output.channelAxis) }
        return output
    }

    private func weight(_ role: ParameterTensor.Role) -> Tensor {
        guard let tensor = weights[role] else { preconditionFailure("weights are checked before they are used") }
        return tensor
    }

    /// The layer's own output, before the fused activation.
    func forward(_ layer: Layer, _ node: Node, _ read: inout [Tensor]) throws -> Tensor {
        switch layer {
        case .conv(let conv):
            return try convolution(conv.window, conv.groups, read[0])(
                read[0], weights: weight(.weight), bias: weights[.bias])
        case .convTranspose(let conv):
            let axes = read[0].shape.rank - 2
            let transposed = TransposedConvolution(
                stride: conv.window.stride, dilation: conv.window.dilation,
                padding: try conv.window.padding.resolved(axes: axes), outputPadding: conv.outputPadding,
                groups: conv.groups)
            return try transposed(read[0], weights: weight(.weight), bias: weights[.bias])
        case .depthwiseConv(let conv):
            return try convolution(conv.window, read[0].shape[1], read[0])(
                read[0], weights: weight(.weight), bias: weights[.bias])
        case .separableConv(let conv):
            let maps = try convolution(conv.window, read[0].shape[1], read[0])(
                read[0], weights: weight(.depthwiseWeight))
            return try Convolution()(maps, weights: weight(.weight), bias: weights[.bias])
        case .locallyConnected(let conv):
            return try read[0].locallyConnected(
                weights: weight(.weight), bias: weights[.bias], convolution(conv.window, 1, read[0]))
        case .maxPool(let pool):
            return try pooling(.maximum, pool.window, read[0])
        case .averagePool(let pool):
            return try pooling(.average(countingPadding: pool.countsPadding), pool.window, read[0])
        case .globalMaxPool:
            return try globalPooling(.maximum, node, read[0])
        case .globalAveragePool:
            return try globalPooling(.average(countingPadding: false), node, read[0])
        case .roiPool(let pool):
            return read[0].pooledRegions(pool)
        case .spatialPyramidPool(let pool):
            return read[0].pooledPyramid(pool.levels)
        case .dense:
            return read[0].dense(weights: weight(.weight), bias: weights[.bias])
        case .flatten:
            return written(read[0], node).reshaped(to: [
                read[0].shape[0], read[0].shape.elementCount / read[0].shape[0],
            ])
        case .reshape(let reshape):
            return try reshaped(written(read[0], node), reshape.shape)
        case .permute(let permute):
            let permuted = written(read[0], node).permuted([0] + permute.axes)
            return node.output.isSequence ? permuted : permuted.fromLayout(layout)
        case .batchNorm(let norm):
            var output = read.removeFirst()
            output.normalize(weights, norm, channelsLast: node.output.isSequence)
            return output
        case .localResponseNorm(let norm):
            return read[0].localResponseNormalized(norm)
        case .dropout:
            return read.removeFirst()
        case .activation(let activation):
            var output = read.removeFirst()
            output.activate(activation, channels: node.output.channelAxis)
            return output
        case .add(let add):
            return sum(&read, add.shortcut)
        case .multiply:
            var product = read.removeFirst()
            for factor in read { product.combine(with: factor, by: *) }
            return product
        case .concat:
            return Tensor.concatenated(read, axis: node.output.channelAxis)
        case .zeroPad(let pad):
            return try read[0].extended(by: pad.padding, sign: 1)
        case .crop(let crop):
            return try read[0].extended(by: crop.margin, sign: -1)
        case .upsample(let upsample):
            return try read[0].upsampled(upsample)
        case .pixelShuffle(let shuffle):
            return read[0].pixelShuffled(shuffle.factor)
        case .pixelUnshuffle(let shuffle):
            return read[0].pixelUnshuffled(shuffle.factor)
        case .operator:
            preconditionFailure("operators are run by their graph")
        case .lstm(let lstm):
            return written(read[0], node).lstm(
                units: lstm.units, returnsSequences: lstm.returnsSequences, inputWeights: weight(.inputWeight),
                recurrentWeights: weight(.recurrentWeight), inputBias: weight(.inputBias),
                recurrentBias: weight(.recurrentBias))
        }
    }

    private func convolution(_ window: SlidingWindow, _ groups: Int, _ input: Tensor) throws -> Convolution {
        try Convolution(window, groups: groups, axes: input.shape.rank - 2)
    }

    private func pooling(_ operation: Pooling.Operation, _ window: SlidingWindow, _ input: Tensor) throws -> Tensor {
        let axes = input.shape.rank - 2
        return try Pooling(operation, window, axes: axes)(input, axes: axes)
    }

    private func globalPooling(_ operation: Pooling.Operation, _ node: Node, _ input: Tensor) throws -> Tensor {
        let channelsFirst = node.inputs[0].isSequence ? input.permuted([0, 2, 1]) : input
        return try Pooling.global(operation, channelsFirst, axes: input.shape.rank - 2)
    }

    /// What a layer reads, in the order in which the network writes it; steps and features stay as they are.
    func written(_ input: Tensor, _ node: Node) -> Tensor {
        node.inputs[0].isSequence ? input : input.inLayout(layout)
    }

    private func reshaped(_ written: Tensor, _ sizes: [Int]) throws -> Tensor {
        let count = written.shape.elementCount / written.shape[0]
        let known = sizes.filter { $0 > 0 }.reduce(1, *)
        let shape = sizes.map { $0 == 0 ? count / max(1, known) : $0 }
        guard shape.reduce(1, *) == count else {
            throw ShapeError.impossibleSizes(shape)
        }
        return written.reshaped(to: Shape([written.shape[0]] + shape)).fromLayout(layout)
    }

    private func sum(_ terms: inout [Tensor], _ shortcut: Add.Shortcut) -> Tensor {
        switch shortcut {
        case .none: break
        case .zeroPad:
            let target = terms.map(\.shape).min { $0[2] < $1[2] }!
            let channels = terms.map { $0.shape[1] }.max()!
            terms = terms.map { $0.subsampled(to: Array(target.dropFirst(2)), channels: channels) }
        }
        var sum = terms.removeFirst()
        for term in terms { sum.combine(with: term, by: +) }
        return sum
    }
}

extension FeatureShape {
    /// Where a batch of it has its channels, or a sequence's features.
    var channelAxis: Int { isSequence ? 2 : 1 }
}

extension Pooling {
    init(_ operation: Operation, _ window: SlidingWindow, axes: Int) throws(LayerProblem) {
        self.init(
            operation, size: window.kernelSize, stride: window.stride, dilation: window.dilation,
            padding: try window.padding.resolved(axes: axes), rounding: window.rounding)
    }
}
