public import Figures
import Yams

/// Figures as YAML: one with `figure: KIND` and its options, or a manifest with a list of them under `figures:`.
public struct FigureFile: Sendable {
    public struct Entry: Sendable {
        /// `name:`, else the kind, numbered where it repeats.
        public let name: String
        /// `formats:`, if they are given.
        public let formats: [String]?
        public let description: FigureDescription
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
            name: String, formats: [String]?, description: FigureDescription, line: Int, options: [Option]
        ) {
            (self.name, self.formats, self.description) = (name, formats, description)
            (self.line, self.options) = (line, options)
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
        let root = try Self.root(of: yaml, path: path)
        guard let mapping = root.mapping else { throw .expected("a figure or a list of figures", path, root.line) }
        let nodes: [Node]
        if let list = mapping["figures"] {
            guard let sequence = list.sequence else { throw .expected("a list under 'figures'", path, list.line) }
            nodes = Array(sequence)
            if let other = mapping.first(where: { $0.key.scalar?.string != "figures" }) {
                throw .unknownKey(other.key.scalar?.string ?? "", path, other.key.line)
            }
        } else {
            nodes = [root]
        }
        var entries: [Entry] = []
        for node in nodes {
            let entry = try Self.entry(node, path: path, others: entries.map(\.name))
            if entries.contains(where: { $0.name == entry.name }) {
                throw .repeatedName(entry.name, path, node.line)
            }
            entries.append(entry)
        }
        guard !entries.isEmpty else { throw .expected("at least one figure", path, root.line) }
        self.entries = entries
    }

    private static func root(of yaml: String, path: String) throws(FigureFileError) -> Node {
        let root: Node?
        do { root = try SafeYAML.compose(yaml) } catch { throw .notYAML(error.description, path) }
        guard let root else { throw .expected("a figure", path, 1) }
        return root
    }

    private static func entry(_ node: Node, path: String, others: [String]) throws(FigureFileError) -> Entry {
        guard let mapping = node.mapping else { throw .expected("a figure with its options", path, node.line) }
        guard let kindNode = mapping["figure"] else { throw .expected("'figure: KIND'", path, node.line) }
        guard let kindName = kindNode.scalar?.string, let kind = FigureKind(rawValue: kindName) else {
            throw .unknownFigure(kindNode.scalar?.string ?? "", path, kindNode.line)
        }
        var name: String?
        var formats: [String]?
        var options: [(name: String, value: ParameterInput)] = []
        var places: [Entry.Option] = []
        for (keyNode, value) in mapping {
            guard let key = keyNode.scalar?.string else { throw .expected("a name", path, keyNode.line) }
            switch key {
            case "figure": continue
            case "name":
                guard let text = value.scalar?.string, isFileName(text) else {
                    throw .expected("a name without slashes under 'name'", path, value.line)
                }
                name = text
            case "formats":
                formats = try input(value, path: path).items.map(\.text)
                places.append(Entry.Option(name: key, line: keyNode.line, words: []))
                if formats == [] { throw .expected("at least one format, as [svg, png]", path, value.line) }
            default:
                options.append((key, try input(value, path: path)))
                places.append(Entry.Option(name: key, line: keyNode.line, words: words(value)))
            }
        }
        do throws(ParameterError) {
            let description = try FigureDescription(kind, options)
            return Entry(
                name: name ?? unused(kindName, others), formats: formats, description: description, line: node.line,
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

    private static func isFileName(_ text: String) -> Bool {
        !text.isEmpty && !text.contains("/") && !text.hasPrefix(".")
    }

    private static func unused(_ name: String, _ others: [String]) -> String {
        guard others.contains(name) else { return name }
        var number = 2
        while others.contains("\(name)-\(number)") { number += 1 }
        return "\(name)-\(number)"
    }

    private static func input(_ node: Node, path: String) throws(FigureFileError) -> ParameterInput {
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

extension Node {
    fileprivate var line: Int { mark?.line ?? 1 }
}

/// Why a file describes no figure.
public enum FigureFileError: Error, CustomStringConvertible {
    case notYAML(String, String)
    case expected(String, String, Int)
    case unknownFigure(String, String, Int)
    case repeatedName(String, String, Int)
    case unknownKey(String, String, Int)
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
            "\(path):\(line): two figures are called '\(name)'. Give each a name of its own."
        case .unknownKey(let key, let path, let line):
            "\(path):\(line): '\(key)' is not a key beside 'figures'. Options stand with each figure."
        case .option(let error, let path, let line):
            "\(path):\(line): \(error.description)"
        }
    }
}
