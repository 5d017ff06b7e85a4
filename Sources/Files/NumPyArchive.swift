public import Tensors

/// Named NumPy arrays, `.npz`: a zip archive of `.npy` files.
///
/// Opening reads the list only; an array is unpacked when asked for.
public struct NumPyArchive: Sendable {
    /// An array and its name, without `.npy`.
    public struct Entry: Equatable, Sendable {
        public var name: String
        public var tensor: Tensor

        public init(_ name: String, _ tensor: Tensor) {
            self.name = name
            self.tensor = tensor
        }
    }

    private let path: String
    private let zip: ZipReader

    /// - Throws: what ``FileBytes/read(_:)`` throws, and ``FileError/archive(path:_:)``.
    public init(path: String) throws(FileError) {
        try self.init(FileBytes.read(path), name: path)
    }

    /// - Throws: ``FileError/archive(path:_:)``, about `name`.
    public init(_ bytes: [UInt8], name: String) throws(FileError) {
        path = name
        do throws(ArchiveProblem) {
            zip = try ZipReader(bytes)
        } catch {
            throw .archive(path: name, error)
        }
    }

    /// The arrays' names, in the archive's order.
    public var names: [String] {
        zip.entries.map { Self.arrayName($0.name) }
    }

    /// - Throws: ``FileError/archive(path:_:)`` if there is no such array or it is damaged;
    ///   ``FileError/numPy(path:_:)`` if it is not an array of numbers.
    public func tensor(named name: String) throws(FileError) -> Tensor {
        let bytes: [UInt8]
        do throws(ArchiveProblem) {
            guard let entry = zip.entries.first(where: { Self.arrayName($0.name) == name }) else {
                throw .noSuchEntry(name, available: names)
            }
            bytes = try zip.contents(of: entry)
        } catch {
            throw .archive(path: path, error)
        }
        return try NumPyFile.decode(bytes, name: "\(path), array \(name)")
    }

    /// - Throws: as ``tensor(named:)``.
    public func entries() throws(FileError) -> [Entry] {
        var entries: [Entry] = []
        for name in names { entries.append(Entry(name, try tensor(named: name))) }
        return entries
    }

    /// Writes arrays in the order given, whole or not at all. The same arrays give the same bytes.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func write(_ entries: [Entry], to path: String, compressed: Bool = true) throws(FileError) {
        try AtomicFile.write(encode(entries, compressed: compressed), to: path)
    }

    public static func encode(_ entries: [Entry], compressed: Bool = true) -> [UInt8] {
        var zip = ZipWriter(compresses: compressed)
        for entry in entries { zip.add(entry.name + ".npy", NumPyFile.encode(entry.tensor)) }
        return zip.finish()
    }

    private static func arrayName(_ file: String) -> String {
        file.hasSuffix(".npy") ? String(file.dropLast(4)) : file
    }
}
