import Tensors

/// The greatest value in each window. Padding counts as −∞.
public struct MaxPool: LayerKind {
    public var window: SlidingWindow

    public init(window: SlidingWindow) { self.window = window }

    static let declaration = LayerDeclaration(
        .maxPool, "The greatest value in each window, channel by channel.", main: "size",
        example: .init("max-pool: 2", input: "32x24x24"),
        source: "Riesenhuber and Poggio, Hierarchical models of object recognition in cortex, 1999",
        options: [.size, .poolStride, .padding, .dilation, .ceil])

    init(_ options: LayerOptions) { self.init(window: SlidingWindow(pool: options)) }

    public var options: [String: OptionValue] { window.poolOptions }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        try window.pooled(input)
    }
}

extension SlidingWindow {
    init(pool options: LayerOptions) {
        let size = options.perAxis("size")
        self.init(
            kernelSize: size, stride: options["stride"]?.perAxis ?? size, padding: options.padding("padding"),
            dilation: options["dilation"]?.perAxis ?? 1, rounding: options.flag("ceil") ? .ceiling : .floor)
    }

    var poolOptions: [String: OptionValue] {
        var written: [String: OptionValue] = [
            "size": OptionValue(kernelSize), "padding": OptionValue(padding), "dilation": OptionValue(dilation),
            "ceil": .flag(rounding == .ceiling),
        ]
        if stride != kernelSize { written["stride"] = OptionValue(stride) }
        return written
    }

    /// What pools have in common: the channels stay, and there are no parameters.
    func pooled(_ input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        let windows = try along(shape.spatial)
        var inference = Inference(
            FeatureShape(channels: shape.channels, spatial: windows.map(\.output.value)))
        inference.sizes = windows.map(\.output)
        inference.conditions = windows.conditions
        inference.field = .axes(windows.map(\.map))
        return inference
    }
}
