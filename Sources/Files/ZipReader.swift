internal import ImageCodecs

/// The files of a zip archive in memory (PKWARE APPNOTE 6.3): stored or deflated, with the 64-bit extensions.
struct ZipReader {
    struct Entry {
        let name: String
        let isEncrypted: Bool
        let method: Int
        let checksum: UInt32
        let compressedCount: Int
        let count: Int
        /// Where its local header begins.
        let offset: Int
    }

    let entries: [Entry]
    private let bytes: [UInt8]

    private enum Signature {
        static let local: UInt32 = 0x0403_4B50
        static let central: UInt32 = 0x0201_4B50
        static let end: UInt32 = 0x0605_4B50
        static let end64: UInt32 = 0x0606_4B50
        static let locator64: UInt32 = 0x0706_4B50
    }

    init(_ bytes: [UInt8]) throws(ArchiveProblem) {
        self.bytes = bytes
        let fields = LittleEndian(bytes)
        guard let end = Self.endRecord(fields) else { throw .notAnArchive }
        var count = fields.u16(end + 10)!
        var at = fields.int32(end + 16)!
        if let locator = fields.u32(end - 20), locator == Signature.locator64 {
            guard let record = fields.int64(end - 12), fields.u32(record) == Signature.end64,
                let count64 = fields.int64(record + 32), let at64 = fields.int64(record + 48)
            else { throw .malformedDirectory }
            count = count64
            at = at64
        }
        var entries: [Entry] = []
        for _ in 0..<count {
            guard let (entry, next) = Self.entry(fields, at: at) else { throw .malformedDirectory }
            entries.append(entry)
            at = next
        }
        self.entries = entries
    }

    /// The record at the very end, before a comment of at most 65,535 bytes.
    private static func endRecord(_ fields: LittleEndian) -> Int? {
        let last = fields.count - 22
        guard last >= 0 else { return nil }
        return stride(from: last, through: max(0, last - 65_535), by: -1).first { fields.u32($0) == Signature.end }
    }

    /// One entry of the directory, and where the next begins; `nil` where it is not sound.
    private static func entry(_ fields: LittleEndian, at: Int) -> (Entry, next: Int)? {
        guard fields.u32(at) == Signature.central, let flags = fields.u16(at + 8), let method = fields.u16(at + 10),
            let checksum = fields.u32(at + 16), let nameCount = fields.u16(at + 28),
            let extraCount = fields.u16(at + 30), let commentCount = fields.u16(at + 32),
            let name = fields.slice(at + 46, nameCount)
        else { return nil }
        let extra = at + 46 + nameCount
        // Size, compressed size, offset: what does not fit 32 bits is all ones here and stands in an extra field.
        var sizes = [fields.int32(at + 24), fields.int32(at + 20), fields.int32(at + 42)]
        var wide = extraField(1, fields, from: extra, to: extra + extraCount)
        for index in sizes.indices where sizes[index] == Int(UInt32.max) {
            guard let place = wide else { break }
            sizes[index] = fields.int64(place)
            wide = place + 8
        }
        guard let count = sizes[0], let compressedCount = sizes[1], let offset = sizes[2] else { return nil }
        let entry = Entry(
            name: String(decoding: name, as: UTF8.self), isEncrypted: flags & 1 != 0, method: method,
            checksum: checksum, compressedCount: compressedCount, count: count, offset: offset)
        return (entry, extra + extraCount + commentCount)
    }

    /// Where the content of the extra field `id` begins.
    private static func extraField(_ id: Int, _ fields: LittleEndian, from begin: Int, to end: Int) -> Int? {
        var at = begin
        while at + 4 <= end, let found = fields.u16(at), let size = fields.u16(at + 2) {
            if found == id { return at + 4 }
            at += 4 + size
        }
        return nil
    }

    /// DEFLATE shrinks to no less than 1/1032, so a short file cannot make anyone allocate much.
    static let mostShrinking = 1032

    /// The file, unpacked and its checksum compared.
    func contents(of entry: Entry) throws(ArchiveProblem) -> [UInt8] {
        if entry.isEncrypted { throw .encrypted(entry: entry.name) }
        let fields = LittleEndian(bytes)
        guard fields.u32(entry.offset) == Signature.local, let nameCount = fields.u16(entry.offset + 26),
            let extraCount = fields.u16(entry.offset + 28),
            let packed = fields.slice(entry.offset + 30 + nameCount + extraCount, entry.compressedCount)
        else { throw .damagedEntry(entry.name) }
        var contents: [UInt8]
        switch entry.method {
        case 0:
            contents = Array(packed)
        case 8:
            guard entry.count / Self.mostShrinking <= packed.count else { throw .damagedEntry(entry.name) }
            var status = IC_DAMAGED
            contents = [UInt8](unsafeUninitializedCapacity: entry.count) { out, filled in
                // A buffer of no bytes may have no address, which libdeflate would not take.
                var nothing: UInt8 = 0
                status = packed.withUnsafeBufferPointer { packed in
                    withUnsafeMutablePointer(to: &nothing) { nothing in
                        ic_inflate(packed.baseAddress, packed.count, out.baseAddress ?? nothing, entry.count)
                    }
                }
                filled = status == IC_OK ? entry.count : 0
            }
            guard status == IC_OK else { throw .damagedEntry(entry.name) }
        default:
            throw .unknownMethod(entry: entry.name, method: entry.method)
        }
        guard contents.count == entry.count, ic_crc32(contents, contents.count) == entry.checksum else {
            throw .damagedEntry(entry.name)
        }
        return contents
    }
}

/// Little-endian numbers anywhere in some bytes; `nil` outside them.
struct LittleEndian {
    private let bytes: [UInt8]
    var count: Int { bytes.count }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func slice(_ at: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard at >= 0, count >= 0, at <= bytes.count, count <= bytes.count - at else { return nil }
        return bytes[at..<at + count]
    }

    private func number(_ at: Int, _ size: Int) -> UInt64? {
        slice(at, size)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    func u16(_ at: Int) -> Int? { number(at, 2).map { Int($0) } }
    func u32(_ at: Int) -> UInt32? { number(at, 4).map { UInt32($0) } }
    func int32(_ at: Int) -> Int? { number(at, 4).map { Int($0) } }
    /// `nil` also where the number is more than any file holds, so that sums of a few such cannot overflow.
    func int64(_ at: Int) -> Int? { number(at, 8).flatMap { $0 < 1 << 48 ? Int($0) : nil } }
}
