/// A layer's parameters: its tensors, and how their count comes about.
public struct ParameterSet: Sendable {
    public private(set) var tensors: [ParameterTensor]
    private var pytorch: Derivation?
    private var keras: Derivation?

    static let none = ParameterSet(tensors: [], count: nil)

    /// - Parameter keras: How Keras counts, if it does otherwise.
    init(tensors: [ParameterTensor], count: Derivation?, keras: Derivation? = nil) {
        (self.tensors, self.pytorch, self.keras) = (tensors, count, keras ?? count)
    }

    /// The parameters of a batch normalisation over the layer's output beside its own.
    mutating func addNormalization(of channels: Quantity) {
        let symbol = Expression.Symbol("C", subscript: "n", "normalised channels")
        func sum(_ own: Derivation?, _ factor: Expression) -> Derivation {
            let formula = factor * .symbol(symbol)
            return Derivation(
                .parameters, own.map { $0.formula + formula } ?? formula,
                (own?.bindings ?? []) + [.init(symbol, channels)],
                remark: "the last term belongs to batch normalisation")
        }
        (pytorch, keras) = (sum(pytorch, 2), sum(keras, 4))
        tensors += BatchNorm.parameters(of: channels)
    }

    public func count(_ profile: Profile) -> Derivation? {
        switch profile {
        case .pytorch: pytorch
        case .keras: keras
        }
    }

    /// All that the profile counts.
    public func total(_ profile: Profile) -> Quantity { count(profile)?.value ?? 0 }

    /// Of them, those that training changes.
    public func trainable(_ profile: Profile) -> Quantity {
        let untrained = tensors.filter { !$0.role.isTrained }.map(\.count).reduce(0, +)
        switch profile {
        case .pytorch: return total(profile)
        case .keras: return total(profile) - untrained
        }
    }
}

/// One tensor of a layer's parameters.
public struct ParameterTensor: Hashable, Sendable {
    public enum Role: String, Sendable {
        case weight, bias
        case depthwiseWeight = "depthwise weight"
        case inputWeight = "input weight"
        case recurrentWeight = "recurrent weight"
        case inputBias = "input bias"
        case recurrentBias = "recurrent bias"
        case scale, shift
        case runningMean = "running mean"
        case runningVariance = "running variance"

        /// Whether gradients change it; the statistics of batch normalisation are only kept.
        public var isTrained: Bool {
            switch self {
            case .weight, .bias, .depthwiseWeight, .inputWeight, .recurrentWeight, .inputBias, .recurrentBias, .scale,
                .shift:
                true
            case .runningMean, .runningVariance: false
            }
        }
    }

    public let role: Role
    /// In PyTorch's order of axes: filters, channels in a group, kernel.
    public let shape: [Quantity]

    init(_ role: Role, _ shape: [Quantity]) { (self.role, self.shape) = (role, shape) }

    public var count: Quantity { shape.reduce(1, *) }
}

/// Whose way of counting parameters. It changes counts only, never the network.
public enum Profile: String, CaseIterable, Sendable {
    case pytorch, keras
}
