import Tensors

extension OperatorRun {
    /// The axes to reduce, all where none are named; `nil` where naming none means to leave the input alone.
    private func reducedAxes(_ shape: Shape) throws(OperatorProblem) -> [Int]? {
        let given = try integers(attribute: "axes", input: 1, fromOpset: call.name == .reduceSum ? 13 : 18) ?? []
        if given.isEmpty { return try attributes.flag("noop_with_empty_axes") ? nil : Array(shape.indices) }
        return try Shape.axes(given, rank: shape.rank)
    }

    func reduce<Function: Reduction>(_: Function.Type) throws(OperatorProblem) -> Value {
        let input = try value(0)
        let keeping = try attributes.flag("keepdims", default: true)
        let axes = try reducedAxes(input.shape)
        switch input {
        case .float(let tensor):
            // Reducing along no axis is still a sum of one square, one magnitude, …
            return .float(try tensor.reduced(Function.self, axes: axes ?? [], keeping: keeping))
        case .integer(let tensor):
            return .integer(try tensor.reduced(Function.self, axes: axes ?? [], keeping: keeping))
        case .boolean(let tensor):
            let numbers = IntegerTensor(tensor.shape, tensor.elements.map { $0 ? 1 : 0 })
            let reduced = try numbers.reduced(Function.self, axes: axes ?? [], keeping: keeping)
            return .boolean(BooleanTensor(reduced.shape, reduced.elements.map { $0 > 0 }))
        }
    }

    /// The greatest is taken out, so that no power overflows.
    func reduceLogSumExp() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let keeping = try attributes.flag("keepdims", default: true)
        guard let axes = try reducedAxes(input.shape) else { return .float(input) }
        let greatest = try input.reduced(Greatest.self, axes: axes, keeping: true)
        let peaks = greatest.applying(Finite())
        guard case .float(let shifted) = try combine(Difference.self, .float(input), .float(peaks)) else {
            return .float(input)
        }
        let logarithms = try shifted.applying(.exponential).reduced(LogSum.self, axes: axes, keeping: true)
        return try combine(Sum.self, .float(logarithms), .float(peaks))
            .reshaped(to: input.shape.reducing(axes, keeping: keeping))
    }

    private struct Finite: PointwiseFunction {
        func value(_ x: Float) -> Float { x.isFinite ? x : 0 }
    }

    /// The place of the greatest or least element along one axis.
    func argument(isGreatest: Bool) throws(OperatorProblem) -> Value {
        let value = try value(0)
        let axis = try value.shape.axis(try attributes.int("axis") ?? 0)
        let takesLast = try attributes.flag("select_last_index")
        let (outer, size, inner) = value.shape.split(at: axis)
        let shape = value.shape.reducing([axis], keeping: try attributes.flag("keepdims", default: true))
        guard size > 0 else { throw .inputShape(0, shape: value.shape, needs: "one with elements along axis \(axis)") }

        func places<Number: Comparable>(_ elements: [Number]) -> [Int64] {
            (0..<outer * inner).map { position in
                let start = position / inner * size * inner + position % inner
                var best = 0
                for index in 1..<size {
                    let (new, old) = (elements[start + index * inner], elements[start + best * inner])
                    if isGreatest ? new > old : new < old {
                        best = index
                    } else if takesLast, new == old {
                        best = index
                    }
                }
                return Int64(best)
            }
        }
        switch value {
        case .float(let tensor): return .integer(IntegerTensor(shape, places(tensor.elements)))
        case .integer(let tensor): return .integer(IntegerTensor(shape, places(tensor.elements)))
        case .boolean: throw .inputType(0, needs: "numbers", found: .boolean)
        }
    }
}
