import Tensors

/// A locally connected layer taken backward: every output place has weights of its own, which meet its patch of the input.
struct LocallyConnectedBackward {
    /// `[…', F, C, k…]`.
    private let weights: Tensor
    /// `[N, C, …]`.
    private let input: Tensor
    /// For each output place and tap, where it lies in a map of the input; −1 in the padding.
    private let offsets: [[Int]]
    private let batch: Int
    private let channels: Int
    /// The values of one map of the input.
    private let plane: Int
    private let filters: Int
    /// C · Πk: the values of one patch.
    private let depth: Int

    /// - Precondition: the windows are those of the layer over this input.
    init(weights: Tensor, input: Tensor, windows: [Window]) {
        (self.weights, self.input) = (weights, input)
        (batch, channels) = (input.shape[0], input.shape[1])
        plane = windows.reduce(1) { $0 * $1.inputSize }
        filters = weights.shape[windows.count]
        depth = windows.reduce(channels) { $0 * $1.kernelSize }
        let strides = Shape(windows.map(\.inputSize)).strides
        offsets = places(of: windows.map(\.outputSize)).map { place in
            places(of: windows.map(\.kernelSize)).map { tap in
                let position = windows.indices.map { windows[$0].inputIndex(output: place[$0], tap: tap[$0]) }
                let isInside = windows.indices.allSatisfy { (0..<windows[$0].inputSize).contains(position[$0]) }
                return isInside ? zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 } : -1
            }
        }
    }

    private var work: Double { Double(weights.elements.count) * Double(batch) }

    /// The gradient of the weights.
    ///
    /// - Parameter cotangent: Of the output, `[N, F, …']`.
    func weightGradient(of cotangent: Tensor) -> Tensor {
        Tensor(weights.shape) { gradient in
            gradient.initialize(repeating: 0)
            withElements(of: input, cotangent) { elements in
                nonisolated(unsafe) let (gradient, input, cotangent) = (gradient.baseAddress!, elements[0], elements[1])
                // Each place has weights of its own.
                Parallelism.split(offsets.count, work: work) { places in
                    withPatch { patch in
                        for place in places {
                            for sample in 0..<batch {
                                read(input, sample, place, into: patch)
                                for filter in 0..<filters {
                                    let factor = cotangent[(sample * filters + filter) * offsets.count + place]
                                    let target = gradient + (place * filters + filter) * depth
                                    for index in 0..<depth { target[index] += factor * patch[index] }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The gradient of the input.
    ///
    /// - Parameter cotangent: Of the output, `[N, F, …']`.
    func inputGradient(of cotangent: Tensor) -> Tensor {
        Tensor(input.shape) { gradient in
            gradient.initialize(repeating: 0)
            withElements(of: weights, cotangent) { elements in
                nonisolated(unsafe) let (gradient, weights, cotangent) = (
                    gradient.baseAddress!, elements[0], elements[1]
                )
                // Patches of one sample overlap.
                Parallelism.split(batch, work: work) { samples in
                    withPatch { patch in
                        for sample in samples {
                            for place in offsets.indices {
                                patch.update(repeating: 0, count: depth)
                                for filter in 0..<filters {
                                    let factor = cotangent[(sample * filters + filter) * offsets.count + place]
                                    let source = weights + (place * filters + filter) * depth
                                    for index in 0..<depth { patch[index] += factor * source[index] }
                                }
                                add(patch, to: gradient, sample, place)
                            }
                        }
                    }
                }
            }
        }
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

    private func withPatch(_ body: (UnsafeMutablePointer<Float>) -> Void) {
        let patch = UnsafeMutablePointer<Float>.allocate(capacity: depth)
        defer { patch.deallocate() }
        patch.initialize(repeating: 0, count: depth)
        body(patch)
    }

    private func read(
        _ input: UnsafePointer<Float>, _ sample: Int, _ place: Int, into patch: UnsafeMutablePointer<Float>
    ) {
        var index = 0
        for channel in 0..<channels {
            let map = input + (sample * channels + channel) * plane
            for offset in offsets[place] {
                patch[index] = offset < 0 ? 0 : map[offset]
                index += 1
            }
        }
    }

    private func add(
        _ patch: UnsafeMutablePointer<Float>, to gradient: UnsafeMutablePointer<Float>, _ sample: Int, _ place: Int
    ) {
        var index = 0
        for channel in 0..<channels {
            let map = gradient + (sample * channels + channel) * plane
            for offset in offsets[place] {
                if offset >= 0 { map[offset] += patch[index] }
                index += 1
            }
        }
    }
}
