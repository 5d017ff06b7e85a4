import Networks

/// What formulas of texts need beyond those of derivations.
protocol FormulaNotation: Notation where Written == String {
    func decimal(_ digits: String) -> String
    func raised(_ base: String, to exponent: String) -> String
    func called(_ function: Formula.Function, _ arguments: [String]) -> String
    func cross(_ left: String, _ right: String) -> String
    func related(_ left: String, _ relation: Formula.Relation, _ right: String) -> String
    func negated(_ inner: String) -> String
    func spaced(_ items: [String]) -> String
}

extension FormulaNotation {
    func write(_ formula: Formula) -> String { parts(formula).text }

    /// The same in pieces that lines may be broken between: before relations, and before the terms of sums.
    func pieces(_ formula: Formula) -> [String] {
        switch formula {
        case .chain(let first, let steps):
            return steps.reduce(pieces(first)) { written, step in
                let side = pieces(step.side)
                return written + [related("", step.relation, side[0])] + side.dropFirst()
            }
        case .operation(let left, .plus, let right):
            return pieces(left) + [infix("", .plus, term(right))]
        case .operation(let left, .minus, let right):
            return pieces(left) + [infix("", .minus, write(right, atLeast: .product))]
        case .number, .symbol, .word, .negative, .operation, .power, .call, .sequence: return [write(formula)]
        }
    }

    /// What is added; two signs do not stand side by side.
    private func term(_ formula: Formula) -> String {
        if case .negative = formula { return write(formula, atLeast: .product) }
        return write(formula, atLeast: .sum)
    }

    private func write(_ formula: Formula, atLeast strength: Strength) -> String {
        let written = parts(formula)
        return written.strength < strength ? parenthesized(written.text) : written.text
    }

    private func parts(_ formula: Formula) -> (text: String, strength: Strength) {
        switch formula {
        case .number(let text):
            return (Int(text).map(number) ?? decimal(text), .atom)
        case .symbol(let text, let low):
            return (name(Expression.Symbol(text, subscript: low, "")), .atom)
        case .word(let text): return (word(text), .atom)
        case .negative(let inner): return (negated(write(inner, atLeast: .product)), .sum)
        case .power(let base, let exponent):
            return (raised(write(base, atLeast: .atom), to: write(exponent)), .power)
        case .call(let function, let arguments): return (called(function, arguments.map(write)), .atom)
        case .sequence(let items): return (spaced(items.map { write($0, atLeast: .product) }), .product)
        case .chain(let first, let steps):
            return (steps.reduce(write(first)) { related($0, $1.relation, write($1.side)) }, .chain)
        case .operation(let left, let operation, let right):
            switch operation {
            case .plus: return (infix(write(left, atLeast: .sum), .plus, term(right)), .sum)
            case .minus: return (infix(write(left, atLeast: .sum), .minus, write(right, atLeast: .product)), .sum)
            case .times, .juxtaposed:
                let sign: Sign = operation == .times ? .times : .juxtaposed
                return (infix(write(left, atLeast: .product), sign, write(right, atLeast: .power)), .product)
            case .cross: return (cross(write(left, atLeast: .product), write(right, atLeast: .power)), .product)
            case .over:
                return stacksFractions
                    ? (fraction(write(left), write(right)), .power)
                    : (fraction(write(left, atLeast: .product), write(right, atLeast: .power)), .product)
            }
        }
    }
}

private enum Strength: Int, Comparable {
    case chain, sum, product, power, atom

    static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
}

extension PlainText: FormulaNotation {
    func decimal(_ digits: String) -> String { digits }
    func raised(_ base: String, to exponent: String) -> String { "\(base)^\(exponent)" }
    func called(_ function: Formula.Function, _ arguments: [String]) -> String {
        "\(function.rawValue)(\(arguments.joined(separator: ", ")))"
    }
    func cross(_ left: String, _ right: String) -> String { "\(left) × \(right)" }
    func related(_ left: String, _ relation: Formula.Relation, _ right: String) -> String {
        "\(left) \(relation.rawValue) \(right)"
    }
    func negated(_ inner: String) -> String { "-\(inner)" }
    func spaced(_ items: [String]) -> String { items.joined(separator: " ") }
}

extension LaTeX: FormulaNotation {
    func decimal(_ digits: String) -> String { digits }
    func raised(_ base: String, to exponent: String) -> String { "{\(base)}^{\(exponent)}" }
    func called(_ function: Formula.Function, _ arguments: [String]) -> String {
        let inner = arguments.joined(separator: ", ")
        return switch function {
        case .floor: floor(inner)
        case .ceil: ceiling(inner)
        case .sqrt: "\\sqrt{\(inner)}"
        case .max, .min, .tanh, .exp, .log: "\\\(function.rawValue)\\left(\(inner)\\right)"
        case .round: "\\operatorname{round}\\left(\(inner)\\right)"
        }
    }
    func cross(_ left: String, _ right: String) -> String { "\(left) \\times \(right)" }
    func related(_ left: String, _ relation: Formula.Relation, _ right: String) -> String {
        let sign =
            switch relation {
            case .equal: "="
            case .notEqual: "\\neq"
            case .about: "\\approx"
            case .less: "<"
            case .atMost: "\\leq"
            case .greater: ">"
            case .atLeast: "\\geq"
            case .leadsTo: "\\to"
            }
        return "\(left) \(sign) \(right)"
    }
    func negated(_ inner: String) -> String { "-\(inner)" }
    func spaced(_ items: [String]) -> String { items.joined(separator: "\\ ") }
}

extension MathML: FormulaNotation {
    func decimal(_ digits: String) -> String { "<mn>\(digits)</mn>" }
    func raised(_ base: String, to exponent: String) -> String {
        "<msup><mrow>\(base)</mrow><mrow>\(exponent)</mrow></msup>"
    }
    func called(_ function: Formula.Function, _ arguments: [String]) -> String {
        let inner = arguments.joined(separator: "<mo>,</mo>")
        return switch function {
        case .floor: floor(inner)
        case .ceil: ceiling(inner)
        case .sqrt: "<msqrt>\(inner)</msqrt>"
        case .max, .min, .tanh, .exp, .log, .round:
            "<mrow><mi>\(function.rawValue)</mi><mo>&#x2061;</mo>\(parenthesized(inner))</mrow>"
        }
    }
    func cross(_ left: String, _ right: String) -> String { "\(left)<mo>×</mo>\(right)" }
    func related(_ left: String, _ relation: Formula.Relation, _ right: String) -> String {
        let sign =
            switch relation {
            case .less: "&lt;"
            case .greater: "&gt;"
            case .equal, .notEqual, .about, .atMost, .atLeast, .leadsTo: relation.rawValue
            }
        return "\(left)<mo>\(sign)</mo>\(right)"
    }
    func negated(_ inner: String) -> String { "<mrow><mo>−</mo>\(inner)</mrow>" }
    func spaced(_ items: [String]) -> String { items.joined(separator: "<mspace width=\"0.3em\"/>") }
}
