internal import Yams

/// YAML that may come from anybody: large, deep and self-multiplying documents are refused before they are read.
enum SafeYAML {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let mostBytes = 1 << 20

    /// - Throws: ``Failure``, in one line.
    static func compose(_ text: String) throws(Failure) -> Node? {
        guard text.utf8.count <= mostBytes else { throw Failure(description: "more than a megabyte of text.") }
        guard nestsLittle(text) else { throw Failure(description: "too many levels or aliases.") }
        do {
            return try Yams.compose(yaml: text)
        } catch {
            // The parser draws the place in several lines; the first says it as well.
            throw Failure(description: "\(error)".split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
        }
    }

    /// Whether brackets and dashes open only a few levels: the parser recurses, and its stack has an end. Nor may there
    /// be many aliases, which can stand for each other and so for more than memory holds.
    private static func nestsLittle(_ text: String) -> Bool {
        let deepest = 16
        var open = 0
        var aliases = 0
        var indicators = 0  // in a row, with nothing but spaces between them
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open = max(0, open - 1)
            case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): indicators += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            case UInt8(ascii: "*"): aliases += 1
            default: indicators = 0
            }
            if max(open, indicators, aliases) > deepest { return false }
        }
        return true
    }
}
