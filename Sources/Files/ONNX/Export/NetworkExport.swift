public import Execution
public import Networks
import Tensors

extension ONNXModel {
    /// A network with its weights in ONNX's operators, of a set that every runtime of the last years knows.
    ///
    /// Inputs have the network's names, axes channels first and the batch, of any size, before them. The value that a layer
    /// gives has the layer's name, and so has the node that makes it; a fused activation is a node of its own behind.
    ///
    /// - Parameter execution: The network; sizes that it leaves open become named ones. How photos are prepared and the
    ///   classes of its scores go along as metadata.
    /// - Throws: ``ONNXExportError`` where an operator needs a size that is unknown.
    public init(_ execution: NetworkExecution) throws(ONNXExportError) {
        let network = execution.network
        let operators = network.nodes.compactMap { node -> (layer: String, name: String)? in
            if case .operator(let operation) = node.layer { (node.name, operation.name) } else { nil }
        }
        if !operators.isEmpty { throw .operators(operators) }
        let graph = ONNXGraphBuilder(reserving: network.inputs.map(\.name) + network.nodes.map(\.name))
        let batches = Batches(network)
        for node in network.nodes {
            let layer = LayerExport(
                node: node, reads: node.sources.map(network.name), weights: execution.weights[node.name],
                layout: network.layout, graph: graph)
            try layer.write()
        }
        let places = network.nodes.indices
        let values = places.map { ONNXValue(network.nodes[$0].name, batches.kind(ofNode: $0)) }
        var outputs: [Int] = []
        for place in network.outputs where !outputs.contains(place) { outputs.append(place) }
        self.init(
            producerName: "ConvScope", metadata: Self.metadata(network.header),
            graph: ONNXGraph(
                name: network.title,
                inputs: network.inputs.map { ONNXValue($0.name, batches.kind($0.shape)) },
                outputs: outputs.map { values[$0] },
                values: places.filter { !outputs.contains($0) }.map { values[$0] },
                nodes: graph.nodes, initializers: graph.initializers))
    }
}

extension ONNXModel {
    private static func metadata(_ header: Network.Header) -> [String: String] {
        var metadata: [String: String] = [:]
        if var preprocessing = header.preprocessing {
            // The classes themselves go along.
            preprocessing.labels = nil
            metadata["preprocess"] = preprocessing.yaml
        }
        if let labels = header.labels { metadata["labels"] = labels.joined(separator: "\n") }
        return metadata
    }

    /// How photos are prepared, if the file says so as we write it.
    var preprocessing: Preprocessing? {
        guard let text = metadata["preprocess"], let source = try? NetworkFile.source(yaml: text, path: "preprocess")
        else { return nil }
        return Preprocessing(source)
    }

    var labels: [String]? {
        metadata["labels"]?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// What the first axis of each value is called: samples, of which regions make several.
private struct Batches {
    private let network: Network
    private let name: String
    private var counts: [Int] = []

    init(_ network: Network) {
        self.network = network
        let unknowns = network.inputs.flatMap(\.shape.sizes).flatMap(\.unknowns).map(\.name)
        name = unknowns.contains("N") ? "batch" : "N"
        for node in network.nodes {
            var count = 1
            for case .node(let place) in node.sources { count = max(count, counts[place]) }
            if case .roiPool(let pool) = node.layer { count *= pool.regions.count }
            counts.append(count)
        }
    }

    func kind(ofNode place: Int) -> ONNXValue.Kind {
        kind(network.nodes[place].output, count: counts[place])
    }

    func kind(_ shape: FeatureShape, count: Int = 1) -> ONNXValue.Kind {
        let sizes = shape.sizes.map { size -> ONNXDimension in
            if let size = size.integer { return .known(size) }
            return size.unknowns.isEmpty ? .unknown : .named(size.text)
        }
        return .tensor(.float, dimensions: [.named(count == 1 ? name : "\(count)\(name)")] + sizes)
    }
}

/// Why a network cannot be written as ONNX. Holds the facts; ``description`` puts them into words.
public enum ONNXExportError: Error, Sendable, CustomStringConvertible {
    case unknownSize(layer: String, kind: String, FeatureShape)
    /// Each layer's name with that of its operator.
    case operators([(layer: String, name: String)])

    public var description: String {
        switch self {
        case .unknownSize(let layer, let kind, let shape):
            """
            \(layer): ONNX has no way to write a \(kind) like this one over \(shape.text()), whose size is unknown. \
            Give the size with --input, as --input 3x224x224.
            """
        case .operators(let layers):
            """
            layers are exported, but not what an ONNX file holds beside them: \
            \(layers.prefix(8).map { "\($0.layer) (\($0.name))" }.joined(separator: ", "))\
            \(layers.count > 8 ? ", … (\(layers.count))" : "").
            """
        }
    }
}
