internal import Yams

/// YAML that may come from anybody: large, deep and self-multiplying documents are refused before they are read.
enum SafeYAML {
    struct Failure: Error, CustomStringConvertible {
        let description: String
        /// What is wrong, without its place.
        var reason: String
        var line: Int?
        var column: Int?

        init(description: String) { (self.description, reason) = (description, description) }

        init(_ error: any Error) {
            // The parser draws the place in several lines; the first says it as well.
            self.init(description: "\(error)".split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
            switch error as? YamlError {
            case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
                .composer(let context, let problem, let mark, _):
                reason = problem + (context.map { ", \($0.text)" } ?? "") + "."
                (line, column) = (mark.line, mark.column)
            case .duplicatedKeysInMapping(let duplicates, let context):
                reason = "'\(duplicates.joined(separator: "', '"))' stands twice in one mapping. Leave one out."
                (line, column) = (context.mark.line, context.mark.column)
            case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded, nil:
                break
            }
        }
    }

    static let mostBytes = 1 << 20

    /// - Throws: ``Failure``, in one line.
    static func compose(_ text: String, mostBytes: Int = mostBytes) throws(Failure) -> Node? {
        guard text.utf8.count <= mostBytes else { throw Failure(description: "more than a megabyte of text.") }
        guard nestsLittle(text) else { throw Failure(description: "too many levels or aliases.") }
        do {
            return try Yams.compose(yaml: text)
        } catch {
            throw Failure(error)
        }
    }

    /// A document of keys and values; `missing` says what is wrong with any other.
    ///
    /// - Throws: ``Failure``, in one line.
    static func mapping(_ text: String, orElse missing: String) throws(Failure) -> Node.Mapping {
        guard let mapping = try compose(text)?.mapping else { throw Failure(description: missing) }
        return mapping
    }

    /// Whether brackets and dashes open only a few levels: the parser recurses, and its stack has an end. Nor may there
    /// be many aliases, which can stand for each other and so for more than memory holds.
    private static func nestsLittle(_ text: String) -> Bool {
        let deepest = 16
        var open = 0
        var aliases = 0
        var indicators = 0  // in a row, with nothing but spaces between them
        var before = UInt8(ascii: " ")
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: " ")
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open = max(0, open - 1)
            case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): indicators += isSpace(next) ? 1 : 0
            // Not the sign in 4*filters.
            case UInt8(ascii: "*"): aliases += !isSpace(next) && (isSpace(before) || isSign(before)) ? 1 : 0
            case _ where isSpace(byte): break
            default: indicators = 0
            }
            if byte == UInt8(ascii: "\n") { indicators = 0 }
            before = byte
            if max(open, indicators, aliases) > deepest { return false }
        }
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    private static func isSign(_ byte: UInt8) -> Bool { "[{,:-?".utf8.contains(byte) }
}
