/// How weights follow their gradients.
public enum Optimizer: Hashable, Sendable {
    /// v ← m·v + (g + λ·w), w ← w − r·v; with Nesterov's look ahead w ← w − r·(g + λ·w + m·v).
    ///
    /// Sources: Polyak, 1964; Sutskever et al., *On the importance of initialization and momentum*, 2013.
    case sgd(momentum: Float, nesterov: Bool)
    /// Steps of about the rate, whatever the gradient's size. Source: Kingma and Ba, 2015.
    ///
    /// `decouplesDecay`: weights shrink by themselves, not through the gradient. Source: Loshchilov and Hutter, 2019.
    case adam(beta1: Float, beta2: Float, epsilon: Float, decouplesDecay: Bool)

    /// The rate that it is usually begun with.
    public var usualRate: Float {
        switch self {
        case .sgd: 0.01
        case .adam: 0.001
        }
    }

    public static let plainSGD = Optimizer.sgd(momentum: 0, nesterov: false)
    public static let adam = Optimizer.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decouplesDecay: false)
}

/// What is made small.
public enum Loss: String, CaseIterable, Hashable, Sendable {
    /// −ln of the share that a softmax gives the right class, its mean over the batch.
    case crossEntropy = "cross-entropy"
    /// The mean over all values of the squared difference.
    case meanSquaredError = "mean-squared-error"
}
