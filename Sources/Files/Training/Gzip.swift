internal import ImageCodecs

/// Files packed with gzip (RFC 1952, 1996), of one member, as data sets come.
enum Gzip {
    private enum Flag {
        static let headerChecksum: UInt8 = 2
        static let extra: UInt8 = 4
        static let name: UInt8 = 8
        static let comment: UInt8 = 16
    }

    static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// What is packed in it; bytes that are not packed stay as they are.
    ///
    /// - Throws: ``FileError/damaged(path:detail:)``, ``FileError/unsupported(path:detail:)``.
    static func unpacked(_ bytes: [UInt8], path: String) throws(FileError) -> [UInt8] {
        guard isPacked(bytes) else { return bytes }
        func damaged(_ detail: String) -> FileError { .damaged(path: path, detail: detail) }
        let fields = LittleEndian(bytes)
        let trailer = bytes.count - 8
        guard let begin = start(of: bytes), begin <= trailer, let checksum = fields.u32(trailer),
            let size = fields.u32(trailer + 4)
        else { throw damaged("it ends within what gzip writes around the data") }
        guard bytes[2] == 8 else { throw .unsupported(path: path, detail: "gzip's method \(bytes[2]) is not known") }
        let packed = bytes[begin..<trailer]
        guard Int(size) / ZipReader.mostShrinking <= packed.count else {
            throw damaged("\(packed.count) packed bytes cannot hold the \(size) that it promises")
        }
        var status = IC_DAMAGED
        let unpacked = [UInt8](unsafeUninitializedCapacity: Int(size)) { output, filled in
            // A buffer of no bytes may have no address, which libdeflate would not take.
            var nothing: UInt8 = 0
            status = packed.withUnsafeBufferPointer { packed in
                withUnsafeMutablePointer(to: &nothing) { nothing in
                    ic_inflate(packed.baseAddress, packed.count, output.baseAddress ?? nothing, Int(size))
                }
            }
            filled = status == IC_OK ? Int(size) : 0
        }
        guard status == IC_OK else { throw damaged("what gzip packed does not unpack; it may be cut off") }
        guard ic_crc32(unpacked, unpacked.count) == checksum else { throw damaged("gzip's checksum does not match") }
        return unpacked
    }

    /// Where the packed data begin; nothing where the header has no end.
    private static func start(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 18 else { return nil }
        let flags = bytes[3]
        var at = 10
        if flags & Flag.extra != 0 {
            guard let size = LittleEndian(bytes).u16(at) else { return nil }
            at += 2 + size
        }
        for flag in [Flag.name, Flag.comment] where flags & flag != 0 {
            guard at < bytes.count, let end = bytes[at...].firstIndex(of: 0) else { return nil }
            at = end + 1
        }
        if flags & Flag.headerChecksum != 0 { at += 2 }
        return at <= bytes.count ? at : nil
    }
}
