internal import ImageCodecs

/// The chunks of a PNG under writing.
struct PNGChunks {
    var bytes: [UInt8] = []

    mutating func append(_ type: String, _ data: [UInt8]) {
        bytes += UInt32(data.count).bigEndianBytes
        let start = bytes.count
        bytes += Array(type.utf8) + data
        let check = bytes.withUnsafeBufferPointer { ic_crc32($0.baseAddress! + start, $0.count - start) }
        bytes += check.bigEndianBytes
    }
}

extension FixedWidthInteger {
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
