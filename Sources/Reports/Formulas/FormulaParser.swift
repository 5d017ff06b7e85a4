/// Why a text is no formula.
public struct FormulaError: Error, CustomStringConvertible, Sendable {
    public let formula: String
    public let reason: String
    /// Of the text that it stands in, from 1.
    public var line: Int?

    func at(line: Int) -> FormulaError {
        var error = self
        error.line = line
        return error
    }

    public var description: String { "$\(formula)$: \(reason)" }
}

extension Formula {
    /// - Throws: ``FormulaError``
    public init(parsing text: String) throws(FormulaError) {
        var parser = FormulaParser(text)
        self = try parser.formula()
    }
}

/// Reads formulas as people type them, each rule of the grammar a method:
/// chain → sum (relation sum)*, sum → product (± product)*, product → factor ((· × / or nothing) factor)*.
private struct FormulaParser {
    private let text: String
    private var rest: Substring
    private var depth = 0
    private var count = 0
    private static let deepest = 40
    private static let longest = 300

    init(_ text: String) { (self.text, rest) = (text, Substring(text)) }

    mutating func formula() throws(FormulaError) -> Formula {
        let formula = try chain()
        skipSpace()
        guard rest.isEmpty else { throw error("'\(rest.prefix(12))' does not belong here") }
        return formula
    }

    private func error(_ reason: String) -> FormulaError { FormulaError(formula: text, reason: reason + ".") }

    private mutating func skipSpace() { rest = rest.drop { $0.isWhitespace } }

    private mutating func take(_ signs: String...) -> Bool {
        skipSpace()
        for sign in signs where rest.hasPrefix(sign) {
            rest = rest.dropFirst(sign.count)
            return true
        }
        return false
    }

    private mutating func relation() -> Formula.Relation? {
        for (sign, relation) in [
            ("!=", Formula.Relation.notEqual), ("<=", .atMost), (">=", .atLeast), ("->", .leadsTo),
        ]
        where take(sign) {
            return relation
        }
        return Formula.Relation.allCases.first { take($0.rawValue) }
    }

    private mutating func chain() throws(FormulaError) -> Formula {
        let first = try sum()
        var steps: [Formula.Step] = []
        while let relation = relation() { steps.append(.init(relation: relation, side: try sum())) }
        return steps.isEmpty ? first : .chain(first, steps)
    }

    private mutating func sum() throws(FormulaError) -> Formula {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw error("too many parentheses") }
        var left = try product()
        while true {
            if take("+") {
                left = .operation(left, .plus, try product())
            } else if !rest.hasPrefix("->"), take("-", "−") {
                left = .operation(left, .minus, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(FormulaError) -> Formula {
        var left = try factor()
        while true {
            if take("·", "*") {
                left = .operation(left, .times, try factor())
            } else if take("×") {
                left = .operation(left, .cross, try factor())
            } else if take("/") {
                left = .operation(left, .over, try factor())
            } else if let right = try juxtaposed(to: left) {
                left = right
            } else {
                return left
            }
        }
    }

    /// `2p`, `(n+1)(m+1)`, `unread rows`.
    private mutating func juxtaposed(to left: Formula) throws(FormulaError) -> Formula? {
        skipSpace()
        guard let next = rest.first, next.isLetter || next == "(" || next == "⌊" || next == "⌈" else { return nil }
        let right = try factor()
        switch (left, right) {
        case (.word, _), (_, .word), (.sequence, _):
            if case .sequence(let items) = left { return .sequence(items + [right]) }
            return .sequence([left, right])
        case (.number, .number): throw error("two numbers with nothing between them")
        default: return .operation(left, .juxtaposed, right)
        }
    }

    private mutating func factor() throws(FormulaError) -> Formula {
        depth += 1
        count += 1
        defer { depth -= 1 }
        guard depth < 2 * Self.deepest, count < Self.longest else {
            throw error("too long or too deep for one formula")
        }
        if !rest.hasPrefix("->"), take("-", "−") { return .negative(try factor()) }
        let base = try atom()
        if take("^") { return .power(base, try factor()) }
        for (sign, digit) in [("²", "2"), ("³", "3")] where rest.hasPrefix(sign) {
            rest = rest.dropFirst()
            return .power(base, .number(digit))
        }
        return base
    }

    private mutating func atom() throws(FormulaError) -> Formula {
        skipSpace()
        guard let next = rest.first else { throw error("something is missing at the end") }
        if next.isASCII, next.isNumber { return try number() }
        if next.isLetter { return try name() }
        for (open, close, function) in [("(", ")", Formula.Function?.none), ("⌊", "⌋", .floor), ("⌈", "⌉", .ceil)]
        where take(open) {
            let inner = try sum()
            guard take(close) else { throw error("a '\(close)' is missing") }
            return function.map { .call($0, [inner]) } ?? inner
        }
        throw error("'\(next)' does not belong here")
    }

    private mutating func number() throws(FormulaError) -> Formula {
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(whole.count)
        guard rest.first == ".", rest.dropFirst().first?.isNumber == true else { return .number(String(whole)) }
        let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(1 + digits.count)
        return .number("\(whole).\(digits)")
    }

    private mutating func name() throws(FormulaError) -> Formula {
        let letters = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(letters.count)
        if let function = Formula.Function(rawValue: String(letters)), rest.first == "(" {
            return .call(function, try arguments(of: function))
        }
        let primes = rest.prefix { $0 == "'" || $0 == "′" }
        rest = rest.dropFirst(primes.count)
        var low: String?
        if rest.first == "_" {
            let index = rest.dropFirst().prefix { $0.isLetter || $0.isNumber }
            guard !index.isEmpty else { throw error("an index is missing behind '\(letters)_'") }
            low = String(index)
            rest = rest.dropFirst(1 + index.count)
        }
        // One or two letters are a quantity, more are a word.
        guard letters.count > 2, primes.isEmpty, low == nil else {
            return .symbol(letters + String(repeating: "'", count: primes.count), low: low)
        }
        return .word(String(letters))
    }

    private mutating func arguments(of function: Formula.Function) throws(FormulaError) -> [Formula] {
        guard take("(") else { throw error("a '(' is missing behind '\(function.rawValue)'") }
        var arguments = [try sum()]
        while take(",") { arguments.append(try sum()) }
        guard take(")") else { throw error("a ')' is missing") }
        guard function.arguments.contains(arguments.count) else {
            throw error("'\(function.rawValue)' of \(arguments.count) values")
        }
        return arguments
    }
}
