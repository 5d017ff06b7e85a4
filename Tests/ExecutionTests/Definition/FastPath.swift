import Networks
import Tensors
import Testing

@testable import Execution

/// The fast path of one layer, as far as it goes: what is held to the definition.
enum FastPath {
    typealias Gradients = (inputs: [Tensor?], weights: NetworkWeights.Layer)

    /// What the layer gives; nothing for what has no fast path.
    static func output(of layer: LayerCase) throws -> Tensor? {
        guard !layer.usesBatchStatistics else { return nil }
        return try NetworkExecution(layer.network, weights: layer.weights).run(layer.inputs)[layer.node.name]
    }

    /// The gradients that there are of Σ v·y.
    static func gradients(of layer: LayerCase) throws -> Gradients {
        guard !layer.usesBatchStatistics else { return ([], [:]) }
        let (input, v) = (layer.read[0], layer.cotangent)
        switch layer.node.layer {
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .maxPool, .averagePool, .globalMaxPool,
            .globalAveragePool, .dense, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm, .dropout,
            .activation, .add, .concat, .multiply, .zeroPad, .crop, .pixelShuffle, .pixelUnshuffle:
            return (try inputGradients(of: layer), [:])
        case .locallyConnected(let conv):
            guard layer.node.activation == nil, layer.node.normalization == nil else {
                return (try inputGradients(of: layer), [:])
            }
            let weights = try layer.weight(.weight)
            let backward = LocallyConnectedBackward(
                weights: weights, input: input,
                windows: try conv.window.windows(over: input.shape, kernel: weights.kernel(of: input.shape)))
            return (
                [backward.inputGradient(of: v)],
                [.weight: backward.weightGradient(of: v), .bias: backward.biasGradient(of: v)]
                    .filter { layer.layerWeights[$0.key] != nil }
            )
        case .upsample(let upsample):
            return ([try v.downsummed(to: input.shape, upsample.mode)], [:])
        case .roiPool(let pool):
            return ([v.routedRegions(pool, to: input)], [:])
        case .spatialPyramidPool(let pool):
            return ([v.routedPyramid(pool.levels, to: input)], [:])
        case .lstm:
            // What has two axes is read in the order in which it is written.
            let isTurned = !layer.node.inputs[0].isSequence && layer.network.layout == .channelsLast
            let steps = isTurned ? input.permuted([0, 2, 1]) : input
            let gradients = try RecurrenceBackward(
                inputWeights: layer.weight(.inputWeight), recurrentWeights: layer.weight(.recurrentWeight),
                inputBias: layer.weight(.inputBias), recurrentBias: layer.weight(.recurrentBias)
            ).gradients(input: steps, cotangent: v)
            return (
                [isTurned ? gradients.input.permuted([0, 2, 1]) : gradients.input],
                [
                    .inputWeight: gradients.inputWeights, .recurrentWeight: gradients.recurrentWeights,
                    .inputBias: gradients.bias, .recurrentBias: gradients.bias,
                ]
            )
        case .operator:
            return ([], [:])
        }
    }

    private static func inputGradients(of layer: LayerCase) throws -> [Tensor?] {
        let gradients = try NetworkExecution(layer.network, weights: layer.weights)
            .inputGradients(of: layer.node.name, for: layer.inputs) { _ in layer.cotangent }
        return layer.network.inputs.map { gradients.inputs[$0.name] }
    }
}

extension LayerCase {
    fileprivate var usesBatchStatistics: Bool {
        normalizesByBatch && node.inference.parameters.tensors.contains { $0.role == .runningMean }
    }

    fileprivate func weight(_ role: ParameterTensor.Role) throws -> Tensor { try #require(layerWeights[role]) }
}
