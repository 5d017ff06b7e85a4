import Tensors

/// Changes that leave most of a text as it is: bytes, words, lines, and pieces of other texts.
enum Mutation {
    private static let words = [
        "0", "1", "-1", "2", "65536", "65537", "2147483648", "9223372036854775807", "9223372036854775808", "1e400",
        "nan",
        "inf", "0.5", "-0", "null", "~", "true", "[", "]", "{", "}", "->", "→", "*100000", "*3", "[1, 2]",
        "[1, 2, 3, 4, 5, 6]", "same", "full", "valid", "T", "TxUxV", "3xTx80", "input", "previous", "$filters",
        "$(4*x)",
        "$(1/0)", "&a", "*a", "<<", "name: a", "from: a", "from: []", "[]", "{}", "from: [a, input]", "repeat: 100000",
        "s0", "p-1", "d65536",
        "g2147483648", "@", "32@5x5", "relu", "conv", "concat", "add", "\"", "'", "#", ":", "-", "?", "|", ">", "\t",
        "\u{0}", "é", "½", "٣", "\u{1F600}", "x", "×", "=", "padding=1,2,3,4", "kernel=3x3x3",
    ]

    static func mutated(_ text: String, with other: String, _ random: inout SplitMix64) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...random.below(4) {
            let place = random.below(bytes.count + 1)
            let end = min(bytes.count, place + random.below(12))
            switch random.below(8) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 2: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.below(8)) }
            case 3: bytes.insert(contentsOf: random.pick(words).utf8, at: place)
            case 4: bytes.replaceSubrange(place..<end, with: random.pick(words).utf8)
            case 5: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
            case 6: replaceNumber(&bytes, near: place, &random)
            default: splice(&bytes, Array(other.utf8), at: place, &random)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number becomes another one, which is still a number.
    private static func replaceNumber(_ bytes: inout [UInt8], near place: Int, _ random: inout SplitMix64) {
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        let number =
            random.chance(50) ? "\(random.below(20))" : random.pick(["0", "1", "65536", "2147483648", "999999999"])
        bytes.replaceSubrange(start..<end, with: number.utf8)
    }

    /// A line, or what is left of one, from another text.
    private static func splice(_ bytes: inout [UInt8], _ other: [UInt8], at place: Int, _ random: inout SplitMix64) {
        let start = random.below(other.count + 1)
        let end = other[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? other.count
        bytes.insert(contentsOf: other[start..<min(end, start + 200)], at: place)
    }
}
