/// Scalars as YAML takes them, plain where that reads back as the same text.
enum YAMLText {
    /// A name, or another single word, in flow style too.
    static func word(_ text: String) -> String { isPlain(text, also: "") ? text : quoted(text) }

    /// The value of a key on a line of its own: plain, in quotes, or folded where it is long.
    static func line(_ text: String, after key: String) -> String {
        let isPlain = isPlain(text, also: " ,()&'/?!;+=@%*") && !text.contains(" #") && !text.hasSuffix(" ")
        if key.count + text.count + 2 <= 110 { return "\(key): \(isPlain ? text : quoted(text))" }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        // Folding makes one space of each line's end, and keeps lines that begin with a space apart.
        let isFoldable = !words.contains("") && text.unicodeScalars.allSatisfy(isPrintable)
        return isFoldable ? "\(key): >-\n" + folded(words) : "\(key): \(quoted(text))"
    }

    private static func folded(_ words: [Substring]) -> String {
        var lines = [""]
        for word in words {
            if lines[lines.count - 1].count + word.count > 108 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "  " : " ") + word
        }
        return lines.joined(separator: "\n")
    }

    /// - Parameter also: Signs that are harmless inside, though not at the beginning.
    private static func isPlain(_ text: String, also signs: String) -> Bool {
        guard let first = text.unicodeScalars.first, isLetterOrDigit(first) else { return false }
        guard !["null", "Null", "NULL"].contains(text) else { return false }
        return text.unicodeScalars.allSatisfy {
            isLetterOrDigit($0) || "_-./".unicodeScalars.contains($0)
                || signs.unicodeScalars.contains($0)
        }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value)
            || (0xA0...0xD7FF).contains(scalar.value) && scalar.value != 0x2028
                && scalar.value != 0x2029
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
            case _:
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
