package import Networks
import Tensors

/// One layer as a textbook defines it, in whatever numbers it is asked for. The fast paths are held to it.
package struct LayerDefinition {
    let node: Node
    let layout: Layout
    /// Whether batch normalisation uses the batch's own statistics, as in training, or those that it kept.
    let normalizesByBatch: Bool

    package init(_ node: Node, layout: Layout, normalizesByBatch: Bool = false) {
        (self.node, self.layout, self.normalizesByBatch) = (node, layout, normalizesByBatch)
    }

    /// What the layer gives, its fused normalisation and activation included; dropout passes everything.
    ///
    /// - Parameters:
    ///   - read: Each `[N, …]`, channels first; sequences `[N, T, F]`.
    ///   - weights: In PyTorch's order of axes.
    /// - Throws: ``ExecutionError`` for weights that are missing, and for operators of ONNX, which are no layers;
    ///   `LayerProblem` and `ShapeError` for inputs that the layer cannot take.
    package func output<Element: Scalar>(
        reading read: [Grid<Element>], weights: [ParameterTensor.Role: Grid<Element>]
    ) throws -> Grid<Element> {
        let weights = Weights(layer: node.name, grids: weights)
        var output = try output(read, weights)
        if let norm = node.normalization { output = try normalized(output, norm, weights) }
        if let activation = node.activation { output = activated(output, activation) }
        return output
    }

    private struct Weights<Element: Scalar> {
        let layer: String
        let grids: [ParameterTensor.Role: Grid<Element>]

        var bias: Grid<Element>? { grids[.bias] }

        func callAsFunction(_ role: ParameterTensor.Role) throws(ExecutionError) -> Grid<Element> {
            guard let grid = grids[role] else { throw .missingWeight(layer: layer, role: role) }
            return grid
        }
    }

    private func output<Element: Scalar>(
        _ read: [Grid<Element>], _ weight: Weights<Element>
    ) throws -> Grid<Element> {
        let input = read[0]
        switch node.layer {
        case .conv(let conv):
            return try input.convolved(weight(.weight), bias: weight.bias, conv.window, groups: conv.groups)
        case .convTranspose(let conv):
            return try input.transposedConvolved(weight(.weight), bias: weight.bias, conv)
        case .depthwiseConv(let conv):
            return try input.convolved(weight(.weight), bias: weight.bias, conv.window, groups: input.sizes[1])
        case .separableConv(let conv):
            return try input.convolved(weight(.depthwiseWeight), bias: nil, conv.window, groups: input.sizes[1])
                .convolved(weight(.weight), bias: weight.bias, SlidingWindow(kernelSize: 1), groups: 1)
        case .locallyConnected(let conv):
            return try input.locallyConnected(weight(.weight), bias: weight.bias, conv.window)
        case .maxPool(let pool):
            return input.maximumPooled(try pool.window.windows(over: input))
        case .averagePool(let pool):
            return input.averagePooled(
                try pool.window.windows(over: input), countingPadding: pool.countsPadding)
        case .globalMaxPool:
            return input.reduced(over: placeAxes(of: input)) { $0.max() ?? Element(-.infinity) }
        case .globalAveragePool:
            return input.reduced(over: placeAxes(of: input)) { $0.mean }
        case .roiPool(let pool):
            return input.pooledRegions(pool)
        case .spatialPyramidPool(let pool):
            return input.pooledPyramid(pool.levels)
        case .dense:
            return try input.dense(weight(.weight), bias: weight.bias)
        case .flatten:
            return written(input).reshaped(to: [input.sizes[0], input.elements.count / input.sizes[0]])
        case .reshape(let reshape):
            return written(input).samples(of: reshape.shape).fromLayout(layout)
        case .permute(let permute):
            let permuted = written(input).permuted([0] + permute.axes)
            return node.output.isSequence ? permuted : permuted.fromLayout(layout)
        case .batchNorm(let norm):
            return try normalized(input, norm, weight)
        case .localResponseNorm(let norm):
            return input.localResponseNormalized(norm)
        case .dropout:
            return input
        case .activation(let activation):
            return activated(input, activation)
        case .add(let add):
            return Grid.combined(add.terms(read), by: +)
        case .multiply:
            return Grid.combined(read, by: *)
        case .concat:
            return Grid.concatenated(read, along: node.output.channelAxis)
        case .zeroPad(let pad):
            return try input.extended(by: pad.padding, sign: 1)
        case .crop(let crop):
            return try input.extended(by: crop.margin, sign: -1)
        case .upsample(let upsample):
            return try input.upsampled(upsample)
        case .pixelShuffle(let shuffle):
            return input.pixelShuffled(shuffle.factor)
        case .pixelUnshuffle(let shuffle):
            return input.pixelUnshuffled(shuffle.factor)
        case .lstm(let lstm):
            let recurrence = RecurrenceDefinition(
                inputWeights: try weight(.inputWeight), recurrentWeights: try weight(.recurrentWeight),
                inputBias: try weight(.inputBias), recurrentBias: try weight(.recurrentBias))
            return recurrence.states(written(input), all: lstm.returnsSequences)
        case .operator(let operation):
            throw ExecutionError.noGradient(layer: node.name, kind: operation.name)
        }
    }

    private func normalized<Element: Scalar>(
        _ grid: Grid<Element>, _ norm: BatchNorm, _ weight: Weights<Element>
    ) throws -> Grid<Element> {
        let channels = node.output.channelAxis
        let statistics =
            normalizesByBatch
            ? grid.statistics(channels: channels)
            : (means: try weight(.runningMean).elements, variances: try weight(.runningVariance).elements)
        return grid.normalized(
            norm, channels: channels, statistics, scale: try weight(.scale), shift: try weight(.shift))
    }

    private func activated<Element: Scalar>(_ grid: Grid<Element>, _ activation: Activation) -> Grid<Element> {
        grid.activated(activation, channels: node.output.channelAxis)
    }

    /// What a layer reads, in the order in which the network writes it; steps and features stay as they are.
    private func written<Element: Scalar>(_ input: Grid<Element>) -> Grid<Element> {
        node.inputs[0].isSequence ? input : input.inLayout(layout)
    }

    /// All axes but the batch and the channels.
    private func placeAxes<Element: Scalar>(of input: Grid<Element>) -> [Int] {
        input.sizes.indices.filter { $0 != 0 && $0 != node.inputs[0].channelAxis }
    }
}

extension SlidingWindow {
    func windows<Element: Scalar>(over input: Grid<Element>, weights: Grid<Element>? = nil) throws -> [Window] {
        try windows(
            over: Shape(input.sizes), kernel: weights.map { Array($0.sizes.suffix(input.sizes.count - 2)) })
    }
}
