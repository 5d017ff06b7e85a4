internal import ImageCodecs

/// The chunks of a PNG under writing.
struct PNGChunks {
    var bytes: [UInt8] = []

    mutating func append(_ type: String, _ data: [UInt8]) {
        bytes += Self.bigEndian(UInt32(data.count))
        let start = bytes.count
        bytes += Array(type.utf8) + data
        let check = bytes.withUnsafeBufferPointer { ic_crc32($0.baseAddress! + start, $0.count - start) }
        bytes += Self.bigEndian(check)
    }

    static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
