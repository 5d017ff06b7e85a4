/// A piece of a network as somebody wrote it, from YAML or a chain, with its place.
public struct SourceNode: Sendable {
    public indirect enum Value: Sendable {
        /// Empty for YAML's null.
        case scalar(String)
        case list([SourceNode])
        case mapping([Entry])
    }

    public struct Entry: Sendable {
        public let key: String
        public let location: SourceLocation
        public let value: SourceNode

        public init(_ key: String, _ value: SourceNode, at location: SourceLocation) {
            (self.key, self.value, self.location) = (key, value, location)
        }
    }

    public let value: Value
    public let location: SourceLocation

    public init(_ value: Value, at location: SourceLocation) {
        (self.value, self.location) = (value, location)
    }
}

extension SourceNode {
    package var scalar: String? {
        guard case .scalar(let text) = value else { return nil }
        return text
    }

    /// The entries of a mapping; none for nothing.
    package var entries: [Entry]? {
        switch value {
        case .mapping(let entries): entries
        case .scalar(""): []
        case .scalar, .list: nil
        }
    }

    /// The items of a list, or the one that stands for itself.
    package var items: [SourceNode] {
        guard case .list(let items) = value else { return [self] }
        return items
    }

    /// How many values it holds, itself included; more than `most` are not counted.
    func count(upTo most: Int) -> Int {
        var count = 1
        switch value {
        case .scalar: break
        case .list(let items):
            for item in items where count <= most { count += item.count(upTo: most - count) }
        case .mapping(let entries):
            for entry in entries where count <= most { count += entry.value.count(upTo: most - count) }
        }
        return count
    }

    /// What an error calls it.
    package var excerpt: String {
        switch value {
        case .scalar(let text): text.isEmpty ? "nothing" : "'\(text.prefix(40))\(text.count > 40 ? "…" : "")'"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
