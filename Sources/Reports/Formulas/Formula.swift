/// A formula of a text: `floor((13 - 3)/2) + 1 = 6`. Sides that hold only numbers are worked out, so a wrong one is found.
public indirect enum Formula: Hashable, Sendable {
    /// As it is written, without separators: `37752832`, `0.970388`.
    case number(String)
    case symbol(String, low: String?)
    /// A name of several letters, upright.
    case word(String)
    case negative(Formula)
    case operation(Formula, Operation, Formula)
    case power(Formula, Formula)
    case call(Function, [Formula])
    /// Several things with nothing between them, as words are.
    case sequence([Formula])
    case chain(Formula, [Step])

    public struct Step: Hashable, Sendable {
        public let relation: Relation
        public let side: Formula
    }

    public enum Operation: Hashable, Sendable {
        case plus, minus, times, over
        /// Between the sizes of a shape: 4 × 4.
        case cross
        /// A product without a sign: 2p.
        case juxtaposed
    }

    public enum Relation: String, CaseIterable, Hashable, Sendable {
        case equal = "="
        case notEqual = "≠"
        case about = "≈"
        case less = "<"
        case atMost = "≤"
        case greater = ">"
        case atLeast = "≥"
        case leadsTo = "→"
    }

    public enum Function: String, CaseIterable, Hashable, Sendable {
        case floor, ceil, max, min, sqrt, tanh, exp, log, round

        var arguments: ClosedRange<Int> {
            switch self {
            case .floor, .ceil, .sqrt, .tanh, .exp, .log, .round: 1...1
            case .max, .min: 2...8
            }
        }
    }
}

extension Formula {
    /// The value of what holds only numbers; nothing for what has a symbol or a relation.
    public var value: Double? {
        switch self {
        case .number(let text): return Double(text)
        case .symbol, .word, .sequence, .chain: return nil
        case .negative(let inner): return inner.value.map { -$0 }
        case .power(let base, let exponent):
            guard let base = base.value, let exponent = exponent.value else { return nil }
            return FormulaArithmetic.power(base, exponent)
        case .operation(let left, let operation, let right):
            guard let left = left.value, let right = right.value else { return nil }
            switch operation {
            case .plus: return left + right
            case .minus: return left - right
            case .times, .cross, .juxtaposed: return left * right
            case .over: return left / right
            }
        case .call(let function, let arguments):
            let values = arguments.compactMap(\.value)
            guard values.count == arguments.count else { return nil }
            return FormulaArithmetic.value(function, values)
        }
    }

    /// The first relation between numbers that does not hold: `840 = 2100`.
    public var mistake: (left: Double, relation: Relation, right: Double)? {
        guard case .chain(let first, let steps) = self else { return nil }
        var (left, isJoined) = (first.value, true)
        for step in steps {
            let right = step.side.value
            // Across letters, what is equal to both sides makes them equal.
            for side in [left, right].compactMap(\.self) where !side.isFinite {
                return (left ?? side, step.relation, right ?? side)
            }
            if let left, let right, isJoined, !step.relation.holds(left, right, written: step.side) {
                return (left, step.relation, right)
            }
            if let right {
                (left, isJoined) = (right, true)
            } else if step.relation != .equal {
                isJoined = false
            }
        }
        return nil
    }
}

extension Formula.Relation {
    /// - Parameter side: The right side; about a number means as far as its digits go, about a term to half a percent.
    func holds(_ left: Double, _ right: Double, written side: Formula) -> Bool {
        let tolerance = 1e-9 * Swift.max(abs(left), abs(right))
        switch self {
        case .equal: return abs(left - right) <= tolerance
        case .notEqual: return abs(left - right) > tolerance
        case .about:
            guard case .number(let text) = side else { return abs(left - right) <= 0.005 * abs(right) }
            return abs(left - right) <= 0.5000001 * Self.lastPlace(of: text)
        case .less: return left < right
        case .atMost: return left <= right + tolerance
        case .greater: return left > right
        case .atLeast: return left >= right - tolerance
        case .leadsTo: return true
        }
    }

    /// What one more in the last digit that counts would add: 0.01 for `2.61`, 100 for `1200`.
    private static func lastPlace(of text: String) -> Double {
        if let point = text.firstIndex(of: ".") {
            return FormulaArithmetic.power(10, -Double(text.distance(from: point, to: text.endIndex) - 1))
        }
        let zeros = text.reversed().prefix { $0 == "0" }.count
        return FormulaArithmetic.power(10, Double(Swift.min(zeros, text.count - 1)))
    }
}
