public import Execution
public import Networks
import Tensors

/// A network as people name it: an id of the zoo, a YAML or ONNX file, a chain, its YAML itself, or `-` for standard input.
public struct NetworkSource: Sendable {
    public let text: String
    /// Where relative paths begin; `nil` is the current folder.
    private let folder: String?

    public init(_ text: String, relativeTo folder: String? = nil) {
        (self.text, self.folder) = (text, folder)
    }

    /// What it leads to: a network, and the graph of operators that it stands for, if it does.
    ///
    /// - Parameters:
    ///   - input: A shape instead of its own.
    ///   - shapes: Those of an ONNX graph's inputs, by name; the empty name is the first input.
    /// - Throws: ``NetworkSourceError``, ``NetworkFileError`` or ``FileError``, with the place in the file or chain.
    public func read(input: String? = nil, shapes: [String: [Int]] = [:]) throws -> (
        network: Network, graph: GraphNetwork?
    ) {
        if let input, !Network.isShape(input) { throw NetworkSourceError.notAShape(input) }
        if Network.isChain(text) { return (try chain(text, input), nil) }
        if let network = try Zoo.network(text, input: input) { return (network, nil) }
        if text.contains("layers:") {
            return (try NetworkFile.network(yaml: text, path: "the network written here", input: input), nil)
        }
        let path = text == "-" ? text : FileSystem.resolved(text, relativeTo: folder)
        let isFile =
            text == "-" || ["yml", "yaml", "onnx"].contains(FileSystem.ending(of: text)) || FileSystem.exists(path)
        guard isFile else { throw NetworkSourceError.unknown(text) }
        if FileSystem.ending(of: text) == "onnx" { return try onnx(path, input, shapes) }
        let source = try FileSystem.text(of: path)
        if text == "-", Network.isChain(source), !source.contains("layers:") { return (try chain(source, input), nil) }
        let place = text == "-" ? "standard input" : path
        return (try NetworkFile.network(yaml: source, path: place, input: input), nil)
    }

    private func onnx(
        _ path: String, _ input: String?, _ shapes: [String: [Int]]
    ) throws -> (network: Network, graph: GraphNetwork?) {
        var shapes = shapes
        if let input {
            let sizes = input.split(separator: "x").map { Int($0) }
            guard sizes.allSatisfy({ $0 ?? 0 > 0 }) else { throw NetworkSourceError.notAShape(input) }
            shapes[""] = sizes.compactMap(\.self)
        }
        let model = try ONNXModel.read(path)
        var graph = try GraphNetwork(model, path: path, shapes: shapes)
        graph.network = graph.network.withPhotos(prepared: model.preprocessing, labels: model.labels)
        return (graph.network, graph)
    }

    private func chain(_ text: String, _ input: String?) throws(NetworkSourceError) -> Network {
        do {
            return try Network(chain: text, input: input)
        } catch {
            throw .chain(error.description(in: "chain"))
        }
    }
}

/// Why a text leads to no network.
public enum NetworkSourceError: Error, CustomStringConvertible, Sendable {
    case unknown(String)
    case notAShape(String)
    /// A line a problem, each with its place.
    case chain(String)

    public var description: String {
        switch self {
        case .unknown(let text):
            let hint = nearest(text, among: Zoo.ids).map { " Did you mean '\($0)'?" } ?? ""
            return """
                no network is called '\(text.prefix(80))'.\(hint) `convscope list networks` shows all; a file ends in \
                .yml, and a chain has arrows, as "1x28x28 -> conv 8@3x3".
                """
        case .notAShape(let text):
            return "--input is '\(text.prefix(40))'; it must be a shape, as 3x224x224."
        case .chain(let problems):
            return problems
        }
    }
}
