import Tensors

extension Node {
    /// The kind with what matters of its options: `conv 32@5x5 s2 p1, bn, relu`.
    public var words: String {
        let kind = layer.kindName
        let activated =
            (normalization == nil ? "" : ", bn") + (activation.map { ", \($0.function.rawValue)" } ?? "")
        let details = self.details
        return (details.isEmpty ? kind : "\(kind) \(details)") + activated
    }

    /// The options in a chain's short form.
    public var details: String {
        let axes = inputs.first?.spatial.count ?? 2
        switch layer {
        case .conv(let conv):
            return "\(conv.filters)@\(conv.window.words(axes))" + (conv.groups > 1 ? " g\(conv.groups)" : "")
        case .convTranspose(let conv): return "\(conv.filters)@\(conv.window.words(axes))"
        case .depthwiseConv(let conv): return conv.window.words(axes)
        case .separableConv(let conv): return "\(conv.filters)@\(conv.window.words(axes))"
        case .locallyConnected(let conv): return "\(conv.filters)@\(conv.window.words(axes))"
        case .maxPool(let pool): return pool.window.words(axes, pools: true)
        case .averagePool(let pool): return pool.window.words(axes, pools: true)
        case .roiPool(let pool): return pool.size.map(String.init).joined(separator: "x")
        case .spatialPyramidPool(let pool): return pool.levels.map(String.init).joined(separator: " ")
        case .dense(let dense): return "\(dense.units)"
        case .dropout(let dropout): return OptionValue.number(dropout.rate).yaml
        case .lstm(let lstm): return "\(lstm.units)"
        case .upsample(let upsample):
            switch upsample.target {
            case .factor(let factor): return "×" + factor.words(axes)
            case .size(let size): return size.words(axes)
            }
        case .pixelShuffle(let shuffle): return "×\(shuffle.factor)"
        case .pixelUnshuffle(let shuffle): return "/\(shuffle.factor)"
        case .add(let add): return add.shortcut == .zeroPad ? "zero-pad" : ""
        case .operator(let operation): return operation.details
        case .globalMaxPool, .globalAveragePool, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm,
            .activation, .concat, .multiply, .zeroPad, .crop:
            return ""
        }
    }
}

extension SlidingWindow {
    /// `5x5 s2 p1 d2`, without what is as usual.
    fileprivate func words(_ axes: Int, pools: Bool = false) -> String {
        var words = [kernelSize.words(axes)]
        if pools ? stride != kernelSize : stride != 1 {
            words.append("s" + stride.words(axes, separator: ",", short: true))
        }
        switch padding {
        case .valid: break
        case .same: words.append("same")
        case .full: words.append("full")
        case .symmetric(.all(0)): break
        case .symmetric(let amounts): words.append("p" + amounts.words(axes, separator: ",", short: true))
        case .explicit(let sides):
            words.append("p" + sides.flatMap { ["\($0.before)", "\($0.after)"] }.joined(separator: ","))
        }
        if dilation != 1 { words.append("d" + dilation.words(axes, separator: ",", short: true)) }
        return words.joined(separator: " ")
    }
}

extension PerAxis {
    /// `5x5`; short: one number where all are the same.
    fileprivate func words(_ axes: Int, separator: String = "x", short: Bool = false) -> String {
        switch self {
        case .all(let value):
            short ? "\(value)" : [String](repeating: "\(value)", count: max(1, axes)).joined(separator: separator)
        case .each(let values):
            short && Set(values).count == 1 ? "\(values[0])" : values.map(String.init).joined(separator: separator)
        }
    }
}
