import Networks
import Tensors
import Testing

@testable import Execution

/// The fast path of one layer: what is held to the definition.
struct FastPath {
    let output: Tensor
    let gradients: LayerGradients

    /// - Returns: Nothing for what has no fast path.
    init?(of layer: LayerCase) throws {
        let node = layer.node
        guard LayerBackward.exists(for: node.layer) else { return nil }
        // What is dropped at random has no definition to be held to.
        var seed: UInt64? = layer.normalizesByBatch ? 1 : nil
        if case .dropout = node.layer { seed = nil }
        let (layout, weights) = (layer.network.layout, layer.layerWeights)
        let trace = try LayerForward(layout: layout, weights: weights)
            .trace(of: node, layer.read, seed: seed, learns: layer.normalizesByBatch)
        output = trace.output
        gradients = try LayerBackward(layout: layout, weights: weights)
            .gradients(of: node, trace, layer.cotangent, wanted: layer.read.map { _ in true }, learns: true)
    }
}
