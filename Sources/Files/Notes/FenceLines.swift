/// Which lines of Markdown belong to fenced code, read line by line.
///
/// Source: *CommonMark Spec* 0.31, 2024, section 4.5.
package struct FenceLines {
    private var open: (mark: Character, length: Int)?

    package init() {}

    /// - Returns: whether the line is a fence or stands between two.
    package mutating func contains(_ line: some StringProtocol) -> Bool {
        let trimmed = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
        let mark = trimmed.first
        let length = trimmed.prefix { $0 == mark }.count
        let rest = trimmed.dropFirst(length)
        if let fence = open {
            if mark == fence.mark, length >= fence.length, rest.allSatisfy(\.isWhitespace) { open = nil }
            return true
        }
        guard let mark, mark == "`" || mark == "~", length >= 3, mark == "~" || !rest.contains("`") else {
            return false
        }
        open = (mark, length)
        return true
    }
}
