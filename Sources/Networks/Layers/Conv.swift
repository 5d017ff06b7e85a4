import Tensors

/// Convolution (cross-correlation) in 1, 2 or 3 dimensions, as the input has axes.
///
/// Input [C, …], output [F, …'], weights [F, C/g, k…].
public struct Conv: LayerKind {
    public var filters: Int
    public var window: SlidingWindow
    public var groups: Int
    public var hasBias: Bool

    public init(filters: Int, window: SlidingWindow, groups: Int = 1, hasBias: Bool = true) {
        (self.filters, self.window, self.groups, self.hasBias) = (filters, window, groups, hasBias)
    }

    static let declaration = LayerDeclaration(
        .conv, "Convolution: each filter slides over the image and spans all channels of its group.",
        takesActivation: true,
        example: .init("conv: { filters: 32, kernel: 5, activation: relu }", input: "1x28x28"),
        source: "LeCun et al., Gradient-based learning applied to document recognition, 1998",
        options: [.filters, .kernel] + .sliding + [.groups, .bias])

    init(_ options: LayerOptions) {
        self.init(
            filters: options.integer("filters"), window: SlidingWindow(options), groups: options.integer("groups"),
            hasBias: options.flag("bias"))
    }

    public var options: [String: OptionValue] {
        window.options.merging([
            "filters": .integer(filters), "groups": .integer(groups), "bias": .flag(hasBias),
        ]) { $1 }
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        guard shape.channels.isMultiple(of: groups), filters % groups == 0 else {
            throw .groupsDoNotDivide(groups: groups, channels: shape.channels, filters: filters)
        }
        let windows = try window.along(shape.spatial)
        let sizes = windows.map(\.output)
        var inference = Inference(FeatureShape(channels: Quantity(filters), spatial: sizes.map(\.value)))
        inference.sizes = sizes
        inference.conditions = windows.conditions
        let counting = KernelCounting(
            windows.map(\.kernel), channels: shape.channels, filters: filters, groups: groups, hasBias: hasBias)
        inference.parameters = counting.parameters
        inference.multiplyAccumulates = counting.multiplyAccumulates(positions: sizes.map(\.value))
        inference.field = .axes(windows.map(\.map))
        return inference
    }
}
