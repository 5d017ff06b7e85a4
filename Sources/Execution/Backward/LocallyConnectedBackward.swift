import Tensors

/// A locally connected layer taken backward: every output place has weights of its own, which its patch of the input meets.
struct LocallyConnectedBackward {
    /// `[…', F, C, k…]`.
    let weights: Tensor
    /// `[N, C, …]`.
    let input: Tensor
    let filters: Int
    /// C · Πk: the values of one patch.
    let depth: Int
    /// For each output place and tap, where it lies in a map of the input; −1 in the padding.
    private let offsets: [[Int]]

    /// - Precondition: the windows are those of the layer over this input.
    init(weights: Tensor, input: Tensor, windows: [Window]) {
        (self.weights, self.input) = (weights, input)
        filters = weights.shape[windows.count]
        depth = weights.shape.dropFirst(windows.count + 1).reduce(1, *)
        let strides = Shape(windows.map(\.inputSize)).strides
        offsets = places(of: windows.map(\.outputSize)).map { place in
            places(of: windows.map(\.kernelSize)).map { tap in
                let position = windows.indices.map { windows[$0].inputIndex(output: place[$0], tap: tap[$0]) }
                let isInside = windows.indices.allSatisfy { (0..<windows[$0].inputSize).contains(position[$0]) }
                return isInside ? zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 } : -1
            }
        }
    }

    private var batch: Int { input.shape[0] }
    private var channels: Int { input.shape[1] }
    private var plane: Int { input.shape.elementCount / (batch * channels) }
    private var work: Double { Double(weights.elements.count) * Double(batch) }

    /// The gradient of the weights.
    ///
    /// - Parameter cotangent: Of the output, `[N, F, …']`.
    func weightGradient(of cotangent: Tensor) -> Tensor {
        var gradient = Tensor(weights.shape)
        gradient.withUnsafeMutableElements { gradient in
            input.withUnsafeElements { input in
                cotangent.withUnsafeElements { cotangent in
                    nonisolated(unsafe) let (gradient, input, cotangent) = (gradient, input, cotangent)
                    Parallelism.split(offsets.count, work: work) { range in
                        var patch = [Float](repeating: 0, count: depth)
                        for place in range {
                            let own = gradient.baseAddress! + place * filters * depth
                            for sample in 0..<batch {
                                read(input, sample, place, into: &patch)
                                for filter in 0..<filters {
                                    let factor = cotangent[(sample * filters + filter) * offsets.count + place]
                                    for index in 0..<depth { own[filter * depth + index] += factor * patch[index] }
                                }
                            }
                        }
                    }
                }
            }
        }
        return gradient
    }

    /// The gradient of the input.
    ///
    /// - Parameter cotangent: Of the output, `[N, F, …']`.
    func inputGradient(of cotangent: Tensor) -> Tensor {
        var gradient = Tensor(input.shape)
        gradient.withUnsafeMutableElements { gradient in
            weights.withUnsafeElements { weights in
                cotangent.withUnsafeElements { cotangent in
                    nonisolated(unsafe) let (gradient, weights, cotangent) = (gradient, weights, cotangent)
                    // Patches of one sample overlap.
                    Parallelism.split(batch, work: work) { range in
                        var patch = [Float](repeating: 0, count: depth)
                        for sample in range {
                            for place in offsets.indices {
                                for index in 0..<depth { patch[index] = 0 }
                                for filter in 0..<filters {
                                    let factor = cotangent[(sample * filters + filter) * offsets.count + place]
                                    let own = weights.baseAddress! + (place * filters + filter) * depth
                                    for index in 0..<depth { patch[index] += factor * own[index] }
                                }
                                add(patch, to: gradient, sample, place)
                            }
                        }
                    }
                }
            }
        }
        return gradient
    }

    /// The gradient of the biases `[…', F]`.
    ///
    /// - Parameter cotangent: Of the output, `[N, F, …']`.
    func biasGradient(of cotangent: Tensor) -> Tensor {
        let sums = cotangent.reshaped(to: [batch, filters * offsets.count]).summedRows
        let axes = input.shape.rank - 2
        return sums.reshaped(to: [filters, offsets.count]).permuted([1, 0])
            .reshaped(to: Shape(Array(weights.shape.prefix(axes + 1))))
    }

    private func read(_ input: UnsafeBufferPointer<Float>, _ sample: Int, _ place: Int, into patch: inout [Float]) {
        for channel in 0..<channels {
            let map = (sample * channels + channel) * plane
            let first = channel * offsets[place].count
            for (tap, offset) in offsets[place].enumerated() {
                patch[first + tap] = offset < 0 ? 0 : input[map + offset]
            }
        }
    }

    private func add(_ patch: [Float], to gradient: UnsafeMutableBufferPointer<Float>, _ sample: Int, _ place: Int) {
        for channel in 0..<channels {
            let map = (sample * channels + channel) * plane
            let first = channel * offsets[place].count
            for (tap, offset) in offsets[place].enumerated() where offset >= 0 {
                gradient[map + offset] += patch[first + tap]
            }
        }
    }
}
