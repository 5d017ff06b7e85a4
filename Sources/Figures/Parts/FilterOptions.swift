public import Tensors

/// The options that figures of filters share.
public struct FilterOptions: Hashable, Sendable {
    public var padding: Padding = .same
    public var border: Border = .reflect
    public var stride: PerAxis = 1
    public var dilation: PerAxis = 1
    public var convolution = false

    public init() {}

    var convolutionOptions: Convolution {
        Convolution(
            stride: stride, dilation: dilation, padding: padding, border: border,
            operation: convolution ? .convolution : .crossCorrelation)
    }

    /// What was done, in words: `cross-correlation, same padding, border reflected`.
    var words: String {
        var parts = [convolution ? "convolution (kernel turned by 180°)" : "cross-correlation"]
        switch padding {
        case .valid: parts.append("no padding")
        case .same: parts.append("same padding")
        case .full: parts.append("full padding")
        case .symmetric, .explicit: parts.append("padding \(padding.parameterText)")
        }
        if padding != .valid { parts.append("border \(border.words)") }
        if stride != 1 { parts.append("stride \(stride.parameterText)") }
        if dilation != 1 { parts.append("dilation \(dilation.parameterText)") }
        return parts.joined(separator: ", ")
    }
}

/// A figure that runs a filter over a picture, with the options of all filters.
public protocol FilteringFigure: Figure {
    var options: FilterOptions { get set }
}

extension FilteringFigure {
    static var filterParameters: [FigureParameter<Self>] {
        [
            .init("padding", \.options.padding, "how far the picture is extended"),
            .init("border", \.options.border, "what stands in the padding"),
            .init("stride", \.options.stride, "steps of the window, vertical x horizontal"),
            .init("dilation", \.options.dilation, "distance between the kernel's taps"),
            .init("convolution", \.options.convolution, "turn the kernel by 180°: true convolution"),
        ]
    }
}

extension Border {
    var words: String {
        switch self {
        case .zeros: "of zeros"
        case .constant(let value): "of \(decimal(value))"
        case .reflect: "reflected"
        case .symmetric: "mirrored with its edge"
        case .replicate: "replicated"
        case .circular: "wrapped around"
        }
    }
}
