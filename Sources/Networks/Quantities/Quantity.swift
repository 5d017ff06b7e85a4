/// An exact number that may hold unknown sizes: 24, 0.5, ⌈T/4⌉.
///
/// What cannot be said travels along as a case of its own, so that formulas read as formulas and are checked once, at
/// their end.
public enum Quantity: Hashable, Sendable {
    case number(Rational)
    case symbolic(Polynomial)
    /// Depends on an unknown size in a way that no formula here can hold, as the padding of `same` with a stride.
    case undetermined
    /// Past 64 bits.
    case overflow

    public init(_ unknown: Unknown) {
        self = .symbolic(Polynomial(.unknown(unknown)))
    }

    public init(_ integer: Int) {
        self = .number(Rational(integer))
    }

    private init(_ polynomial: Polynomial?) {
        guard let polynomial else {
            self = .overflow
            return
        }
        if let number = polynomial.number {
            self = .number(number)
        } else {
            self = polynomial.isReadable ? .symbolic(polynomial) : .undetermined
        }
    }

    private init(_ rational: Rational?) {
        self = rational.map(Quantity.number) ?? .overflow
    }

    /// The integer it is; nothing for fractions and what depends on unknowns.
    public var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return number.integer
    }

    public var rational: Rational? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    private var polynomial: Polynomial? {
        switch self {
        case .number(let number): Polynomial(number)
        case .symbolic(let polynomial): polynomial
        case .undetermined, .overflow: nil
        }
    }

    public var unknowns: Set<Unknown> {
        guard case .symbolic(let polynomial) = self else { return [] }
        return polynomial.unknowns
    }

    /// The value where every unknown is `value`; nothing if it cannot be computed.
    public func evaluated(at value: Int) -> Rational? { evaluated { _ in value } }

    /// The value where each unknown is what `value` says; nothing if it cannot be computed.
    public func evaluated(_ value: (Unknown) -> Int) -> Rational? { polynomial?.evaluated(value) }
}

extension Quantity: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

extension Quantity {
    /// The worse of the two where one is not a value.
    private static func combine(
        _ left: Quantity, _ right: Quantity, numbers: (Rational, Rational) -> Rational?,
        polynomials: (Polynomial, Polynomial) -> Polynomial?
    ) -> Quantity {
        switch (left, right) {
        case (.overflow, _), (_, .overflow): return .overflow
        case (.undetermined, _), (_, .undetermined): return .undetermined
        case (.number(let a), .number(let b)): return Quantity(numbers(a, b))
        case (.number, .symbolic), (.symbolic, .number), (.symbolic, .symbolic):
            guard let a = left.polynomial, let b = right.polynomial else { return .undetermined }
            return Quantity(polynomials(a, b))
        }
    }

    public static func + (left: Quantity, right: Quantity) -> Quantity {
        combine(left, right, numbers: { $0.adding($1) }, polynomials: { $0.adding($1) })
    }

    public static func * (left: Quantity, right: Quantity) -> Quantity {
        combine(left, right, numbers: { $0.multiplied(by: $1) }, polynomials: { $0.multiplied(by: $1) })
    }

    public static prefix func - (quantity: Quantity) -> Quantity { quantity * -1 }
    public static func - (left: Quantity, right: Quantity) -> Quantity { left + -right }

    /// Exact; undetermined by an unknown or zero.
    public static func / (left: Quantity, right: Quantity) -> Quantity {
        switch right {
        case .overflow: return .overflow
        case .undetermined: return left == .overflow ? .overflow : .undetermined
        case .symbolic: return left == right ? 1 : .undetermined
        case .number(let number):
            guard number.numerator != 0 else { return .undetermined }
            return left * Quantity(Rational(1).divided(by: number))
        }
    }

    /// ⌊self⌋
    public var floor: Quantity {
        switch self {
        case .number(let number): Quantity(number.floor)
        case .symbolic(let polynomial): Quantity(polynomial.floored)
        case .undetermined, .overflow: self
        }
    }

    /// ⌈self⌉ = ⌊self + (n − 1)/n⌋ for a multiple of 1/n.
    public var ceiling: Quantity {
        guard case .symbolic(let polynomial) = self else { return -(-self).floor }
        guard let n = polynomial.denominator else { return .overflow }
        return (self + Quantity(n - 1) / Quantity(n)).floor
    }

    /// Undetermined where unknowns decide which is greater.
    public static func max(_ left: Quantity, _ right: Quantity) -> Quantity {
        switch left - right {
        case .number(let difference): difference < Rational(0) ? right : left
        case .symbolic, .undetermined: .undetermined
        case .overflow: .overflow
        }
    }

    public static func min(_ left: Quantity, _ right: Quantity) -> Quantity { -max(-left, -right) }
}
