/// Each channel normalised by its mean and variance, then scaled and shifted.
///
/// Output of the input's shape; parameters: scale and shift for each channel, and two running statistics that are not trained.
/// Source: Ioffe and Szegedy, *Batch normalization*, 2015.
public struct BatchNorm: LayerKind {
    public var epsilon: Double

    public init(epsilon: Double = 1e-5) { self.epsilon = epsilon }

    static let declaration = LayerDeclaration(
        .batchNorm, "Each channel to mean 0 and variance 1, then scaled and shifted.", takesActivation: true,
        example: .init("batch-norm", input: "64x56x56"),
        source: "Ioffe and Szegedy, Batch normalization, 2015",
        options: [
            .optional("epsilon", .number(0...1), default: .number(1e-5), "Added to the variance.")
        ])

    init(_ options: LayerOptions) { self.init(epsilon: options.double("epsilon")) }

    static func parameters(of channels: Quantity) -> [ParameterTensor] {
        [.scale, .shift, .runningMean, .runningVariance].map { ParameterTensor($0, [channels]) }
    }

    public var options: [String: OptionValue] { ["epsilon": .number(epsilon)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let channels = input.shape.channels
        let bindings: [Derivation.Binding] = [.init(.channels, channels)]
        var inference = Inference(input.shape)
        inference.parameters = ParameterSet(
            tensors: Self.parameters(of: channels),
            count: Derivation(
                .parameters, 2 * .channels, bindings, remark: "a scale and a shift for each channel"),
            keras: Derivation(
                .parameters, 4 * .channels, bindings,
                remark: "a scale and a shift for each channel, and its running mean and variance, which are not trained"
            ))
        return inference
    }
}
