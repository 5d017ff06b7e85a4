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

extension BlockGraph.Block {
    /// A fused or following normalisation.
    var normalises: Bool {
        nodes.contains { node in
            switch node.layer {
            case .batchNorm, .localResponseNorm: true
            case _: node.normalization != nil
            }
        }
    }

    /// The function at its end, fused or following.
    var activation: Activation.Function? {
        nodes.reversed().lazy.compactMap { node -> Activation.Function? in
            if let fused = node.activation { return fused.function }
            if case .activation(let activation) = node.layer { return activation.function }
            return nil
        }.first
    }
}
