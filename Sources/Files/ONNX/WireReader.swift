/// One message in the wire format of Protocol Buffers, read field by field.
///
/// Written by hand since ONNX needs little of the format, and so that weights stay in the file until they are asked for.
/// (protobuf.dev, "Encoding")
struct WireReader {
    /// How a field's value is laid out.
    enum Kind: UInt8 {
        case varint = 0
        case fixed64 = 1
        /// A length, and as many bytes: text, a message, packed numbers.
        case bytes = 2
        case fixed32 = 5
    }

    private let window: ByteWindow
    private(set) var position: Int
    let end: Int
    /// The kind of the field that ``nextField()`` found.
    private(set) var kind = Kind.varint

    /// The whole of `source`.
    init(_ source: ByteSource) throws(ONNXProblem) {
        window = try ByteWindow(source)
        (position, end) = (0, source.count)
    }

    /// The message at `range` of the same source.
    init(_ range: Range<Int>, of other: WireReader) {
        window = other.window
        (position, end) = (range.lowerBound, range.upperBound)
    }

    var source: ByteSource { window.source }

    /// The number of the next field, `nil` at the end. Its value has to be read or skipped before the next call.
    mutating func nextField() throws(ONNXProblem) -> Int? {
        guard position < end else { return nil }
        let start = position
        let tag = try varint()
        guard let kind = Kind(rawValue: UInt8(tag & 7)), tag >> 3 > 0, tag >> 3 < 1 << 29 else {
            throw ONNXProblem(.damaged(.unknownField), byte: start)
        }
        self.kind = kind
        return Int(tag >> 3)
    }

    mutating func skip() throws(ONNXProblem) {
        switch kind {
        case .varint: _ = try varint()
        case .fixed64: try advance(by: 8)
        case .bytes: _ = try range()
        case .fixed32: try advance(by: 4)
        }
    }

    mutating func integer() throws(ONNXProblem) -> Int {
        try expect(.varint)
        return Int(truncatingIfNeeded: try varint())
    }

    mutating func float() throws(ONNXProblem) -> Float {
        try expect(.fixed32)
        return try fixed32()
    }

    /// Text; bytes that are not UTF-8 are replaced.
    mutating func text() throws(ONNXProblem) -> String {
        let range = try range()
        return String(decoding: try window.bytes(range), as: UTF8.self)
    }

    /// A reader of the message that the field holds.
    mutating func message() throws(ONNXProblem) -> WireReader {
        WireReader(try range(), of: self)
    }

    /// Where the field's bytes lie.
    mutating func range() throws(ONNXProblem) -> Range<Int> {
        try expect(.bytes)
        let start = position
        let length = try varint()
        guard length <= UInt64(end - position) else { throw outside(start) }
        position += Int(length)
        return position - Int(length)..<position
    }

    /// One number, or packed ones.
    mutating func appendIntegers(to values: inout [Int]) throws(ONNXProblem) {
        guard kind == .bytes else {
            values.append(try integer())
            return
        }
        var packed = try message()
        while packed.position < packed.end { values.append(Int(truncatingIfNeeded: try packed.varint())) }
    }

    mutating func appendFloats(to values: inout [Float]) throws(ONNXProblem) {
        guard kind == .bytes else {
            values.append(try float())
            return
        }
        var packed = try message()
        while packed.position < packed.end { values.append(try packed.fixed32()) }
    }

    /// How many numbers the field holds; they are passed over.
    ///
    /// - Parameter single: The kind of one of them.
    mutating func countNumbers(of single: Kind) throws(ONNXProblem) -> Int {
        guard kind == .bytes else {
            try expect(single)
            try skip()
            return 1
        }
        let range = try range()
        let size: Int
        switch single {
        case .varint: return try window.countVarints(range)
        case .fixed64: size = 8
        case .fixed32: size = 4
        case .bytes: return 1
        }
        guard range.count.isMultiple(of: size) else {
            throw ONNXProblem(.damaged(.partOfNumber), byte: range.lowerBound)
        }
        return range.count / size
    }

    /// Gives every number of the field, single or packed.
    @inline(__always)
    mutating func forEachVarint(_ body: (UInt64) throws(ONNXProblem) -> Void) throws(ONNXProblem) {
        guard kind == .bytes else {
            try expect(.varint)
            return try body(varint())
        }
        try window.forEachVarint(range(), body)
    }

    /// Where the field's number of 4 or 8 bytes lies.
    mutating func fixedRange() throws(ONNXProblem) -> Range<Int> {
        let start = position
        try skip()
        return start..<position
    }

    /// Whether the source begins with these bytes.
    func starts(with mark: [UInt8]) throws(ONNXProblem) -> Bool {
        guard source.count >= mark.count else { return false }
        return try window.bytes(0..<mark.count).elementsEqual(mark)
    }

    mutating func varint() throws(ONNXProblem) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard position < end else { throw outside(start) }
            let byte = try window.byte(at: position)
            position += 1
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw ONNXProblem(.damaged(.overlongNumber), byte: start)
    }

    private mutating func fixed32() throws(ONNXProblem) -> Float {
        let start = position
        try advance(by: 4)
        var bits: UInt32 = 0
        for offset in 0..<4 { bits |= UInt32(try window.byte(at: start + offset)) << UInt32(8 * offset) }
        return Float(bitPattern: bits)
    }

    private mutating func advance(by count: Int) throws(ONNXProblem) {
        guard count <= end - position else { throw outside(position) }
        position += count
    }

    private func expect(_ expected: Kind) throws(ONNXProblem) {
        if kind != expected { throw ONNXProblem(.damaged(.unexpectedKind), byte: position) }
    }

    /// A value that goes on behind its message: behind the file, or only into what follows.
    private func outside(_ start: Int) -> ONNXProblem {
        ONNXProblem(end == source.count ? .truncated : .damaged(.overrun), byte: start)
    }
}
