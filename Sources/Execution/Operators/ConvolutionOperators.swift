import Tensors

/// The attributes that say how a window slides, read alike for convolutions and pools.
struct SlidingAttributes {
    enum AutoPad: String, CaseIterable {
        case explicit = "NOTSET"
        case sameUpper = "SAME_UPPER"
        case sameLower = "SAME_LOWER"
        case valid = "VALID"
    }

    let kernel: [Int]
    let stride: [Int]
    let dilation: [Int]
    let autoPad: AutoPad
    /// What `pads` says, before and after by axis; nothing where `auto_pad` speaks.
    let sides: [Padding.Sides]

    var axes: Int { kernel.count }

    /// - Parameter weights: the kernel's sizes where `kernel_shape` may be left out.
    init(_ attributes: OperatorAttributes, axes: Int, weights: [Int]? = nil) throws(OperatorProblem) {
        guard (1...3).contains(axes) else { throw .sizes(.unsupportedAxes(axes)) }
        func values(_ name: String, default: Int, least: Int) throws(OperatorProblem) -> [Int] {
            guard let given = try attributes.ints(name), !given.isEmpty else {
                return [Int](repeating: `default`, count: axes)
            }
            guard given.count == axes else {
                throw .attributeValue(name, given: "\(given)", needs: "one value for each of \(axes) spatial axes")
            }
            return try checkedSizes(name, given, atLeast: least)
        }
        if try attributes.ints("kernel_shape") != nil {
            kernel = try values("kernel_shape", default: 1, least: 1)
        } else if let weights {
            kernel = weights
        } else {
            throw .missingAttribute("kernel_shape")
        }
        if let weights, kernel != weights {
            throw .attributeValue("kernel_shape", given: "\(kernel)", needs: "the weights' \(weights)")
        }
        stride = try values("strides", default: 1, least: 1)
        dilation = try values("dilations", default: 1, least: 1)
        let autoPad = try attributes.string("auto_pad") ?? ""
        self.autoPad = autoPad.isEmpty ? .explicit : try attributes.choice("auto_pad", default: AutoPad.explicit)
        let pads = try attributes.ints("pads") ?? []
        switch self.autoPad {
        case .explicit where !pads.isEmpty:
            guard pads.count == 2 * axes else {
                throw .attributeValue(
                    "pads", given: "\(pads)", needs: "before and after for each of \(axes) spatial axes")
            }
            let checked = try checkedSizes("pads", pads, atLeast: -Int(Int32.max))
            sides = (0..<axes).map { Padding.Sides(checked[$0], checked[axes + $0]) }
        case .explicit, .sameUpper, .sameLower, .valid:
            sides = [Padding.Sides](repeating: .init(0, 0), count: axes)
        }
    }

    var effectiveKernel: [Int] { zip(kernel, dilation).map { ($0 - 1) * $1 + 1 } }

    /// The padding of a window that slides over `input`.
    func padding(input: [Int]) -> [Padding.Sides] {
        switch autoPad {
        case .explicit, .valid:
            sides
        case .sameUpper, .sameLower:
            (0..<axes).map { axis in
                let output = (input[axis] + stride[axis] - 1) / stride[axis]
                let total = max((output - 1) * stride[axis] + effectiveKernel[axis] - input[axis], 0)
                let less = total / 2
                return autoPad == .sameUpper ? .init(less, total - less) : .init(total - less, less)
            }
        }
    }
}

extension OperatorRun {
    func convolution() throws(OperatorProblem) -> Value {
        let (input, weights, bias) = (try float(0), try float(1), try optionalFloat(2))
        let convolution = try convolution(of: input.shape, weights: weights.shape)
        try checkingLimit { () throws(ShapeError) in
            try convolution.outputShape(for: input.shape, weights: weights.shape)
        }
        return .float(
            try checkingSizes { () throws(ShapeError) in try convolution(input, weights: weights, bias: bias) })
    }

    func convolutionShape(_ input: Shape, weights: Shape) throws(OperatorProblem) -> Shape {
        let convolution = try convolution(of: input, weights: weights)
        return try checkingSizes { () throws(ShapeError) in try convolution.outputShape(for: input, weights: weights) }
    }

    private func convolution(of input: Shape, weights: Shape) throws(OperatorProblem) -> Convolution {
        let sliding = try sliding(over: input, weights)
        return Convolution(
            stride: .each(sliding.stride), dilation: .each(sliding.dilation),
            padding: .explicit(sliding.padding(input: Array(input.suffix(sliding.axes)))),
            groups: try attributes.int("group") ?? 1)
    }

    private func sliding(over input: Shape, _ weights: Shape) throws(OperatorProblem) -> SlidingAttributes {
        guard input.rank == weights.rank else {
            throw .inputRank(0, shape: input, needs: "rank \(weights.rank), like the weights")
        }
        return try SlidingAttributes(attributes, axes: weights.rank - 2, weights: Array(weights.dropFirst(2)))
    }

    func transposedShape(_ input: Shape, weights: Shape) throws(OperatorProblem) -> Shape {
        let crop = try transposedCrop(try sliding(over: input, weights), input)
        if crop.contains(where: { $0.size < 1 }) { throw .notAShape(crop.map(\.size)) }
        let channels = weights[1].multipliedReportingOverflow(by: try attributes.int("group") ?? 1)
        guard !channels.overflow else { throw .notAShape(weights.sizes) }
        return try Shape(checked: [input[0], channels.partialValue] + crop.map(\.size))
    }

    func transposedConvolution() throws(OperatorProblem) -> Value {
        let (input, weights) = (try float(0), try float(1))
        let sliding = try sliding(over: input.shape, weights.shape)
        return try transposedConvolution(input, weights, sliding, try transposedCrop(sliding, input.shape))
    }

    private func transposedCrop(_ sliding: SlidingAttributes, _ input: Shape) throws(OperatorProblem) -> [Crop] {
        let axes = sliding.axes
        let extra = try attributes.ints("output_padding").map { values throws(OperatorProblem) in
            try checkedSizes("output_padding", values)
        }
        let wanted = try attributes.ints("output_shape").map { values throws(OperatorProblem) in
            try checkedSizes("output_shape", values, atLeast: 1)
        }
        for (name, values) in [("output_padding", extra), ("output_shape", wanted)] {
            guard let values, values.count != axes, !(name == "output_shape" && values.count == axes + 2) else {
                continue
            }
            throw .attributeValue(name, given: "\(values)", needs: "one value for each of \(axes) spatial axes")
        }
        return transposedCrop(
            sliding, input: Array(input.suffix(axes)), extra: extra ?? [Int](repeating: 0, count: axes),
            wanted: wanted.map { Array($0.suffix(axes)) })
    }

    /// How many of the whole output's elements an axis loses at its start, and how many it keeps from there.
    private struct Crop {
        let before: Int
        let size: Int
        let whole: Int
        var after: Int { whole - before - size }
    }

    private func transposedCrop(
        _ sliding: SlidingAttributes, input: [Int], extra: [Int], wanted: [Int]?
    ) -> [Crop] {
        (0..<sliding.axes).map { axis in
            let whole = (input[axis] - 1) * sliding.stride[axis] + sliding.effectiveKernel[axis]
            let sides = sliding.sides[axis]
            var size = wanted?[axis]
            if size == nil, [.sameUpper, .sameLower].contains(sliding.autoPad) {
                size = input[axis] * sliding.stride[axis]
            }
            guard let size else {
                return Crop(
                    before: sides.before, size: whole + extra[axis] - sides.before - sides.after, whole: whole)
            }
            let total = max(whole + extra[axis] - size, 0)
            return Crop(
                before: sliding.autoPad == .sameUpper ? total / 2 : total - total / 2, size: size, whole: whole)
        }
    }

    private func transposedConvolution(
        _ input: Tensor, _ weights: Tensor, _ sliding: SlidingAttributes, _ crop: [Crop]
    ) throws(OperatorProblem) -> Value {
        let bias = try optionalFloat(2)
        var convolution = TransposedConvolution(
            stride: .each(sliding.stride), dilation: .each(sliding.dilation),
            groups: try attributes.int("group") ?? 1)
        for (axis, crop) in crop.enumerated() where crop.size < 1 {
            throw .sizes(.paddingCropsEverything(axis: SpatialAxis.named(sliding.axes)[axis], output: crop.size))
        }
        _ = try Shape(checked: [input.shape[0], weights.shape[1]] + crop.map { max($0.size, $0.whole) })
        if crop.allSatisfy({ $0.before >= 0 && $0.after >= 0 }) {
            convolution.padding = .explicit(crop.map { .init($0.before, $0.after) })
            let chosen = convolution
            return .float(
                try checkingSizes { () throws(ShapeError) in try chosen(input, weights: weights, bias: bias) })
        }
        // What sticks out of the whole output holds the bias alone.
        let plain = convolution
        let whole = try checkingSizes { () throws(ShapeError) in try plain(input, weights: weights) }
        let shape = whole.shape
        var positions = [Array(0..<shape[0]), Array(0..<shape[1])]
        for crop in crop {
            positions.append(
                (crop.before..<crop.before + crop.size).map {
                    (0..<crop.whole).contains($0) ? $0 : Rearrangement.outside
                })
        }
        let cropped = Value.float(whole).rearranged(try Rearrangement(shape, positions: positions))
        guard let bias else { return cropped }
        guard bias.shape == [shape[1]] else {
            throw .sizes(.biasMismatch(bias: bias.shape, outputChannels: shape[1]))
        }
        let spread = bias.reshaped(to: Shape([shape[1]] + [Int](repeating: 1, count: sliding.axes)))
        return try combine(Sum.self, cropped, .float(spread))
    }
}
