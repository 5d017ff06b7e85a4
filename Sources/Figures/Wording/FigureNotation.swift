/// How figures write what courses write differently: symbols, shapes, decimals, and words of another language.
public struct FigureNotation: Hashable, Sendable {
    public var symbols = FormulaSymbols.nfps
    public var shapes = ShapeOrder.chw
    public var decimal = DecimalSign.point
    public var phrases = Phrases()

    public init() {}
}

/// What somebody chose of a notation, by options or in a theme; the rest is left open.
public struct NotationChoices: Hashable, Sendable {
    public var symbols: FormulaSymbols?
    public var shapes: ShapeOrder?
    public var decimal: DecimalSign?

    public init() {}

    /// These choices, and another's where they leave something open.
    public func filled(by other: NotationChoices) -> NotationChoices {
        var choices = self
        choices.symbols = symbols ?? other.symbols
        choices.shapes = shapes ?? other.shapes
        choices.decimal = decimal ?? other.decimal
        return choices
    }

    func notation(_ phrases: Phrases) -> FigureNotation {
        var notation = FigureNotation()
        notation.symbols = symbols ?? notation.symbols
        notation.shapes = shapes ?? notation.shapes
        notation.decimal = decimal ?? notation.decimal
        notation.phrases = phrases
        return notation
    }
}

/// Which letters stand for input size, kernel size, padding and stride.
public enum FormulaSymbols: String, ParameterChoice, Sendable {
    /// As lecture notes have it: an input of n, a filter of f.
    case nfps
    /// As Dumoulin and Visin have it: an input of i, a kernel of k.
    case ikps
}

/// Whether shapes begin or end with their channels.
public enum ShapeOrder: String, ParameterChoice, Sendable {
    case chw, hwc
}

/// What stands between ones and tenths.
public enum DecimalSign: String, ParameterChoice, Sendable {
    case point, comma
}

/// Words of figures and what stands in their place, for another language. Longer phrases win over their parts.
public struct Phrases: Hashable, Sendable {
    /// Longest first.
    private let entries: [Entry]

    private struct Entry: Hashable, Sendable {
        let phrase: [Character]
        let replacement: [Character]
    }

    public init(_ phrases: [String: String] = [:]) {
        entries = phrases.filter { !$0.key.isEmpty }
            .sorted { ($0.key.count, $0.key) > ($1.key.count, $1.key) }
            .map { Entry(phrase: Array($0.key), replacement: Array($0.value)) }
    }

    public var isEmpty: Bool { entries.isEmpty }

    /// The text with each phrase replaced where it stands as words of its own.
    func applied(to text: String) -> String {
        guard !entries.isEmpty else { return text }
        let letters = Array(text)
        var result: [Character] = []
        var index = 0
        while index < letters.count {
            let startsWord = index == 0 || !letters[index - 1].isLetter
            if startsWord, let entry = entries.first(where: { stands($0.phrase, in: letters, at: index) }) {
                result += entry.replacement
                index += entry.phrase.count
            } else {
                result.append(letters[index])
                index += 1
            }
        }
        return String(result)
    }

    private func stands(_ phrase: [Character], in letters: [Character], at index: Int) -> Bool {
        let end = index + phrase.count
        guard end <= letters.count, letters[index..<end].elementsEqual(phrase) else { return false }
        return end == letters.count || !letters[end].isLetter || !(phrase.last?.isLetter ?? false)
    }
}

extension SceneBuilder {
    /// `3 × 32 × 32`, or `32 × 32 × 3` where shapes end with their channels.
    func shape(_ channels: Int, _ spatial: [Int]) -> String {
        switch notation.shapes {
        case .chw: sizes([channels] + spatial)
        case .hwc: sizes(spatial + [channels])
        }
    }
}
