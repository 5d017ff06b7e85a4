public import Networks
internal import Yams

/// Networks as YAML.
public enum NetworkFile {
    /// The network that a text describes.
    ///
    /// - Parameters:
    ///   - yaml: The text.
    ///   - path: For messages.
    ///   - input: A shape instead of the one that is written.
    /// - Throws: ``NetworkFileError`` with all independent problems.
    public static func network(yaml: String, path: String, input: String? = nil) throws(NetworkFileError) -> Network {
        let root = try source(yaml: yaml, path: path)
        do {
            return try NetworkReader.network(root, input: input)
        } catch {
            throw NetworkFileError(description: error.description(in: path))
        }
    }

    /// What is written, with its places.
    ///
    /// - Throws: ``NetworkFileError`` for what is no YAML.
    public static func source(yaml: String, path: String) throws(NetworkFileError) -> SourceNode {
        let root: Yams.Node?
        do {
            root = try SafeYAML.compose(yaml)
        } catch {
            let place = error.line.map { ":\($0):\(error.column ?? 1)" } ?? ""
            throw NetworkFileError(description: "\(path)\(place): not YAML: \(error.reason)")
        }
        guard let root else { throw NetworkFileError(description: "\(path): the file is empty.") }
        return SourceNode(root)
    }
}

/// Why a file describes no network: one line a problem, each with its place.
public struct NetworkFileError: Error, CustomStringConvertible, Sendable {
    public let description: String
}

extension SourceNode {
    fileprivate init(_ node: Yams.Node) {
        let mark = node.mark
        let location = SourceLocation(line: mark?.line ?? 1, column: mark?.column ?? 1)
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["~", "null", "Null", "NULL"].contains(scalar.string)
            self.init(.scalar(isNull ? "" : scalar.string), at: location)
        case .sequence(let sequence):
            self.init(.list(sequence.map(SourceNode.init)), at: location)
        case .mapping(let mapping):
            let entries = mapping.map { key, value in
                let place = SourceLocation(line: key.mark?.line ?? location.line, column: key.mark?.column ?? 1)
                return Entry(key.scalar?.string ?? "a list", SourceNode(value), at: place)
            }
            self.init(.mapping(entries), at: location)
        case .alias:
            self.init(.scalar("*"), at: location)
        }
    }
}
