public import Figures
import Yams

/// Figures as YAML: one with `figure: KIND` and its options, or a manifest with a list of them under `figures:`.
public struct FigureFile: Sendable {
    public struct Entry: Sendable {
        /// `name:`, else the kind, numbered where it repeats.
        public let name: String
        /// `formats:`, if they are given.
        public let formats: [String]?
        /// `caption:`, if it is given, in Markdown.
        public let caption: String?
        public let description: FigureDescription
        /// All of it as it was written: the same words and the same files give the same figure.
        public let recipe: String
        /// Where it begins in the file, counted from 1.
        public let line: Int
        private let options: [Option]

        fileprivate struct Option: Sendable {
            let name: String
            let line: Int
            /// Its words, each with its line.
            let words: [(text: String, line: Int)]
        }

        fileprivate init(
            name: String, formats: [String]?, caption: String?, description: FigureDescription, recipe: String,
            line: Int, options: [Option]
        ) {
            (self.name, self.formats, self.caption) = (name, formats, caption)
            (self.description, self.recipe) = (description, recipe)
            (self.line, self.options) = (line, options)
        }

        /// A figure that no file describes.
        ///
        /// - Throws: `ParameterError` for an option that it does not have.
        public init(
            _ kind: FigureKind, name: String? = nil, _ options: [(name: String, value: ParameterInput)]
        ) throws(ParameterError) {
            self.init(
                name: name ?? kind.rawValue, formats: nil, caption: nil,
                description: try FigureDescription(kind, options), recipe: "\(kind.rawValue) \(options)", line: 1,
                options: [])
        }

        /// The same entry, in these formats unless it names its own.
        func with(formats others: [String]?) -> Entry {
            guard formats == nil, let others else { return self }
            return Entry(
                name: name, formats: others, caption: caption, description: description,
                recipe: "\(recipe) \(others)", line: line, options: options)
        }

        /// The same entry with its figure changed.
        public func with(_ description: FigureDescription, name: String) -> Entry {
            Entry(
                name: name, formats: formats, caption: caption, description: description,
                recipe: "\(recipe) \(description.settings)", line: line, options: options)
        }

        /// The line on which an option stands, else the figure's.
        public func line(ofOption name: String) -> Int {
            options.first { $0.name == name }?.line ?? line
        }

        /// The line of the first value that fits, else the figure's.
        public func line(ofValue fits: (String) -> Bool) -> Int {
            options.lazy.flatMap(\.words).first { fits($0.text) }?.line ?? line
        }
    }

    public let entries: [Entry]

    /// The figures that a text describes; `path` is for messages.
    ///
    /// - Throws: ``FigureFileError``
    public init(yaml: String, path: String) throws(FigureFileError) {
        entries = try ManifestFile(yaml: yaml, path: path).entries.compactMap {
            switch $0 {
            case .figure(let entry): entry
            case .filters, .lesson: nil
            }
        }
        guard !entries.isEmpty else { throw .expected("at least one figure", path, 1) }
    }

    /// The figures of a list.
    ///
    /// - Parameter network: What those show that need a network and name none.
    /// - Throws: ``FigureFileError``
    static func entries(_ nodes: [Node], path: String, network: String? = nil) throws(FigureFileError) -> [Entry] {
        var entries: [Entry] = []
        for node in nodes {
            let names = entries.map(\.name)
            let entry = try entry(node, path: path, others: names, network: network)
            if names.contains(entry.name) { throw .repeatedName(entry.name, path, node.line) }
            entries.append(entry)
        }
        return entries
    }

    /// - Parameters:
    ///   - others: The names that are taken.
    ///   - network: What it shows if it needs a network and names none.
    static func entry(
        _ node: Node, path: String, others: [String] = [], network: String? = nil
    ) throws(FigureFileError) -> Entry {
        guard let mapping = node.mapping else { throw .expected("a figure with its options", path, node.line) }
        guard let kindNode = mapping["figure"] else { throw .expected("'figure: KIND'", path, node.line) }
        guard let kindName = kindNode.scalar?.string, let kind = FigureKind(rawValue: kindName) else {
            throw .unknownFigure(kindNode.scalar?.string ?? "", path, kindNode.line)
        }
        var name: String?
        var formats: [String]?
        var caption: String?
        var options: [(name: String, value: ParameterInput)] = []
        var places: [Entry.Option] = []
        for (keyNode, value) in mapping {
            guard let key = keyNode.scalar?.string else { throw .expected("a name", path, keyNode.line) }
            switch key {
            case "figure": continue
            case "name":
                name = try ManifestFile.name(value, path: path)
            case "caption":
                guard let text = value.scalar?.string else {
                    throw .expected("a text under 'caption'", path, value.line)
                }
                caption = text
            // Claims are read by those who check them.
            case "expect": continue
            case "network" where value.mapping != nil:
                options.append((key, .text(NetworkFile.inline(value))))
                places.append(Entry.Option(name: key, line: keyNode.line, words: []))
            case "formats":
                formats = try ManifestFile.input(value, path: path).items.map(\.text)
                places.append(Entry.Option(name: key, line: keyNode.line, words: []))
                if formats == [] { throw .expected("at least one format, as [svg, png]", path, value.line) }
            default:
                options.append((key, try ManifestFile.input(value, path: path)))
                places.append(Entry.Option(name: key, line: keyNode.line, words: words(value)))
            }
        }
        let isGiven = options.contains { ["network", "run"].contains($0.name) }
        if let network, kind.declares("network"), !isGiven { options.append(("network", .text(network))) }
        do throws(ParameterError) {
            let description = try FigureDescription(kind, options)
            return Entry(
                name: name ?? ManifestFile.unused(kindName, others), formats: formats, caption: caption,
                description: description, recipe: "\(kindName) \(formats ?? []) \(options)", line: node.line,
                options: places)
        } catch {
            let key = error.option ?? error.value
            let line = mapping.first { $0.key.scalar?.string == key }?.key.line ?? node.line
            throw .option(error, path, line)
        }
    }

    private static func words(_ node: Node) -> [(text: String, line: Int)] {
        switch node {
        case .scalar(let scalar): [(scalar.string, node.line)]
        case .sequence(let sequence): sequence.flatMap(words)
        case .mapping, .alias: []
        }
    }
}

extension Node {
    var line: Int { mark?.line ?? 1 }
}

/// Why a file describes no figure.
public enum FigureFileError: Error, CustomStringConvertible {
    case notYAML(String, String)
    case expected(String, String, Int)
    case unknownFigure(String, String, Int)
    case repeatedName(String, String, Int)
    case unknownKey(String, String, Int)
    case unknownLessonKey(String, [String], String, Int)
    case option(ParameterError, String, Int)

    public var description: String {
        switch self {
        case .notYAML(let reason, let path):
            "\(path): not YAML: \(reason)"
        case .expected(let what, let path, let line):
            "\(path):\(line): expected \(what)."
        case .unknownFigure(let name, let path, let line):
            "\(path):\(line): no figure is called '\(name)'; there are "
                + FigureKind.allCases.map(\.rawValue).joined(separator: ", ") + "."
        case .repeatedName(let name, let path, let line):
            "\(path):\(line): two entries are called '\(name)'. Give each a name of its own."
        case .unknownKey(let key, let path, let line):
            "\(path):\(line): '\(key)' is not a key of a manifest; there are "
                + "\(ManifestFile.List.allCases.map(\.rawValue).joined(separator: ", ")). Options stand with each entry."
        case .unknownLessonKey(let key, let known, let path, let line):
            "\(path):\(line): '\(key)' is not a key here; there are \(known.joined(separator: ", "))."
        case .option(let error, let path, let line):
            "\(path):\(line): \(error.description)"
        }
    }
}
