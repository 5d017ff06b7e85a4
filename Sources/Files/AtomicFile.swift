#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that are written whole or not at all.
///
/// The bytes go into a temporary file in the same folder, which then takes the name. Missing folders are made, an
/// existing file is replaced (and its permissions kept), and a link stays a link. Devices and pipes are written as
/// they are.
public enum AtomicFile {
    /// All bytes at once. Durably written, they are on the disk before they take the name, so that a failing machine
    /// leaves the old file or the new one as well.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``; nothing is left behind then, and an existing file is as it was.
    public static func write(_ bytes: [UInt8], to path: String, durably: Bool = false) throws(FileError) {
        let stamp = try written(to: path) { (file) throws(FileError) in
            try file.write(bytes[...])
            if durably { try file.synchronize() }
        }
        if let stamp { FileLog.current?.noteWritten(path, stamp, FileContent(bytes: bytes)) }
    }

    /// Takes away what writers that were killed have left in a folder.
    ///
    /// - Parameters:
    ///   - folder: Where they wrote.
    ///   - seconds: How old they must be, where somebody else may be writing into the folder.
    public static func removeLeftovers(in folder: String, olderThan seconds: Int = 0) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard isTemporary(name) else { continue }
            let path = FileSystem.join(folder, name)
            if seconds == 0 || FileStamp(of: path)?.isOlder(than: seconds) ?? false { unlink(path) }
        }
    }

    private static func isTemporary(_ name: String) -> Bool { name.hasPrefix(".convscope-") && name.hasSuffix(".tmp") }

    /// Writes text as UTF-8.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func write(_ text: String, to path: String) throws(FileError) {
        try write(Array(text.utf8), to: path)
    }

    /// A file in pieces, which `body` writes one after the other.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``, and what `body` throws; nothing is left behind in either case.
    static func write(
        to path: String, _ body: (OutputFile) throws(FileError) -> Void
    ) throws(FileError) {
        if let stamp = try written(to: path, body) { FileLog.current?.noteWritten(path, stamp, nil) }
    }

    /// - Returns: the file's stamp; `nil` for devices and pipes.
    private static func written(
        to path: String, _ body: (OutputFile) throws(FileError) -> Void
    ) throws(FileError) -> FileStamp? {
        if path.isEmpty { throw .cannotWrite(path: "''", reason: "an empty name") }
        let target = followingLinks(path)
        let existing = status(of: target)
        if let existing, existing.isFolder { throw .cannotWrite(path: path, reason: "it is a folder") }
        // /dev/stdout may be a file that the shell has open: replacing it would write to where nobody looks.
        let isStream = ["/dev/stdout", "/dev/stderr"].contains(path) || path.hasPrefix("/dev/fd/")
        if isStream || existing.map({ !$0.isRegularFile }) ?? false {
            guard let file = Descriptor(path, O_WRONLY) else { throw .cannotWrite(path: path, reason: systemReason) }
            try body(OutputFile(descriptor: file.number, path: path))
            return nil
        } else {
            return try replace(target, existing: existing, path: path, body)
        }
    }

    private static func replace(
        _ target: String, existing: stat?, path: String, _ body: (OutputFile) throws(FileError) -> Void
    ) throws(FileError) -> FileStamp {
        let folder = FileSystem.folder(of: target)
        guard makeFolders(folder) else {
            throw .cannotWrite(path: path, reason: "its folder cannot be made: \(systemReason)")
        }
        // A file that may not be written shall not be replaced either, although its folder would allow it.
        if existing != nil, access(target, W_OK) != 0 { throw .cannotWrite(path: path, reason: systemReason) }

        let name = ".convscope-" + String(UInt64.random(in: 0 ... .max), radix: 36) + ".tmp"
        let temporary = FileSystem.join(folder, name)
        guard let file = Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL) else {
            throw .cannotWrite(path: path, reason: systemReason)
        }
        do throws(FileError) {
            if let existing { fchmod(file.number, existing.st_mode & 0o7777) }
            try body(OutputFile(descriptor: file.number, path: path))
            // Of what was written here: once it has its name, another process may put its own file there.
            var written = stat()
            fstat(file.number, &written)
            guard rename(temporary, target) == 0 else { throw .cannotWrite(path: path, reason: systemReason) }
            return FileStamp(written)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Where a link, or a chain of them, leads, also if nothing is there yet.
    private static func followingLinks(_ path: String) -> String {
        var path = path
        for _ in 0..<40 {  // as many as Linux follows
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = buffer.withUnsafeMutableBytes { bytes in
                readlink(path, bytes.bindMemory(to: CChar.self).baseAddress!, bytes.count)
            }
            guard count > 0 else { return path }
            let link = String(decoding: buffer[..<count], as: UTF8.self)
            path = link.hasPrefix("/") ? link : FileSystem.join(FileSystem.folder(of: path), link)
        }
        return path
    }

    /// False with `errno` set if some folder can neither be found nor made.
    static func makeFolders(_ path: String) -> Bool {
        if path.isEmpty || mkdir(path, 0o777) == 0 { return true }
        if errno == ENOENT, path.contains("/"), path != "/" {
            return makeFolders(FileSystem.folder(of: path)) && (mkdir(path, 0o777) == 0 || errno == EEXIST)
        }
        if status(of: path)?.isFolder ?? false { return true }
        if errno == EEXIST { errno = ENOTDIR }
        return false
    }
}

/// A file that is being written.
struct OutputFile {
    fileprivate let descriptor: Int32
    fileprivate let path: String

    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    func write(_ elements: ArraySlice<some BitwiseCopyable>) throws(FileError) {
        let isWritten = elements.withUnsafeBytes { writeAll($0, to: descriptor) }
        guard isWritten else { throw .cannotWrite(path: path, reason: systemReason) }
    }

    /// Waits until the disk has what was written.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    func synchronize() throws(FileError) {
        guard retrying({ fsync(descriptor) }) == 0 else { throw .cannotWrite(path: path, reason: systemReason) }
    }
}
