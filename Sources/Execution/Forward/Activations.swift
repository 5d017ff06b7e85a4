import Networks
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Tensor {
    /// Every value of a batch `[N, C, …]` put through an activation.
    mutating func activate(_ activation: Activation) {
        let slope = Float(activation.coefficient ?? 0)
        switch activation.function {
        case .relu: change(cost: 1) { max($0, 0) }
        case .relu6: change(cost: 1) { min(max($0, 0), 6) }
        case .leakyReLU: change(cost: 1) { $0 < 0 ? $0 * slope : $0 }
        case .elu: change(cost: 20) { $0 < 0 ? slope * expm1($0) : $0 }
        case .gelu: change(cost: 20) { 0.5 * $0 * (1 + erf($0 * Float(0.5).squareRoot())) }
        case .swish: change(cost: 20) { $0 / (1 + exp(-$0)) }
        case .sigmoid: change(cost: 20) { 1 / (1 + exp(-$0)) }
        case .tanh: change(cost: 20) { tanh($0) }
        case .softplus: change(cost: 20) { max($0, 0) + log1p(exp(-abs($0))) }
        case .softmax: softmax()
        }
    }

    /// - Parameter cost: Of one value, in multiplications.
    @inline(__always)
    private mutating func change(cost: Double, _ function: (Float) -> Float) {
        withUnsafeMutableElements { elements in
            nonisolated(unsafe) let elements = elements
            nonisolated(unsafe) let function = function
            Parallelism.split(elements.count, work: Double(elements.count) * cost) { range in
                for index in range { elements[index] = function(elements[index]) }
            }
        }
    }

    /// Over the channels of `[N, C, …]`, or the features of `[N, T, F]` and `[N, F]`.
    private mutating func softmax() {
        let channels = shape[1]
        let inner = shape.sizes.dropFirst(2).reduce(1, *)
        let batch = shape[0]
        withUnsafeMutableElements { elements in
            for sample in 0..<batch {
                for place in 0..<inner {
                    let start = sample * channels * inner + place
                    let places = stride(from: start, to: start + channels * inner, by: inner)
                    var greatest = -Float.infinity
                    for index in places { greatest = max(greatest, elements[index]) }
                    var sum: Float = 0
                    for index in places {
                        elements[index] = exp(elements[index] - greatest)
                        sum += elements[index]
                    }
                    for index in places { elements[index] /= sum }
                }
            }
        }
    }

    /// y = (x − mean) / √(variance + ε) · scale + shift, channel by channel.
    ///
    /// - Precondition: the four parameters are among `weights`.
    mutating func normalize(_ weights: NetworkWeights.Layer, _ norm: BatchNorm, channelsLast: Bool) {
        guard let mean = weights[.runningMean]?.elements, let variance = weights[.runningVariance]?.elements,
            let scale = weights[.scale]?.elements, let shift = weights[.shift]?.elements
        else { preconditionFailure("weights are checked before they are used") }
        let channels = mean.count
        let factors = (0..<channels).map { scale[$0] / (variance[$0] + Float(norm.epsilon)).squareRoot() }
        let offsets = (0..<channels).map { shift[$0] - mean[$0] * factors[$0] }
        let inner = channelsLast ? 1 : shape.sizes.dropFirst(2).reduce(1, *)
        withUnsafeMutableElements { elements in
            nonisolated(unsafe) let elements = elements
            let rows = elements.count / inner
            Parallelism.split(rows, work: Double(elements.count)) { range in
                for row in range {
                    let (factor, offset) = (factors[row % channels], offsets[row % channels])
                    for index in row * inner..<(row + 1) * inner { elements[index] = elements[index] * factor + offset }
                }
            }
        }
    }

    /// x / (k + α/n · Σ x²)^β over n neighbouring channels.
    func localResponseNormalized(_ norm: LocalResponseNorm) -> Tensor {
        let (channels, inner) = (shape[1], shape.sizes.dropFirst(2).reduce(1, *))
        let (alpha, beta, bias) = (Float(norm.alpha) / Float(norm.size), Float(norm.beta), Float(norm.bias))
        let before = (norm.size - 1) / 2
        return Tensor(shape) { output in
            withUnsafeElements { input in
                nonisolated(unsafe) let (input, output) = (input, output)
                Parallelism.split(shape[0] * channels, work: Double(input.count * 30)) { range in
                    for map in range {
                        let (sample, channel) = (map / channels, map % channels)
                        let neighbours = max(0, channel - before)...min(channels - 1, channel + norm.size - 1 - before)
                        for place in 0..<inner {
                            var squares: Float = 0
                            for other in neighbours {
                                let value = input[(sample * channels + other) * inner + place]
                                squares += value * value
                            }
                            let index = map * inner + place
                            output[index] = input[index] / pow(bias + alpha * squares, beta)
                        }
                    }
                }
            }
        }
    }
}
