#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a model's external data may lie: in the model's folder, or below it.
struct ExternalFolder {
    private let path: String
    /// The folder without links; where the model itself is a link, also the folder of what it leads to.
    private let roots: [String]

    init(ofFile file: String) {
        path = FileSystem.folder(of: file)
        let folders = [path.isEmpty ? "." : path, resolved(file).map(FileSystem.folder) ?? "."]
        roots = folders.compactMap(resolved)
    }

    /// The file without links.
    func find(_ location: String) throws(ONNXProblem.External) -> String {
        if location.hasPrefix("/") { throw .absolutePath }
        let parts = location.split(separator: "/")
        if parts.contains("..") { throw .leavesFolder }
        // The system takes a name to end at a zero.
        if location.utf8.contains(0) { throw .missing }
        guard let file = resolved(FileSystem.join(path, location)) else { throw .missing }
        let isInside = roots.contains { file.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
        guard isInside else { throw .leavesFolder }
        guard let found = status(of: file), found.isRegularFile else { throw .notFile }
        return file
    }
}

/// The path without links, `.` and `..`; `nil` if nothing is there.
private func resolved(_ path: String) -> String? {
    guard let absolute = realpath(path, nil) else { return nil }
    defer { free(absolute) }
    return String(cString: absolute)
}

/// The data that a model's tensors keep in other files.
struct ExternalData {
    private struct Use {
        let range: Range<Int>
        let tensor: String
    }

    private let folder: ExternalFolder?
    private var files: [String: ByteSource] = [:]
    private var uses: [String: [Use]] = [:]

    init(folder: ExternalFolder?) {
        self.folder = folder
    }

    /// - Parameter needed: How many bytes the tensor takes.
    mutating func payload(
        _ entries: [String: String], needed: Int, tensor: String
    ) throws(ONNXProblem) -> ONNXTensor.Payload {
        let location = entries["location"].flatMap { $0.isEmpty ? nil : $0 }
        do throws(ONNXProblem.External) {
            guard let location else { throw .noLocation }
            let offset = try number("offset", in: entries) ?? 0
            let length = try number("length", in: entries) ?? needed
            guard length == needed else { throw .wrongLength(length: length, needed: needed) }
            let source = try source(location)
            guard offset <= source.count, needed <= source.count - offset else {
                throw .outOfRange(offset: offset, length: needed, size: source.count)
            }
            if needed > 0 { uses[location, default: []].append(Use(range: offset..<offset + needed, tensor: tensor)) }
            return .raw(source, at: offset)
        } catch {
            throw ONNXProblem(.external(file: location, error), tensor: tensor)
        }
    }

    private mutating func source(_ location: String) throws(ONNXProblem.External) -> ByteSource {
        if let known = files[location] { return known }
        guard let folder else { throw .withoutFolder }
        let path = try folder.find(location)
        guard let source = try? ByteSource(path: path) else { throw .missing }
        files[location] = source
        return source
    }

    private func number(_ key: String, in entries: [String: String]) throws(ONNXProblem.External) -> Int? {
        guard let text = entries[key] else { return nil }
        guard let value = Int(text), value >= 0 else { throw .malformed(key: key, value: text) }
        return value
    }

    /// Tensors may share all their bytes, but not some.
    ///
    /// - Throws: ``ONNXProblem/External/overlaps(tensor:)``.
    func checkOverlaps() throws(ONNXProblem) {
        for (location, uses) in uses.sorted(by: { $0.key < $1.key }) {
            let sorted = uses.sorted {
                ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
            }
            for (first, second) in zip(sorted, sorted.dropFirst())
            where first.range != second.range && first.range.upperBound > second.range.lowerBound {
                let problem = ONNXProblem.External.overlaps(tensor: first.tensor)
                throw ONNXProblem(.external(file: location, problem), tensor: second.tensor)
            }
        }
    }
}
