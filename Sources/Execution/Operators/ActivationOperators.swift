import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OperatorRun {
    func pointwise(_ function: some PointwiseFunction) throws(OperatorProblem) -> Value {
        .float(try float(0).applying(function))
    }

    func pointwise(_ function: ElementFunction) throws(OperatorProblem) -> Value {
        .float(try float(0).applying(function))
    }

    func relu() throws(OperatorProblem) -> Value {
        switch try value(0) {
        case .float(let tensor): .float(tensor.applying(ReLU()))
        case .integer(let tensor): .integer(IntegerTensor(tensor.shape, tensor.elements.map { max($0, 0) }))
        case .boolean: throw .inputType(0, needs: "numbers", found: .boolean)
        }
    }

    /// Source: Klambauer et al., *Self-normalizing neural networks*, 2017.
    func selu() throws(OperatorProblem) -> Value {
        // The first opset had the constants rounded.
        let alpha: Float = opset < 6 ? 1.6732 : 1.673_263_2
        let gamma: Float = opset < 6 ? 1.0507 : 1.050_701
        var output = try float(0).applying(.elu(limit: attributes.float("alpha") ?? alpha, slope: 1))
        output.scale(by: try attributes.float("gamma") ?? gamma, plus: 0)
        return .float(output)
    }

    /// Source: Barron, *Continuously differentiable exponential linear units*, 2017.
    func celu() throws(OperatorProblem) -> Value {
        let alpha = try attributes.float("alpha") ?? 1
        return try pointwise(.elu(limit: alpha, slope: 1 / alpha))
    }

    func hardSigmoid() throws(OperatorProblem) -> Value {
        try pointwise(HardSigmoid(alpha: attributes.float("alpha") ?? 0.2, beta: attributes.float("beta") ?? 0.5))
    }

    private enum GELUKind: String, CaseIterable { case none, tanh }

    func gelu() throws(OperatorProblem) -> Value {
        switch try attributes.choice("approximate", default: GELUKind.none) {
        case .none: try pointwise(.gelu)
        case .tanh: try pointwise(.tangentGELU)
        }
    }

    /// Slopes per element, or per channel as early opsets have it.
    func pRelu() throws(OperatorProblem) -> Value {
        let input = try float(0)
        var slope = try float(1)
        if opset < 7, slope.shape.rank == 1, input.shape.rank > 2, slope.shape[0] == input.shape[1] {
            slope = slope.reshaped(to: Shape([slope.shape[0]] + [Int](repeating: 1, count: input.shape.rank - 2)))
        }
        let broadcast = try Broadcast([input.shape, slope.shape])
        guard broadcast.shape == input.shape else { throw .cannotBroadcast([input.shape, slope.shape]) }
        return .float(Tensor(input.shape, broadcast.elements(Leaking.self, input.elements, slope.elements)))
    }

    private enum Leaking: BinaryFunction {
        static func value(_ x: Float, _ slope: Float) -> Float { x < 0 ? slope * x : x }
    }

    func clip() throws(OperatorProblem) -> Value {
        if opset < 11 {
            return try pointwise(
                Clipping(
                    least: attributes.float("min") ?? -.infinity, greatest: attributes.float("max") ?? .infinity))
        }
        switch try value(0) {
        case .float(let tensor):
            return .float(
                tensor.applying(
                    Clipping(
                        least: has(1) ? try scalarFloat(1) : -.infinity,
                        greatest: has(2) ? try scalarFloat(2) : .infinity)))
        case .integer(let tensor):
            let least = has(1) ? Int64(try scalarInteger(1)) : .min
            let greatest = has(2) ? Int64(try scalarInteger(2)) : .max
            return .integer(
                IntegerTensor(tensor.shape, tensor.elements.map { min(max($0, least), greatest) }))
        case .boolean:
            throw .inputType(0, needs: "numbers", found: .boolean)
        }
    }

    enum AxisFunction { case softmax, logSoftmax, hardmax }

    /// Softmax and its kin: along one axis; before opset 13 along all axes from that one on.
    func alongAxis(_ function: AxisFunction) throws(OperatorProblem) -> Value {
        let input = try float(0)
        let axis: Int
        let (outer, size, inner): (Int, Int, Int)
        if opset < 13 {
            // A scalar has no axis; nor may 1 be one of a vector, but the last end is.
            let given = try attributes.int("axis") ?? 1
            axis = given == input.shape.rank ? given : try input.shape.axis(given)
            outer = input.shape[..<axis].reduce(1, *)
            (size, inner) = (input.shape[axis...].reduce(1, *), 1)
        } else {
            axis = try input.shape.axis(try attributes.int("axis") ?? -1)
            (outer, size, inner) = input.shape.split(at: axis)
        }
        return .float(
            Tensor(input.shape) { output in
                input.withUnsafeElements { input in
                    guard input.count > 0 else { return }
                    Parallelism.split(outer, work: Double(input.count) * 12) { range in
                        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * inner) { lines in
                            for row in range {
                                let start = row * size * inner
                                function.run(
                                    input.baseAddress! + start, output.baseAddress! + start, size, inner,
                                    peaks: lines.baseAddress!, sums: lines.baseAddress! + inner)
                            }
                        }
                    }
                }
            })
    }
}

extension OperatorRun.AxisFunction {
    /// `[size, inner]`, along the first of them.
    fileprivate func run(
        _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ size: Int, _ inner: Int,
        peaks: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>
    ) {
        if inner == 1, self == .softmax { return Self.softmaxRow(input, output, size) }
        peaks.initialize(from: input, count: inner)
        for index in 1..<max(size, 1) {
            let line = input + index * inner
            for place in 0..<inner { peaks[place] = line[place] > peaks[place] ? line[place] : peaks[place] }
        }
        switch self {
        case .softmax, .logSoftmax:
            sums.initialize(repeating: 0, count: inner)
            for index in 0..<size {
                let (source, target) = (input + index * inner, output + index * inner)
                for place in 0..<inner {
                    let power = (source[place] - peaks[place]).quickExponential
                    target[place] = power
                    sums[place] += power
                }
            }
            finish(input, output, size, inner, peaks, sums)
        case .hardmax:
            output.initialize(repeating: 0, count: size * inner)
            for place in 0..<inner {
                for index in 0..<size where input[index * inner + place] == peaks[place] {
                    output[index * inner + place] = 1
                    break
                }
            }
        }
    }

    /// Along a row, eight elements at a time. A NaN need not be the peak: it spreads by way of the sum.
    private static func softmaxRow(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ size: Int) {
        let whole = size & ~7
        func part(_ row: UnsafePointer<Float>, _ index: Int) -> SIMD8<Float> {
            UnsafeRawPointer(row + index).loadUnaligned(as: SIMD8<Float>.self)
        }
        var peaks = SIMD8<Float>(repeating: input[0])
        for index in stride(from: 0, to: whole, by: 8) {
            let values = part(input, index)
            peaks.replace(with: values, where: values .> peaks)
        }
        var peak = peaks.max()
        for index in whole..<size where input[index] > peak { peak = input[index] }
        for index in 0..<size { output[index] = (input[index] - peak).quickExponential }
        var sums = SIMD8<Float>()
        for index in stride(from: 0, to: whole, by: 8) { sums += part(output, index) }
        var sum = sums.sum()
        for index in whole..<size { sum += output[index] }
        let factor = 1 / sum
        for index in 0..<size { output[index] *= factor }
    }

    private func finish(
        _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ size: Int, _ inner: Int,
        _ peaks: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>
    ) {
        let isLogarithm = self == .logSoftmax
        for place in 0..<inner { sums[place] = isLogarithm ? logf(sums[place]) + peaks[place] : 1 / sums[place] }
        for index in 0..<size {
            let (source, target) = (input + index * inner, output + index * inner)
            if isLogarithm {
                for place in 0..<inner { target[place] = source[place] - sums[place] }
            } else {
                for place in 0..<inner { target[place] *= sums[place] }
            }
        }
    }
}
