import Tensors

extension Tensor {
    /// The adjoint of a mean over windows: each output's cotangent in equal parts to what it was the mean of.
    ///
    /// - Parameter countingPadding: As in `Pooling.Operation.average`.
    func shared(over input: Shape, _ windows: [Window], countingPadding: Bool) throws -> Tensor {
        let counts = windows.map { window in
            (0..<window.outputSize).map { output in
                let end = window.inputSize + (countingPadding ? window.padding.after : 0)
                let start = countingPadding ? Int.min : 0
                return (0..<window.kernelSize).count {
                    let index = window.inputIndex(output: output, tap: $0)
                    return index >= start && index < end
                }
            }
        }
        let strides = Shape(windows.map(\.outputSize)).strides
        let plane = windows.reduce(1) { $0 * $1.outputSize }
        let shares = (0..<plane).map { place in
            1 / Float(windows.indices.reduce(1) { $0 * counts[$1][place / strides[$1] % windows[$1].outputSize] })
        }
        var shared = reshaped(to: Shape([input[0] * input[1], 1] + windows.map(\.outputSize)))
        shared.withUnsafeMutableElements { elements in
            for index in elements.indices where elements[index] != 0 { elements[index] *= shares[index % plane] }
        }
        // Map by map, a convolution with ones.
        let maps = Shape([input[0] * input[1], 1] + input.dropFirst(2))
        let ones = Tensor(Shape([1, 1] + windows.map(\.kernelSize)), repeating: 1)
        return try shared.spread(over: maps, by: ones, windows, groups: 1).reshaped(to: input)
    }

    /// The gradient of a maximum over windows: each output's cotangent to the greatest value that it read, to the first if
    /// there are several.
    func routed(to input: Tensor, _ windows: [Window]) -> Tensor {
        let plane = windows.reduce(1) { $0 * $1.inputSize }
        let outputs = windows.reduce(1) { $0 * $1.outputSize }
        let strides = Shape(windows.map(\.inputSize)).strides
        let outputStrides = Shape(windows.map(\.outputSize)).strides
        // For each output place and axis, the positions that are no padding.
        let positions = windows.map { window in
            (0..<window.outputSize).map { output in
                (0..<window.kernelSize).map { window.inputIndex(output: output, tap: $0) }
                    .filter { (0..<window.inputSize).contains($0) }
            }
        }
        var gradient = Tensor(input.shape)
        gradient.withUnsafeMutableElements { gradient in
            input.withUnsafeElements { input in
                for (index, value) in elements.enumerated() where value != 0 {
                    let place = index % outputs
                    var candidates = [index / outputs * plane]
                    for axis in windows.indices {
                        let reads = positions[axis][place / outputStrides[axis] % windows[axis].outputSize]
                        candidates = candidates.flatMap { start in reads.map { start + $0 * strides[axis] } }
                    }
                    guard var greatest = candidates.first else { continue }
                    for candidate in candidates where input[candidate] > input[greatest] || input[candidate].isNaN {
                        greatest = candidate
                        if input[greatest].isNaN { break }
                    }
                    gradient[greatest] += value
                }
            }
        }
        return gradient
    }
}
