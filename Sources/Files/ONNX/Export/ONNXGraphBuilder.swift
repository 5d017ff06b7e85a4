import Tensors

/// A graph that grows from its inputs to its outputs. No name is given twice.
final class ONNXGraphBuilder {
    private(set) var nodes: [ONNXNode] = []
    private(set) var initializers: [ONNXTensor] = []
    private var taken: Set<String>

    /// - Parameter names: Those of inputs and layers, which are given by ``rename(_:)``.
    init(reserving names: [String]) { taken = Set(names) }

    private func unused(_ name: String) -> String {
        var (unused, number) = (name, 1)
        while !taken.insert(unused).inserted {
            number += 1
            unused = "\(name)-\(number)"
        }
        return unused
    }

    /// - Parameters:
    ///   - name: What the node and its value are to be called.
    ///   - place: Which of the operator's outputs is wanted.
    /// - Returns: The value's name.
    func add(
        _ opType: String, _ name: String, _ inputs: [String], _ attributes: [String: ONNXAttribute], place: Int = 0
    ) -> String {
        let name = unused(name)
        let outputs = [String](repeating: "", count: place) + [name]
        nodes.append(ONNXNode(opType, name: name, inputs: inputs, outputs: outputs, attributes: attributes))
        return name
    }

    func add(_ name: String, _ tensor: Tensor) -> String {
        let name = unused(name)
        initializers.append(ONNXTensor(name, tensor))
        return name
    }

    func add(_ name: String, _ shape: Shape, _ integers: [Int]) -> String {
        let name = unused(name)
        initializers.append(ONNXTensor(name, shape, integers))
        return name
    }

    /// Calls the last node, and then the value that it makes, by a name that was reserved.
    func rename(node name: String) { nodes[nodes.count - 1].name = name }

    func rename(value name: String) {
        let last = nodes.count - 1
        nodes[last].outputs[nodes[last].outputs.count - 1] = name
    }
}
