#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Paths, and what lies behind them.
public enum FileSystem {
    public static func isFolder(_ path: String) -> Bool {
        status(of: path)?.isFolder ?? false
    }

    public static func exists(_ path: String) -> Bool {
        status(of: path) != nil
    }

    /// The first of `paths` that leads to the same file as one of `others`, and that one. Each is looked at once.
    public static func sameFile(among paths: [String], and others: [String]) -> (path: String, other: String)? {
        var known: [FileNode: String] = [:]
        for other in others { if let status = status(of: other) { known[FileNode(status)] = other } }
        for path in paths {
            if let status = status(of: path), let other = known[FileNode(status)] { return (path, other) }
        }
        return nil
    }

    /// A file, whatever its names.
    private struct FileNode: Hashable {
        let device: UInt64
        let number: UInt64

        init(_ status: stat) {
            device = UInt64(truncatingIfNeeded: status.st_dev)
            number = UInt64(truncatingIfNeeded: status.st_ino)
        }
    }

    /// The names of what a folder holds, sorted; hidden ones are left out.
    ///
    /// - Throws: ``FileError/noSuchFile(path:)``, ``FileError/notFolder(path:)``, ``FileError/cannotRead(path:reason:)``.
    public static func entries(of folder: String) throws(FileError) -> [String] {
        // The stamp is of before the reading: a change meanwhile is seen the next time.
        let stamp = FileStamp(of: folder)
        guard let stream = opendir(folder) else {
            switch errno {
            case ENOENT:
                FileLog.current?.noteMissing(folder)
                throw .noSuchFile(path: folder)
            case ENOTDIR: throw .notFolder(path: folder)
            default: throw .cannotRead(path: folder, reason: systemReason)
            }
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        names.sort()
        if let stamp { FileLog.current?.noteRead(folder, stamp, FileContent(names: names)) }
        return names
    }

    /// The paths of the PNG and JPEG files right in a folder, by their endings, sorted by name.
    ///
    /// - Throws: what ``entries(of:)`` throws.
    public static func images(in folder: String) throws(FileError) -> [String] {
        try entries(of: folder)
            .filter { ["png", "jpg", "jpeg"].contains(ending(of: $0)) }
            .map { join(folder, $0) }
            .filter { status(of: $0)?.isRegularFile ?? false }
    }

    /// The whole file as text; `-` is standard input.
    ///
    /// - Throws: ``FileError`` if it cannot be read.
    public static func text(of path: String) throws(FileError) -> String {
        let bytes = try path == "-" ? FileBytes.standardInput() : FileBytes.read(path)
        // Some editors begin with a mark of the byte order, which says nothing here.
        return String(
            decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    }

    /// Takes a file away, if it is there.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .cannotWrite(path: path, reason: systemReason) }
    }

    /// Where relative paths begin.
    static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }

    /// A path as it can be opened from the current folder, if relative ones begin at `folder`.
    public static func resolved(_ path: String, relativeTo folder: String?) -> String {
        guard let folder, !path.hasPrefix("/"), !folder.isEmpty else { return path }
        return folder + "/" + path
    }

    public static func join(_ folder: String, _ name: String) -> String {
        folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// What follows the last slash.
    public static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// What precedes the last slash; empty where there is none.
    public static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
    }

    /// The name without its ending: `photo` of `a/photo.png`.
    public static func stem(of path: String) -> String {
        let name = name(of: path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// What follows the last dot of the name, in lower case: `png`.
    public static func ending(of path: String) -> String {
        let name = name(of: path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}
