internal import Scenes

/// XML under writing, with gaps in which the prefix of ids is still to be written.
struct SVGFragment {
    private(set) var bytes: [UInt8] = []
    private var gaps: [Int] = []

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: [UInt8]) {
        bytes += text
    }

    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    mutating func append(_ other: SVGFragment) {
        gaps += other.gaps.map { $0 + bytes.count }
        bytes += other.bytes
    }

    mutating func appendPrefix() {
        gaps.append(bytes.count)
    }

    /// In digits alone: words are for the ids that belong to the whole document.
    mutating func append(id: Int) {
        appendPrefix()
        SVGNumber.write(steps: id, decimals: 0, to: &self)
    }

    mutating func append(_ name: String, reference id: Int) {
        append(" \(name)=\"#")
        append(id: id)
        append(UInt8(ascii: "\""))
    }

    mutating func append(_ name: String, _ value: Double, decimals: Int = SVGNumber.placeDecimals) {
        append(" \(name)=\"")
        SVGNumber.write(value, decimals: decimals, to: &self)
        append(UInt8(ascii: "\""))
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    mutating func append(_ name: String, _ color: Color) {
        append(" \(name)=\"#")
        for component in [color.red, color.green, color.blue] {
            let value = UInt8((min(max(component, 0), 1) * 255).rounded())
            append(Self.hexDigits[Int(value >> 4)])
            append(Self.hexDigits[Int(value & 15)])
        }
        append(UInt8(ascii: "\""))
        if color.alpha < 1 { append("\(name)-opacity", color.alpha, decimals: 3) }
    }

    mutating func append(_ transform: Transform, decimals: Int) {
        append(" transform=\"matrix(")
        let numbers = [transform.a, transform.b, transform.c, transform.d, transform.tx, transform.ty]
        for (index, number) in numbers.enumerated() {
            if index > 0 { append(UInt8(ascii: " ")) }
            SVGNumber.write(
                number, decimals: index < 4 ? decimals + SVGNumber.moreFactorDecimals : decimals, to: &self)
        }
        append(")\"")
    }

    mutating func append(_ path: Path, decimals: Int) {
        append(" d=\"")
        SVGPathData.write(path, decimals: decimals, to: &self)
        append(UInt8(ascii: "\""))
    }

    mutating func append(base64 data: [UInt8]) {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        bytes.reserveCapacity(bytes.count + (data.count + 2) / 3 * 4)
        for start in stride(from: 0, to: data.count, by: 3) {
            let count = min(3, data.count - start)
            var word = UInt32(data[start]) << 16
            if count > 1 { word |= UInt32(data[start + 1]) << 8 }
            if count > 2 { word |= UInt32(data[start + 2]) }
            for digit in 0..<4 {
                bytes.append(digit <= count ? digits[Int(word >> UInt32(18 - 6 * digit) & 63)] : UInt8(ascii: "="))
            }
        }
    }

    func bytes(prefix: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + gaps.count * prefix.utf8.count)
        var start = 0
        for gap in gaps {
            result.append(contentsOf: bytes[start..<gap])
            result.append(contentsOf: prefix.utf8)
            start = gap
        }
        result.append(contentsOf: bytes[start...])
        return result
    }
}
