import Networks
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Activation.Function {
    /// Whether the derivative cannot be told from the output alone.
    var needsInput: Bool {
        switch self {
        case .gelu, .swish: true
        case .relu, .relu6, .leakyReLU, .elu, .sigmoid, .tanh, .softplus, .softmax: false
        }
    }
}

extension Activation {
    /// The cotangent of the output times the derivative. At a corner it is that of the lower side.
    ///
    /// - Parameters:
    ///   - cotangent: Of the output.
    ///   - output: What the activation gave.
    ///   - input: Only for functions that need it.
    ///   - channels: The axis over which softmax goes.
    func gradient(of cotangent: Tensor, output: Tensor, input: Tensor?, channels: Int) -> Tensor {
        let slope = Float(coefficient ?? 0)
        // A cotangent of zero stays zero, whatever the slope.
        @inline(__always) func times(_ values: Tensor?, _ derivative: (Float) -> Float) -> Tensor {
            guard let values else { preconditionFailure("\(function.rawValue) needs its input") }
            return cotangent.joined(with: values) { $0 == 0 ? 0 : $0 * derivative($1) }
        }
        switch function {
        case .relu: return times(output) { $0 > 0 ? 1 : 0 }
        case .relu6: return times(output) { $0 > 0 && $0 < 6 ? 1 : 0 }
        case .leakyReLU: return times(output) { $0 > 0 ? 1 : slope }
        case .elu: return times(output) { $0 > 0 ? 1 : $0 + slope }
        case .sigmoid: return times(output) { $0 * (1 - $0) }
        case .tanh: return times(output) { 1 - $0 * $0 }
        case .softplus: return times(output) { 1 - exp(-$0) }
        case .softmax: return output.softmaxGradient(of: cotangent, over: channels)
        case .gelu:
            return times(input) { x in
                0.5 * (1 + erf(x * Float(0.5).squareRoot())) + x * exp(-x * x / 2) / (2 * Float.pi).squareRoot()
            }
        case .swish:
            return times(input) { x in
                let sigmoid = 1 / (1 + exp(-x))
                return sigmoid * (1 + x * (1 - sigmoid))
            }
        }
    }
}

extension Tensor {
    /// Value by value of two tensors of one shape.
    @inline(__always)
    func joined(with other: Tensor, _ body: (Float, Float) -> Float) -> Tensor {
        precondition(shape == other.shape, "\(shape) against \(other.shape)")
        return Tensor(shape) { output in
            withUnsafeElements { own in
                other.withUnsafeElements { other in
                    nonisolated(unsafe) let (output, own, other) = (output, own, other)
                    nonisolated(unsafe) let body = body
                    Parallelism.split(output.count, work: Double(output.count)) { range in
                        for index in range { output[index] = body(own[index], other[index]) }
                    }
                }
            }
        }
    }

    /// y·(v − Σ v·y) over one axis, for y a softmax.
    fileprivate func softmaxGradient(of cotangent: Tensor, over axis: Int) -> Tensor {
        let (channels, inner) = (shape[axis], shape.sizes.dropFirst(axis + 1).reduce(1, *))
        return Tensor(shape) { gradient in
            withUnsafeElements { output in
                cotangent.withUnsafeElements { cotangent in
                    for place in 0..<shape.elementCount / channels {
                        let start = place / inner * channels * inner + place % inner
                        let places = stride(from: start, to: start + channels * inner, by: inner)
                        var sum: Float = 0
                        for index in places { sum += cotangent[index] * output[index] }
                        for index in places { gradient[index] = output[index] * (cotangent[index] - sum) }
                    }
                }
            }
        }
    }

    /// For an input x of ``localResponseNormalized(_:)`` with S = k + α/n · Σ x²:
    /// v·S^−β − 2·α/n·β·x · Σ v·x·S^(−β−1), the sum over the channels that count this one as a neighbour.
    func localResponseGradient(of cotangent: Tensor, _ norm: LocalResponseNorm) -> Tensor {
        let (channels, inner) = (shape[1], shape.sizes.dropFirst(2).reduce(1, *))
        let (alpha, beta, bias) = (Float(norm.alpha) / Float(norm.size), Float(norm.beta), Float(norm.bias))
        let before = (norm.size - 1) / 2
        let after = norm.size - 1 - before
        return Tensor(shape) { gradient in
            withUnsafeElements { input in
                cotangent.withUnsafeElements { cotangent in
                    var (sums, parts) = ([Float](repeating: 0, count: channels), [Float](repeating: 0, count: channels))
                    for place in 0..<shape[0] * inner {
                        let start = place / inner * channels * inner + place % inner
                        func index(_ channel: Int) -> Int { start + channel * inner }
                        for channel in 0..<channels {
                            var squares: Float = 0
                            for other in max(0, channel - before)...min(channels - 1, channel + after) {
                                squares += input[index(other)] * input[index(other)]
                            }
                            sums[channel] = bias + alpha * squares
                            let value = cotangent[index(channel)] * input[index(channel)]
                            parts[channel] = value == 0 ? 0 : value * pow(sums[channel], -beta - 1)
                        }
                        for channel in 0..<channels {
                            var sum: Float = 0
                            for other in max(0, channel - after)...min(channels - 1, channel + before) {
                                sum += parts[other]
                            }
                            let own = cotangent[index(channel)]
                            gradient[index(channel)] =
                                (own == 0 ? 0 : own * pow(sums[channel], -beta))
                                - 2 * alpha * beta * input[index(channel)] * sum
                        }
                    }
                }
            }
        }
    }
}
