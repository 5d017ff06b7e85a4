/// Whole-number formulas over a block's parameters: `4*filters`, `(growth + 2)/2`.
struct BlockArithmetic {
    private let text: String
    private var rest: Substring
    private let parameters: [String: SourceNode]
    private var depth = 0

    /// - Throws: ``ReadingProblem`` for anything but a whole number.
    static func value(_ text: String, _ parameters: [String: SourceNode]) throws(ReadingProblem) -> Int {
        var parser = BlockArithmetic(text: text, rest: text[...], parameters: parameters)
        let value = try parser.sum()
        parser.skipSpaces()
        guard parser.rest.isEmpty else { throw .badArithmetic(text) }
        return value
    }

    private init(text: String, rest: Substring, parameters: [String: SourceNode]) {
        (self.text, self.rest, self.parameters) = (text, rest, parameters)
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

    private mutating func take(_ signs: [Character]) -> Character? {
        skipSpaces()
        guard let first = rest.first, signs.contains(first) else { return nil }
        rest.removeFirst()
        return first
    }

    private mutating func sum() throws(ReadingProblem) -> Int {
        var total = try product()
        while let sign = take(["+", "-"]) {
            let next = try product()
            let (value, overflow) =
                sign == "+" ? total.addingReportingOverflow(next) : total.subtractingReportingOverflow(next)
            guard !overflow else { throw .badArithmetic(text) }
            total = value
        }
        return total
    }

    private mutating func product() throws(ReadingProblem) -> Int {
        var total = try factor()
        while let sign = take(["*", "/"]) {
            let next = try factor()
            if sign == "*" {
                let (value, overflow) = total.multipliedReportingOverflow(by: next)
                guard !overflow else { throw .badArithmetic(text) }
                total = value
            } else {
                guard next > 0, total % next == 0 else { throw .badArithmetic(text) }
                total /= next
            }
        }
        return total
    }

    private mutating func factor() throws(ReadingProblem) -> Int {
        depth += 1
        defer { depth -= 1 }
        guard depth < 32 else { throw .badArithmetic(text) }
        if take(["("]) != nil {
            let value = try sum()
            guard take([")"]) != nil else { throw .badArithmetic(text) }
            return value
        }
        skipSpaces()
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" && $0.isLetter }
        guard !word.isEmpty else { throw .badArithmetic(text) }
        rest.removeFirst(word.count)
        if let number = Int(word) { return number }
        guard let node = parameters[String(word)] else {
            throw .unknownParameter(String(word), parameters: parameters.keys.sorted())
        }
        guard let number = node.scalar.flatMap(Int.init) else { throw .badArithmetic(text) }
        return number
    }
}
