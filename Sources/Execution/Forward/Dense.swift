import Tensors

extension Tensor {
    /// Every row times the weights: `[…, n]` and `[u, n]` give `[…, u]`.
    func dense(weights: Tensor, bias: Tensor?) -> Tensor {
        let features = shape[shape.rank - 1]
        let rows = shape.elementCount / features
        let units = weights.shape[0]
        return Tensor(Shape(shape.sizes.dropLast() + [units])) { output in
            withUnsafeElements { input in
                weights.withUnsafeElements { weights in
                    nonisolated(unsafe) let (input, weights, output) = (
                        input.baseAddress!, weights.baseAddress!, output
                    )
                    Parallelism.split(units, work: Double(rows * units * features)) { range in
                        for unit in range {
                            for row in 0..<rows {
                                output[row * units + unit] =
                                    dot(input + row * features, weights + unit * features, features)
                                    + (bias?.elements[unit] ?? 0)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Four sums of eight, so that no addition waits for the one before.
func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
    let (x, y) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    var index = 0
    func part(_ base: UnsafeRawPointer, _ index: Int) -> SIMD8<Float> {
        base.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    }
    while index + 32 <= count {
        sums.0 += part(x, index) * part(y, index)
        sums.1 += part(x, index + 8) * part(y, index + 8)
        sums.2 += part(x, index + 16) * part(y, index + 16)
        sums.3 += part(x, index + 24) * part(y, index + 24)
        index += 32
    }
    var sum = (sums.0 + sums.1 + (sums.2 + sums.3)).sum()
    while index < count {
        sum += a[index] * b[index]
        index += 1
    }
    return sum
}
