/// A formula as data: it is evaluated, shown with its symbols, and shown again with their values.
public indirect enum Expression: Hashable, Sendable {
    case value(Quantity)
    case symbol(Symbol)
    case sum(Expression, Expression)
    case difference(Expression, Expression)
    case product(Expression, Expression)
    case quotient(Expression, Expression)
    case floor(Expression)
    case ceiling(Expression)
    case maximum(Expression, Expression)

    /// What stands for a number in a formula.
    public struct Symbol: Hashable, Sendable {
        /// As plain text: `k'`, `p0`.
        public let text: String
        /// A trailing number or letter that is set low: `p` with `0`.
        public let subscripted: String?
        /// What it means: `kernel size`.
        public let meaning: String

        public init(_ text: String, subscript subscripted: String? = nil, _ meaning: String) {
            (self.text, self.subscripted, self.meaning) = (text, subscripted, meaning)
        }
    }

    /// The value, given those of the symbols.
    ///
    /// - Precondition: every symbol has one.
    func evaluated(_ values: [Derivation.Binding]) -> Quantity {
        // A concatenation may have hundreds.
        guard values.count > 16 else {
            return evaluated { symbol in values.first { $0.symbol == symbol }?.value }
        }
        let table = Dictionary(values.map { ($0.symbol, $0.value) }) { first, _ in first }
        return evaluated { table[$0] }
    }

    private func evaluated(_ lookUp: (Symbol) -> Quantity?) -> Quantity {
        switch self {
        case .value(let value): return value
        case .symbol(let symbol):
            guard let value = lookUp(symbol) else {
                preconditionFailure("no value for \(symbol.text), the \(symbol.meaning)")
            }
            return value
        case .sum(let a, let b): return a.evaluated(lookUp) + b.evaluated(lookUp)
        case .difference(let a, let b): return a.evaluated(lookUp) - b.evaluated(lookUp)
        case .product(let a, let b): return a.evaluated(lookUp) * b.evaluated(lookUp)
        case .quotient(let a, let b): return a.evaluated(lookUp) / b.evaluated(lookUp)
        case .floor(let a): return a.evaluated(lookUp).floor
        case .ceiling(let a): return a.evaluated(lookUp).ceiling
        case .maximum(let a, let b): return .max(a.evaluated(lookUp), b.evaluated(lookUp))
        }
    }

    /// The same formula with numbers for symbols.
    func substituted(_ values: [Derivation.Binding]) -> Expression {
        switch self {
        case .value: self
        case .symbol: .value(evaluated(values))
        case .sum(let a, let b): .sum(a.substituted(values), b.substituted(values))
        case .difference(let a, let b): .difference(a.substituted(values), b.substituted(values))
        case .product(let a, let b): .product(a.substituted(values), b.substituted(values))
        case .quotient(let a, let b): .quotient(a.substituted(values), b.substituted(values))
        case .floor(let a): .floor(a.substituted(values))
        case .ceiling(let a): .ceiling(a.substituted(values))
        case .maximum(let a, let b): .maximum(a.substituted(values), b.substituted(values))
        }
    }
}

extension Expression: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self = .value(Quantity(value)) }

    public static func + (a: Expression, b: Expression) -> Expression { .sum(a, b) }
    public static func - (a: Expression, b: Expression) -> Expression { .difference(a, b) }
    public static func * (a: Expression, b: Expression) -> Expression { .product(a, b) }
    public static func / (a: Expression, b: Expression) -> Expression { .quotient(a, b) }

    /// a · b · c; 1 for none.
    static func product(of factors: [Expression]) -> Expression {
        factors.dropFirst().reduce(factors.first ?? 1) { .product($0, $1) }
    }

    static func sum(of terms: [Expression]) -> Expression {
        terms.dropFirst().reduce(terms.first ?? 0) { .sum($0, $1) }
    }
}
