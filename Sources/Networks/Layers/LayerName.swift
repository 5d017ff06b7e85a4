/// The kinds of layers, under the names that files use.
public enum LayerName: String, CaseIterable, Sendable {
    case conv
    case convTranspose = "conv-transpose"
    case depthwiseConv = "depthwise-conv"
    case separableConv = "separable-conv"
    case locallyConnected = "locally-connected"
    case maxPool = "max-pool"
    case averagePool = "average-pool"
    case globalMaxPool = "global-max-pool"
    case globalAveragePool = "global-average-pool"
    case roiPool = "roi-pool"
    case spatialPyramidPool = "spatial-pyramid-pool"
    case dense
    case flatten
    case reshape
    case permute
    case batchNorm = "batch-norm"
    case localResponseNorm = "local-response-norm"
    case dropout
    case relu
    case relu6
    case leakyReLU = "leaky-relu"
    case elu
    case gelu
    case swish
    case sigmoid
    case tanh
    case softplus
    case softmax
    case add
    case concat
    case multiply
    case zeroPad = "zero-pad"
    case crop
    case upsample
    case pixelShuffle = "pixel-shuffle"
    case pixelUnshuffle = "pixel-unshuffle"
    case lstm

    /// The name of a layer without one: `conv3`; a kind that ends in a digit keeps apart from its number, as in `relu6-3`.
    package func numbered(_ number: Int) -> String { Self.numbered(rawValue, number) }

    package static func numbered(_ kind: String, _ number: Int) -> String {
        kind.last?.isNumber == true ? "\(kind)-\(number)" : "\(kind)\(number)"
    }
}

extension LayerName {
    /// Whether it is an activation as a layer of its own.
    package var isActivation: Bool { Activation.Function.allCases.contains { $0.kind == self } }

    /// What other programs and lecture notes call a kind.
    static func usual(_ name: String) -> String? {
        let kind: LayerName? =
            switch name.lowercased().filter({ $0.isLetter || $0.isNumber }) {
            case "fc", "linear", "fullyconnected", "gemm": .dense
            case "pool", "maxpooling", "maxpool2d", "maxpooling2d": .maxPool
            case "avgpool", "avgpool2d", "averagepooling", "averagepooling2d": .averagePool
            case "gap", "globalaveragepooling", "globalavgpool": .globalAveragePool
            case "gmp", "globalmaxpooling": .globalMaxPool
            case "bn", "batchnormalization", "batchnorm2d": .batchNorm
            case "lrn": .localResponseNorm
            case "conv1d", "conv2d", "conv3d", "convolution": .conv
            case "deconv", "convtranspose2d", "conv2dtranspose", "upconv": .convTranspose
            case "silu": .swish
            case "concatenate", "cat": .concat
            case _: nil
            }
        return kind?.rawValue
    }
}
