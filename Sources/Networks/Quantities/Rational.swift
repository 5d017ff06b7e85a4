/// An exact fraction, in lowest terms: a jump of ½, a start of −0.25.
public struct Rational: Hashable, Sendable {
    public let numerator: Int
    /// At least 1.
    public let denominator: Int

    public init(_ integer: Int) {
        (numerator, denominator) = (integer, 1)
    }

    /// Nothing if the denominator is 0 or a part does not fit 64 bits.
    public init?(_ numerator: Int, _ denominator: Int) {
        guard denominator != 0, numerator != .min, denominator != .min else { return nil }
        let divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0 ? -1 : 1)
        (self.numerator, self.denominator) = (numerator / divisor, denominator / divisor)
    }

    public var integer: Int? { denominator == 1 ? numerator : nil }
    public var double: Double { Double(numerator) / Double(denominator) }

    /// The greatest integer that is not above it.
    public var floor: Int {
        floorDivision(numerator, denominator)
    }

    var negated: Rational? { Rational(0).subtracting(self) }

    func adding(_ other: Rational) -> Rational? {
        let left = numerator.multipliedReportingOverflow(by: other.denominator)
        let right = other.numerator.multipliedReportingOverflow(by: denominator)
        let sum = left.partialValue.addingReportingOverflow(right.partialValue)
        let bottom = denominator.multipliedReportingOverflow(by: other.denominator)
        guard !left.overflow, !right.overflow, !sum.overflow, !bottom.overflow else { return nil }
        return Rational(sum.partialValue, bottom.partialValue)
    }

    func subtracting(_ other: Rational) -> Rational? {
        guard let negative = other.multiplied(by: Rational(-1)) else { return nil }
        return adding(negative)
    }

    func multiplied(by other: Rational) -> Rational? {
        // Crosswise reduction keeps products small that are going to cancel.
        guard let one = Rational(numerator, other.denominator), let two = Rational(other.numerator, denominator)
        else { return nil }
        let top = one.numerator.multipliedReportingOverflow(by: two.numerator)
        let bottom = one.denominator.multipliedReportingOverflow(by: two.denominator)
        guard !top.overflow, !bottom.overflow else { return nil }
        return Rational(top.partialValue, bottom.partialValue)
    }

    /// Nothing for a division by zero.
    func divided(by other: Rational) -> Rational? {
        guard let inverse = Rational(other.denominator, other.numerator) else { return nil }
        return multiplied(by: inverse)
    }
}

extension Rational: Comparable {
    public static func < (left: Rational, right: Rational) -> Bool {
        // Exact: two products of 128 bits.
        let a = left.numerator.multipliedFullWidth(by: right.denominator)
        let b = right.numerator.multipliedFullWidth(by: left.denominator)
        return a.high != b.high ? a.high < b.high : a.low < b.low
    }
}

extension Rational: CustomStringConvertible {
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}

func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (abs(a), abs(b))
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
}

/// Nothing past 64 bits.
func leastCommonMultiple(_ a: Int, _ b: Int) -> Int? {
    let (product, overflow) = (a / greatestCommonDivisor(a, b)).multipliedReportingOverflow(by: b)
    return overflow ? nil : product
}
