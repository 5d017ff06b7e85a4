#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file, or of standard input.
public enum FileBytes {
    /// All bytes of a file.
    ///
    /// - Throws: ``FileError/noSuchFile(path:)``, ``FileError/isFolder(path:)``, ``FileError/cannotRead(path:reason:)``.
    public static func read(_ path: String) throws(FileError) -> [UInt8] {
        guard let file = Descriptor(path, O_RDONLY) else {
            let isMissing = errno == ENOENT
            let error = isMissing ? FileError.noSuchFile(path: path) : .cannotRead(path: path, reason: systemReason)
            if isMissing { FileLog.current?.noteMissing(path) }
            throw error
        }
        var status = stat()
        fstat(file.number, &status)
        if status.isFolder { throw .isFolder(path: path) }
        let bytes = try read(file.number, name: path, expecting: status.isRegularFile ? Int(status.st_size) : 0)
        // The stamp is of before the reading: a change meanwhile is seen the next time.
        FileLog.current?.noteRead(path, FileStamp(status), FileContent(bytes: bytes))
        return bytes
    }

    /// All that comes through standard input.
    ///
    /// - Throws: ``FileError/cannotRead(path:reason:)``.
    public static func standardInput() throws(FileError) -> [UInt8] {
        FileLog.current?.noteStandardInput()
        return try read(0, name: "standard input", expecting: 0)
    }

    /// Reads to the end. One byte more than `expecting` is asked for, so that a file of that size takes one buffer.
    private static func read(_ descriptor: Int32, name: String, expecting: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var capacity = max(expecting + 1, 1 << 16)
        var ended = false
        while !ended {
            let known = bytes
            var failed = false
            bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                _ = buffer.initialize(fromContentsOf: known)
                count = known.count
                while count < buffer.count {
                    let target = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                    let got = retrying { systemRead(descriptor, target.baseAddress, target.count) }
                    failed = got < 0
                    ended = got <= 0
                    if ended { break }
                    count += got
                }
            }
            if failed { throw .cannotRead(path: name, reason: systemReason) }
            capacity *= 2
        }
        return bytes
    }
}

/// The system's `read`, which the methods above hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
