internal import Yams

/// A question about convolutional networks with its answer: text in Markdown, figures, and what is claimed.
///
/// In the text, fenced blocks of class `convscope` stand for tables, derivations and claims, and `![](name)` for a figure.
public struct LessonFile: Sendable {
    public let path: String
    public let question: String
    public let answer: String?
    /// What is meant where no network is named, as ``NetworkSource`` takes it.
    public let network: String?
    public let text: String
    /// The line of the file before the text's first.
    public let textLine: Int
    public let figures: [FigureFile.Entry]
    /// Of figures that say nothing of it.
    public let formats: [String]?

    /// `3`, as the file's name begins: `03-pooling.yml`.
    public var number: Int? { Int(FileSystem.stem(of: path).prefix { $0.isNumber }) }

    private static let keys = ["lesson", "answer", "network", "text", "figures", "expect", "formats", "profile"]

    /// Whether YAML is a lesson.
    public static func isLesson(_ yaml: String) -> Bool {
        guard let root = try? SafeYAML.compose(yaml), let mapping = root.mapping else { return false }
        return mapping["lesson"] != nil
    }

    /// - Parameters:
    ///   - yaml: What is written.
    ///   - path: For messages, and where paths in it begin.
    /// - Throws: ``FigureFileError``
    public init(yaml: String, path: String) throws(FigureFileError) {
        let root: Node?
        do { root = try SafeYAML.compose(yaml) } catch { throw .notYAML(error.description, path) }
        guard let root, let mapping = root.mapping else { throw .expected("a lesson", path, 1) }
        for (key, _) in mapping where !Self.keys.contains(key.scalar?.string ?? "") {
            throw .unknownLessonKey(key.scalar?.string ?? "", Self.keys, path, key.line)
        }
        func text(_ key: String) throws(FigureFileError) -> String? {
            guard let node = mapping[key] else { return nil }
            guard let text = node.scalar?.string else { throw .expected("a text under '\(key)'", path, node.line) }
            return text
        }
        guard let question = try text("lesson") else { throw .expected("the question under 'lesson'", path, root.line) }
        (self.path, self.question) = (path, question)
        answer = try text("answer").map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
        self.text = try text("text") ?? ""
        textLine = mapping["text"]?.line ?? 0
        switch mapping["network"] {
        case nil: network = nil
        case .scalar(let scalar)?: network = scalar.string
        case .some(let node) where node.mapping != nil: network = NetworkFile.inline(node)
        case .some(let node): throw .expected("a network under 'network'", path, node.line)
        }
        if let list = mapping["formats"] {
            guard let items = list.sequence?.map({ $0.scalar?.string ?? "" }), !items.isEmpty else {
                throw .expected("a list of formats, as [svg, png]", path, list.line)
            }
            formats = items
        } else {
            formats = nil
        }
        let figures = mapping["figures"]
        if let figures, figures.sequence == nil { throw .expected("a list under 'figures'", path, figures.line) }
        let entries = try FigureFile.entries(figures?.sequence.map(Array.init) ?? [], path: path, network: network)
        if let index = entries.first(where: { $0.name == "index" }) {
            throw .expected("another name than 'index', which the lesson's page has,", path, index.line)
        }
        let formats = self.formats
        self.figures = entries.map { $0.with(formats: formats) }
    }
}
