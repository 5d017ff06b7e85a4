internal import ImageCodecs

/// Builds a zip archive in memory. No dates and nothing else that changes: the same files give the same bytes.
struct ZipWriter {
    let compresses: Bool
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    init(compresses: Bool) {
        self.compresses = compresses
    }

    /// - Precondition: fewer than 65,535 files, and each and the whole smaller than 4 GB.
    mutating func add(_ name: String, _ contents: [UInt8]) {
        let packed = compresses ? Self.deflated(contents) : nil
        let body = packed ?? contents
        let name = Array(name.utf8)
        let offset = bytes.count
        precondition(
            contents.count < UInt32.max && offset < UInt32.max && name.count <= UInt16.max && count < UInt16.max - 1,
            "an archive this large needs 64-bit fields, which are not written")

        var shared: [UInt8] = []
        shared.append(20, bytes: 2)  // version 2.0 unpacks it
        shared.append(1 << 11, bytes: 2)  // the name is UTF-8
        shared.append(packed == nil ? 0 : 8, bytes: 2)
        shared.append(0, bytes: 2)  // midnight
        shared.append(1 << 5 | 1, bytes: 2)  // of 1 January 1980, the first day there is
        shared.append(Int(ic_crc32(contents, contents.count)), bytes: 4)
        shared.append(body.count, bytes: 4)
        shared.append(contents.count, bytes: 4)
        shared.append(name.count, bytes: 2)
        shared.append(0, bytes: 2)  // no extra fields

        bytes += [0x50, 0x4B, 0x03, 0x04] + shared + name + body
        directory += [0x50, 0x4B, 0x01, 0x02, 20, 0] + shared
        directory.append(0, bytes: 2 + 2 + 2 + 4)  // no comment, first disk, no attributes
        directory.append(offset, bytes: 4)
        directory += name
        count += 1
    }

    consuming func finish() -> [UInt8] {
        let begin = bytes.count
        precondition(begin + directory.count < UInt32.max, "an archive this large needs 64-bit fields")
        bytes += directory
        bytes += [0x50, 0x4B, 0x05, 0x06, 0, 0, 0, 0]
        bytes.append(count, bytes: 2)
        bytes.append(count, bytes: 2)
        bytes.append(directory.count, bytes: 4)
        bytes.append(begin, bytes: 4)
        bytes.append(0, bytes: 2)  // no comment
        return bytes
    }

    /// `nil` where it would not become smaller.
    private static func deflated(_ contents: [UInt8]) -> [UInt8]? {
        let capacity = ic_deflate_bound(contents.count)
        let packed = [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
            count = ic_deflate(contents, contents.count, out.baseAddress, capacity)
        }
        return packed.isEmpty || packed.count >= contents.count ? nil : packed
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: Int, bytes: Int) {
        for index in 0..<bytes { append(index < 8 ? UInt8(truncatingIfNeeded: value >> (8 * index)) : 0) }
    }
}
