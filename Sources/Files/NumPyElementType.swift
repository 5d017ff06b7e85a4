/// How the elements of a NumPy array are stored.
struct NumPyElementType: Equatable {
    enum Kind { case boolean, signed, unsigned, float }

    let kind: Kind
    /// Bytes of one element.
    let size: Int
    let isBigEndian: Bool

    /// From NumPy's notation: `<f4`, `>i2`, `|u1`; `nil` for strings, objects, dates, complex numbers.
    init?(_ description: String) {
        let letters = Array(description.utf8)
        guard letters.count == 3, let size = Int(String(decoding: letters[2...], as: UTF8.self)) else { return nil }
        switch letters[0] {
        case UInt8(ascii: "<"): isBigEndian = false
        case UInt8(ascii: ">"): isBigEndian = true
        case UInt8(ascii: "="), UInt8(ascii: "|"): isBigEndian = 1.bigEndian == 1
        default: return nil
        }
        switch (letters[1], size) {
        case (UInt8(ascii: "b"), 1): kind = .boolean
        case (UInt8(ascii: "i"), 1), (UInt8(ascii: "i"), 2), (UInt8(ascii: "i"), 4), (UInt8(ascii: "i"), 8):
            kind = .signed
        case (UInt8(ascii: "u"), 1), (UInt8(ascii: "u"), 2), (UInt8(ascii: "u"), 4), (UInt8(ascii: "u"), 8):
            kind = .unsigned
        case (UInt8(ascii: "f"), 2), (UInt8(ascii: "f"), 4), (UInt8(ascii: "f"), 8): kind = .float
        default: return nil
        }
        self.size = size
    }

    /// All elements, rounded to Float32.
    ///
    /// - Precondition: `bytes` holds a whole number of elements.
    func floats(in bytes: Slice<UnsafeRawBufferPointer>) -> [Float] {
        switch (kind, size) {
        case (.boolean, _): convert(bytes) { (v: UInt8) in v == 0 ? 0 : 1 }
        case (.signed, 1): convert(bytes) { (v: Int8) in Float(v) }
        case (.signed, 2): convert(bytes) { (v: Int16) in Float(v) }
        case (.signed, 4): convert(bytes) { (v: Int32) in Float(v) }
        case (.signed, _): convert(bytes) { (v: Int64) in Float(v) }
        case (.unsigned, 1): convert(bytes) { (v: UInt8) in Float(v) }
        case (.unsigned, 2): convert(bytes) { (v: UInt16) in Float(v) }
        case (.unsigned, 4): convert(bytes) { (v: UInt32) in Float(v) }
        case (.unsigned, _): convert(bytes) { (v: UInt64) in Float(v) }
        case (.float, 2): convert(bytes) { (v: UInt16) in Self.float(half: v) }
        case (.float, 4): convert(bytes) { (v: UInt32) in Float(bitPattern: v) }
        case (.float, _): convert(bytes) { (v: UInt64) in Float(Double(bitPattern: v)) }
        }
    }

    @inline(__always)
    private func convert<Stored: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: Slice<UnsafeRawBufferPointer>, _ float: (Stored) -> Float
    ) -> [Float] {
        let stored = UnsafeRawBufferPointer(rebasing: bytes)
        let count = stored.count / MemoryLayout<Stored>.size
        return [Float](unsafeUninitializedCapacity: count) { out, filled in
            for index in 0..<count {
                let raw = stored.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
                out.initializeElement(at: index, to: float(isBigEndian ? raw.bigEndian : raw.littleEndian))
            }
            filled = count
        }
    }

    /// A half-precision number (IEEE 754, binary16). Swift has no `Float16` on an Intel Mac.
    static func float(half: UInt16) -> Float {
        let sign: Float = half >> 15 == 0 ? 1 : -1
        let exponent = Int(half >> 10 & 0x1F)
        let fraction = Float(half & 0x3FF) / 1024
        switch exponent {
        case 0: return sign * fraction * 0x1p-14
        case 0x1F: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
        }
    }
}
