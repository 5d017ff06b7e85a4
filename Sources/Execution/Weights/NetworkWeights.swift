public import Networks
public import Tensors

/// The parameters of a network, by layer and role.
public struct NetworkWeights: Sendable {
    public typealias Layer = [ParameterTensor.Role: Tensor]

    private var layers: [String: Layer] = [:]

    public init() {}

    public subscript(layer: String) -> Layer {
        get { layers[layer] ?? [:] }
        set { layers[layer] = newValue }
    }

    public subscript(layer: String, role: ParameterTensor.Role) -> Tensor? {
        get { layers[layer]?[role] }
        set { layers[layer, default: [:]][role] = newValue }
    }

    /// The layers that have some, sorted.
    public var layerNames: [String] { layers.keys.sorted() }

    /// Fresh weights for every layer.
    ///
    /// - Parameters:
    ///   - network: Every size of its parameters must be known.
    ///   - initializer: How weights are drawn; biases and shifts are 0, scales and variances 1.
    ///   - seed: The same seed gives the same weights, layer by layer, whatever the other layers are called.
    ///   - layers: Places of the layers that need weights; all unless given. A layer's numbers do not depend on it.
    /// - Throws: ``ExecutionError/unknownParameters(layer:)``.
    public init(
        initializing network: Network, by initializer: Initializer = .he, seed: UInt64 = 0, layers: Set<Int>? = nil
    ) throws(ExecutionError) {
        for (index, node) in network.nodes.enumerated() where layers?.contains(index) ?? true {
            for tensor in node.inference.parameters.tensors {
                let sizes = tensor.shape.compactMap(\.integer)
                guard sizes.count == tensor.shape.count, let shape = try? Shape(validating: sizes) else {
                    throw .unknownParameters(layer: node.name)
                }
                // Seeds lie far apart: not a multiple of the generator's own step, which would give the same numbers again.
                let stream = seed &* 0xD134_2543_DE82_EF95 &+ UInt64(index)
                self[node.name, tensor.role] = initializer.tensor(tensor.role, shape, layer: node.layer, seed: stream)
            }
        }
    }
}
