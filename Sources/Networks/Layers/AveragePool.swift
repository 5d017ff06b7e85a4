import Tensors

/// The mean of each window.
public struct AveragePool: LayerKind {
    public var window: SlidingWindow
    /// Whether padding counts as zeros (PyTorch's default) or not at all (TensorFlow's).
    public var countsPadding: Bool

    public init(window: SlidingWindow, countsPadding: Bool = true) {
        (self.window, self.countsPadding) = (window, countsPadding)
    }

    static let declaration = LayerDeclaration(
        .averagePool, "The mean of each window, channel by channel.", main: "size",
        example: .init("average-pool: { size: 3, stride: 2, padding: 1, count-padding: false }", input: "16x27x27"),
        source: "LeCun et al., Backpropagation applied to handwritten zip code recognition, 1989",
        options: [
            .size, .poolStride, .padding, .ceil,
            .optional(
                "count-padding", .flag, default: .flag(true),
                "Whether padding counts as zeros, as in PyTorch, or not, as in TensorFlow."),
        ])

    init(_ options: LayerOptions) {
        self.init(window: SlidingWindow(pool: options), countsPadding: options.flag("count-padding"))
    }

    public var options: [String: OptionValue] {
        var written = window.poolOptions
        written["dilation"] = nil
        written["count-padding"] = .flag(countsPadding)
        return written
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        try window.pooled(input)
    }
}
