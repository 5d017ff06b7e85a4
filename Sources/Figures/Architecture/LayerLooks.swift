import Networks
import Scenes

extension Layer {
    /// Which colour it has on diagrams; nothing for what only rearranges.
    var role: Theme.Role? {
        switch self {
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected: .output
        case .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool: .pooling
        case .dense, .lstm: .dense
        case .batchNorm, .localResponseNorm: .normalisation
        case .activation: .activation
        case .flatten, .reshape, .permute, .dropout, .add, .concat, .multiply, .zeroPad, .crop, .upsample,
            .pixelShuffle, .pixelUnshuffle, .operator:
            nil
        }
    }

    /// What a legend says of its colour.
    var roleWords: String {
        switch self {
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected: "convolution"
        case .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool: "pooling"
        case .dense: "dense"
        case .lstm: "recurrent"
        case .batchNorm, .localResponseNorm: "normalisation"
        case .activation: "activation"
        case .flatten, .reshape, .permute, .dropout, .add, .concat, .multiply, .zeroPad, .crop, .upsample,
            .pixelShuffle, .pixelUnshuffle, .operator:
            "other"
        }
    }

    /// What it is where room is short: `conv`, `batch norm`, `ReLU`.
    var briefWords: String {
        switch self {
        case .batchNorm: "batch norm"
        case .localResponseNorm: "local response norm"
        case .activation(let activation): activation.function.figureWords
        case .dropout, .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .dense, .flatten, .reshape, .permute,
            .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            kindName
        }
    }

    /// The sign in a merge's circle.
    var mergeSign: String? {
        switch self {
        case .add: "+"
        case .multiply: "×"
        case .concat, .batchNorm, .localResponseNorm, .dropout, .activation, .conv, .convTranspose, .depthwiseConv,
            .separableConv, .locallyConnected, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool,
            .spatialPyramidPool, .dense, .flatten, .reshape, .permute, .zeroPad, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle, .lstm, .operator:
            nil
        }
    }
}

extension Node {
    /// Its kind, and what is fused with it.
    var briefWords: [String] { [layer.briefWords] + fusedNormalisation + fusedActivation }

    var fusedNormalisation: [String] { normalization.map { [Layer.batchNorm($0).briefWords] } ?? [] }
    var fusedActivation: [String] { activation.map { [$0.function.figureWords] } ?? [] }
}

extension BlockGraph.Block {
    /// Normalisations and activations that are fused with its first layer or follow it, in the network's order.
    var bands: [Theme.Role] {
        nodes.enumerated().flatMap { index, node -> [Theme.Role] in
            let roles = [
                index == 0 ? nil : node.layer.role, node.normalization.map { _ in .normalisation },
                node.activation.map { _ in .activation },
            ]
            return roles.compactMap(\.self)
        }
    }

    /// Fused and following functions, in the network's order.
    var activations: [Activation.Function] {
        nodes.flatMap { node -> [Activation.Function] in
            let fused = node.activation.map { [$0.function] } ?? []
            if case .activation(let activation) = node.layer { return [activation.function] + fused }
            return fused
        }
    }

    /// The function at its end.
    var activation: Activation.Function? { activations.last }
}
