/// A function of each value by itself, or of all channels together (softmax).
public struct Activation: LayerKind {
    public enum Function: String, CaseIterable, Sendable {
        case relu, relu6
        case leakyReLU = "leaky-relu"
        case elu, gelu, swish, sigmoid, tanh, softplus, softmax
    }

    public var function: Function
    /// The slope below 0 of `leaky-relu`, the limit of `elu`; nothing for the others.
    public var coefficient: Double?

    public init(_ function: Function, coefficient: Double? = nil) {
        self.function = function
        switch function {
        case .leakyReLU: self.coefficient = coefficient ?? 0.01
        case .elu: self.coefficient = coefficient ?? 1
        case .relu, .relu6, .gelu, .swish, .sigmoid, .tanh, .softplus, .softmax: self.coefficient = nil
        }
    }

    init(_ function: Function, _ options: LayerOptions) {
        self.init(function, coefficient: function.coefficientName.flatMap { options[$0]?.double })
    }

    public var options: [String: OptionValue] {
        guard let name = function.coefficientName, let coefficient else { return [:] }
        return [name: .number(coefficient)]
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        var inference = Inference(input.shape)
        // Each output of a softmax over a vector depends on all of it; over a map's channels it stays in its place.
        if function == .softmax, input.shape.isVector { inference.field = .everything }
        return inference
    }
}

extension Activation.Function {
    var coefficientName: String? {
        switch self {
        case .leakyReLU: "slope"
        case .elu: "alpha"
        case .relu, .relu6, .gelu, .swish, .sigmoid, .tanh, .softplus, .softmax: nil
        }
    }

    var kind: LayerName {
        switch self {
        case .relu: .relu
        case .relu6: .relu6
        case .leakyReLU: .leakyReLU
        case .elu: .elu
        case .gelu: .gelu
        case .swish: .swish
        case .sigmoid: .sigmoid
        case .tanh: .tanh
        case .softplus: .softplus
        case .softmax: .softmax
        }
    }

    var declaration: LayerDeclaration {
        let (summary, source): (String, String?) =
            switch self {
            case .relu:
                ("max(0, x)", "Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, 2010")
            case .relu6: ("min(max(0, x), 6)", "Krizhevsky, Convolutional deep belief networks on CIFAR-10, 2010")
            case .leakyReLU:
                ("x, or slope · x below 0", "Maas et al., Rectifier nonlinearities improve acoustic models, 2013")
            case .elu: ("x, or α(eˣ − 1) below 0", "Clevert et al., Exponential linear units, 2016")
            case .gelu:
                (
                    "x · Φ(x), Φ the normal distribution function",
                    "Hendrycks and Gimpel, Gaussian error linear units, 2016"
                )
            case .swish: ("x / (1 + e⁻ˣ)", "Ramachandran et al., Searching for activation functions, 2017")
            case .sigmoid: ("1 / (1 + e⁻ˣ)", nil)
            case .tanh: ("(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)", nil)
            case .softplus: ("ln(1 + eˣ)", "Dugas et al., Incorporating second-order functional knowledge, 2001")
            case .softmax:
                (
                    "eˣ, divided by the sum over all channels",
                    "Bridle, Probabilistic interpretation of feedforward network outputs, 1990"
                )
            }
        let options: [OptionDeclaration] =
            switch self {
            case .leakyReLU:
                [.optional("slope", .number(0...1e6), default: .number(0.01), "The slope below 0.")]
            case .elu:
                [.optional("alpha", .number(0...1e6), default: .number(1), "The limit below 0, as −α.")]
            case .relu, .relu6, .gelu, .swish, .sigmoid, .tanh, .softplus, .softmax: []
            }
        return LayerDeclaration(
            kind, "Activation: \(summary).", main: coefficientName, example: .init(rawValue, input: "10"),
            source: source, options: options)
    }
}
