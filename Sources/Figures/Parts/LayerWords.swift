import Networks
import Scenes
import Tensors

extension Node {
    /// What it does, for people: `3×3 convolution, stride 2, padding 1, ReLU`.
    var figureWords: String {
        ([layer.figureWords(self)] + (normalization == nil ? [] : ["batch norm"])
            + (activation.map { [$0.function.figureWords] } ?? []))
            .joined(separator: ", ")
    }
}

extension Layer {
    fileprivate func figureWords(_ node: Node) -> String {
        let axes = node.inputs.first?.spatial.count ?? 2
        return switch self {
        case .conv(let conv): conv.window.words("convolution", axes, groups: node.groupWords(conv.groups))
        case .convTranspose(let conv):
            conv.window.words("transposed convolution", axes, groups: node.groupWords(conv.groups))
        case .depthwiseConv(let conv): conv.window.words("depthwise convolution", axes)
        case .separableConv(let conv): conv.window.words("separable convolution", axes)
        case .locallyConnected(let conv): conv.window.words("locally connected", axes)
        case .maxPool(let pool): pool.window.words("max pooling", axes)
        case .averagePool(let pool): pool.window.words("average pooling", axes)
        case .globalMaxPool: "global max pooling"
        case .globalAveragePool: "global average pooling"
        case .roiPool: "pooling of regions"
        case .spatialPyramidPool: "spatial pyramid pooling"
        case .dense: "dense"
        case .activation(let activation): activation.function.figureWords
        case .batchNorm: "batch normalisation"
        case .localResponseNorm: "local response normalisation"
        case .lstm: "LSTM"
        case .operator(let op): op.details.isEmpty ? op.name : "\(op.name) (\(op.details))"
        case .flatten: "flatten"
        case .reshape: "reshape"
        case .permute: "permute"
        case .dropout: "dropout"
        case .add: "sum"
        case .concat: "concatenation"
        case .multiply: "product"
        case .zeroPad: "padding with zeros"
        case .crop: "crop"
        case .upsample: "upsampling"
        case .pixelShuffle: "pixel shuffle"
        case .pixelUnshuffle: "pixel unshuffle"
        }
    }
}

extension Activation.Function {
    /// `ReLU`, as people write it.
    var figureWords: String {
        switch self {
        case .relu: "ReLU"
        case .relu6: "ReLU6"
        case .leakyReLU: "leaky ReLU"
        case .elu: "ELU"
        case .gelu: "GELU"
        case .swish, .sigmoid, .tanh, .softplus, .softmax: rawValue
        }
    }
}

extension SlidingWindow {
    /// `3×3 convolution, stride 2, padding 1`, without what is as usual; `convolution of 9` along one axis.
    fileprivate func words(_ what: String, _ axes: Int, groups: String? = nil) -> String {
        let size = kernelSize.crossed(axes)
        var words = [axes == 1 ? "\(what) of \(size)" : "\(size) \(what)"]
        if stride != 1 { words.append("stride \(stride.short)") }
        switch padding {
        case .valid, .symmetric(.all(0)): break
        case .same: words.append("same padding")
        case .full: words.append("full padding")
        case .symmetric(let amount): words.append("padding \(amount.short)")
        case .explicit: words.append("padding \(padding.parameterText)")
        }
        if dilation != 1 { words.append("dilation \(dilation.short)") }
        if let groups { words.append(groups) }
        return words.joined(separator: ", ")
    }
}

/// `64 × 224 × 224`
func sizes(_ shape: FeatureShape) -> String {
    shape.sizes.map { crossed(FeatureShape([$0]).text()) }.joined(separator: "\u{A0}×\u{A0}")
}

/// The letter between two numbers as the sign that it stands for.
private func crossed(_ text: String) -> String {
    let letters = Array(text)
    return String(
        letters.enumerated().map { index, letter in
            let isBetween =
                letter == "x" && index > 0 && index + 1 < letters.count && letters[index - 1].isNumber
                && letters[index + 1].isNumber
            return isBetween ? "×" : letter
        })
}

extension Network {
    /// The layer of a name, or the first that fits.
    ///
    /// - Throws: ``FigureError/noSuchLayer(_:nearest:)``, ``FigureError/nothingFits(what:)``.
    func layer(
        _ name: String?, else fits: (Node) -> Bool, what: String
    ) throws(FigureError) -> Node {
        if let name {
            if let node = node(named: name) { return node }
            throw .noSuchLayer(name, nearest: nearest(name, among: nodes.map(\.name)))
        }
        guard let node = nodes.first(where: fits) else { throw .nothingFits(what: what) }
        return node
    }
}

extension SceneBuilder {
    /// A layer's name, what it is and what comes out of it, at the head of a figure.
    mutating func heading(_ name: String, _ words: [String]) {
        let title = text(Text(name, style: .bold), at: Point(0, 0), baseline: .top)
        let rest = words.joined(separator: "  ·  ")
        let left = title.right + 8
        if left + measure(Text(rest)).width <= width {
            text(Text(rest), at: Point(left, 0), color: theme.mutedInk, baseline: .top)
        } else {
            var top = title.bottom + 2
            for line in words {
                top = (paragraph(line, left: 0, top: top, width: width, color: theme.mutedInk)?.bottom ?? top) + 1
            }
        }
    }

    /// A line or more in small letters below everything.
    mutating func footnote(_ parts: [String]) {
        paragraph(
            parts.joined(separator: "; "), left: 0, top: (bounds?.bottom ?? 0) + 9, width: width, size: 8,
            color: theme.mutedInk)
    }
}
