import Networks

/// The classes of a network's scores: one a line, or JSON as frameworks keep it.
public enum LabelsFile {
    private static let mostClasses = 1 << 20

    /// - Parameter path: Text with a class a line, in the order of the scores (a synset's number before it is left out);
    ///   or a JSON list of names, or an object from number to name (`{"0": ["n01440764", "tench"]}`) or from name to number.
    /// - Throws: ``FileError``
    public static func read(_ path: String) throws(FileError) -> [String] {
        let text = try FileSystem.text(of: path)
        let labels: [String]
        if let first = text.first(where: { !$0.isWhitespace }), "[{".contains(first) {
            labels = try json(text, path)
        } else {
            var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
                name(String($0))
            }
            while lines.last?.isEmpty == true { lines.removeLast() }
            labels = lines
        }
        if labels.isEmpty { throw .empty(path: path) }
        return labels
    }

    private static func json(_ text: String, _ path: String) throws(FileError) -> [String] {
        let source: SourceNode
        do throws(NetworkFileError) {
            source = try NetworkFile.source(yaml: text, path: path)
        } catch {
            throw .damaged(path: path, detail: "it is no JSON")
        }
        switch source.value {
        case .list(let items): return items.map(name)
        case .mapping(let entries):
            // One side counts from 0.
            var labels: [Int: String] = [:]
            for entry in entries {
                if let number = Int(entry.key) {
                    labels[number] = name(entry.value)
                } else if let number = Int(name(entry.value)) {
                    labels[number] = entry.key
                }
            }
            guard let last = labels.keys.max(), labels.keys.min() == 0, last < mostClasses,
                labels.count == entries.count
            else {
                throw .unsupported(
                    path: path,
                    detail: "classes are a list of names, or an object from numbers, counted from 0, to names")
            }
            return (0...last).map { labels[$0] ?? "" }
        case .scalar: return []
        }
    }

    /// The last of `["n01440764", "tench"]`.
    private static func name(_ node: SourceNode) -> String {
        switch node.value {
        case .scalar(let text): text
        case .list(let items): items.last.map(name) ?? ""
        case .mapping: ""
        }
    }

    /// A line without the number of WordNet's synset, `n01440764 tench`.
    private static func name(_ line: String) -> String {
        var line = line[...]
        while line.last?.isWhitespace == true { line.removeLast() }
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].count == 9, words[0].first == "n", words[0].dropFirst().allSatisfy(\.isNumber)
        else { return String(line) }
        return String(words[1])
    }
}
