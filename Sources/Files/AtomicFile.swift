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
    /// - Throws: ``FileError/cannotWrite(path:reason:)``; nothing is left behind then, and an existing file is as it was.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let failure = bytes.withUnsafeBytes { put($0, at: path) }
        if let failure { throw failure }
    }

    /// Writes text as UTF-8.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func write(_ text: String, to path: String) throws(FileError) {
        try write(Array(text.utf8), to: path)
    }

    /// The error is a result, since the C buffers' closures cannot throw it typed.
    static func put(_ bytes: UnsafeRawBufferPointer, at path: String) -> FileError? {
        do throws(FileError) {
            if path.isEmpty { throw .cannotWrite(path: "''", reason: "an empty name") }
            let target = followingLinks(path)
            let existing = status(of: target)
            if let existing, existing.isFolder { throw .cannotWrite(path: path, reason: "it is a folder") }
            // /dev/stdout may be a file that the shell has open: replacing it would write to where nobody looks.
            let isStream = ["/dev/stdout", "/dev/stderr"].contains(path) || path.hasPrefix("/dev/fd/")
            if isStream || existing.map({ !$0.isRegularFile }) ?? false {
                try writeDirectly(bytes, to: path)
            } else {
                try replace(target, with: bytes, existing: existing, path: path)
            }
            return nil
        } catch {
            return error
        }
    }

    private static func writeDirectly(_ bytes: UnsafeRawBufferPointer, to path: String) throws(FileError) {
        guard let file = Descriptor(path, O_WRONLY), writeAll(bytes, to: file.number) else {
            throw .cannotWrite(path: path, reason: systemReason)
        }
    }

    private static func replace(
        _ target: String, with bytes: UnsafeRawBufferPointer, existing: stat?, path: String
    ) throws(FileError) {
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
        if let existing { fchmod(file.number, existing.st_mode & 0o7777) }
        guard writeAll(bytes, to: file.number), rename(temporary, target) == 0 else {
            let reason = systemReason
            unlink(temporary)
            throw .cannotWrite(path: path, reason: reason)
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
    private static func makeFolders(_ path: String) -> Bool {
        if path.isEmpty || mkdir(path, 0o777) == 0 { return true }
        if errno == ENOENT, path.contains("/"), path != "/" {
            return makeFolders(FileSystem.folder(of: path)) && (mkdir(path, 0o777) == 0 || errno == EEXIST)
        }
        if status(of: path)?.isFolder ?? false { return true }
        if errno == EEXIST { errno = ENOTDIR }
        return false
    }
}
