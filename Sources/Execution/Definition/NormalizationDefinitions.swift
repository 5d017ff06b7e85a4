import Networks

/// Layers that change values where they stand. In the formulas x is the input, c a channel.
extension Grid {
    /// Every value put through a function; softmax goes along the channels.
    func activated(_ activation: Activation, channels axis: Int) -> Grid {
        let coefficient = Element(activation.coefficient ?? 0)
        return switch activation.function {
        // At a corner the derivative is that of the constant side.
        case .relu: map { max($0, 0) }
        case .relu6: map { min(6, max($0, 0)) }
        case .leakyReLU: map { $0 > 0 ? $0 : coefficient * $0 }
        case .elu: map { $0 > 0 ? $0 : coefficient * (Element.exp($0) - 1) }
        case .gelu: map { $0 * (1 + Element.erf($0 / Element.sqrt(2))) / 2 }
        case .swish: map { $0 * Element.sigmoid($0) }
        case .sigmoid: map(Element.sigmoid)
        case .tanh: map(Element.tanh)
        case .softplus: map { Element.log(1 + Element.exp($0)) }
        case .softmax: softmax(along: axis)
        }
    }

    /// y[c] = e^x[c] / Σ over c' of e^x[c']
    func softmax(along axis: Int) -> Grid {
        let powers = map(Element.exp)
        let sums = powers.reduced(over: [axis]) { $0.reduce(0, +) }
        return Grid(sizes) { place in
            powers[place] / sums[place.indices.filter { $0 != axis }.map { place[$0] }]
        }
    }

    /// The mean and the biased variance of each channel over the batch.
    func statistics(channels axis: Int) -> (means: [Element], variances: [Element]) {
        let others = sizes.indices.filter { $0 != axis }
        let means = reduced(over: others) { $0.mean }.elements
        let differences = Grid(sizes) { self[$0] - means[$0[axis]] }
        return (means, differences.reduced(over: others) { $0.map { $0 * $0 }.mean }.elements)
    }

    /// y = (x − μ[c]) / √(σ²[c] + ε) · γ[c] + β[c]
    func normalized(
        _ norm: BatchNorm, channels axis: Int, _ statistics: (means: [Element], variances: [Element]), scale: Grid,
        shift: Grid
    ) -> Grid {
        let deviations = statistics.variances.map { Element.sqrt($0 + Element(norm.epsilon)) }
        return Grid(sizes) { place in
            let c = place[axis]
            return (self[place] - statistics.means[c]) / deviations[c] * scale[[c]] + shift[[c]]
        }
    }

    /// y[c] = x[c] / (k + α/n · Σ x[c']²)^β over the n channels c' around c.
    func localResponseNormalized(_ norm: LocalResponseNorm) -> Grid {
        let before = (norm.size - 1) / 2
        return Grid(sizes) { place in
            let c = place[1]
            var squares: Element = 0
            for neighbour in max(0, c - before)..<min(sizes[1], c - before + norm.size) {
                let value = self[[place[0], neighbour] + place[2...]]
                squares += value * value
            }
            let sum = Element(norm.bias) + Element(norm.alpha / Double(norm.size)) * squares
            return self[place] / Element.pow(sum, norm.beta)
        }
    }
}

extension Array where Element: Scalar {
    var mean: Element { reduce(0, +) / Element(Double(count)) }
}
