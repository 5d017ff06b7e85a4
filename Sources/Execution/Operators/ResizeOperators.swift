import Tensors

extension OperatorRun {
    private enum AspectPolicy: String, CaseIterable {
        case stretch
        case notLarger = "not_larger"
        case notSmaller = "not_smaller"
    }

    func upsample() throws(OperatorProblem) -> Value {
        let input = try value(0)
        var scales = opset >= 9 ? try float(1).elements : try attributes.floats("scales")
        if scales == nil, let height = try attributes.float("height_scale"),
            let width = try attributes.float("width_scale")
        {
            scales = [1, 1, height, width]
        }
        guard let scales else { throw .missingAttribute("scales") }
        var options = AxisResampling.Options()
        let mode = try attributes.string("mode") ?? "nearest"
        options.mode = mode == "bilinear" ? .linear : try attributes.choice("mode", default: .nearest)
        return try resampled(
            input, try axisResamplings(input.shape, scales: scales, axes: Array(input.shape.indices), options))
    }

    func resize() throws(OperatorProblem) -> Value {
        let input = try value(0)
        var options = AxisResampling.Options()
        options.mode = try attributes.choice("mode", default: .nearest)
        guard opset >= 11 else {
            return try resampled(
                input,
                try axisResamplings(
                    input.shape, scales: try float(1).elements, axes: Array(input.shape.indices), options))
        }
        options.coordinates = try attributes.choice("coordinate_transformation_mode", default: .halfPixel)
        options.nearest = try attributes.choice("nearest_mode", default: .preferFloor)
        options.cubicCoefficient = Double(try attributes.float("cubic_coeff_a") ?? -0.75)
        options.excludesOutside = try attributes.flag("exclude_outside")
        options.antialiases = try attributes.flag("antialias")
        let axes = try Shape.axes(try attributes.ints("axes") ?? Array(input.shape.indices), rank: input.shape.rank)
        let region = options.coordinates == .cropAndResize ? try float(1).elements : []
        guard options.coordinates != .cropAndResize || region.count == 2 * axes.count else {
            throw .inputValue(1, given: "\(region)", needs: "starts and ends for \(axes.count) axes")
        }
        // Early exporters write an empty tensor for what is not given.
        if has(2), try value(2).shape.elementCount > 0 {
            return try resampled(
                input,
                try axisResamplings(input.shape, scales: try float(2).elements, axes: axes, options, region: region))
        }
        guard has(3) else { throw .missingInput(2) }
        let sizes = try checkedSizes("sizes", try integers(3))
        guard sizes.count == axes.count else {
            throw .inputValue(3, given: "\(sizes)", needs: "one size for each of \(axes.count) axes")
        }
        return try resampled(input, try axisResamplings(input.shape, sizes: sizes, axes: axes, options, region: region))
    }

    private func axisResamplings(
        _ shape: Shape, scales: [Float], axes: [Int], _ options: AxisResampling.Options, region: [Float] = []
    ) throws(OperatorProblem) -> [Int: AxisResampling] {
        guard scales.count == axes.count else {
            throw .inputValue(opset < 11 ? 1 : 2, given: "\(scales)", needs: "one scale for each of \(axes.count) axes")
        }
        var result: [Int: AxisResampling] = [:]
        for (place, axis) in axes.enumerated() {
            let output = (Double(scales[place]) * Double(shape[axis])).rounded(.down)
            guard scales[place] > 0, output <= Double(Int32.max) else {
                throw .inputValue(
                    opset < 11 ? 1 : 2, given: "\(scales)", needs: "scales above 0 that give sizes below \(Int32.max)")
            }
            result[axis] = AxisResampling(
                inputSize: shape[axis], outputSize: Int(output), scale: Double(scales[place]),
                region: Self.region(region, place), options: options)
        }
        return result
    }

    private func axisResamplings(
        _ shape: Shape, sizes: [Int], axes: [Int], _ options: AxisResampling.Options, region: [Float]
    ) throws(OperatorProblem) -> [Int: AxisResampling] {
        for axis in axes where shape[axis] == 0 {
            throw .inputShape(0, shape: shape, needs: "one with elements along axis \(axis)")
        }
        let scales = zip(sizes, axes).map { Double($0) / Double(shape[$1]) }
        let common: Double? =
            switch try attributes.choice("keep_aspect_ratio_policy", default: AspectPolicy.stretch) {
            case .stretch: nil
            case .notLarger: scales.min()
            case .notSmaller: scales.max()
            }
        var result: [Int: AxisResampling] = [:]
        for (place, axis) in axes.enumerated() {
            let size = common.map { ($0 * Double(shape[axis]) + 0.5).rounded(.down) } ?? Double(sizes[place])
            guard size <= Double(Int32.max) else {
                throw .inputValue(3, given: "\(sizes)", needs: "sizes below \(Int32.max)")
            }
            result[axis] = AxisResampling(
                inputSize: shape[axis], outputSize: Int(size), scale: common ?? scales[place],
                region: Self.region(region, place), options: options)
        }
        return result
    }

    private static func region(_ region: [Float], _ place: Int) -> (start: Double, end: Double) {
        region.isEmpty ? (0, 1) : (Double(region[place]), Double(region[region.count / 2 + place]))
    }

    private func resampled(_ input: Value, _ axes: [Int: AxisResampling]) throws(OperatorProblem) -> Value {
        let target = try Shape(checked: input.shape.indices.map { axes[$0]?.outputSize ?? input.shape[$0] })
        let outside = try attributes.float("extrapolation_value") ?? 0
        guard target.elementCount > 0 else {
            return input.rearranged(try Rearrangement(offsets: target.map { [Int](repeating: 0, count: $0) }))
        }
        guard input.shape.elementCount > 0 else {
            throw .inputShape(0, shape: input.shape, needs: "one with elements")
        }
        if axes.values.allSatisfy({ $0.options.mode == .nearest }) {
            let positions = input.shape.indices.map { axis -> [Int] in
                guard let resampling = axes[axis], !resampling.isIdentity else { return Array(0..<input.shape[axis]) }
                return (0..<resampling.outputSize).map { resampling.taps($0)?.first?.position ?? Rearrangement.outside }
            }
            let fill: Value =
                switch input.type {
                case .float: .float(outside)
                case .integer: .integer(Int(Int64(truncating: outside)))
                case .boolean: .boolean(BooleanTensor([], [outside != 0]))
                }
            return input.rearranged(try Rearrangement(input.shape, positions: positions), fill: fill)
        }
        guard case .float(var tensor) = input else { throw .inputType(0, needs: "floats", found: input.type) }
        for axis in input.shape.indices {
            guard let resampling = axes[axis], !resampling.isIdentity else { continue }
            tensor = try tensor.resampled(axis: axis, resampling, outside: outside)
        }
        return .float(tensor)
    }
}
