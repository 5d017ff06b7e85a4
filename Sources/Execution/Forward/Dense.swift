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
                    dotProducts(
                        rows: rows, columns: units, depth: features, input.baseAddress!, weights.baseAddress!,
                        into: output.baseAddress!)
                }
            }
            guard let bias else { return }
            for index in 0..<output.count { output[index] += bias.elements[index % units] }
        }
    }
}
