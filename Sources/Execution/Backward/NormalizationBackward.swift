import Networks
import Tensors

/// Batch normalisation by the batch's own statistics, as it was run.
struct NormalizationTrace {
    let input: Tensor
    /// By channel.
    let mean: [Float]
    /// The mean squared distance from the mean, by channel.
    let variance: [Float]
    /// 1/√(variance + ε), by channel.
    let inverse: [Float]
}

/// The values of one tensor, channel by channel.
struct ChannelView {
    let rows: Int
    let channels: Int
    /// Values of a channel side by side.
    let inner: Int

    init(_ shape: Shape, channelsLast: Bool) {
        let axis = channelsLast ? shape.rank - 1 : 1
        rows = shape.sizes.prefix(axis).reduce(1, *)
        channels = shape[axis]
        inner = shape.sizes.dropFirst(axis + 1).reduce(1, *)
    }

    /// Values of one channel.
    var count: Int { rows * inner }

    /// For each channel Σ value, over all of its runs; each run's sum comes from `sum`.
    func sums(_ sum: @Sendable (_ start: Int, _ count: Int, _ channel: Int) -> Float) -> [Float] {
        [Float](unsafeUninitializedCapacity: channels) { sums, count in
            nonisolated(unsafe) let target = sums.baseAddress!
            Parallelism.split(channels, work: Double(rows * channels * inner)) { range in
                for channel in range {
                    var total = 0.0
                    for row in 0..<rows { total += Double(sum((row * channels + channel) * inner, inner, channel)) }
                    target[channel] = Float(total)
                }
            }
            count = channels
        }
    }

    /// Calls `body` for each run of a channel.
    func forEachRun(_ body: (_ start: Int, _ count: Int, _ channel: Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            nonisolated(unsafe) let body = body
            Parallelism.split(rows, work: Double(rows * channels * inner)) { range in
                for run in range.lowerBound * channels..<range.upperBound * channels {
                    body(run * inner, inner, run % channels)
                }
            }
        }
    }
}

extension NormalizationTrace {
    init(_ input: Tensor, epsilon: Double, _ view: ChannelView) {
        var (mean, variance): ([Float], [Float]) = ([], [])
        input.withUnsafeElements { values in
            nonisolated(unsafe) let values = values.baseAddress!
            let count = Float(view.count)
            let means = view.sums { start, count, _ in sum(values + start, count) }.map { $0 / count }
            let squares = view.sums { start, count, channel in
                let centre = means[channel]
                var squares: Float = 0
                for index in start..<start + count {
                    let distance = values[index] - centre
                    squares += distance * distance
                }
                return squares
            }
            (mean, variance) = (means, squares.map { $0 / count })
        }
        self.init(
            input: input, mean: mean, variance: variance,
            inverse: variance.map { 1 / ($0 + Float(epsilon)).squareRoot() })
    }

    /// (x − mean) · inverse · scale + shift
    func output(_ weights: NetworkWeights.Layer, _ view: ChannelView) -> Tensor {
        guard let scale = weights[.scale]?.elements, let shift = weights[.shift]?.elements else {
            preconditionFailure("weights are checked before they are used")
        }
        let factors = zip(scale, inverse).map { $0 * $1 }
        let offsets = shift.indices.map { shift[$0] - mean[$0] * factors[$0] }
        return Tensor(input.shape) { output in
            input.withUnsafeElements { values in
                nonisolated(unsafe) let (output, values) = (output.baseAddress!, values.baseAddress!)
                view.forEachRun { start, count, channel in
                    let (factor, offset) = (factors[channel], offsets[channel])
                    for index in start..<start + count { output[index] = values[index] * factor + offset }
                }
            }
        }
    }

    /// The gradients of scale and shift, and of the input, through the batch's mean and variance as well.
    ///
    /// Source: Ioffe and Szegedy, 2015, section 3.
    func gradients(
        of cotangent: Tensor, _ weights: NetworkWeights.Layer, _ view: ChannelView, wantsInput: Bool
    ) -> (input: Tensor?, weights: NetworkWeights.Layer) {
        guard let scale = weights[.scale]?.elements else {
            preconditionFailure("weights are checked before they are used")
        }
        return cotangent.withUnsafeElements { cotangent in
            input.withUnsafeElements { values in
                nonisolated(unsafe) let (cotangent, values) = (cotangent.baseAddress!, values.baseAddress!)
                let shifts = view.sums { start, count, _ in sum(cotangent + start, count) }
                let products = view.sums { start, count, channel in
                    let centre = mean[channel]
                    var total: Float = 0
                    for index in start..<start + count { total += cotangent[index] * (values[index] - centre) }
                    return total
                }
                let scales = zip(products, inverse).map { $0 * $1 }
                var gradient: Tensor?
                if wantsInput {
                    let count = Float(view.count)
                    gradient = Tensor(input.shape) { output in
                        nonisolated(unsafe) let output = output.baseAddress!
                        view.forEachRun { start, length, channel in
                            let factor = scale[channel] * inverse[channel]
                            // What the mean and the variance of the batch pass back.
                            let slope = factor * inverse[channel] * scales[channel] / count
                            let level = factor * shifts[channel] / count
                            let centre = mean[channel]
                            for index in start..<start + length {
                                output[index] = factor * cotangent[index] - level - slope * (values[index] - centre)
                            }
                        }
                    }
                }
                let channels: Shape = [view.channels]
                return (gradient, [.scale: Tensor(channels, scales), .shift: Tensor(channels, shifts)])
            }
        }
    }
}
