public import Networks
import Tensors

/// A graph of operators as a network: what people know as one layer is one, and the rest keeps ONNX's names.
///
/// Sizes that the graph computes are fixed for the shapes of its inputs, so a batch of another size is another network.
public struct GraphNetwork: Sendable {
    public package(set) var network: Network
    /// What is missing of the graph; nothing of what the network has depends on it.
    public let omissions: GraphOmissions
    private let weights: [String: [ParameterTensor.Role: GraphWeight]]
    private let operators: [String: (step: GraphStep, output: Int)]
    private let values: GraphValues
    /// What layers are called by the names that the graph has for their values and for the nodes that give them.
    let names: [String: String]
    /// Outputs of the graph that nothing here computes.
    private let missingOutputs: [String]

    /// - Parameters:
    ///   - graph: What is read.
    ///   - title: What the network is called.
    ///   - shapes: The shapes of inputs, by name, where the graph leaves them open; with a batch or without. Nothing for a
    ///     name is the first input that has axes.
    /// - Throws: ``GraphError``, `NetworkError`, and what loading a constant throws.
    public init(_ graph: OperatorGraph, title: String, shapes: [String: [Int]] = [:]) throws {
        let inputs = try GraphInputs(graph, given: shapes)
        let values: GraphValues
        do {
            values = try GraphValues(graph, inputs: inputs.kinds)
        } catch GraphError.operation(let node, let error) where !inputs.assumptions.isEmpty {
            throw GraphError.assumption(inputs.assumptions[0], node: node, error)
        }
        let matches = Recognition(values, graph).matches()
        var names = NodeNames(graph, values, inputs: inputs.names)

        var header = Network.Header()
        header.title = title
        header.assumptions = inputs.assumptions
        var layers: [LayerDescription] = []
        var places: [String: LayerDescription.Reference] = [:]
        for name in inputs.names { places[name] = .input(name) }
        var weights: [String: [ParameterTensor.Role: GraphWeight]] = [:]
        var operators: [String: (step: GraphStep, output: Int)] = [:]
        for match in matches {
            let name = names.name(of: match)
            var layer = LayerDescription(match.layer, activation: match.activation, name: name)
            layer.normalization = match.normalization
            layer.inputs = match.sources.map { source in
                guard let place = places[source] else { preconditionFailure("\(source) comes later") }
                return place
            }
            places[match.result] = .index(layers.count)
            layers.append(layer)
            weights[name] = match.weights
            operators[name] = match.operation
        }
        guard !layers.isEmpty else { throw GraphError.leftOut(graph.outputs, values.omissions) }
        let found = graph.outputs.map(values.resolved).compactMap { places[$0] }
        // Where the graph is cut off, what nobody reads is its end.
        let outputs = found.compactMap { if case .index(let place) = $0 { layers[place].name } else { nil } }
        if !outputs.isEmpty { header.outputs = outputs.map { ($0, nil) } }
        network = try Network(header: header, inputs: inputs.all, layers: layers)
        (self.weights, self.operators, self.values) = (weights, operators, values)
        omissions = values.omissions
        var known: [String: String] = [:]
        for (match, node) in zip(matches, network.nodes) {
            if let last = match.members.max() { known[values.steps[last].label] = node.name }
            known[match.result] = node.name
        }
        for output in graph.outputs { known[output] = known[values.resolved(output)] }
        for node in network.nodes { known[node.name] = nil }
        self.names = known
        missingOutputs = graph.outputs.filter { places[values.resolved($0)] == nil }
    }

    /// The weights of layers, by their places; they are read from the file now.
    ///
    /// - Throws: what loading a constant throws.
    func weights(of places: Set<Int>) throws -> NetworkWeights {
        var loaded = NetworkWeights()
        for place in places {
            let name = network.nodes[place].name
            for (role, weight) in weights[name] ?? [:] { loaded[name, role] = try weight.tensor() }
        }
        return loaded
    }

    /// The operators among nodes, ready to run.
    ///
    /// - Throws: what loading a constant throws.
    func operators(of places: Set<Int>) throws -> [String: GraphOperator] {
        var bound: [String: GraphOperator] = [:]
        for place in places {
            let name = network.nodes[place].name
            if let (step, output) = operators[name] { bound[name] = try operation(step, output) }
        }
        return bound
    }

    /// - Throws: ``GraphError/leftOut(_:_:)`` where an output of the graph is not in the network.
    func requireOutputs() throws(GraphError) {
        if !missingOutputs.isEmpty { throw .leftOut(missingOutputs, omissions) }
    }

    private func operation(_ step: GraphStep, _ output: Int) throws -> GraphOperator {
        var sources: [String] = []
        let operands = try step.inputs.map { name -> GraphOperator.Operand in
            if name.isEmpty { return .none }
            if let constant = values.constant(name) { return .constant(try constant.value()) }
            if let place = sources.firstIndex(of: name) { return .source(place) }
            sources.append(name)
            return .source(sources.count - 1)
        }
        return GraphOperator(step.call, operands: operands, output: output)
    }
}

/// A layer's weights, from a graph's constants as they are asked for.
struct GraphWeight: Sendable {
    let tensor: @Sendable () throws -> Tensor

    init(_ tensor: @escaping @Sendable () throws -> Tensor) { self.tensor = tensor }

    init(_ constant: OperatorGraph.Constant) { self.init { try constant.value().floats } }

    /// A matrix with rows and columns exchanged.
    var transposed: GraphWeight { GraphWeight { [tensor] in try tensor().permuted([1, 0]) } }

    func reshaped(to shape: Shape) -> GraphWeight { GraphWeight { [tensor] in try tensor().reshaped(to: shape) } }

    /// Value by value with another of the same shape.
    func combined(with other: GraphWeight, by body: @escaping @Sendable (Float, Float) -> Float) -> GraphWeight {
        GraphWeight { [tensor] in
            var result = try tensor()
            result.combine(with: try other.tensor(), by: body)
            return result
        }
    }
}
