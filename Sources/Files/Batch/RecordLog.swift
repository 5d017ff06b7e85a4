import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The records of a folder that a batch writes into, in a hidden folder of it: a line an item, the last one counts.
///
/// Lines are only appended, each by one call, and carry a checksum. Whoever is killed leaves at most a torn line, which
/// nobody believes; two runs at once add to one file. A lost line only means that its item is made once more.
public final class RecordLog: @unchecked Sendable {
    private let folder: String
    private let queue = DispatchQueue(label: "records")
    /// By name, as text: ten thousand photos take a few megabytes.
    private var lines: [String: String] = [:]

    private var path: String { FileSystem.join(folder, "items.txt") }

    /// - Parameter folder: That of the results.
    public init(of folder: String) {
        self.folder = FileSystem.join(folder, ".records")
        guard let text = FileLog.unnoticed({ try? FileSystem.text(of: path) }) else { return }
        var count = 0
        for bytes in text.utf8.split(separator: 10) {
            count += 1
            let line = String(Substring(bytes))
            guard let record = BatchRecord(line: line) else { continue }
            lines[record.name] = line
        }
        // Two runs may do this at once: at worst, lines are lost.
        if count > 2 * lines.count + 64 { compact() }
    }

    private func compact() {
        let text = lines.sorted { $0.key < $1.key }.map { $0.value + "\n" }.joined()
        // If it cannot be shortened, it stays long.
        try? AtomicFile.write(text, to: path)
    }

    public subscript(name: String) -> BatchRecord? {
        queue.sync { lines[name] }.flatMap { BatchRecord(line: $0) }
    }

    /// Keeps a record, in place of an earlier one of this name.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public func keep(_ record: BatchRecord) throws(FileError) {
        let line = record.line
        let isNews = queue.sync { lines.updateValue(line, forKey: record.name) != line }
        if isNews { try append(line) }
    }

    private func append(_ line: String) throws(FileError) {
        guard AtomicFile.makeFolders(folder) else { throw .cannotWrite(path: folder, reason: systemReason) }
        guard let file = Descriptor(path, O_WRONLY | O_APPEND | O_CREAT) else {
            throw .cannotWrite(path: path, reason: systemReason)
        }
        // A line that somebody left unfinished ends here.
        let isWritten = Array("\n\(line)\n".utf8).withUnsafeBytes { writeAll($0, to: file.number) }
        guard isWritten else { throw .cannotWrite(path: path, reason: systemReason) }
        // Records are about this machine's files: no repository should keep them.
        let ignored = FileSystem.join(folder, ".gitignore")
        if !FileSystem.exists(ignored) { try AtomicFile.write("*\n", to: ignored) }
    }
}
