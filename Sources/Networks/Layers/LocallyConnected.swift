import Tensors

/// A convolution that shares nothing: every output place has filters of its own.
///
/// Input [C, …], output [F, …'], weights […', F, C, k…], a bias for each output.
/// Source: Taigman et al., *DeepFace*, 2014.
public struct LocallyConnected: LayerKind {
    public var filters: Int
    public var window: SlidingWindow
    public var hasBias: Bool

    public init(filters: Int, window: SlidingWindow, hasBias: Bool = true) {
        (self.filters, self.window, self.hasBias) = (filters, window, hasBias)
    }

    static let declaration = LayerDeclaration(
        .locallyConnected, "Slides like a convolution, but with weights of its own at every place.",
        takesActivation: true,
        example: .init("locally-connected: { filters: 6, kernel: 5 }", input: "3x32x32"),
        source: "Taigman et al., DeepFace: closing the gap to human-level performance, 2014",
        options: [.filters, .kernel] + .sliding + [.bias])

    init(_ options: LayerOptions) {
        self.init(
            filters: options.integer("filters"), window: SlidingWindow(options), hasBias: options.flag("bias"))
    }

    public var options: [String: OptionValue] {
        window.options.merging(["filters": .integer(filters), "bias": .flag(hasBias)]) { $1 }
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        let windows = try window.along(shape.spatial)
        let sizes = windows.map(\.output)
        let kernels = windows.map(\.kernel)
        let symbols = KernelCounting.kernelSymbols(kernels.count)
        var inference = Inference(FeatureShape(channels: Quantity(filters), spatial: sizes.map(\.value)))
        inference.sizes = sizes
        inference.conditions = windows.conditions

        let places = OutputPlaces(sizes)
        let kernel = Expression.product(of: [.channels] + symbols.map(Expression.symbol))
        let bindings: [Derivation.Binding] =
            [.init(.filters, Quantity(filters)), .init(.channels, shape.channels)]
            + zip(symbols, kernels).map { .init($0, Quantity($1)) } + places.bindings
        let outputs = Expression.product(of: places.symbols + [.filters])
        let outputSizes = sizes.map(\.value) + [Quantity(filters)]
        inference.parameters = ParameterSet(
            tensors: [ParameterTensor(.weight, outputSizes + [shape.channels] + kernels.map { Quantity($0) })]
                + (hasBias ? [ParameterTensor(.bias, outputSizes)] : []),
            count: Derivation(.parameters, outputs * (hasBias ? kernel + 1 : kernel), bindings))
        inference.multiplyAccumulates = Derivation(.multiplyAccumulates, outputs * kernel, bindings)
        inference.field = .axes(windows.map(\.map))
        return inference
    }
}
