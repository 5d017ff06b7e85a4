import Networks
import Tensors

/// What leads from one stage of a network to a later one, in few words: `3 × conv 3×3, max-pool 2×2`.
struct StepWords {
    let text: String

    /// More groups of equal layers than this are counted by kind.
    private static let mostGroups = 3

    init(_ nodes: [Node]) {
        let loud = nodes.filter { !$0.isQuiet }
        let told = loud.isEmpty ? nodes : loud
        var groups: [(words: String, count: Int)] = []
        for node in told {
            let words = node.stepWords
            if groups.last?.words == words {
                groups[groups.count - 1].count += 1
            } else {
                groups.append((words, 1))
            }
        }
        if groups.count <= Self.mostGroups {
            text = groups.map { $0.count == 1 ? $0.words : "\($0.count)\u{A0}×\u{A0}\($0.words)" }.joined(
                separator: ", ")
            return
        }
        var kinds: [(noun: String, count: Int)] = []
        for node in told {
            let noun = node.layer.noun
            if let index = kinds.firstIndex(where: { $0.noun == noun }) {
                kinds[index].count += 1
            } else {
                kinds.append((noun, 1))
            }
        }
        text = kinds.map { counted($0.count, $0.noun).replacing(" ", with: "\u{A0}", most: 1) }.joined(separator: ", ")
    }
}

extension Node {
    /// What nobody counts when a network is told in short.
    fileprivate var isQuiet: Bool {
        switch layer {
        case .batchNorm, .dropout, .localResponseNorm: true
        case .activation(let activation): activation.function != .softmax
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .dense, .flatten, .reshape, .permute,
            .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm,
            .operator:
            false
        }
    }

    /// `conv 11×11, stride 4`, without its filters, which the shapes tell.
    var stepWords: String {
        let axes = inputs.first?.spatial.count ?? 2
        func window(_ window: SlidingWindow, pools: Bool = false, groups: Int = 1) -> String {
            // Short kinds stay with their sizes; long ones may stand on a line of their own.
            let space = layer.kindName.count <= 8 ? "\u{A0}" : " "
            var words = layer.kindName + space + window.kernelSize.crossed(axes)
            if pools ? window.stride != window.kernelSize : window.stride != 1 {
                words += ", stride\u{A0}\(window.stride.short)"
            }
            if window.dilation != 1 { words += ", dilation\u{A0}\(window.dilation.short)" }
            if let groups = groupWords(groups) { words += ", " + groups.replacing(" ", with: "\u{A0}", most: 1) }
            return words
        }
        return switch layer {
        case .conv(let conv): window(conv.window, groups: conv.groups)
        case .convTranspose(let conv): window(conv.window, groups: conv.groups)
        case .depthwiseConv(let conv): window(conv.window)
        case .separableConv(let conv): window(conv.window)
        case .locallyConnected(let conv): window(conv.window)
        case .maxPool(let pool): window(pool.window, pools: true)
        case .averagePool(let pool): window(pool.window, pools: true)
        case .upsample, .pixelShuffle, .pixelUnshuffle: "\(layer.kindName)\u{A0}\(details)"
        case .dense(let dense): "dense \(dense.units)"
        case .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .flatten, .reshape, .permute,
            .batchNorm, .localResponseNorm, .dropout, .activation, .add, .concat, .multiply, .zeroPad, .crop, .lstm,
            .operator:
            layer.kindName
        }
    }

    /// `2 groups`; `depthwise` where each channel is one; nothing where all channels are read together.
    func groupWords(_ groups: Int) -> String? {
        guard groups > 1 else { return nil }
        return inputs.first?.channels == Quantity(groups) ? "depthwise" : "\(groups) groups"
    }
}

extension Layer {
    /// What several of its kind are called, in the singular.
    fileprivate var noun: String {
        switch self {
        case .conv: "convolution"
        case .convTranspose: "transposed convolution"
        case .depthwiseConv: "depthwise convolution"
        case .separableConv: "separable convolution"
        case .locallyConnected: "local layer"
        case .maxPool: "max-pool"
        case .averagePool: "average-pool"
        case .dense: "dense layer"
        case .add: "addition"
        case .multiply: "product"
        case .concat: "concatenation"
        case .batchNorm, .localResponseNorm: "normalisation"
        case .activation: "activation"
        case .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .flatten, .reshape, .permute, .dropout,
            .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            kindName
        }
    }
}

extension PerAxis {
    /// `11×11`
    func crossed(_ axes: Int) -> String {
        switch self {
        case .all(let value): [String](repeating: "\(value)", count: max(1, axes)).joined(separator: "×")
        case .each(let values): values.map(String.init).joined(separator: "×")
        }
    }

    /// One number where all are the same.
    var short: String {
        switch self {
        case .all(let value): "\(value)"
        case .each(let values): Set(values).count == 1 ? "\(values[0])" : crossed(values.count)
        }
    }
}

extension String {
    /// - Parameter most: How many occurrences are replaced.
    fileprivate func replacing(_ letter: Character, with other: Character, most: Int) -> String {
        var left = most
        return String(
            map { own in
                guard own == letter, left > 0 else { return own }
                left -= 1
                return other
            })
    }
}
