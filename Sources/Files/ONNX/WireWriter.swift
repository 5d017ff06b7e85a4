/// Fields in the wire format of Protocol Buffers, one after the other.
struct WireWriter {
    /// Everything but the elements of tensors, which would be a model's size once more.
    private(set) var bytes: [UInt8] = []
    /// Tensors whose elements stand before a byte of ``bytes``, in order.
    private(set) var attachments: [(before: Int, tensor: ONNXTensor)] = []
    private var attachedCount = 0

    /// How long the whole is.
    var count: Int { bytes.count + attachedCount }

    mutating func integer(_ value: Int, field: Int) {
        tag(field, .varint)
        varint(UInt64(bitPattern: Int64(value)))
    }

    /// Numbers, one after the other under one tag.
    mutating func packed(_ values: [Int], field: Int) {
        message(field: field) { writer in
            for value in values { writer.varint(UInt64(bitPattern: Int64(value))) }
        }
    }

    mutating func float(_ value: Float, field: Int) {
        tag(field, .fixed32)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ value: String, field: Int) {
        tag(field, .bytes)
        varint(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// Text that is left out where it is empty.
    mutating func optionalText(_ value: String, field: Int) {
        if !value.isEmpty { text(value, field: field) }
    }

    mutating func data(_ value: [UInt8], field: Int) {
        tag(field, .bytes)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A tensor's elements, as they stand in `raw_data`.
    mutating func elements(of tensor: ONNXTensor, field: Int) {
        tag(field, .bytes)
        varint(UInt64(tensor.rawByteCount))
        attachments.append((bytes.count, tensor))
        attachedCount += tensor.rawByteCount
    }

    /// A message: what `body` writes, its length put before it.
    mutating func message<Failure: Error>(
        field: Int, _ body: (inout WireWriter) throws(Failure) -> Void
    ) throws(Failure) {
        tag(field, .bytes)
        let (start, whole, attached) = (bytes.count, count, attachments.count)
        try body(&self)
        let length = Self.varint(UInt64(count - whole))
        bytes.insert(contentsOf: length, at: start)
        for index in attached..<attachments.count { attachments[index].before += length.count }
    }

    private mutating func tag(_ field: Int, _ kind: WireReader.Kind) {
        varint(UInt64(field) << 3 | UInt64(kind.rawValue))
    }

    private mutating func varint(_ value: UInt64) {
        bytes.append(contentsOf: Self.varint(value))
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        return bytes
    }
}
