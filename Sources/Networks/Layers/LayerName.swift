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
}
