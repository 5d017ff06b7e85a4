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
            let network = try NetworkReader.network(root, input: input)
            return network.withLabels(relativeTo: FileSystem.folder(of: path))
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
        var budget = mostValues
        let source = SourceNode(root, &budget)
        guard budget > 0 else {
            throw NetworkFileError(description: "\(path): more than \(mostValues) values, aliases filled in.")
        }
        return source
    }

    /// A network written where one is named, as the text that ``NetworkSource`` takes for it.
    static func inline(_ node: Yams.Node) -> String {
        (try? Yams.serialize(node: node)) ?? ""
    }

    /// A few aliases of aliases can stand for more than memory holds.
    private static let mostValues = 1 << 20
}

/// Why a file describes no network: one line a problem, each with its place.
public struct NetworkFileError: Error, CustomStringConvertible, Sendable {
    public let description: String
}

extension SourceNode {
    /// - Parameter budget: How many more values are read; the rest is left out.
    fileprivate init(_ node: Yams.Node, _ budget: inout Int) {
        budget -= 1
        let mark = node.mark
        let location = SourceLocation(line: mark?.line ?? 1, column: mark?.column ?? 1)
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["~", "null", "Null", "NULL"].contains(scalar.string)
            self.init(.scalar(isNull ? "" : scalar.string), at: location)
        case .sequence(let sequence):
            var items: [SourceNode] = []
            for item in sequence where budget > 0 { items.append(SourceNode(item, &budget)) }
            self.init(.list(items), at: location)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping where budget > 0 {
                let place = SourceLocation(line: key.mark?.line ?? location.line, column: key.mark?.column ?? 1)
                entries.append(Entry(key.scalar?.string ?? "a list", SourceNode(value, &budget), at: place))
            }
            self.init(.mapping(entries), at: location)
        case .alias:
            self.init(.scalar("*"), at: location)
        }
    }
}
