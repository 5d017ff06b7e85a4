/// Reads a chain's words and signs, and keeps count of lines and columns.
struct ChainScanner {
    struct Word {
        let text: String
        let location: SourceLocation
    }

    private let characters: [Character]
    private var index = 0
    private(set) var location = SourceLocation(line: 1, column: 1)

    init(_ text: String) { characters = Array(text) }

    var isAtEnd: Bool {
        mutating get {
            skipSpaces()
            return index == characters.count
        }
    }

    private mutating func advance() {
        location =
            characters[index].isNewline
            ? SourceLocation(line: location.line + 1, column: 1)
            : SourceLocation(line: location.line, column: location.column + 1)
        index += 1
    }

    private mutating func skipSpaces() {
        while index < characters.count, characters[index].isWhitespace { advance() }
    }

    mutating func take(_ character: Character) -> Bool {
        skipSpaces()
        guard index < characters.count, characters[index] == character else { return false }
        advance()
        return true
    }

    /// `->` or `→`.
    mutating func takeArrow() throws(ChainProblem) -> Bool {
        if take("→") { return true }
        guard take("-") else { return false }
        guard index < characters.count, characters[index] == ">" else { throw problem("expected '->'") }
        advance()
        return true
    }

    /// The words up to the next arrow or bracket.
    mutating func words() -> [Word] {
        var words: [Word] = []
        while true {
            skipSpaces()
            let start = location
            var text = ""
            while index < characters.count, !isSign, !characters[index].isWhitespace {
                text.append(characters[index])
                advance()
            }
            guard !text.isEmpty else { return words }
            words.append(Word(text: text, location: start))
        }
    }

    private var isSign: Bool {
        switch characters[index] {
        case "[", "]", "→": true
        case "-": index + 1 < characters.count && characters[index + 1] == ">"
        default: false
        }
    }

    /// `*3`, `·3` or `×3` after brackets; 1 without.
    mutating func repetitions() throws(ChainProblem) -> String {
        guard take("*") || take("·") || take("×") else { return "1" }
        skipSpaces()
        var digits = ""
        while index < characters.count, characters[index].isNumber {
            digits.append(characters[index])
            advance()
        }
        guard !digits.isEmpty else {
            throw problem("expected a number, not a letter, of repetitions, as [conv 8@3x3 -> relu]*2")
        }
        return digits
    }

    /// - Parameter place: Here, unless given.
    func problem(_ what: String, at place: SourceLocation? = nil) -> ChainProblem {
        let here = index < characters.count ? "'\(String(characters[index...].prefix(12)))'" : "the end"
        return ChainProblem(.chainSyntax(place == nil ? "\(what), found \(here)." : "\(what)."), place ?? location)
    }
}

extension Network {
    /// What a network is called that was written as a chain, which has no place for a name.
    package static let chainTitle = "Chain"

    /// Whether a text is a chain, and not a name or a path.
    public static func isChain(_ text: String) -> Bool { text.contains("->") || text.contains("→") }

    /// Whether a text is a shape, as `3x224x224` or `3xTx80`.
    public static func isShape(_ text: String) -> Bool {
        ShapeText.sizes(SourceNode(.scalar(text), at: SourceLocation(line: 1, column: 1))) != nil
    }

    /// A network in a line: `1x28x28 -> conv 32@5x5 -> relu -> max-pool 2 -> flatten -> dense 10`.
    ///
    /// - Parameters:
    ///   - chain: The line.
    ///   - input: A shape instead of the chain's.
    /// - Throws: ``NetworkError``, with places in the text.
    public init(chain: String, input: String? = nil) throws(NetworkError) {
        self = try Chain.network(chain, input: input)
    }
}
