import Networks
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How weights begin before they have learned anything.
public enum Initializer: Hashable, Sendable {
    case zeros
    case constant(Float)
    /// Evenly from −limit to limit.
    case uniform(limit: Float)
    /// Normal with variance 2/(inputs + outputs) of a unit. Source: Glorot and Bengio, 2010.
    case xavier
    /// Normal with variance 2/inputs, which keeps the signal's size through ReLUs. Source: He et al., 2015.
    case he

    /// One parameter: `role` decides whether it is drawn, or begins at 0 or 1.
    func tensor(_ role: ParameterTensor.Role, _ shape: Shape, layer: Layer, seed: UInt64) -> Tensor {
        switch role {
        case .bias, .shift, .runningMean, .inputBias, .recurrentBias:
            return Tensor(shape)
        case .scale, .runningVariance:
            return Tensor(shape, repeating: 1)
        case .weight, .depthwiseWeight, .inputWeight, .recurrentWeight:
            let (inputs, outputs) = Self.fans(shape, layer)
            let stream = seed &+ UInt64(role.rawValue.utf8.count) << 32
            switch self {
            case .zeros: return Tensor(shape)
            case .constant(let value): return Tensor(shape, repeating: value)
            case .uniform(let limit):
                var random = NormalGenerator(seed: stream)
                return Tensor(shape) { buffer in
                    for index in buffer.indices { buffer[index] = (2 * random.uniform() - 1) * limit }
                }
            case .xavier: return Self.normal(shape, 2 / Float(inputs + outputs), stream)
            case .he: return Self.normal(shape, 2 / Float(inputs), stream)
            }
        }
    }

    /// Normally distributed numbers, the same ones on any number of threads.
    private static func normal(_ shape: Shape, _ variance: Float, _ stream: UInt64) -> Tensor {
        let deviation = variance.squareRoot()
        return Tensor(shape) { buffer in
            let pairs = (buffer.count + 1) / 2
            Parallelism.split(pairs, work: 100 * Double(pairs)) { range in
                var random = NormalGenerator(seed: stream, afterPairs: range.lowerBound)
                for index in 2 * range.lowerBound..<min(2 * range.upperBound, buffer.count) {
                    buffer[index] = random.normal() * deviation
                }
            }
        }
    }

    /// How many values a unit weighs, and how many units a value goes into.
    private static func fans(_ shape: Shape, _ layer: Layer) -> (Int, Int) {
        if case .locallyConnected(let local) = layer {
            let spatial = (shape.rank - 2) / 2
            return (max(1, shape.sizes.dropFirst(spatial + 1).reduce(1, *)), local.filters)
        }
        let taps = shape.sizes.dropFirst(2).reduce(1, *)
        let (first, second) = (shape[0] * taps, (shape.rank > 1 ? shape[1] : 1) * taps)
        // A transposed convolution's weights begin with its inputs.
        if case .convTranspose = layer { return (max(1, first), max(1, second)) }
        return (max(1, second), max(1, first))
    }
}

/// Even and normal numbers by seed. Source: Box and Muller, 1958.
package struct NormalGenerator {
    private var random: SplitMix64
    private var spare: Float?

    /// - Parameters:
    ///   - seed: What the stream begins with.
    ///   - pairs: How many pairs of normal numbers are passed over; two steps each.
    package init(seed: UInt64, afterPairs pairs: Int = 0) {
        random = SplitMix64(seed: seed, after: 2 * pairs)
    }

    /// In [0, 1).
    package mutating func uniform() -> Float { Float(random.next() >> 40) / Float(1 << 24) }

    package mutating func normal() -> Float {
        if let spare {
            self.spare = nil
            return spare
        }
        let radius = (-2 * log(1 - Double(uniform()))).squareRoot()
        let angle = 2 * Double.pi * Double(uniform())
        spare = Float(radius * sin(angle))
        return Float(radius * cos(angle))
    }
}
