import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Arithmetic on either kind of number; integers wrap around, as processors have them.
protocol Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float
    static func value(_ a: Int64, _ b: Int64) -> Int64
}

enum Sum: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { a + b }
    static func value(_ a: Int64, _ b: Int64) -> Int64 { a &+ b }
}

enum Difference: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { a - b }
    static func value(_ a: Int64, _ b: Int64) -> Int64 { a &- b }
}

enum Product: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { a * b }
    static func value(_ a: Int64, _ b: Int64) -> Int64 { a &* b }
}

enum Quotient: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { a / b }
    // Towards zero; the caller has looked for divisions by zero.
    static func value(_ a: Int64, _ b: Int64) -> Int64 { a.dividedReportingOverflow(by: b).partialValue }
}

/// NaN where either is NaN.
enum Maximum: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { a > b || a.isNaN ? a : b }
    static func value(_ a: Int64, _ b: Int64) -> Int64 { max(a, b) }
}

enum Minimum: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { a < b || a.isNaN ? a : b }
    static func value(_ a: Int64, _ b: Int64) -> Int64 { min(a, b) }
}

/// The remainder with the sign of the dividend (C's).
enum Remainder: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { fmodf(a, b) }
    static func value(_ a: Int64, _ b: Int64) -> Int64 { a.remainderReportingOverflow(dividingBy: b).partialValue }
}

/// The remainder with the sign of the divisor (Python's).
enum Modulus: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float {
        let rest = fmodf(a, b)
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
    }
    static func value(_ a: Int64, _ b: Int64) -> Int64 {
        let rest = a.remainderReportingOverflow(dividingBy: b).partialValue
        return rest != 0 && (rest < 0) != (b < 0) ? rest &+ b : rest
    }
}

enum PowerFunction: Arithmetic {
    static func value(_ a: Float, _ b: Float) -> Float { powf(a, b) }
    static func value(_ a: Int64, _ b: Int64) -> Int64 {
        guard b >= 0 else { return a == 1 ? 1 : a == -1 ? (b & 1 == 0 ? 1 : -1) : 0 }
        var (result, base, rest): (Int64, Int64, Int64) = (1, a, b)
        while rest > 0 {
            if rest & 1 == 1 { result = result &* base }
            base = base &* base
            rest >>= 1
        }
        return result
    }
}

private enum OnFloats<Function: Arithmetic>: BinaryFunction {
    @inline(__always) static func value(_ a: Float, _ b: Float) -> Float { Function.value(a, b) }
}

private enum OnIntegers<Function: Arithmetic>: BinaryFunction {
    @inline(__always) static func value(_ a: Int64, _ b: Int64) -> Int64 { Function.value(a, b) }
}

extension OperatorRun {
    func arithmetic<Function: Arithmetic>(_ function: Function.Type) throws(OperatorProblem) -> Value {
        let (a, b) = try operands()
        return try combine(function, a, b)
    }

    func combine<Function: Arithmetic>(_: Function.Type, _ a: Value, _ b: Value) throws(OperatorProblem) -> Value {
        let broadcast = try Broadcast([a.shape, b.shape])
        switch (a, b) {
        case (.float(let a), .float(let b)):
            return .float(
                Tensor(broadcast.shape, broadcast.elements(OnFloats<Function>.self, a.elements, b.elements)))
        case (.integer(let a), .integer(let b)):
            return .integer(
                IntegerTensor(broadcast.shape, broadcast.elements(OnIntegers<Function>.self, a.elements, b.elements)))
        case (.boolean, _), (_, .boolean), (.float, .integer), (.integer, .float):
            if a.type == .boolean, b.type == .boolean { throw .inputType(0, needs: "numbers", found: .boolean) }
            throw .inputTypesDiffer([a.type, b.type])
        }
    }

    /// Both inputs; the early opsets' `axis` says where the second one's axes begin.
    func operands() throws(OperatorProblem) -> (Value, Value) {
        let (a, b) = (try value(0), try value(1))
        guard opset < 7, let axis = try attributes.int("axis"), b.shape.rank <= a.shape.rank else { return (a, b) }
        let start = axis == a.shape.rank ? axis : try a.shape.axis(axis)
        let missing = a.shape.rank - start - b.shape.rank
        guard missing >= 0 else { throw .cannotBroadcast([a.shape, b.shape]) }
        return (a, b.reshaped(to: Shape(b.shape.sizes + [Int](repeating: 1, count: missing))))
    }

    private func checkDivisor(_ value: Value) throws(OperatorProblem) {
        if case .integer(let divisor) = value, divisor.elements.contains(0) { throw .divisionByZero }
    }

    func divide() throws(OperatorProblem) -> Value {
        let (a, b) = try operands()
        try checkDivisor(b)
        return try combine(Quotient.self, a, b)
    }

    func modulo() throws(OperatorProblem) -> Value {
        let (a, b) = (try value(0), try value(1))
        try checkDivisor(b)
        return try attributes.flag("fmod") ? combine(Remainder.self, a, b) : combine(Modulus.self, a, b)
    }

    /// The result is of the base's type, whatever the exponent's.
    func power() throws(OperatorProblem) -> Value {
        let (base, exponent) = try operands()
        switch (base, exponent) {
        case (.float(let base), _):
            let exponents = exponent.floats
            if exponents.elements == [2], exponents.shape.rank <= base.shape.rank {
                return .float(base.applying(Squaring()))
            }
            if exponents.elements == [0.5], exponents.shape.rank <= base.shape.rank {
                return .float(base.applying(SquareRoot()))
            }
            return try combine(PowerFunction.self, .float(base), .float(exponents))
        case (.integer, .integer):
            return try combine(PowerFunction.self, base, exponent)
        case (.integer(let integers), .float):
            let result = try combine(PowerFunction.self, .float(base.floats), exponent)
            _ = integers
            return .integer(IntegerTensor(result.shape, result.floats.elements.map(Int64.init(truncating:))))
        case (.boolean, _), (.integer, .boolean):
            throw .inputTypesDiffer([base.type, exponent.type])
        }
    }

    /// Any number of inputs, two at a time.
    func fold<Function: Arithmetic>(_ function: Function.Type) throws(OperatorProblem) -> Value {
        var result = try value(0)
        for index in inputs.indices.dropFirst() { result = try combine(function, result, try value(index)) }
        return result
    }

    func mean() throws(OperatorProblem) -> Value {
        guard case .float(var tensor) = try fold(Sum.self) else {
            throw .inputType(0, needs: "floats", found: try value(0).type)
        }
        tensor.scale(by: 1 / Float(inputs.count), plus: 0)
        return .float(tensor)
    }

    func negate() throws(OperatorProblem) -> Value { try onNumbers(Negation()) { 0 &- $0 } }
    func absolute() throws(OperatorProblem) -> Value { try onNumbers(Magnitude()) { $0 < 0 ? 0 &- $0 : $0 } }
    func sign() throws(OperatorProblem) -> Value { try onNumbers(Sign()) { $0.signum() } }

    private func onNumbers(
        _ function: some PointwiseFunction, _ onIntegers: (Int64) -> Int64
    ) throws(OperatorProblem) -> Value {
        switch try value(0) {
        case .float(let tensor): .float(tensor.applying(function))
        case .integer(let tensor): .integer(IntegerTensor(tensor.shape, tensor.elements.map(onIntegers)))
        case .boolean: throw .inputType(0, needs: "numbers", found: .boolean)
        }
    }
}

extension Int64 {
    /// Without its fraction; what is too large for 64 bits becomes their limit, a NaN 0.
    init(truncating value: Float) {
        if value.isNaN {
            self = 0
        } else {
            self = value >= 0x1p63 ? .max : value < -0x1p63 ? .min : Int64(value)
        }
    }
}
