import Execution
import Networks
import Tensors

/// All kernels of a layer.
struct KernelSet {
    /// `[F, C, k…]`, the kernel with 1 to 3 axes.
    let weights: Tensor
    /// Whether the channels are the red, green and blue of a photo.
    let isOverColors: Bool
    /// What the channels are, where that is known: as many names as channels.
    let channelNames: [String]
    /// `64 filters of 3 × 11 × 11`
    let words: String

    var filterCount: Int { weights.shape[0] }
    var channelCount: Int { weights.shape[1] }
    var kernel: [Int] { Array(weights.shape.dropFirst(2)) }
    /// Whether a kernel is one number: a weighted sum over channels.
    var isPointwise: Bool { kernel.allSatisfy { $0 == 1 } }

    /// - Parameters:
    ///   - names: What the channels are; nothing if that is not said.
    ///   - takesPhotos: Whether three channels are a photo's; unless that is given, they are if the network prepares
    ///     photos and the channels have no other names.
    init?(
        _ node: Node, _ parameters: NetworkWeights.Layer, in network: Network, names: [String] = [],
        takesPhotos: Bool? = nil
    ) {
        let found: Tensor?
        var isPerChannel = false
        switch node.layer {
        case .conv:
            found = parameters[.weight]
        case .depthwiseConv:
            (found, isPerChannel) = (parameters[.weight], true)
        case .separableConv:
            (found, isPerChannel) = (parameters[.depthwiseWeight], true)
        case .convTranspose(let layer):
            found = parameters[.weight]?.filtersFirst(groups: layer.groups)
        case .locallyConnected, .dense, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool,
            .spatialPyramidPool, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm, .dropout, .activation,
            .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            found = nil
        }
        guard var weights = found, weights.shape.rank >= 3, weights.shape.elementCount > 0 else { return nil }
        let isFirst = network.readsInput(node)
        let isPhoto = takesPhotos ?? (names.isEmpty && network.header.preprocessing != nil)
        isOverColors = isPhoto && isFirst && !isPerChannel && weights.shape[1] == 3 && weights.shape.rank == 4
        channelNames = names.isEmpty && isOverColors ? ["red", "green", "blue"] : names
        if isOverColors, network.header.preprocessing?.isBGR == true { weights = weights.channelsReversed }
        self.weights = weights
        let size = isPerChannel ? Array(weights.shape.dropFirst(2)) : Array(weights.shape.dropFirst())
        words =
            counted(weights.shape[0], isPerChannel ? "kernel" : "filter") + " of \(sizes(size))"
            + (isPerChannel ? ", one channel each" : "")
    }

    /// Kernel `filter`, `channel`: `[k…]`.
    func slice(_ filter: Int, _ channel: Int) -> Tensor { self[filter].slice(channel) }

    /// `[C, k…]`
    subscript(filter: Int) -> Tensor { weights.slice(filter) }
}

extension Network {
    /// Whether nothing but padding stands between a photo and the layer.
    fileprivate func readsInput(_ node: Node) -> Bool {
        switch node.sources.first {
        case .input: return true
        case .node(let place):
            if case .zeroPad = nodes[place].layer { return readsInput(nodes[place]) }
            return false
        case nil: return false
        }
    }
}

extension Tensor {
    /// A transposed convolution's `[C, F/g, k…]` as `[F, C/g, k…]`.
    fileprivate func filtersFirst(groups: Int) -> Tensor {
        let (inputs, outputs) = (shape[0] / groups, shape[1])
        let kernel = Array(shape.dropFirst(2))
        let size = kernel.reduce(1, *)
        return Tensor(Shape([outputs * groups, inputs] + kernel)) { turned in
            withUnsafeElements { weights in
                for filter in 0..<outputs * groups {
                    for channel in 0..<inputs {
                        let source = ((filter / outputs * inputs + channel) * outputs + filter % outputs) * size
                        for tap in 0..<size { turned[(filter * inputs + channel) * size + tap] = weights[source + tap] }
                    }
                }
            }
        }
    }

    /// `[F, 3, k, k]` from blue, green, red to red, green, blue.
    fileprivate var channelsReversed: Tensor {
        let size = shape.dropFirst(2).reduce(1, *)
        return Tensor(shape) { turned in
            withUnsafeElements { weights in
                for place in weights.indices {
                    let (filter, channel, tap) = (place / (3 * size), place / size % 3, place % size)
                    turned[place] = weights[(filter * 3 + 2 - channel) * size + tap]
                }
            }
        }
    }
}
