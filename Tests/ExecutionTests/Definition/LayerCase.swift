import Execution
import Networks
import Tensors

/// One layer with random options, inputs and parameters, and what a gradient weighs of its outputs.
struct LayerCase {
    let network: Network
    /// What it reads, each `[N, …]`.
    let read: [Tensor]
    let weights: NetworkWeights
    /// Whether batch normalisation uses the batch's own statistics.
    let normalizesByBatch: Bool
    /// v of Σ v·y, of the shape of what the layer gives.
    let cotangent: Tensor

    var node: Node { network.nodes[0] }
    var layerWeights: NetworkWeights.Layer { weights[node.name] }
    var inputs: [String: Tensor] { Dictionary(uniqueKeysWithValues: zip(network.inputs.map(\.name), read)) }
    var definition: LayerDefinition {
        LayerDefinition(node, layout: network.layout, normalizesByBatch: normalizesByBatch)
    }

    /// The first of the seed's random options that fit; nothing where they have windows that read padding alone.
    init?(_ kind: LayerName, seed: Int) throws {
        var layer = RandomLayer(seed: seed)
        var found: Network?
        while found == nil { found = layer.network(of: kind) }
        guard let network = found else { return nil }
        self.network = network
        let batch = layer.pick(1...3)
        read = network.inputs.map { input in
            layer.distinctValues(Shape([batch] + (input.shape.known?.sizes ?? [])), scale: kind == .relu6 ? 4 : 1)
        }
        // Sums of about the size of what they add up: activations that are not worn out.
        var weights = try NetworkWeights(initializing: network, by: .xavier, seed: UInt64(seed))
        let node = network.nodes[0]
        weights[node.name] = layer.filledOut(weights[node.name])
        self.weights = weights
        normalizesByBatch = batch > 1 && layer.flag()
        let output = try LayerDefinition(node, layout: network.layout, normalizesByBatch: normalizesByBatch)
            .output(reading: read.map { Grid<Double>($0) }, weights: weights[node.name].mapValues { Grid($0) })
        guard output.elements.allSatisfy(\.isFinite) else { return nil }
        cotangent = layer.values(Shape(output.sizes), in: -1...1)
    }

    /// Whether nothing in it has a corner, where two slopes meet, but at inputs that are kept away from it.
    var isSmooth: Bool {
        switch node.activation?.function {
        case .relu, .relu6, .leakyReLU, .elu: false
        case .gelu, .swish, .sigmoid, .tanh, .softplus, .softmax, nil: true
        }
    }
}

extension RandomLayer {
    mutating func values(_ shape: Shape, in range: ClosedRange<Float>) -> Tensor {
        Tensor(shape, (0..<shape.elementCount).map { _ in Float.random(in: range, using: &random) })
    }

    /// Values that lie at least 0.01 from each other and from 0 and 6, where maxima and rectifiers have corners.
    mutating func distinctValues(_ shape: Shape, scale: Float) -> Tensor {
        let count = shape.elementCount
        let values = (0..<count).map { index -> Float in
            let value = (Float(index - count / 2) + 0.5) * 0.03 + Float.random(in: -0.004...0.004, using: &random)
            return abs(value * scale - 6) < 0.01 ? value + 0.01 : value
        }
        return Tensor(shape, values.shuffled(using: &random).map { $0 * scale })
    }

    /// Weights as they were drawn, with random numbers for the rest; variances are positive.
    mutating func filledOut(_ weights: NetworkWeights.Layer) -> NetworkWeights.Layer {
        var filled = weights
        for (role, tensor) in weights.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            switch role {
            case .weight, .depthwiseWeight, .inputWeight, .recurrentWeight: continue
            case .bias, .inputBias, .recurrentBias, .shift, .runningMean:
                filled[role] = values(tensor.shape, in: -0.5...0.5)
            case .scale, .runningVariance: filled[role] = values(tensor.shape, in: 0.5...1.5)
            }
        }
        return filled
    }
}
