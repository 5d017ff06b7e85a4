public import Networks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The classes with the greatest scores, greatest first.
public struct Ranking: Sendable {
    public struct Entry: Hashable, Sendable {
        /// From 0.
        public let index: Int
        public let score: Float
        /// From 0 to 1.
        public let probability: Float
    }

    public let entries: [Entry]
    /// Whether the probabilities are the softmax of scores that were none.
    public let isSoftmaxed: Bool

    /// - Parameters:
    ///   - scores: One sample's, `[n]`.
    ///   - node: What gave them: behind a softmax or a sigmoid they are probabilities already.
    ///   - count: How many classes are listed at most.
    public init(_ scores: [Float], of node: Node, count: Int) {
        isSoftmaxed = !(node.givesProbabilities || Self.areShares(scores))
        let greatest = scores.max() ?? 0
        let powers = isSoftmaxed ? scores.map { exp($0 - greatest) } : scores
        let sum = isSoftmaxed ? powers.reduce(0, +) : 1
        // Of equal scores the first.
        let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        entries = order.prefix(count).map {
            Entry(index: $0, score: scores[$0], probability: powers[$0] / sum)
        }
    }

    /// Whether they look like a softmax that the network's description does not tell.
    private static func areShares(_ scores: [Float]) -> Bool {
        scores.allSatisfy { $0 >= 0 } && abs(scores.reduce(0, +) - 1) < 1e-3
    }
}

extension Node {
    /// Whether what it gives went through a softmax or a sigmoid last.
    public var givesProbabilities: Bool {
        var function = activation?.function
        if function == nil, case .activation(let activation) = layer { function = activation.function }
        switch function {
        case .softmax, .sigmoid: return true
        case .relu, .relu6, .leakyReLU, .elu, .gelu, .swish, .tanh, .softplus, nil: return false
        }
    }
}
