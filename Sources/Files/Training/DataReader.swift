import Networks
import Tensors
import Training

/// Reads `data:` of an experiment.
struct DataReader {
    /// Where paths begin.
    let folder: String

    private enum Key: String, CaseIterable {
        // What kind it is: one of these.
        case file, images, folder, pairs, patches, shapes
        // What is said besides.
        case labels, filter, target, size, count, seed, noise, normalize, range, classes
        case heldOut = "held-out"

        static let kinds: [Key] = [.file, .images, .folder, .pairs, .patches, .shapes]

        /// What may stand beside one of the kinds.
        static func beside(_ kind: Key) -> [Key] {
            let common: [Key] = [kind, .target, .count, .seed, .heldOut]
            switch kind {
            case .file: return common + [.images, .labels, .range, .classes]
            case .images: return common + [.labels, .range, .classes]
            case .folder: return common + [.size]
            case .pairs: return common + [.filter, .size]
            case .patches: return common + [.normalize, .size]
            case .shapes: return common + [.size, .noise]
            case .labels, .filter, .target, .size, .count, .seed, .noise, .normalize, .range, .classes, .heldOut:
                return common
            }
        }
    }

    func source(_ node: SourceNode, _ problems: inout ProblemList) -> DataSource? {
        if let text = node.scalar { return short(text, node, &problems) }
        let all = problems.values(of: node, keys: Key.allCases.map(\.rawValue), "where the samples come from")
        guard !all.isEmpty else { return nil }
        guard let main = Key.kinds.first(where: { all[$0.rawValue] != nil }) else {
            problems.add(
                .expected("one of \(Key.kinds.map(\.rawValue).joined(separator: ", "))", found: "none of them"),
                node.location)
            return nil
        }
        let allowed = Key.beside(main).map(\.rawValue)
        let values = problems.values(of: node, keys: allowed, "data")
        guard let kind = kind(main, values, &problems) else { return nil }
        let goal = problems.choice(values[Key.target.rawValue], "target", of: kind.goals)
        var source = DataSource(kind, goal: goal ?? kind.goals[0])
        source.size = size(values, &problems)
        source.count = problems.integer(values[Key.count.rawValue], "count", 1...10_000_000)
        source.seed = problems.seed(values[Key.seed.rawValue], "seed") ?? 0
        source.range = problems.number(values[Key.range.rawValue], "range", 1e-6...1e9).map { Float($0) }
        source.classNames = classes(values[Key.classes.rawValue], &problems)
        readHeldOut(values[Key.heldOut.rawValue], &source, &problems)
        if case .files(_, nil) = source.kind, source.goal != .itself {
            problems.add(.missingKey("labels"), node.location)
        }
        return source
    }

    /// A path alone: an archive, or a folder.
    private func short(_ text: String, _ node: SourceNode, _ problems: inout ProblemList) -> DataSource? {
        let path = resolved(text)
        if FileSystem.ending(of: path) == "npz" {
            return DataSource(.archive(path: path, images: nil, labels: nil), goal: .classes)
        }
        if FileSystem.isFolder(path) { return DataSource(.folder(path), goal: .classes) }
        return problems.refuse(
            node, "data", "an .npz file, a folder of classes, or a mapping as { shapes: [bars, circles], size: 16 }")
    }

    private func kind(
        _ main: Key, _ values: [String: SourceNode], _ problems: inout ProblemList
    ) -> DataSource.Kind? {
        let node = values[main.rawValue]
        func path(_ key: Key) -> String? {
            problems.text(values[key.rawValue], key.rawValue, "a path").map(resolved)
        }
        switch main {
        case .file:
            let images = problems.text(values["images"], "images", "an array's name")
            let labels = problems.text(values["labels"], "labels", "an array's name")
            return path(.file).map { .archive(path: $0, images: images, labels: labels) }
        case .images:
            let labels = path(.labels)
            return path(.images).map { .files(images: $0, labels: labels) }
        case .folder:
            return path(.folder).map(DataSource.Kind.folder)
        case .pairs:
            guard let filterNode = values[Key.filter.rawValue] else {
                if let node { problems.add(.missingKey("filter"), node.location) }
                return nil
            }
            let filters = Self.filters(filterNode, &problems)
            return photos(node, main, &problems).flatMap { photos in
                filters.map { .pairs(photos: photos, filters: $0) }
            }
        case .patches:
            let isNormalized = problems.flag(values[Key.normalize.rawValue], "normalize") ?? false
            return photos(node, main, &problems).map { .patches(photos: $0, isNormalized: isNormalized) }
        case .shapes:
            let noise = problems.number(values[Key.noise.rawValue], "noise", 0...10) ?? 0
            let names = problems.texts(node, "shapes", Self.shapeNames) ?? []
            let kinds = names.compactMap { SyntheticShapes.Kind(rawValue: $0.text) }
            if !kinds.isEmpty, kinds.count == names.count, Set(kinds).count == kinds.count {
                return .shapes(kinds, noise: Float(noise))
            }
            // A list of something else has been told already.
            return names.isEmpty ? nil : node.flatMap { problems.refuse($0, "shapes", Self.shapeNames) }
        case .labels, .filter, .target, .size, .count, .seed, .noise, .normalize, .range, .classes, .heldOut:
            return nil
        }
    }

    private static let shapeNames =
        "some of \(SyntheticShapes.Kind.allCases.map(\.rawValue).joined(separator: ", ")), each once"

    /// Photos by their paths; a folder stands for all in it.
    private func photos(_ node: SourceNode?, _ key: Key, _ problems: inout ProblemList) -> [String]? {
        guard let items = problems.texts(node, key.rawValue, "a photo or several, as [a.png, b.png]") else {
            return nil
        }
        var paths: [String] = []
        for item in items {
            let path = resolved(item.text)
            guard FileSystem.isFolder(path) else {
                paths.append(path)
                continue
            }
            guard let inside = problems.reading(item.node, { try FileSystem.images(in: path) }) else { return nil }
            if inside.isEmpty {
                problems.add(.stated("\(path): there are no PNG or JPEG files in it."), item.node.location)
            }
            paths += inside
        }
        return paths.isEmpty ? nil : paths
    }

    /// Filters by their names, or kernels as text.
    static func filters(_ node: SourceNode, _ problems: inout ProblemList) -> [Filter]? {
        guard let items = problems.texts(node, "filter", "a filter's name or several, as [sobel-x, sobel-y]") else {
            return nil
        }
        let filters = items.compactMap { item in problems.reading(item.node) { try Filter(parsing: item.text) } }
        return filters.count == items.count ? filters : nil
    }

    private func size(_ values: [String: SourceNode], _ problems: inout ProblemList) -> [Int]? {
        guard let node = values[Key.size.rawValue] else { return nil }
        let parts = node.scalar?.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) } ?? []
        let sizes = parts.compactMap(\.self)
        guard (1...2).contains(sizes.count), sizes.count == parts.count, sizes.allSatisfy((1...4096).contains) else {
            return problems.refuse(node, "size", "a size in pixels, or height x width, as 32x24")
        }
        return sizes.count == 1 ? [sizes[0], sizes[0]] : sizes
    }

    /// A list of names, or a file of them.
    private func classes(_ node: SourceNode?, _ problems: inout ProblemList) -> [String]? {
        guard let node else { return nil }
        if let path = node.scalar { return problems.reading(node) { try LabelsFile.read(resolved(path)) } }
        return problems.texts(node, "classes", "names, or a file of them")?.map(\.text)
    }

    /// `0.2`, `every 5`, or `{ images: FILE, labels: FILE }`.
    private func readHeldOut(_ node: SourceNode?, _ source: inout DataSource, _ problems: inout ProblemList) {
        guard let node else { return }
        if case .mapping = node.value {
            let values = problems.values(of: node, keys: ["images", "labels"], "files, as { images: …, labels: … }")
            guard case .files = source.kind, let images = problems.text(values["images"], "images", "a path") else {
                return problems.add(
                    .expected("held-out files beside `images:`, or a share, as 0.2", found: node.excerpt), node.location
                )
            }
            let labels = problems.text(values["labels"], "labels", "a path").map(resolved)
            if labels == nil, source.goal != .itself { problems.add(.missingKey("labels"), node.location) }
            source.heldOutFiles = .init(images: resolved(images), labels: labels)
            return
        }
        let words = node.scalar?.split(separator: " ") ?? []
        if words.count == 2, words[0] == "every", let step = Int(words[1]), (2...1_000_000).contains(step) {
            source.heldOut = .every(step)
        } else if words.count == 1, let share = Double(words[0]), (0..<1).contains(share) {
            source.heldOut = share == 0 ? .nothing : .share(share)
        } else {
            problems.add(
                .badValue(
                    option: "held-out", found: node.excerpt,
                    expectation: "a share below 1, as 0.2, 'every N', as every 5, or 0 for none"), node.location)
        }
    }

    private func resolved(_ path: String) -> String { FileSystem.resolved(path, relativeTo: folder) }
}
