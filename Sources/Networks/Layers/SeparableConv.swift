import Tensors

/// Depthwise convolution, then a 1x1 convolution that mixes the channels.
///
/// Input [C, …], output [F, …'], weights [C·m, 1, k…] and [F, C·m, 1…].
/// Source: Chollet, *Xception: deep learning with depthwise separable convolutions*, 2017.
public struct SeparableConv: LayerKind {
    public var filters: Int
    public var window: SlidingWindow
    public var multiplier: Int
    public var hasBias: Bool

    public init(filters: Int, window: SlidingWindow, multiplier: Int = 1, hasBias: Bool = true) {
        (self.filters, self.window, self.multiplier, self.hasBias) = (filters, window, multiplier, hasBias)
    }

    static let declaration = LayerDeclaration(
        .separableConv, "A depthwise convolution, then a 1x1 convolution that mixes its channels.",
        takesActivation: true,
        example: .init("separable-conv: { filters: 64, kernel: 3, padding: same }", input: "32x56x56"),
        source: "Chollet, Xception: deep learning with depthwise separable convolutions, 2017",
        options: [.filters, .kernel] + .sliding + [.multiplier, .bias])

    init(_ options: LayerOptions) {
        self.init(
            filters: options.integer("filters"), window: SlidingWindow(options),
            multiplier: options.integer("multiplier"), hasBias: options.flag("bias"))
    }

    public var options: [String: OptionValue] {
        window.options.merging([
            "filters": .integer(filters), "multiplier": .integer(multiplier), "bias": .flag(hasBias),
        ]) { $1 }
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        let windows = try window.along(shape.spatial)
        let sizes = windows.map(\.output)
        let kernels = windows.map(\.kernel)
        let symbols = KernelCounting.kernelSymbols(kernels.count)
        let between = shape.channels * Quantity(multiplier)
        var inference = Inference(FeatureShape(channels: Quantity(filters), spatial: sizes.map(\.value)))
        inference.sizes = sizes
        inference.conditions = windows.conditions

        let depthwise = Expression.product(of: [.channels, .multiplier] + symbols.map(Expression.symbol))
        let pointwise = Expression.product(of: [.filters, .channels, .multiplier])
        let weights = depthwise + pointwise
        let bindings: [Derivation.Binding] =
            [
                .init(.channels, shape.channels), .init(.multiplier, Quantity(multiplier)),
                .init(.filters, Quantity(filters)),
            ] + zip(symbols, kernels).map { .init($0, Quantity($1)) }
        let ones = kernels.map { _ in Quantity(1) }
        inference.parameters = ParameterSet(
            tensors: [
                ParameterTensor(.depthwiseWeight, [between, 1] + kernels.map { Quantity($0) }),
                ParameterTensor(.weight, [Quantity(filters), between] + ones),
            ] + (hasBias ? [ParameterTensor(.bias, [Quantity(filters)])] : []),
            count: Derivation(.parameters, hasBias ? weights + .filters : weights, bindings))
        let places = OutputPlaces(sizes)
        inference.multiplyAccumulates = Derivation(
            .multiplyAccumulates, .product(of: [weights] + places.symbols), bindings + places.bindings)
        inference.field = .axes(windows.map(\.map))
        return inference
    }
}
