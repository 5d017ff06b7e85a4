#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes that are copied only when asked for: a file's, from where it lies, or an array's.
///
/// A file is not held open between readings, so that a model may consist of any number of them. It is read, not mapped:
/// a mapped file that somebody shortens ends the process.
final class ByteSource: Sendable {
    private enum Content {
        case memory([UInt8])
        case file(FileStamp)
    }

    /// What errors call it; the path of a file.
    let name: String
    let count: Int
    private let content: Content

    init(_ bytes: [UInt8], name: String) {
        self.name = name
        count = bytes.count
        content = .memory(bytes)
    }

    /// Pipes are read to their end here; of files, only the size.
    ///
    /// - Throws: ``FileError/noSuchFile(path:)``, ``FileError/isFolder(path:)``, ``FileError/cannotRead(path:reason:)``.
    init(path: String) throws(FileError) {
        name = path
        if let found = status(of: path), found.isRegularFile {
            count = Int(found.st_size)
            let stamp = FileStamp(found)
            content = .file(stamp)
            FileLog.current?.noteOpened(path, stamp)
            _ = try opened()
        } else {
            let bytes = try FileBytes.read(path)
            count = bytes.count
            content = .memory(bytes)
        }
    }

    /// The bytes as an array, where they are in memory.
    var array: [UInt8]? {
        switch content {
        case .memory(let bytes): bytes
        case .file: nil
        }
    }

    /// Fills the buffer with the bytes from `start` on.
    ///
    /// - Precondition: they lie inside `0..<count`.
    func read(from start: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) {
        try read(from: start, into: buffer, file: opened())
    }

    /// The same, from a file that is open already.
    func read(from start: Int, into buffer: UnsafeMutableRawBufferPointer, file: OpenFile?) throws(FileError) {
        precondition(start >= 0 && start + buffer.count <= count)
        switch content {
        case .memory(let bytes):
            bytes.withUnsafeBytes {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start...].prefix(buffer.count)))
            }
        case .file:
            var filled = 0
            while let file, filled < buffer.count {
                let target = buffer.baseAddress! + filled
                let got = retrying {
                    pread(file.descriptor.number, target, buffer.count - filled, off_t(start + filled))
                }
                if got < 0 { throw .cannotRead(path: name, reason: systemReason) }
                if got == 0 { throw Self.changed(name) }
                filled += got
            }
        }
    }

    /// The file, opened to be read; `nil` for bytes in memory.
    func opened() throws(FileError) -> OpenFile? {
        guard case .file(let stamp) = content else { return nil }
        guard let descriptor = Descriptor(name, O_RDONLY | O_NONBLOCK) else {
            throw .cannotRead(path: name, reason: systemReason)
        }
        var found = stat()
        fstat(descriptor.number, &found)
        guard FileStamp(found) == stamp else { throw Self.changed(name) }
        return OpenFile(descriptor)
    }

    private static func changed(_ name: String) -> FileError {
        .cannotRead(path: name, reason: "it changed while it was read")
    }
}

/// An open file that several may hold.
final class OpenFile {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }
}
