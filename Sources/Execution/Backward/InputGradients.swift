import Networks
public import Tensors

/// How a network's inputs move a weighted sum of one layer's outputs.
public struct InputGradients: Sendable {
    /// What the layer gave, `[N, …]`.
    public let output: Tensor
    /// By name, each of its input's shape; zeros for an input that the layer does not depend on.
    public let inputs: [String: Tensor]
}

extension NetworkExecution {
    /// vᵀ·∂y/∂x: the gradient of Σ v·y with respect to every input, y being what one layer gives.
    ///
    /// Runs the layers that this one depends on, forward and then backward, and no others; normalisation uses its running
    /// statistics, dropout passes everything.
    ///
    /// - Parameters:
    ///   - layer: The name of the layer whose outputs are weighed.
    ///   - inputs: As for ``run(_:layers:progress:)``.
    ///   - weights: v, of the shape of y, which it is given: a single 1 asks for one unit's gradient.
    /// - Throws: ``ExecutionError``, for kinds without a gradient before anything is run.
    public func inputGradients(
        of layer: String, for inputs: [String: Tensor], weighing weights: (Tensor) -> Tensor
    ) throws(ExecutionError) -> InputGradients {
        let wanted = try network.places(of: [layer])
        let path = network.dependencies(of: wanted).sorted()
        for index in path where !LayerBackward.exists(for: network.nodes[index].layer) {
            throw .noGradient(layer: network.nodes[index].name, kind: network.nodes[index].layer.kindName)
        }
        let values = try run(inputs, layers: path.map { network.nodes[$0].name })
        guard let output = values[layer] else { preconditionFailure("\(layer) was asked for") }
        let seed = weights(output)
        precondition(seed.shape == output.shape, "weights \(seed.shape) for outputs \(output.shape)")

        var gradients: [Node.Source: Tensor] = [.node(path[path.count - 1]): seed]
        for index in path.reversed() {
            guard let cotangent = gradients.removeValue(forKey: .node(index)), !cotangent.isZero else { continue }
            let node = network.nodes[index]
            let read = node.sources.map { source -> Tensor in
                guard let value = source.isInput ? inputs[network.name(of: source)] : values[network.name(of: source)]
                else { preconditionFailure("\(network.name(of: source)) has been computed") }
                return value
            }
            let parts = try backward(node, output: values[node.name]!, read, cotangent)
            for (source, part) in zip(node.sources, parts) {
                if gradients[source] == nil {
                    gradients[source] = part
                } else {
                    gradients[source]!.combine(with: part, by: +)
                }
            }
        }
        var found: [String: Tensor] = [:]
        for (index, input) in network.inputs.enumerated() {
            found[input.name] = gradients[.input(index)] ?? Tensor(inputs[input.name]!.shape)
        }
        return InputGradients(output: output, inputs: found)
    }

    private func backward(
        _ node: Node, output: Tensor, _ read: [Tensor], _ cotangent: Tensor
    ) throws(ExecutionError) -> [Tensor] {
        do {
            return try LayerBackward(layout: network.layout, weights: weights[node.name])
                .gradients(
                    of: node, LayerTrace(read: read, output: output), cotangent, wanted: read.map { _ in true },
                    learns: false
                ).inputs.map { $0! }
        } catch {
            throw .layer(name: node.name, reason: "\(error)")
        }
    }
}

extension Node.Source {
    fileprivate var isInput: Bool {
        switch self {
        case .input: true
        case .node: false
        }
    }
}

extension Tensor {
    fileprivate var isZero: Bool { elements.allSatisfy { $0 == 0 } }
}
