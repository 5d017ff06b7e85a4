/// Markdown notes, of which only the fenced blocks of a class matter: `~~~convscope`, `~~~ {.convscope #id key=value}`, and
/// the same with backticks.
///
/// Source: *CommonMark Spec* 0.31, 2024; attributes as pandoc writes them.
public enum NotesFile {
    public struct Block: Sendable, Equatable {
        /// What stands between the fences.
        public let text: String
        /// The same, on the lines and columns of the notes: what leads to it is blank.
        public let placedText: String
        /// Where its first fence begins, counted from 1.
        public let line: Int
        public let column: Int
        public let attributes: Attributes
        /// The last line that belongs to it, its closing fence if there is one.
        public let lastLine: Int

        /// A block that another reader has found.
        ///
        /// - Parameters:
        ///   - text: What stands between the fences.
        ///   - attributes: What stands behind the first.
        ///   - line: Of its fence, counted from 1.
        public init(text: String, attributes: Attributes, line: Int = 0) {
            self.init(
                text: text, placedText: String(repeating: "\n", count: line) + text, line: line, column: 1,
                attributes: attributes, lastLine: line)
        }

        init(text: String, placedText: String, line: Int, column: Int, attributes: Attributes, lastLine: Int) {
            (self.text, self.placedText, self.line) = (text, placedText, line)
            (self.column, self.attributes, self.lastLine) = (column, attributes, lastLine)
        }

        /// The same further down in a file.
        func moved(by lines: Int) -> Block {
            Block(
                text: text, placedText: String(repeating: "\n", count: lines) + placedText, line: line + lines,
                column: column, attributes: attributes, lastLine: lastLine + lines)
        }
    }

    /// What stands behind a fence: `convscope`, or `{.convscope #id key=value key="two words"}`.
    public struct Attributes: Sendable, Equatable {
        public var identifier: String?
        public var classes: [String] = []
        public var values: [(key: String, value: String)] = []

        public init() {}

        public static func == (left: Attributes, right: Attributes) -> Bool {
            left.identifier == right.identifier && left.classes == right.classes
                && left.values.map(\.key) == right.values.map(\.key)
                && left.values.map(\.value) == right.values.map(\.value)
        }
    }

    /// As CommonMark ends lines: by a line feed, a carriage return, or both, which is one character of Swift's.
    public static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    }

    /// The blocks of a class, in their order.
    public static func blocks(of text: String, class name: String = "convscope") -> [Block] {
        var scanner = NotesScanner()
        for line in lines(of: text) { scanner.read(line) }
        return scanner.finished().filter { $0.attributes.classes.contains(name) }
    }
}

/// Goes through notes line by line, as CommonMark nests quotes, lists and fences.
struct NotesScanner {
    private struct Fence {
        let mark: Character
        let length: Int
        let quotes: Int
        /// Where the content of the list or quote begins, from 0; less than that ends a list.
        let content: Int
        /// Where the fence stands, from 0.
        let indent: Int
        let line: Int
        let info: String
        var lines: [String] = []
    }

    private var blocks: [NotesFile.Block] = []
    private var fence: Fence?
    /// Where the contents of the open list items begin, from 0, inside of ``quotes``.
    private var items: [Int] = []
    private var quotes = 0
    private var isInComment = false
    private var number = 0

    mutating func read(_ line: Substring) {
        number += 1
        if fence != nil, readInside(line) { return }
        readOutside(line)
    }

    mutating func finished() -> [NotesFile.Block] {
        close(at: number)
        return blocks
    }

    // MARK: Inside a fence

    /// - Returns: false if the line stands outside: its quote or list has ended.
    private mutating func readInside(_ line: Substring) -> Bool {
        guard var fence else { return false }
        var rest = Columns(line)
        for _ in 0..<fence.quotes where !rest.takeQuote() {
            close(at: number - 1)
            return false
        }
        let isBlank = rest.isBlank
        if !isBlank, rest.indent < fence.content {
            close(at: number - 1)
            return false
        }
        if rest.indent - fence.content <= 3 || isBlank, rest.isFence(fence.mark, atLeast: fence.length) {
            close(at: number)
            return true
        }
        fence.lines.append(isBlank ? "" : rest.text(from: fence.indent))
        self.fence = fence
        return true
    }

    private mutating func close(at lastLine: Int) {
        guard let fence else { return }
        self.fence = nil
        let blanks = String(repeating: " ", count: fence.indent)
        let placed = fence.lines.map { $0.isEmpty ? "" : blanks + $0 }
        blocks.append(
            .init(
                text: fence.lines.map { $0 + "\n" }.joined(),
                placedText: String(repeating: "\n", count: fence.line) + placed.map { $0 + "\n" }.joined(),
                line: fence.line, column: fence.indent + 1, attributes: .init(info: fence.info), lastLine: lastLine))
    }

    // MARK: Outside

    private mutating func readOutside(_ line: Substring) {
        var rest = Columns(line)
        if isInComment {
            isInComment = !line.contains("-->")
            return
        }
        var depth = 0
        while rest.takeQuote() { depth += 1 }
        if depth != quotes { items = [] }
        quotes = depth
        if rest.isBlank { return }
        while let last = items.last, rest.indent < last { items.removeLast() }
        // One item may begin inside another on the same line.
        while rest.indent - (items.last ?? rest.start) <= 3, let content = rest.takeListMark() {
            items.append(content)
            if rest.isBlank { return }
        }
        let content = items.last ?? rest.start
        guard rest.indent - content <= 3 else { return }
        if rest.trimmed.hasPrefix("<!--") {
            isInComment = !rest.trimmed.contains("-->")
            return
        }
        guard let (mark, length, info) = rest.fence else { return }
        fence = Fence(
            mark: mark, length: length, quotes: quotes, content: content, indent: rest.indent, line: number,
            info: info)
    }
}

/// What is left of a line, with its column.
private struct Columns {
    private var rest: Substring
    /// Where `rest` begins, from 0.
    private(set) var start = 0

    /// Tabs before the text reach to the next of every four columns.
    init(_ line: Substring) {
        let blanks = line.prefix { $0 == " " || $0 == "\t" || $0 == ">" }
        guard blanks.contains("\t") else {
            rest = line
            return
        }
        var expanded = ""
        for character in blanks {
            if character == "\t" {
                expanded += String(repeating: " ", count: 4 - expanded.count % 4)
            } else {
                expanded.append(character)
            }
        }
        rest = Substring(expanded + line.dropFirst(blanks.count))
    }

    var isBlank: Bool { rest.allSatisfy { $0 == " " || $0 == "\t" } }
    private var spaces: Int { rest.prefix { $0 == " " }.count }
    /// The column of what comes after spaces, from 0.
    var indent: Int { start + spaces }
    var trimmed: Substring { rest.dropFirst(spaces) }

    /// What stands from a column on; from the first character that is no space if it stands before.
    func text(from column: Int) -> String {
        String(rest.dropFirst(min(max(0, column - start), spaces)))
    }

    private mutating func drop(_ count: Int) {
        rest = rest.dropFirst(count)
        start += count
    }

    mutating func takeQuote() -> Bool {
        guard spaces <= 3, trimmed.first == ">" else { return false }
        drop(spaces + 1)
        if rest.first == " " { drop(1) }
        return true
    }

    /// `-`, `*`, `+`, `1.` or `1)`.
    ///
    /// - Returns: the column where the item's content begins.
    mutating func takeListMark() -> Int? {
        let digits = trimmed.prefix { $0.isASCII && $0.isNumber }.count
        let width: Int
        if digits > 0 {
            guard digits <= 9, let sign = trimmed.dropFirst(digits).first, sign == "." || sign == ")" else {
                return nil
            }
            width = digits + 1
        } else {
            guard let sign = trimmed.first, "-*+".contains(sign) else { return nil }
            width = 1
        }
        let after = trimmed.dropFirst(width)
        guard after.isEmpty || after.first == " " else { return nil }
        drop(spaces + width)
        // Five spaces and more belong to an indented code block.
        let content = isBlank || spaces > 4 ? start + 1 : start + spaces
        return content
    }

    var fence: (mark: Character, length: Int, info: String)? {
        guard let mark = trimmed.first, mark == "`" || mark == "~" else { return nil }
        let length = trimmed.prefix { $0 == mark }.count
        let info = trimmed.dropFirst(length)
        guard length >= 3, mark == "~" || !info.contains("`") else { return nil }
        return (mark, length, String(info))
    }

    func isFence(_ mark: Character, atLeast length: Int) -> Bool {
        let marks = trimmed.prefix { $0 == mark }.count
        return marks >= length && trimmed.dropFirst(marks).allSatisfy { $0 == " " || $0 == "\t" }
    }
}

extension NotesFile.Attributes {
    /// As they stand behind a fence.
    public init(info: String) {
        self.init()
        let words = Self.words(info)
        for word in words {
            if word.hasPrefix(".") {
                classes.append(String(word.dropFirst()))
            } else if word.hasPrefix("#") {
                identifier = String(word.dropFirst())
            } else if let equals = word.firstIndex(of: "=") {
                values.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
            } else {
                classes.append(word)
            }
        }
    }

    /// Braces are no part of words; quotation marks keep one together.
    private static func words(_ info: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in info {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == " " || character == "\t" || character == "{" || character == "}" {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
