import Networks
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Tensor {
    /// Every value of a batch put through an activation.
    ///
    /// - Parameters:
    ///   - activation: Softmax goes over the channels.
    ///   - channels: Their axis.
    mutating func activate(_ activation: Activation, channels: Int) {
        let slope = Float(activation.coefficient ?? 0)
        switch activation.function {
        case .relu: change { $0 < 0 ? 0 : $0 }
        case .relu6: change { $0 < 0 ? 0 : $0 > 6 ? 6 : $0 }
        case .leakyReLU: change { $0 < 0 ? $0 * slope : $0 }
        case .elu: apply(.elu(limit: slope, slope: 1))
        case .gelu: apply(.gelu)
        case .swish: apply(.swish(slope: 1))
        case .sigmoid: apply(.sigmoid)
        case .tanh: apply(.tangent)
        case .softplus: apply(.softplus)
        case .softmax: softmax(over: channels)
        }
    }

    @inline(__always)
    private mutating func change(_ function: (Float) -> Float) {
        withUnsafeMutableElements { elements in
            nonisolated(unsafe) let elements = elements
            nonisolated(unsafe) let function = function
            Parallelism.split(elements.count, work: Double(elements.count)) { range in
                for index in range { elements[index] = function(elements[index]) }
            }
        }
    }

    private mutating func softmax(over axis: Int) {
        let channels = shape[axis]
        let inner = shape.sizes.dropFirst(axis + 1).reduce(1, *)
        let batch = shape.sizes.prefix(axis).reduce(1, *)
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
        let (factors, offsets) = weights.normalization(norm)
        let channels = factors.count
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
