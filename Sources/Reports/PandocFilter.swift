import Files
public import Networks

/// Puts into pandoc's tree what the blocks of class `convscope` ask for.
public struct PandocFilter {
    /// What becomes of what is wrong.
    public enum Complaints: String, CaseIterable, Sendable {
        /// The build fails, after all of it was told.
        case fail
        /// It stands on the page.
        case show
    }

    public struct Settings: Sendable {
        public var complaints = Complaints.fail
        /// Whether figures become part of pages of HTML.
        public var isInline = false
        /// Where paths in blocks begin.
        public var root = ""
        /// Where figures go.
        public var folder = "convscope-figures"
    }

    public let settings: Settings
    private let writer: PandocWriter
    private var count = 0
    private var labels: Set<String> = []
    /// What was wrong, in the order of the notes.
    public private(set) var problems: [String] = []
    private let describe: (any Error) -> String

    /// - Precondition: ``isDocument(_:)``
    /// - Parameters:
    ///   - tree: What pandoc hands over.
    ///   - target: pandoc's name of the output format.
    ///   - describe: Errors in words.
    ///   - illustrator: Draws into a folder.
    public init(
        _ tree: JSON, target: String, describe: @escaping (any Error) -> String,
        illustrator: (Settings, PandocTarget) -> any Illustrator
    ) {
        let settings = Settings(metadata: tree["meta"]?["convscope"], problems: &problems)
        self.settings = settings
        self.describe = describe
        let versions = tree["pandoc-api-version"]?.integerList ?? []
        let format = PandocTarget(writer: target, isInline: settings.isInline)
        writer = PandocWriter(
            target: format, hasFigures: versions.count > 1 && (versions[0], versions[1]) >= (1, 23),
            illustrator: illustrator(settings, format))
    }

    /// Whether it is what pandoc hands to filters.
    public static func isDocument(_ tree: JSON) -> Bool {
        if case .list? = tree["blocks"] { return tree["pandoc-api-version"] != nil }
        return false
    }

    /// The tree with every block replaced; what is wrong is added to ``problems``.
    public mutating func filtered(_ tree: JSON) -> JSON {
        switch tree {
        case .list(let items):
            return .list(items.flatMap { item -> [JSON] in block(item).map { replaced($0) } ?? [filtered(item)] })
        case .object(let entries): return .object(entries.map { ($0.0, filtered($0.1)) })
        case .null, .flag, .integer, .number, .text: return tree
        }
    }

    private func block(_ node: JSON) -> NotesFile.Block? {
        guard node["t"]?.string == "CodeBlock", case .list(let parts)? = node["c"], parts.count == 2,
            let text = parts[1].string, case .list(let attributes) = parts[0], attributes.count == 3
        else { return nil }
        var found = NotesFile.Attributes()
        found.identifier = attributes[0].string.flatMap { $0.isEmpty ? nil : $0 }
        found.classes = attributes[1].stringList
        if case .list(let pairs) = attributes[2] {
            for pair in pairs.map(\.stringList) where pair.count == 2 { found.values.append((pair[0], pair[1])) }
        }
        guard found.classes.contains("convscope") else { return nil }
        return NotesFile.Block(text: text, attributes: found)
    }

    private mutating func replaced(_ block: NotesFile.Block) -> [JSON] {
        count += 1
        let label = block.attributes.identifier
        let place = "block \(count)" + (label.map { " #\($0)" } ?? "")
        if let label, !labels.insert(label).inserted {
            problems.append("\(place): two blocks are called #\(label). Give each a name of its own.")
        }
        let builder = BlockBuilder(path: settings.root.isEmpty ? place : settings.root + "/" + place)
        do {
            let blocks = try builder.blocks(block)
            let wrong = Document(title: "", blocks: blocks).outcomes.filter { !$0.outcome.holds }
            problems += wrong.map { "\(place): \($0.outcome.sentence(network: $0.network))" }
            return try writer.json(blocks)
        } catch {
            problems.append(describe(error))
            return [PandocWriter.complaint(describe(error))]
        }
    }
}

extension PandocFilter.Settings {
    private enum Key: String, CaseIterable {
        case check, svg, root, folder
    }

    /// - Parameters:
    ///   - metadata: What stands under `convscope:` in the notes' header.
    ///   - problems: Gets to know what is no setting.
    init(metadata: JSON?, problems: inout [String]) {
        guard case .object(let entries)? = metadata?["c"] else {
            if metadata != nil { problems.append("'convscope:' in the header holds settings, as { check: show }.") }
            return
        }
        for (name, node) in entries {
            guard let key = Key(rawValue: name), let text = node.plainMetadata else {
                let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append("'\(name)' is no setting under 'convscope:'; there are \(known).")
                continue
            }
            switch key {
            case .root: root = text
            case .folder: folder = text
            case .check:
                guard let choice = PandocFilter.Complaints(rawValue: text) else {
                    problems.append("'check: \(text)': there are fail and show.")
                    continue
                }
                complaints = choice
            case .svg:
                if !["file", "inline"].contains(text) { problems.append("'svg: \(text)': there are file and inline.") }
                isInline = text == "inline"
            }
        }
    }
}

extension JSON {
    package subscript(key: String) -> JSON? {
        guard case .object(let entries) = self else { return nil }
        return entries.first { $0.0 == key }?.1
    }

    package var string: String? { if case .text(let text) = self { text } else { nil } }

    fileprivate var stringList: [String] {
        guard case .list(let items) = self else { return [] }
        return items.compactMap(\.string)
    }

    fileprivate var integerList: [Int] {
        guard case .list(let items) = self else { return [] }
        return items.compactMap { if case .integer(let value) = $0 { value } else { nil } }
    }

    /// The words of a value in a header: MetaInlines, MetaString.
    fileprivate var plainMetadata: String? {
        switch self["t"]?.string {
        case "MetaString": return self["c"]?.string
        case "MetaBool": return nil
        case "MetaInlines":
            guard case .list(let inlines)? = self["c"] else { return nil }
            return inlines.map { $0["t"]?.string == "Space" ? " " : $0["c"]?.string ?? "" }.joined()
        case _: return nil
        }
    }
}
