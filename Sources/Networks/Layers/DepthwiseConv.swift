import Tensors

/// Depthwise convolution: every channel has kernels of its own, and nothing is summed over channels.
///
/// Input [C, …], output [C·m, …'], weights [C·m, 1, k…].
/// Source: Sifre, *Rigid-motion scattering for image classification*, 2014.
public struct DepthwiseConv: LayerKind {
    public var window: SlidingWindow
    /// Filters for each channel, m.
    public var multiplier: Int
    public var hasBias: Bool

    public init(window: SlidingWindow, multiplier: Int = 1, hasBias: Bool = true) {
        (self.window, self.multiplier, self.hasBias) = (window, multiplier, hasBias)
    }

    static let declaration = LayerDeclaration(
        .depthwiseConv, "One kernel for each channel, without a sum over channels.", takesActivation: true,
        example: .init("depthwise-conv: { kernel: 3, padding: 1 }", input: "32x112x112"),
        source: "Sifre, Rigid-motion scattering for image classification, 2014",
        options: [.kernel] + .sliding + [.multiplier, .bias])

    init(_ options: LayerOptions) {
        self.init(
            window: SlidingWindow(options), multiplier: options.integer("multiplier"), hasBias: options.flag("bias"))
    }

    public var options: [String: OptionValue] {
        window.options.merging(["multiplier": .integer(multiplier), "bias": .flag(hasBias)]) { $1 }
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        let windows = try window.along(shape.spatial)
        let sizes = windows.map(\.output)
        let kernels = windows.map(\.kernel)
        let symbols = KernelCounting.kernelSymbols(kernels.count)
        let channels = shape.channels * Quantity(multiplier)
        var inference = Inference(FeatureShape(channels: channels, spatial: sizes.map(\.value)))
        inference.sizes = sizes
        inference.conditions = windows.conditions

        let kernel = Expression.product(of: symbols.map(Expression.symbol))
        let filters: Expression = multiplier == 1 ? .channels : .channels * .multiplier
        let bindings: [Derivation.Binding] =
            [.init(.channels, shape.channels), .init(.multiplier, Quantity(multiplier))]
            + zip(symbols, kernels).map { .init($0, Quantity($1)) }
        inference.parameters = ParameterSet(
            tensors: [ParameterTensor(.weight, [channels, 1] + kernels.map { Quantity($0) })]
                + (hasBias ? [ParameterTensor(.bias, [channels])] : []),
            count: Derivation(.parameters, filters * (hasBias ? kernel + 1 : kernel), bindings))
        let places = OutputPlaces(sizes)
        inference.multiplyAccumulates = Derivation(
            .multiplyAccumulates, .product(of: [filters, kernel] + places.symbols), bindings + places.bindings)
        inference.field = .axes(windows.map(\.map))
        return inference
    }
}

extension OptionDeclaration {
    static let multiplier = optional(
        "multiplier", .integer(atLeast: 1), default: .integer(1), "How many filters each channel has.")
}

/// H' · W', as factors of a count.
struct OutputPlaces {
    let symbols: [Expression]
    let bindings: [Derivation.Binding]

    init(_ sizes: [Derivation]) {
        let names = FeatureShape.axisNames(sizes.count).map {
            Expression.Symbol("\($0.prefix(1).uppercased())'", "output \($0)")
        }
        symbols = names.map(Expression.symbol)
        bindings = zip(names, sizes).map { .init($0, $1.value) }
    }
}
