import Figures
import Yams

/// What a batch makes, as YAML: lists under `figures:` and `filters:`, a lesson, or one figure by itself.
public struct ManifestFile: Sendable {
    /// One description. It may stand for many files, as a filter's folder of photos does.
    public enum Entry: Sendable {
        case figure(FigureFile.Entry)
        case filters(FilterEntry)
        /// The file is a lesson; its figures are entries of their own.
        case lesson(LessonFile)

        /// Unique in its file.
        public var name: String {
            switch self {
            case .figure(let entry): entry.name
            case .filters(let entry): entry.name
            case .lesson: "index"
            }
        }
    }

    /// The lists of a manifest.
    enum List: String, CaseIterable {
        case figures, filters

        fileprivate func entry(_ node: Node, path: String, others: [String]) throws(FigureFileError) -> Entry {
            switch self {
            case .figures: .figure(try FigureFile.entry(node, path: path, others: others))
            case .filters: .filters(try FilterEntry(node, path: path, others: others))
            }
        }
    }

    public let entries: [Entry]

    /// What a text describes; `path` is for messages.
    ///
    /// - Throws: ``FigureFileError``
    public init(yaml: String, path: String) throws(FigureFileError) {
        let root = try Self.root(of: yaml, path: path)
        guard let mapping = root.mapping else { throw .expected("a figure or a list of figures", path, root.line) }
        if mapping["lesson"] != nil {
            let lesson = try LessonFile(yaml: yaml, path: path)
            entries = lesson.figures.map(Entry.figure) + [.lesson(lesson)]
            return
        }
        guard mapping.contains(where: { List(rawValue: $0.key.scalar?.string ?? "") != nil }) else {
            entries = [.figure(try FigureFile.entry(root, path: path, others: []))]
            return
        }
        var entries: [Entry] = []
        for (key, value) in mapping {
            guard let list = List(rawValue: key.scalar?.string ?? "") else {
                throw .unknownKey(key.scalar?.string ?? "", path, key.line)
            }
            guard let nodes = value.sequence else {
                throw .expected("a list under '\(list.rawValue)'", path, value.line)
            }
            for node in nodes {
                let names = entries.map(\.name)
                let entry = try list.entry(node, path: path, others: names)
                if names.contains(entry.name) { throw .repeatedName(entry.name, path, node.line) }
                entries.append(entry)
            }
        }
        guard !entries.isEmpty else { throw .expected("at least one figure or filter", path, root.line) }
        self.entries = entries
    }

    private static func root(of yaml: String, path: String) throws(FigureFileError) -> Node {
        let root: Node?
        do { root = try SafeYAML.compose(yaml) } catch { throw .notYAML(error.description, path) }
        guard let root else { throw .expected("a figure", path, 1) }
        return root
    }
}

extension ManifestFile {
    /// What `name:` says: files are called so.
    static func name(_ node: Node, path: String) throws(FigureFileError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty, !text.contains("/"), !text.hasPrefix(".") else {
            throw .expected("a name without slashes under 'name'", path, node.line)
        }
        return text
    }

    /// The name, numbered where it is taken.
    static func unused(_ name: String, _ others: [String]) -> String {
        guard others.contains(name) else { return name }
        var number = 2
        while others.contains("\(name)-\(number)") { number += 1 }
        return "\(name)-\(number)"
    }

    /// An option's value as it was written.
    static func input(_ node: Node, path: String) throws(FigureFileError) -> ParameterInput {
        switch node {
        case .scalar(let scalar):
            return .text(scalar.string)
        case .sequence(let sequence):
            var items: [ParameterInput] = []
            for item in sequence { items.append(try input(item, path: path)) }
            return .list(items)
        case .mapping, .alias:
            throw .expected("a value or a list", path, node.line)
        }
    }
}
