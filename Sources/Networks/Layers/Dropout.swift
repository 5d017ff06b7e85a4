/// In training, a share of the values is set to 0 and the others are enlarged; otherwise nothing happens.
///
/// Source: Srivastava et al., *Dropout: a simple way to prevent neural networks from overfitting*, 2014.
public struct Dropout: LayerKind {
    public var rate: Double

    public init(rate: Double = 0.5) { self.rate = rate }

    static let declaration = LayerDeclaration(
        .dropout, "In training, forgets a share of the values; otherwise does nothing.", main: "rate",
        example: .init("dropout: 0.5", input: "4096"),
        source: "Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014",
        options: [
            .optional("rate", .number(0...1), default: .number(0.5), "The share of values that is set to 0.")
        ])

    init(_ options: LayerOptions) { self.init(rate: options.double("rate")) }

    public var options: [String: OptionValue] { ["rate": .number(rate)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference { Inference(input.shape) }
}
