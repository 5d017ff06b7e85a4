extension SceneDump {
    /// The lines in which two dumps differ, with their numbers, ours after theirs; none if they are alike.
    ///
    /// Processors round differently, so numbers within `tolerance` are equal, as are colours within two levels of
    /// 255, and numbers in labels that differ by one in their last decimal.
    public static func differences(_ first: String, _ second: String, tolerance: Double = 0.02) -> [String] {
        let one = first.split(separator: "\n", omittingEmptySubsequences: false)
        let other = second.split(separator: "\n", omittingEmptySubsequences: false)
        return (0..<max(one.count, other.count)).flatMap { index -> [String] in
            let a = index < one.count ? one[index] : nil
            let b = index < other.count ? other[index] : nil
            if let a, let b, LineComparison.areAlike(a, b, tolerance: tolerance) { return [] }
            return ["\(index + 1) - \(a ?? "(nothing)")", "\(index + 1) + \(b ?? "(nothing)")"]
        }
    }
}

/// Two lines side by side, read by words, numbers and colours.
private struct LineComparison {
    private enum Token: Equatable {
        case byte(UInt8)
        case number(value: Double, decimals: Int)
        case color([Int])
    }

    private static let colorLevels = 2

    static func areAlike(_ a: Substring, _ b: Substring, tolerance: Double) -> Bool {
        if a == b { return true }
        var (left, right) = (Array(a.utf8)[...], Array(b.utf8)[...])
        var isQuoted = false
        while true {
            switch (next(&left), next(&right)) {
            case (nil, nil): return true
            case (.byte(let a), .byte(let b)):
                if a != b { return false }
                if a == UInt8(ascii: "\"") { isQuoted.toggle() }
            case (.number(let a, let decimals), .number(let b, let others)):
                var allowed = tolerance
                if isQuoted {
                    guard decimals == others else { return false }
                    allowed = decimals == 0 ? 0 : 1.01 * power(10, Double(-decimals))
                }
                if abs(a - b) > allowed { return false }
            case (.color(let a), .color(let b)):
                if zip(a, b).contains(where: { abs($0 - $1) > colorLevels }) { return false }
            default: return false
            }
        }
    }

    private static func next(_ text: inout ArraySlice<UInt8>) -> Token? {
        guard let first = text.first else { return nil }
        if first == UInt8(ascii: "#"), let color = color(text.dropFirst().prefix(6)) {
            text = text.dropFirst(7)
            return .color(color)
        }
        if let (number, length) = number(text) {
            text = text.dropFirst(length)
            return number
        }
        text = text.dropFirst()
        return .byte(first)
    }

    private static func color(_ digits: ArraySlice<UInt8>) -> [Int]? {
        guard digits.count == 6, let value = Int(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
        return [value >> 16, value >> 8 & 255, value & 255]
    }

    private static func number(_ text: ArraySlice<UInt8>) -> (Token, length: Int)? {
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        var end = text.startIndex
        if text[end] == UInt8(ascii: "-") { end += 1 }
        let digits = text[end...].prefix(while: isDigit)
        guard !digits.isEmpty else { return nil }
        end = digits.endIndex
        var decimals = 0
        if end < text.endIndex, text[end] == UInt8(ascii: ".") {
            decimals = text[(end + 1)...].prefix(while: isDigit).count
            if decimals > 0 { end += 1 + decimals }
        }
        guard let value = Double(String(decoding: text[text.startIndex..<end], as: UTF8.self)) else { return nil }
        return (.number(value: value, decimals: decimals), end - text.startIndex)
    }
}
