import Tensors

extension Tensor {
    /// Every element times its channel's factor, plus its channel's offset; channels are axis 1.
    ///
    /// - Precondition: as many factors and offsets as channels.
    func scaled(channels: Int, by factors: [Float], plus offsets: [Float]) -> Tensor {
        guard shape.elementCount > 0 else { return self }
        let inner = shape.dropFirst(2).reduce(1, *)
        return Tensor(shape) { output in
            withUnsafeElements { input in
                let (source, target) = (input.baseAddress!, output.baseAddress!)
                if inner == 1 {
                    Parallelism.split(input.count / channels, work: Double(input.count)) { range in
                        for row in range {
                            let start = row * channels
                            for channel in 0..<channels {
                                target[start + channel] = source[start + channel] * factors[channel] + offsets[channel]
                            }
                        }
                    }
                } else {
                    Parallelism.split(input.count / inner, work: Double(input.count)) { range in
                        for map in range {
                            let (factor, offset) = (factors[map % channels], offsets[map % channels])
                            for index in map * inner..<(map + 1) * inner {
                                target[index] = source[index] * factor + offset
                            }
                        }
                    }
                }
            }
        }
    }

    /// Rows of `size` elements brought to mean 0 and deviation 1, with both; then `finish` writes each.
    ///
    /// The deviation is √(variance + epsilon); where the mean is not taken out, that of 0.
    func normalised(
        rows: Int, size: Int, epsilon: Float, centred: Bool = true,
        _ finish: (
            _ row: Int, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ mean: Float,
            _ inverse: Float
        ) -> Void
    ) -> (output: Tensor, means: [Float], inverses: [Float]) {
        var means = [Float](repeating: 0, count: rows)
        var inverses = [Float](repeating: 0, count: rows)
        let output = Tensor(shape) { output in
            withUnsafeElements { input in
                means.withUnsafeMutableBufferPointer { means in
                    inverses.withUnsafeMutableBufferPointer { inverses in
                        guard let source = input.baseAddress, let target = output.baseAddress, size > 0 else { return }
                        nonisolated(unsafe) let (means, inverses) = (means, inverses)
                        Parallelism.split(rows, work: Double(input.count) * 3) { range in
                            for row in range {
                                let line = source + row * size
                                let mean = centred ? Self.sum(line, size, around: 0, squared: false) / Double(size) : 0
                                let variance = Self.sum(line, size, around: mean, squared: true) / Double(size)
                                let inverse = 1 / (variance + Double(epsilon)).squareRoot()
                                (means[row], inverses[row]) = (Float(mean), Float(inverse))
                                finish(row, line, target + row * size, Float(mean), Float(inverse))
                            }
                        }
                    }
                }
            }
        }
        return (output, means, inverses)
    }

    private static func sum(_ line: UnsafePointer<Float>, _ count: Int, around centre: Double, squared: Bool) -> Double
    {
        var sums = SIMD4<Double>()
        var index = 0
        while index + 4 <= count {
            let values =
                SIMD4<Double>(
                    SIMD4(line[index], line[index + 1], line[index + 2], line[index + 3])) - centre
            sums += squared ? values * values : values
            index += 4
        }
        var sum = sums.sum()
        while index < count {
            let value = Double(line[index]) - centre
            sum += squared ? value * value : value
            index += 1
        }
        return sum
    }
}
