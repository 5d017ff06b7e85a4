import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OperatorRun {
    private func pooling(_ operation: Pooling.Operation, _ input: Shape) throws(OperatorProblem) -> (Pooling, Int) {
        guard (3...5).contains(input.rank) else { throw .inputRank(0, shape: input, needs: "rank 3 to 5") }
        let axes = input.rank - 2
        let sliding = try SlidingAttributes(attributes, axes: axes)
        let pooling = Pooling(
            operation, size: .each(sliding.kernel), stride: .each(sliding.stride), dilation: .each(sliding.dilation),
            padding: .explicit(sliding.padding(input: Array(input.suffix(axes)))),
            rounding: try attributes.flag("ceil_mode") ? .ceiling : .floor)
        try checkingLimit { () throws(ShapeError) in try pooling.outputShape(for: input, axes: axes) }
        return (pooling, axes)
    }

    func poolShape(_ input: Shape) throws(OperatorProblem) -> Shape {
        let (pooling, axes) = try pooling(.maximum, input)
        return try checkingSizes { () throws(ShapeError) in try pooling.outputShape(for: input, axes: axes) }
    }

    func averagePool() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let counting = try attributes.flag("count_include_pad")
        let (pooling, axes) = try pooling(.average(countingPadding: counting), input.shape)
        return .float(try checkingSizes { () throws(ShapeError) in try pooling(input, axes: axes) })
    }

    func maxPool() throws(OperatorProblem) -> [Value] {
        let value = try value(0)
        let input = value.floats
        let (pooling, axes) = try pooling(.maximum, input.shape)
        let greatest = try checkingSizes { () throws(ShapeError) in try pooling(input, axes: axes) }
        var outputs = [Value.float(greatest)]
        switch value {
        case .float: break
        case .integer:
            outputs = [.integer(IntegerTensor(greatest.shape, greatest.elements.map(Int64.init(truncating:))))]
        case .boolean: throw .inputType(0, needs: "numbers", found: .boolean)
        }
        if call.outputCount > 1 {
            outputs.append(.integer(try greatestIndices(input, pooling, axes, greatest)))
        }
        return outputs
    }

    /// Where in the whole input each greatest element stands, the first of several; by columns for `storage_order` 1.
    private func greatestIndices(
        _ input: Tensor, _ pooling: Pooling, _ axes: Int, _ greatest: Tensor
    ) throws(OperatorProblem) -> IntegerTensor {
        let byColumns = try attributes.flag("storage_order")
        let spatial = Array(input.shape.suffix(axes))
        let windows = try checkingSizes { () throws(ShapeError) in
            try Window.along(
                spatial, kernel: pooling.size.values(axes: axes, option: "size"), stride: pooling.stride,
                dilation: pooling.dilation, padding: pooling.padding, rounding: pooling.rounding)
        }
        let plane = spatial.reduce(1, *)
        let strides = Shape(spatial).strides
        var columnStrides = [Int](repeating: 1, count: axes)
        for axis in 1..<max(axes, 1) { columnStrides[axis] = columnStrides[axis - 1] * spatial[axis - 1] }
        let outputs = windows.map(\.outputSize)
        let taps = windows.map(\.kernelSize)
        let perMap = outputs.reduce(1, *)
        let elements = [Int64](unsafeUninitializedCapacity: greatest.shape.elementCount) { target, count in
            count = greatest.shape.elementCount
            let target = target.baseAddress!
            let work = Double(count) * Double(taps.reduce(1, *)) * 4
            Parallelism.split(count, work: work) { range in
                for position in range {
                    let start = position / perMap * plane
                    let o = indices(position % perMap, outputs)
                    (target + position).initialize(to: Int64(start))
                    search: for tap in 0..<taps.reduce(1, *) {
                        let k = indices(tap, taps)
                        var (source, index) = (0, 0)
                        for axis in 0..<axes {
                            let place = windows[axis].inputIndex(output: o[axis], tap: k[axis])
                            guard (0..<spatial[axis]).contains(place) else { continue search }
                            source += place * strides[axis]
                            index += place * (byColumns ? columnStrides : strides)[axis]
                        }
                        let (found, sought) = (input.elements[start + source], greatest.elements[position])
                        if found == sought || found.isNaN && sought.isNaN {
                            target[position] = Int64(start + index)
                            break
                        }
                    }
                }
            }
        }
        return IntegerTensor(greatest.shape, elements)
    }

    private func indices(_ position: Int, _ sizes: [Int]) -> [Int] {
        var rest = position
        var result = sizes
        for axis in sizes.indices.reversed() {
            result[axis] = rest % sizes[axis]
            rest /= sizes[axis]
        }
        return result
    }

    /// (Σ|x|^p)^(1/p): sums are convolutions with ones.
    func lpPool() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let (pooling, axes) = try pooling(.average(countingPadding: true), input.shape)
        let p = try power(fromOpset: 2)
        let powers = p == 2 ? input.applying(Squaring()) : input.applying(Magnitude()).applying(Powering(exponent: p))
        let windows = try checkingSizes { () throws(ShapeError) in
            try Window.along(
                Array(input.shape.suffix(axes)), kernel: pooling.size.values(axes: axes, option: "size"),
                stride: pooling.stride, dilation: pooling.dilation, padding: pooling.padding,
                rounding: pooling.rounding)
        }
        // Rounding up reads beyond the padding, where there are zeros too.
        let sides = windows.map { window in
            let reach = (window.outputSize - 1) * window.stride + window.effectiveKernelSize
            return Padding.Sides(
                window.padding.before, max(window.padding.after, reach - window.inputSize - window.padding.before))
        }
        let channels = input.shape[1]
        let convolution = Convolution(
            stride: pooling.stride, dilation: pooling.dilation, padding: .explicit(sides), groups: channels)
        let ones = Tensor(Shape([channels, 1] + windows.map(\.kernelSize)), repeating: 1)
        let sums = try checkingSizes { () throws(ShapeError) in try convolution(powers, weights: ones) }
        return .float(p == 2 ? sums.applying(SquareRoot()) : sums.applying(Powering(exponent: 1 / p)))
    }

    /// `p`, which the first opset has as a float.
    private func power(fromOpset integers: Int) throws(OperatorProblem) -> Float {
        let p = opset >= integers ? Float(try attributes.int("p") ?? 2) : try attributes.float("p") ?? 2
        guard p > 0 else { throw .attributeValue("p", given: "\(p)", needs: "above 0") }
        return p
    }

    func globalPool<Function: Reduction>(_: Function.Type) throws(OperatorProblem) -> Value {
        let input = try float(0)
        guard input.shape.rank >= 2 else { throw .inputRank(0, shape: input.shape, needs: "rank 2 at least") }
        return .float(try input.reduced(Function.self, axes: Array(2..<input.shape.rank), keeping: true))
    }

    func globalLpPool() throws(OperatorProblem) -> Value {
        let input = try float(0)
        guard input.shape.rank >= 2 else { throw .inputRank(0, shape: input.shape, needs: "rank 2 at least") }
        let p = try power(fromOpset: 2)
        return .float(
            try input.applying(Magnitude()).applying(Powering(exponent: p))
                .reduced(Total.self, axes: Array(2..<input.shape.rank), keeping: true)
                .applying(Powering(exponent: 1 / p)))
    }
}
