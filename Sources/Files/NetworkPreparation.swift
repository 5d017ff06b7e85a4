public import Execution
import Networks
import Tensors

extension PreparedNetwork {
    /// A network with its weights, from files or drawn.
    ///
    /// - Parameters:
    ///   - request: Its paths are relative to `folder`.
    ///   - folder: `nil` is the current one.
    /// - Throws: what ``NetworkSource/read(input:)``, ``WeightsFile/read(_:)`` and ``LabelsFile/read(_:)`` throw, and
    ///   `WeightsMismatch`.
    public init(_ request: NetworkRequest, relativeTo folder: String? = nil) throws {
        let source = try NetworkSource(request.network, relativeTo: folder).read(
            input: request.input, shapes: request.shapes)
        if let path = request.weights {
            let path = FileSystem.resolved(path, relativeTo: folder)
            try self.init(source.network, WeightsFile.read(path), from: path, graph: source.graph)
        } else if let graph = source.graph {
            self.init(graph, request)
        } else {
            self.init(source.network, request)
        }
        try prepare(photos: request.photos) { path throws(FileError) in
            let isOption = request.photos[.labels] != nil
            return try LabelsFile.read(isOption ? FileSystem.resolved(path, relativeTo: folder) : path)
        }
    }
}
