/// A way of writing formulas: as plain text, LaTeX, MathML or the text of a figure. One traversal serves all of them.
package protocol Notation {
    associatedtype Written: Equatable
    func number(_ integer: Int) -> Written
    func name(_ symbol: Expression.Symbol) -> Written
    /// A word, such as what a derivation is of.
    func word(_ text: String) -> Written
    func infix(_ left: Written, _ sign: Sign, _ right: Written) -> Written
    func fraction(_ top: Written, _ bottom: Written) -> Written
    func floor(_ inner: Written) -> Written
    func ceiling(_ inner: Written) -> Written
    func maximum(_ left: Written, _ right: Written) -> Written
    func parenthesized(_ inner: Written) -> Written
    /// Whether a fraction is a figure of its own, whose parts need no parentheses.
    var stacksFractions: Bool { get }
}

package enum Sign {
    case plus, minus, times, equals
    /// A product without a sign: 2p.
    case juxtaposed
}

extension Notation {
    package func write(_ expression: Expression) -> Written { write(expression, within: .sum) }

    private func write(_ expression: Expression, within context: Strength) -> Written {
        let (text, strength) = parts(expression)
        return strength < context ? parenthesized(text) : text
    }

    /// What is written, and how strongly it holds together.
    private func parts(_ expression: Expression) -> (Written, Strength) {
        switch expression {
        case .value(let value):
            return parts(value)
        case .symbol(let symbol):
            return (name(symbol), .atom)
        case .sum(let a, let b):
            return (infix(write(a, within: .sum), .plus, write(b, within: .sum)), .sum)
        case .difference(let a, let b):
            return (infix(write(a, within: .sum), .minus, write(b, within: .quotient)), .sum)
        case .product(let a, let b):
            // 2p, but 2·0 and C·k; (C/g)·k, since C/g·k could be C/(g·k).
            let sign: Sign =
                if case .value = a, case .symbol = b { .juxtaposed } else { .times }
            return (infix(write(a, within: .product), sign, write(b, within: .factor)), .product)
        case .quotient(let a, let b):
            return stacksFractions
                ? (fraction(write(a), write(b)), .factor)
                : (fraction(write(a, within: .product), write(b, within: .atom)), .quotient)
        case .floor(let a): return (floor(write(a)), .atom)
        case .ceiling(let a): return (ceiling(write(a)), .atom)
        case .maximum(let a, let b): return (maximum(write(a), write(b)), .atom)
        }
    }

    private func parts(_ value: Quantity) -> (Written, Strength) {
        switch value {
        case .number(let number):
            if let integer = number.integer { return (self.number(integer), integer < 0 ? .sum : .atom) }
            let top = self.number(number.numerator)
            return (fraction(top, self.number(number.denominator)), stacksFractions ? .factor : .quotient)
        case .symbolic(let polynomial): return parts(polynomial.expression)
        case .undetermined: return (word("undetermined"), .atom)
        case .overflow: return (word("overflow"), .atom)
        }
    }
}

private enum Strength: Int, Comparable {
    case sum, quotient, product, factor, atom

    static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
}

extension Polynomial {
    /// The sum as a formula: ⌈T/4⌉ where floor((T + 3)/4) is meant.
    var expression: Expression {
        var sum: Expression?
        for term in terms {
            let size = abs(term.coefficient.numerator)
            var product: Expression? = size == 1 && !term.factors.isEmpty ? nil : .value(Quantity(size))
            for factor in term.factors {
                product = product.map { $0 * factor.expression } ?? factor.expression
            }
            var written = product ?? 1
            if term.coefficient.denominator != 1 { written = written / .value(Quantity(term.coefficient.denominator)) }
            if let before = sum {
                sum = term.coefficient.numerator < 0 ? before - written : before + written
            } else {
                sum = term.coefficient.numerator < 0 ? .value(-1) * written : written
            }
        }
        return sum ?? 0
    }

    /// ⌊self⌋ in one fraction; ⌈…⌉ if that says it without a constant.
    fileprivate var flooredExpression: Expression {
        let bottom = denominator ?? 1
        let constant = terms.first { $0.factors.isEmpty }?.coefficient ?? Rational(0)
        let isCeiling = constant == Rational(bottom - 1, bottom) && bottom > 1
        let kept = isCeiling ? terms.filter { !$0.factors.isEmpty } : terms
        let top = Polynomial(terms: kept).multiplied(by: Polynomial(Rational(bottom)))
        let fraction = (top?.expression ?? 0) / .value(Quantity(bottom))
        return isCeiling ? .ceiling(fraction) : .floor(fraction)
    }
}

extension Polynomial.Factor {
    fileprivate var expression: Expression {
        switch self {
        case .unknown(let unknown): .symbol(.init(unknown.name, "unknown size"))
        case .floor(let inner): inner.flooredExpression
        }
    }
}
