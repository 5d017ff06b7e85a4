/// A transposed convolution whose sizes have been checked.
package struct TransposedConvolutionPlan {
    package struct Axis {
        package let inputSize: Int
        package let kernelSize: Int
        package let stride: Int
        package let dilation: Int
        package let padding: Padding.Sides
        package let outputSize: Int
    }

    let batch: Int
    let inputChannels: Int
    let outputChannels: Int
    let groups: Int
    /// Depth, height, width; axes that are not there have size 1.
    package let axes: [Axis]
    let output: Shape

    var channelsPerGroup: Int { inputChannels / groups }
    var filtersPerGroup: Int { outputChannels / groups }

    package init(
        _ options: TransposedConvolution, input: Shape, weights: Shape, bias: Shape?
    ) throws(ShapeError) {
        let rank = weights.rank - 2
        guard (1...3).contains(rank) else { throw .unsupportedAxes(rank) }
        guard input.rank == rank + 1 || input.rank == rank + 2 else {
            throw .rankMismatch(input: input, weights: weights)
        }
        for shape in [input, weights] where shape.elementCount == 0 { throw .emptyAxis(shape) }
        try ShapeError.check("groups", [options.groups])
        try ShapeError.check("channels", [weights[1]])
        let inputChannels = input[input.rank - rank - 1]
        let outputChannels = weights[1] * options.groups
        guard inputChannels % options.groups == 0 else {
            throw .groupsDoNotDivide(
                groups: options.groups, inputChannels: inputChannels, outputChannels: outputChannels)
        }
        guard inputChannels == weights[0] else {
            throw .channelMismatch(input: inputChannels, weights: weights[0], groups: 1)
        }
        if let bias, bias != [outputChannels] { throw .biasMismatch(bias: bias, outputChannels: outputChannels) }

        let stride = try options.stride.values(axes: rank, option: "stride")
        let dilation = try options.dilation.values(axes: rank, option: "dilation")
        let outputPadding = try options.outputPadding.values(axes: rank, option: "output padding")
        let kernel = Array(weights.suffix(rank))
        try ShapeError.check("input size", Array(input.suffix(rank)))
        try ShapeError.check("kernel size", kernel)
        try ShapeError.check("stride", stride)
        try ShapeError.check("dilation", dilation)
        for axis in 0..<rank where !(0..<max(stride[axis], dilation[axis])).contains(outputPadding[axis]) {
            throw .outputPaddingTooLarge(
                axis: SpatialAxis.named(rank)[axis], outputPadding: outputPadding[axis], stride: stride[axis],
                dilation: dilation[axis])
        }
        let effective = kernel.indices.map { dilation[$0] * (kernel[$0] - 1) + 1 }
        let sides = try Self.sides(options.padding, effective: effective, stride: stride, outputPadding: outputPadding)

        var axes: [Axis] = []
        for axis in 0..<rank {
            let inputSize = input[input.rank - rank + axis]
            let outputSize =
                (inputSize - 1) * stride[axis] - sides[axis].before - sides[axis].after + effective[axis]
                + outputPadding[axis]
            guard outputSize >= 1 else {
                throw .paddingCropsEverything(axis: SpatialAxis.named(rank)[axis], output: outputSize)
            }
            axes.append(
                Axis(
                    inputSize: inputSize, kernelSize: kernel[axis], stride: stride[axis], dilation: dilation[axis],
                    padding: sides[axis], outputSize: outputSize))
        }
        let single = Axis(
            inputSize: 1, kernelSize: 1, stride: 1, dilation: 1, padding: .init(0, 0), outputSize: 1)
        let isBatched = input.rank == rank + 2
        self.batch = isBatched ? input[0] : 1
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.groups = options.groups
        self.axes = [Axis](repeating: single, count: 3 - rank) + axes
        self.output = try Shape(
            computing: (isBatched ? [batch] : []) + [outputChannels] + axes.map(\.outputSize))
    }

    /// `same` crops so that the output is stride times the input (Keras' and ONNX's rule), what is odd at the end; where a
    /// kernel is narrower than the stride, negative cropping adds what is missing there.
    private static func sides(
        _ padding: Padding, effective: [Int], stride: [Int], outputPadding: [Int]
    ) throws(ShapeError) -> [Padding.Sides] {
        switch padding {
        case .same:
            return effective.indices.map { axis in
                let total = effective[axis] + outputPadding[axis] - stride[axis]
                let before = max(total, 0) / 2
                return Padding.Sides(before, total - before)
            }
        case .valid, .full, .symmetric, .explicit:
            let sides = try padding.sides(input: effective, effectiveKernel: effective, stride: stride)
            try ShapeError.check(sides)
            return sides
        }
    }
}

extension TransposedConvolutionPlan {
    /// output[n, f, i·s + k·d − p] += input[n, c, i] · weights[c, f, k], for every i, c and k.
    func definition(_ input: Tensor, weights: Tensor, bias: Tensor?) -> Tensor {
        let input = input.reshaped(to: [batch, inputChannels] + axes.map(\.inputSize))
        let weights = weights.reshaped(to: [inputChannels, filtersPerGroup] + axes.map(\.kernelSize))
        let sizes = axes.map(\.outputSize)
        let plane = sizes.reduce(1, *)
        var sums = [Double](repeating: 0, count: batch * outputChannels * plane)

        for n in 0..<batch {
            for c in 0..<inputChannels {
                for f in 0..<filtersPerGroup {
                    let filter = c / channelsPerGroup * filtersPerGroup + f
                    for i in positions(axes.map(\.inputSize)) {
                        for k in positions(axes.map(\.kernelSize)) {
                            let o = (0..<3).map {
                                i[$0] * axes[$0].stride + k[$0] * axes[$0].dilation - axes[$0].padding.before
                            }
                            guard (0..<3).allSatisfy({ (0..<sizes[$0]).contains(o[$0]) }) else { continue }
                            sums[(n * outputChannels + filter) * plane + (o[0] * sizes[1] + o[1]) * sizes[2] + o[2]] +=
                                Double(input[n, c, i[0], i[1], i[2]]) * Double(weights[c, f, k[0], k[1], k[2]])
                        }
                    }
                }
            }
        }
        return Tensor(
            output,
            sums.enumerated().map { Float($1 + Double(bias?[$0 / plane % outputChannels] ?? 0)) })
    }
}
