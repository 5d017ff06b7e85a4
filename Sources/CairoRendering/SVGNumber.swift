/// Numbers of two decimals: a hundredth of a point cannot be seen.
enum SVGNumber {
    static func text(_ value: Double) -> String {
        var fragment = SVGFragment()
        write(hundredths: Int((value * 100).rounded()), to: &fragment)
        return String(decoding: fragment.bytes, as: UTF8.self)
    }

    static func write(hundredths: Int, to output: inout SVGFragment) {
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        if hundredths < 0 { output.append(UInt8(ascii: "-")) }
        writeDigits(whole, to: &output)
        guard rest > 0 else { return }
        output.append(UInt8(ascii: "."))
        output.append(UInt8(ascii: "0") + UInt8(rest / 10))
        if rest % 10 > 0 { output.append(UInt8(ascii: "0") + UInt8(rest % 10)) }
    }

    private static func writeDigits(_ value: UInt, to output: inout SVGFragment) {
        if value >= 10 { writeDigits(value / 10, to: &output) }
        output.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    static func writeRounded(_ text: ArraySlice<UInt8>, to output: inout SVGFragment) {
        var index = text.startIndex
        if let value = read(text, &index), index == text.endIndex {
            write(hundredths: value, to: &output)
        } else {
            output.append(text)
        }
    }

    /// Path data with absolute commands M, L, C and Z. Cairo ends closed paths with a needless move.
    static func writePath(_ text: ArraySlice<UInt8>, to output: inout SVGFragment) {
        var index = text.startIndex
        var pendingMove: [Int] = []
        var command = UInt8(ascii: "M")
        var numbers: [Int] = []
        func flush(_ output: inout SVGFragment) {
            guard !numbers.isEmpty || command == UInt8(ascii: "Z") else { return }
            if command == UInt8(ascii: "M") {
                pendingMove = numbers
            } else {
                if !pendingMove.isEmpty { write(UInt8(ascii: "M"), pendingMove, to: &output) }
                pendingMove = []
                write(command, numbers, to: &output)
            }
            numbers = []
        }
        while index < text.endIndex {
            let byte = text[index]
            if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") {
                flush(&output)
                command = byte
                if command == UInt8(ascii: "Z") {
                    flush(&output)
                    command = 0
                }
                index += 1
            } else if let value = read(text, &index) {
                numbers.append(value)
            } else {
                index += 1
            }
        }
        if command != 0 { flush(&output) }
    }

    private static func write(_ command: UInt8, _ numbers: [Int], to output: inout SVGFragment) {
        output.append(command)
        for (index, number) in numbers.enumerated() {
            if index > 0, number >= 0 { output.append(UInt8(ascii: " ")) }
            write(hundredths: number, to: &output)
        }
    }

    /// A decimal number in hundredths, rounded half away from zero; `nil` and no step if there is none.
    private static func read(_ text: ArraySlice<UInt8>, _ position: inout Int) -> Int? {
        var index = position
        let isNegative = index < text.endIndex && text[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value = 0
        var digits = 0
        var decimals = -1
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "."), decimals < 0 {
                decimals = 0
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digits += 1
                if decimals < 3 {
                    value = value * 10 + Int(byte - UInt8(ascii: "0"))
                    if decimals >= 0 { decimals += 1 }
                }
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        position = index
        for _ in max(decimals, 0)..<3 { value *= 10 }
        let hundredths = (value + 5) / 10
        return isNegative ? -hundredths : hundredths
    }
}
