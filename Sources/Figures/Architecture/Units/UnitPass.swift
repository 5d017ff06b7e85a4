import Networks
import Scenes
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Activation {
    /// The definition, for a whole vector.
    ///
    /// What is printed with six digits is computed with more; networks run in Float32.
    func values(_ x: [Double]) -> [Double] {
        let coefficient = coefficient ?? 0
        switch function {
        case .relu: return x.map { max(0, $0) }
        case .relu6: return x.map { min(max(0, $0), 6) }
        case .leakyReLU: return x.map { $0 < 0 ? coefficient * $0 : $0 }
        case .elu: return x.map { $0 < 0 ? coefficient * (exp($0) - 1) : $0 }
        case .gelu: return x.map { 0.5 * $0 * (1 + erf($0 / 2.squareRoot())) }
        case .swish: return x.map { $0 / (1 + exp(-$0)) }
        case .sigmoid: return x.map { 1 / (1 + exp(-$0)) }
        case .tanh: return x.map { tanh($0) }
        case .softplus: return x.map { max(0, $0) + log1p(exp(-abs($0))) }
        case .softmax:
            let greatest = x.max() ?? 0
            let powers = x.map { exp($0 - greatest) }
            let sum = powers.reduce(0, +)
            return powers.map { $0 / sum }
        }
    }
}

extension BlockGraph.Block {
    /// What a dense layer sums up, and what its activations and dropout make of it.
    ///
    /// - Returns: Nothing where the block is more than that.
    func unitPass(_ read: [Double], _ weights: Tensor?, _ bias: Tensor?) -> (sums: [Double], values: [Double])? {
        guard let weights, !bands.contains(.normalisation) else { return nil }
        let inputs = weights.shape[1]
        let sums = weights.withUnsafeElements { weights in
            (0..<weights.count / max(1, inputs)).map { unit in
                var sum = Double(bias?[unit] ?? 0)
                for input in 0..<inputs { sum += Double(weights[unit * inputs + input]) * read[input] }
                return sum
            }
        }
        var values = head.activation?.values(sums) ?? sums
        for node in nodes.dropFirst() {
            if case .activation(let activation) = node.layer { values = activation.values(values) }
        }
        return (sums, values)
    }
}
