#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum FormulaArithmetic {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    /// - Precondition: as many values as the function has arguments.
    static func value(_ function: Formula.Function, _ values: [Double]) -> Double {
        switch function {
        case .floor: values[0].rounded(.down)
        case .ceil: values[0].rounded(.up)
        case .round: values[0].rounded()
        case .max: values.max()!
        case .min: values.min()!
        case .sqrt: values[0].squareRoot()
        case .tanh: tanh(values[0])
        case .exp: exp(values[0])
        case .log: log(values[0])
        }
    }
}

extension FormulaArithmetic {
    /// Whole numbers as such, others with what matters of their digits.
    static func text(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
        return "\((value * 1e9).rounded() / 1e9)"
    }

    /// A weight, with five places at most.
    static func text(_ value: Float) -> String { text((Double(value) * 1e5).rounded() / 1e5) }
}
