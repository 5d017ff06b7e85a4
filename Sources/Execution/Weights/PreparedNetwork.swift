public import Networks
import Tensors

/// A network that is wanted, and which weights it is to have.
public struct NetworkRequest: Hashable, Sendable {
    /// As people name it.
    public var network: String
    /// A shape instead of the network's own.
    public var input: String?
    /// Shapes of an ONNX graph's inputs, by name, with the batch; the empty name is the first input.
    public var shapes: [String: [Int]] = [:]
    /// A file of weights.
    public var weights: String?
    /// How weights are drawn. Unless it or a file is given, a network keeps those that it brings along, and others are
    /// drawn as He et al. do.
    public var initializer: Initializer?
    public var seed: UInt64
    /// How photos are prepared, where that is not as the network says.
    public var photos: PreprocessingOptions

    public init(
        _ network: String, input: String? = nil, weights: String? = nil, initializer: Initializer? = nil,
        seed: UInt64 = 0, photos: PreprocessingOptions = PreprocessingOptions()
    ) {
        (self.network, self.input, self.weights) = (network, input, weights)
        (self.initializer, self.seed, self.photos) = (initializer, seed, photos)
    }
}

/// A network with its weights, which are drawn no sooner than layers need them.
public struct PreparedNetwork: Sendable {
    public private(set) var network: Network

    /// The same, its shapes written in this order.
    public func written(in layout: Layout) -> PreparedNetwork {
        var prepared = self
        prepared.network = network.written(in: layout)
        return prepared
    }

    public let origin: WeightOrigin
    private let given: NetworkWeights?
    /// What brings weights along, and operators.
    private let graph: GraphNetwork?

    public init(_ network: Network, _ request: NetworkRequest) {
        (self.network, given, graph) = (network, nil, nil)
        origin = .drawn(request.initializer ?? .he, seed: request.seed)
    }

    /// A network with the weights of its graph, unless others are asked for.
    public init(_ graph: GraphNetwork, _ request: NetworkRequest) {
        (network, given, self.graph) = (graph.network, nil, graph)
        origin = request.initializer.map { .drawn($0, seed: request.seed) } ?? .network(request.network)
    }

    /// - Parameters:
    ///   - network: Every size of its parameters must be known.
    ///   - tensors: What the file holds, in its order.
    ///   - path: The file, for messages.
    ///   - graph: What the network was made of, if it was a graph.
    /// - Throws: ``WeightsMismatch`` if something is missing or of another shape.
    public init(
        _ network: Network, _ tensors: [NamedTensor], from path: String, graph: GraphNetwork? = nil
    ) throws(WeightsMismatch) {
        let (found, report) = NetworkWeights.matched(tensors, to: network)
        guard report.isComplete else { throw WeightsMismatch(path: path, report: report) }
        (self.network, given, origin) = (network, found, .file(path, report))
        self.graph = graph
    }

    private init(_ network: Network, given: NetworkWeights, _ origin: WeightOrigin) {
        (self.network, self.given, self.origin, graph) = (network, given, origin, nil)
    }

    /// Lets `options` win over what the network says about its photos, and reads the file of its classes, if there is one.
    package mutating func prepare<Failure: Error>(
        photos options: PreprocessingOptions, labels read: (String) throws(Failure) -> [String]
    ) throws(Failure) {
        network = network.withPhotos(prepared: options)
        guard let preprocessing = network.header.preprocessing, let path = preprocessing.labels else { return }
        network = network.withPhotos(prepared: preprocessing, labels: try read(path))
    }

    /// The same numbers, sliding over larger inputs.
    ///
    /// - Throws: what the weights of all layers throw.
    public func sliding(_ sliding: SlidingNetwork) throws -> PreparedNetwork {
        let weights = try weights(of: Set(network.nodes.indices))
        return PreparedNetwork(sliding.network, given: sliding.weights(weights), origin)
    }

    /// What can run the layers that are asked for, and those that they depend on.
    ///
    /// - Parameter layers: The network's outputs unless given.
    /// - Throws: ``ExecutionError``, ``GraphError`` for outputs that cannot be computed, and what reading weights throws.
    public func execution(of layers: [String]? = nil) throws -> NetworkExecution {
        if layers == nil { try graph?.requireOutputs() }
        let needed = network.dependencies(of: try network.places(of: layers))
        return try NetworkExecution(
            network, weights: try weights(of: needed), operators: try graph?.operators(of: needed) ?? [:], for: needed)
    }

    /// The name of the layer that gives a value of the graph, or is a node of it; otherwise the name as it is.
    public func layerName(_ name: String) -> String { graph?.names[name] ?? name }

    /// The parameters of one layer.
    ///
    /// - Throws: ``ExecutionError/unknownParameters(layer:)``, and what reading weights throws.
    public func weights(of node: Node) throws -> NetworkWeights.Layer {
        let place = network.nodes.firstIndex { $0.name == node.name }
        return try weights(of: place.map { [$0] } ?? [])[node.name]
    }

    private func weights(of places: Set<Int>) throws -> NetworkWeights {
        if let given { return given }
        switch origin {
        case .file: return NetworkWeights()
        case .network: return try graph?.weights(of: places) ?? NetworkWeights()
        case .drawn(let initializer, let seed):
            return try NetworkWeights(initializing: network, by: initializer, seed: seed, layers: places)
        }
    }
}

/// Where weights come from.
public enum WeightOrigin: Sendable {
    case file(String, WeightReport)
    /// The network's own file.
    case network(String)
    case drawn(Initializer, seed: UInt64)

    /// A short line for a figure: `random weights (He, seed 0)`.
    public var words: String {
        switch self {
        case .file(let path, _), .network(let path): "weights from \(path.split(separator: "/").last ?? "")"
        case .drawn(let initializer, let seed): initializer.words(seed: seed)
        }
    }

    /// What was done, in full.
    public var details: String {
        switch self {
        case .file(let path, let report): report.words(path)
        case .network(let path): "weights from \(path)"
        case .drawn(let initializer, let seed): "no weights are given: \(initializer.words(seed: seed))"
        }
    }

    /// Whether nothing has been learned.
    public var isDrawn: Bool {
        if case .drawn = self { true } else { false }
    }
}

extension Initializer {
    /// Without the decimals of whole numbers.
    private static func short(_ value: Float) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    fileprivate func words(seed: UInt64) -> String {
        switch self {
        case .zeros: "all weights 0"
        case .constant(let value): "all weights \(Self.short(value))"
        case .uniform(let limit): "random weights (uniform up to ±\(Self.short(limit)), seed \(seed))"
        case .xavier: "random weights (Xavier, seed \(seed))"
        case .he: "random weights (He, seed \(seed))"
        }
    }
}
