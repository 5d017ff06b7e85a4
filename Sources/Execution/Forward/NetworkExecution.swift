public import Networks
public import Tensors

/// A network with its weights, ready to run.
///
/// Only the layers are computed that those asked for depend on, and what no later layer reads is let go at once.
public struct NetworkExecution: Sendable {
    public let network: Network
    public let weights: NetworkWeights
    private let operators: [String: GraphOperator]
    private let prepared = PreparedLayers()

    /// - Parameters:
    ///   - network: What is run.
    ///   - weights: In PyTorch's order of axes.
    ///   - operators: By name, for nodes that are operators of ONNX.
    ///   - places: The layers that will be run; others need no weights. All unless given.
    /// - Throws: ``ExecutionError`` if a parameter is missing or of another shape.
    public init(
        _ network: Network, weights: NetworkWeights, operators: [String: GraphOperator] = [:],
        for places: Set<Int>? = nil
    ) throws(ExecutionError) {
        for (index, node) in network.nodes.enumerated() where places?.contains(index) ?? true {
            for tensor in node.inference.parameters.tensors {
                guard let given = weights[node.name, tensor.role] else {
                    throw .missingWeight(layer: node.name, role: tensor.role)
                }
                let expected = tensor.shape.compactMap(\.integer)
                guard expected.count < tensor.shape.count || given.shape.sizes == expected else {
                    throw .weightShape(layer: node.name, role: tensor.role, given: given.shape, expected: expected)
                }
            }
        }
        (self.network, self.weights, self.operators) = (network, weights, operators)
    }

    /// What layers give for a batch of inputs.
    ///
    /// - Parameters:
    ///   - inputs: By name, each `[N, …]` in the network's layout with channels first: `[N, C, H, W]`.
    ///   - layers: Whose outputs are wanted; the network's outputs unless given.
    ///   - progress: Called before each layer with its name and how much of the work is done, from 0 to 1.
    /// - Returns: Each layer's output `[N, …]`.
    /// - Throws: ``ExecutionError``.
    public func run(
        _ inputs: [String: Tensor], layers: [String]? = nil, progress: (String, Double) -> Void = { _, _ in }
    ) throws(ExecutionError) -> [String: Tensor] {
        let wanted = try network.places(of: layers)
        let batched = try batches(inputs)
        var uses = self.uses(for: wanted)
        let plan = FusionPlan(network, uses: uses, wanted: wanted)
        var values: [Int: Value] = [:]
        var results: [String: Tensor] = [:]
        let work = network.nodes.indices.map { uses[$0] == nil ? 0 : Self.work(network.nodes[$0]) }
        let all = max(1, work.reduce(0, +))
        var done = 0.0
        for (index, node) in network.nodes.enumerated() where uses[index] != nil {
            progress(node.name, done / all)
            done += work[index]
            if plan.absorbed.contains(index) { continue }
            var read: [Value] = []
            for source in plan.fused[index]?.sources(in: network) ?? node.sources {
                switch source {
                case .input(let place): read.append(batched[place])
                case .node(let place):
                    uses[place, default: 0] -= 1
                    // The last reader may write over it.
                    guard let value = uses[place] == 0 ? values.removeValue(forKey: place) : values[place] else {
                        preconditionFailure("\(network.nodes[place].name) has not been computed")
                    }
                    read.append(value)
                }
            }
            let output = try output(of: node, plan.fused[index], &read)
            if wanted.contains(index) { results[node.name] = output.floats }
            if uses[index]! > 0 { values[index] = output }
        }
        return results
    }

    private func output(
        of node: Node, _ fused: FusedConvolution?, _ read: inout [Value]
    ) throws(ExecutionError) -> Value {
        do {
            if case .operator = node.layer {
                guard let bound = operators[node.name] else {
                    preconditionFailure("\(node.name) has no operator to run")
                }
                return try bound.output(reading: read)
            }
            if let fused {
                for place in fused.weighted { try checkWeights(of: network.nodes[place]) }
                let convolution = try prepared.convolution(fused, in: network, weights: weights)
                return .float(try fused.output(convolution, read.map(\.floats)))
            }
            try checkWeights(of: node)
            // Nobody else holds what is moved: layers may write over it.
            var tensors = read.map(\.floats)
            read = []
            return .float(
                try LayerForward(layout: network.layout, weights: weights[node.name]).output(of: node, &tensors))
        } catch let error as ExecutionError {
            throw error
        } catch let error as ShapeError {
            throw .layer(name: node.name, reason: error.description)
        } catch let error as LayerProblem {
            throw .layer(name: node.name, reason: error.description)
        } catch {
            throw .layer(name: node.name, reason: "\(error)")
        }
    }

    /// Those of layers that were not to be run need not be there.
    private func checkWeights(of node: Node) throws(ExecutionError) {
        let weights = weights[node.name]
        for tensor in node.inference.parameters.tensors where weights[tensor.role] == nil {
            throw .missingWeight(layer: node.name, role: tensor.role)
        }
    }

    /// How long a layer takes, roughly, in multiplications.
    private static func work(_ node: Node) -> Double {
        let macs = node.inference.multiplyAccumulates?.value.rational?.double ?? 0
        return macs + 4 * (node.output.elementCount.rational?.double ?? 1)
    }

    /// How often each layer that has to be computed is read by others.
    private func uses(for wanted: Set<Int>) -> [Int: Int] {
        var uses: [Int: Int] = [:]
        for place in wanted { uses[place] = 0 }
        for index in network.nodes.indices.reversed() where uses[index] != nil {
            for case .node(let place) in network.nodes[index].sources { uses[place, default: 0] += 1 }
        }
        return uses
    }

    private func batches(_ inputs: [String: Tensor]) throws(ExecutionError) -> [Value] {
        let names = network.inputs.map(\.name)
        if let unknown = inputs.keys.first(where: { !names.contains($0) }) {
            throw .unknownInput(unknown, inputs: names)
        }
        var batched: [Value] = []
        for input in network.inputs {
            guard let tensor = inputs[input.name] else { throw .missingInput(input.name) }
            let fits =
                tensor.shape.rank == input.shape.rank + (input.isBatched ? 1 : 0) && tensor.shape.elementCount > 0
                && zip(input.shape.sizes, tensor.shape.dropFirst(input.isBatched ? 1 : 0)).allSatisfy {
                    ($0.integer ?? $1) == $1
                }
            guard fits else {
                throw .inputShape(name: input.name, given: tensor.shape, expected: input.shape.text())
            }
            batched.append(Value(tensor, as: input.elements))
        }
        return batched
    }
}
