import Execution
import Networks
import Tensors

/// A graph as it is written down in tests: `add(.relu, "x")` gives the name of its output.
struct GraphWriter {
    private(set) var graph = OperatorGraph()
    var opset = 17

    init(_ inputs: [(String, [Int])]) {
        graph.inputs = inputs.map { OperatorGraph.Input($0.0, .float, sizes: $0.1.map { $0 > 0 ? $0 : nil }) }
    }

    mutating func constant(_ tensor: Tensor) -> String {
        let name = "constant\(graph.constants.count)"
        graph.constants[name] = OperatorGraph.Constant(.float(tensor))
        return name
    }

    mutating func constant(_ values: [Int]) -> String {
        let name = "constant\(graph.constants.count)"
        graph.constants[name] = OperatorGraph.Constant(.integers(values))
        return name
    }

    mutating func add(
        _ operation: OperatorName, _ inputs: String..., with attributes: OperatorAttributes = [:], outputs: Int = 1
    ) -> String {
        let name = "value\(graph.nodes.count)"
        let names = (0..<outputs).map { $0 == 0 ? name : "\(name).\($0)" }
        graph.nodes.append(
            .init(
                "", .known(OperatorCall(operation, attributes, opset: opset, outputCount: outputs)), inputs: inputs,
                outputs: names))
        return name
    }

    mutating func addUnsupported(_ operation: String, _ input: String) -> String {
        let name = "value\(graph.nodes.count)"
        graph.nodes.append(.init("", .unsupported(operation), inputs: [input], outputs: [name]))
        return name
    }

    mutating func outputs(_ names: String...) -> OperatorGraph {
        graph.outputs = names
        return graph
    }
}

extension OperatorGraph {
    /// Operator by operator, as the specification says: what networks made of the graph are held to.
    func valuesOneByOne(_ inputs: [String: Tensor]) throws -> [String: Value] {
        var values: [String: Value] = try constants.mapValues { try $0.value() }
        for (name, tensor) in inputs { values[name] = .float(tensor) }
        for node in nodes {
            guard case .known(let call) = node.operation else { continue }
            let results = try call.run(node.inputs.map { $0.isEmpty ? nil : values[$0] })
            for (name, value) in zip(node.outputs, results) { values[name] = value }
        }
        return values
    }

    /// The graph's outputs, from its network.
    func outputsAsNetwork(_ inputs: [String: Tensor]) throws -> (GraphNetwork, [String: Tensor]) {
        let network = try GraphNetwork(
            self, title: "test", shapes: inputs.mapValues { $0.shape.sizes })
        return (network, try PreparedNetwork(network, NetworkRequest("test")).execution().run(inputs))
    }
}

extension Tensor {
    func largestDifference(from other: Tensor) -> Float {
        zip(elements, other.elements).map { abs($0 - $1) }.max() ?? 0
    }

    var largestMagnitude: Float { elements.map(abs).max() ?? 0 }
}
