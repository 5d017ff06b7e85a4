public import Networks
import Tensors

/// A graph of operators as a network: what people know as one layer is one, and the rest keeps ONNX's names.
///
/// Sizes that the graph computes are fixed for the shapes of its inputs, so a batch of another size is another network.
public struct GraphNetwork: Sendable {
    public let network: Network
    /// What is missing of the graph; nothing of what the network has depends on it.
    public let omissions: GraphOmissions
    private let weights: [String: [ParameterTensor.Role: GraphWeight]]
    private let operators: [String: (step: GraphStep, output: Int)]
    private let values: GraphValues

    /// - Parameters:
    ///   - graph: What is read.
    ///   - title: What the network is called.
    ///   - shapes: The shapes of inputs, by name, where the graph leaves them open; with a batch or without.
    /// - Throws: ``GraphError``, `NetworkError`, and what loading a constant throws.
    public init(_ graph: OperatorGraph, title: String, shapes: [String: [Int]] = [:]) throws {
        let inputs = try GraphInputs(graph, given: shapes)
        let values = try GraphValues(graph, inputs: inputs.kinds)
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
    }

    /// The network ready to run, with the weights of the layers that are asked for and of those they depend on.
    ///
    /// - Throws: ``GraphError/leftOut(_:_:)`` where an output of the graph is not in the network and no layers are named;
    ///   ``ExecutionError``; what loading a constant throws.
    public func execution(for layers: [String]? = nil) throws -> NetworkExecution {
        if layers == nil, !omissions.isEmpty {
            throw GraphError.leftOut(["the graph's outputs"], omissions)
        }
        let needed = network.nodes(neededFor: layers)
        var loaded = NetworkWeights()
        var bound: [String: GraphOperator] = [:]
        for node in needed {
            for (role, weight) in weights[node.name] ?? [:] { loaded[node.name, role] = try weight.tensor() }
            if let (step, output) = operators[node.name] { bound[node.name] = try operation(step, output) }
        }
        return try NetworkExecution(network, weights: loaded, operators: bound, layers: layers)
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

/// A layer's weights among a graph's constants.
struct GraphWeight: Sendable {
    enum Form: Sendable {
        case asItIs
        /// A matrix with rows and columns exchanged.
        case transposed
        case reshaped(Shape)
        /// Nothing in the graph: the same value everywhere.
        case filled(Shape, Float)
    }

    let constant: OperatorGraph.Constant?
    var form = Form.asItIs

    init(_ constant: OperatorGraph.Constant, _ form: Form = .asItIs) { (self.constant, self.form) = (constant, form) }

    func tensor() throws -> Tensor {
        let tensor = try constant?.value().floats ?? Tensor([])
        switch form {
        case .asItIs: return tensor
        case .transposed: return tensor.permuted([1, 0])
        case .reshaped(let shape): return tensor.reshaped(to: shape)
        case .filled(let shape, let value): return Tensor(shape, repeating: value)
        }
    }
}

extension Network {
    /// The layers that are asked for, the outputs unless any are, and all that they depend on, in order.
    func nodes(neededFor layers: [String]?) -> [Node] {
        var isNeeded = nodes.map { layers?.contains($0.name) ?? false }
        if layers == nil { for place in outputs { isNeeded[place] = true } }
        for place in nodes.indices.reversed() where isNeeded[place] {
            for case .node(let source) in nodes[place].sources { isNeeded[source] = true }
        }
        return nodes.indices.filter { isNeeded[$0] }.map { nodes[$0] }
    }
}
