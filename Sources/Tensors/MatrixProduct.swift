/// The product of two matrices, each read as it stands or transposed.
///
/// Left `[m, k]` (transposed: `[k, m]`), right `[k, n]` (transposed: `[n, k]`), output `[m, n]`.
/// Cost: `m · n · k` multiply-accumulates.
public struct MatrixProduct: Hashable, Sendable {
    public var transposesLeft: Bool
    public var transposesRight: Bool

    public init(transposesLeft: Bool = false, transposesRight: Bool = false) {
        self.transposesLeft = transposesLeft
        self.transposesRight = transposesRight
    }

    /// The output's shape.
    ///
    /// - Throws: ``ShapeError`` unless both are matrices whose inner sizes agree.
    public func outputShape(left: Shape, right: Shape) throws(ShapeError) -> Shape {
        guard left.rank == 2, right.rank == 2, inner(left, transposesLeft, 1) == inner(right, transposesRight, 0) else {
            throw .matricesDoNotMatch(
                left: left, right: right, transposesLeft: transposesLeft, transposesRight: transposesRight)
        }
        return try Shape(computing: [left[transposesLeft ? 1 : 0], right[transposesRight ? 0 : 1]])
    }

    private func inner(_ shape: Shape, _ isTransposed: Bool, _ axis: Int) -> Int {
        shape[isTransposed ? 1 - axis : axis]
    }

    /// The output, by the fastest way there is.
    ///
    /// - Throws: ``ShapeError`` unless both are matrices whose inner sizes agree.
    public func callAsFunction(_ left: Tensor, _ right: Tensor) throws(ShapeError) -> Tensor {
        let output = try outputShape(left: left.shape, right: right.shape)
        let depth = left.shape[transposesLeft ? 0 : 1]
        return Tensor(output) { elements in
            left.withUnsafeElements { left in
                right.withUnsafeElements { right in
                    run(rows: output[0], columns: output[1], depth: depth, left, right, into: elements)
                }
            }
        }
    }

    /// The output, as a textbook defines it, in Float64.
    ///
    /// - Throws: ``ShapeError`` unless both are matrices whose inner sizes agree.
    public func definition(_ left: Tensor, _ right: Tensor) throws(ShapeError) -> Tensor {
        var output = Tensor(try outputShape(left: left.shape, right: right.shape))
        for row in 0..<output.shape[0] {
            for column in 0..<output.shape[1] {
                var sum = 0.0
                for k in 0..<left.shape[transposesLeft ? 0 : 1] {
                    sum +=
                        Double(transposesLeft ? left[k, row] : left[row, k])
                        * Double(transposesRight ? right[column, k] : right[k, column])
                }
                output[row, column] = Float(sum)
            }
        }
        return output
    }
}
