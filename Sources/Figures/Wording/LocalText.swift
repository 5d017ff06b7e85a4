import Scenes

extension FigureNotation {
    /// Whether texts stay as they are.
    private var isUsual: Bool { decimal == .point && phrases.isEmpty }

    /// A text as this notation writes it: its words in the language asked for, its numbers with the sign asked for.
    func local(_ text: Text) -> Text {
        if isUsual { return text }
        var text = text
        for index in text.runs.indices where text.runs[index].style != .code {
            text.runs[index].string = local(text.runs[index].string)
        }
        return text
    }

    func local(_ text: String) -> String {
        let translated = phrases.applied(to: text)
        return decimal == .comma ? Self.withCommas(translated) : translated
    }

    /// 0.5 becomes 0,5 and 37,752,832 becomes 37 752 832, with narrow spaces; names such as `layer1.0.conv` stay.
    private static func withCommas(_ text: String) -> String {
        var letters = Array(text)
        var index = 0
        while index < letters.count {
            guard letters[index].isDigit else {
                index += 1
                continue
            }
            let start = index
            while index < letters.count,
                letters[index].isDigit
                    || (letters[index] == "." || letters[index] == ",") && index + 1 < letters.count
                        && letters[index + 1].isDigit
            {
                index += 1
            }
            let isPartOfName =
                start > 0 && (letters[start - 1].isLetter || "._".contains(letters[start - 1]))
                || index < letters.count && (letters[index].isLetter || letters[index] == "_")
            if isPartOfName { continue }
            let number = letters[start..<index]
            guard number.count(where: { $0 == "." }) <= 1, isGrouped(number.prefix { $0 != "." }) else { continue }
            for place in start..<index {
                if letters[place] == "." {
                    letters[place] = ","
                } else if letters[place] == "," {
                    letters[place] = "\u{202F}"
                }
            }
        }
        return String(letters)
    }

    /// Digits, with commas before each group of three or none at all.
    private static func isGrouped(_ digits: ArraySlice<Character>) -> Bool {
        let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
        return groups.count == 1 || groups.dropFirst().allSatisfy { $0.count == 3 } && groups[0].count <= 3
    }
}

extension Mark {
    /// The same mark with its texts as a notation writes them.
    func local(_ notation: FigureNotation) -> Mark {
        switch self {
        case .path, .image: return self
        case .text(var mark):
            mark.text = notation.local(mark.text)
            return .text(mark)
        case .matrix(var mark):
            for index in mark.cells.indices { mark.cells[index].label = mark.cells[index].label.map(notation.local) }
            return .matrix(mark)
        case .group(var group):
            group.marks = group.marks.map { $0.local(notation) }
            return .group(group)
        }
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
