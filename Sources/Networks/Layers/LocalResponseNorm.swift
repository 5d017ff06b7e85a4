/// Each value divided by the squares of its neighbours in `size` channels.
///
/// Source: Krizhevsky et al., *ImageNet classification with deep convolutional neural networks*, 2012.
public struct LocalResponseNorm: LayerKind {
    public var size: Int
    public var alpha: Double
    public var beta: Double
    /// k of the paper.
    public var bias: Double

    public init(size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75, bias: Double = 1) {
        (self.size, self.alpha, self.beta, self.bias) = (size, alpha, beta, bias)
    }

    static let declaration = LayerDeclaration(
        .localResponseNorm, "Each value damped by its neighbours in other channels.", main: "size",
        example: .init("local-response-norm: 5", input: "96x27x27"),
        source: "Krizhevsky et al., ImageNet classification with deep convolutional neural networks, 2012",
        options: [
            .optional("size", .integer(atLeast: 1), default: .integer(5), "How many channels count as neighbours."),
            .optional("alpha", .number(0...1e6), default: .number(1e-4), "The weight of the squares' mean."),
            .optional("beta", .number(0...1e3), default: .number(0.75), "The exponent."),
            .optional("bias", .number(0...1e6), default: .number(1), "What is added to them; k in the paper."),
        ])

    init(_ options: LayerOptions) {
        self.init(
            size: options.integer("size"), alpha: options.double("alpha"), beta: options.double("beta"),
            bias: options.double("bias"))
    }

    public var options: [String: OptionValue] {
        ["size": .integer(size), "alpha": .number(alpha), "beta": .number(beta), "bias": .number(bias)]
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        Inference(try input.shape.image)
    }
}
