#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The images in a folder.
public enum ImageFolder {
    /// The endings taken for images, whatever their case.
    public static let endings = ["png", "jpg", "jpeg"]

    /// Whether something is at `path` and is a folder.
    public static func isFolder(_ path: String) -> Bool {
        status(of: path)?.isFolder ?? false
    }

    /// The paths of the images right in a folder, sorted by name; hidden files and subfolders are passed over.
    ///
    /// - Throws: ``FileError/noSuchFile(path:)``, ``FileError/notFolder(path:)``, ``FileError/cannotRead(path:reason:)``.
    public static func images(in path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else {
            switch errno {
            case ENOENT: throw .noSuchFile(path: path)
            case ENOTDIR: throw .notFolder(path: path)
            default: throw .cannotRead(path: path, reason: systemReason)
            }
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix("."), hasImageEnding(name) { names.append(name) }
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        return names.sorted().map { prefix + $0 }.filter { status(of: $0)?.isRegularFile ?? false }
    }

    private static func hasImageEnding(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return endings.contains(name[name.index(after: dot)...].lowercased())
    }
}
