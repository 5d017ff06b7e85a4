import Files
import Reports

/// What manifests ask for, item by item.
struct RenderManifests {
    private(set) var items: [any RenderItem] = []
    /// The manifests that could not be read.
    private(set) var unread: [Failure] = []
    /// Some lessons alone are not all that an index would be over.
    private let hasFolder: Bool

    /// - Parameters:
    ///   - inputs: Manifests and folders of them.
    ///   - output: The folder to draw into.
    /// - Throws: what reading a folder, or the only manifest, throws; ``Failure`` where two items write one file.
    init(_ inputs: [String], output: String, isQuiet: Bool) throws {
        hasFolder = inputs.contains(where: FileSystem.isFolder)
        let paths = try inputs.flatMap { try Self.manifests($0) }
        for path in paths {
            do {
                items += try Self.items(of: path, output: output, isQuiet: isQuiet)
            } catch {
                unread.append(Failure(error))
            }
        }
        if let only = unread.first, paths.count == 1 { throw only }
        try refuseSharedFiles()
    }

    private static func manifests(_ input: String) throws -> [String] {
        guard FileSystem.isFolder(input) else { return [input] }
        let files = try FileSystem.entries(of: input).filter { ["yml", "yaml"].contains(FileSystem.ending(of: $0)) }
        if files.isEmpty {
            throw Failure(message: "\(input): no .yml files in this folder.", status: Failure.noInput)
        }
        return files.map { FileSystem.join(input, $0) }
    }

    private static func items(of path: String, output: String, isQuiet: Bool) throws -> [any RenderItem] {
        let yaml = try FileSystem.text(of: path)
        let file = try ManifestFile(yaml: yaml, path: path)
        let place = RenderPlace(manifest: path, output: output)
        AtomicFile.removeLeftovers(in: place.folder, olderThan: RenderRun.leftoverAge)
        return try file.entries.flatMap { entry -> [any RenderItem] in
            switch entry {
            case .figure(let entry): [try FigureItem(entry, in: place)]
            case .filters(let entry): PhotoGroup.items(entry, in: place, isQuiet: isQuiet)
            case .lesson(let lesson): [LessonItem(lesson, yaml: yaml, in: place)]
            }
        }
    }

    /// The page over all lessons, where a folder of them is asked for.
    var index: String? {
        let lessons = items.compactMap { $0 as? LessonItem }
        return hasFolder && !lessons.isEmpty ? LessonIndex.page(lessons.map(\.card)) : nil
    }

    /// Each file has one item that it comes from.
    private func refuseSharedFiles() throws {
        var seen: Set<String> = []
        for item in items where !seen.insert(item.path).inserted {
            throw Failure.usage("two items would be written to \(item.path): give manifests different names.")
        }
    }
}
