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
