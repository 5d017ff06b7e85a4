import Tensors

extension OperatorRun {
    /// alpha · A · B + beta · C, both matrices transposed where asked.
    func gemm() throws(OperatorProblem) -> Value {
        let (left, right) = (try float(0), try float(1))
        let product = MatrixProduct(
            transposesLeft: try attributes.flag("transA"), transposesRight: try attributes.flag("transB"))
        try checkingLimit { () throws(ShapeError) in try product.outputShape(left: left.shape, right: right.shape) }
        var result = try checkingSizes { () throws(ShapeError) in try product(left, right) }
        let alpha = try attributes.float("alpha") ?? 1
        let beta = try attributes.float("beta") ?? 1
        if alpha != 1 { result.scale(by: alpha, plus: 0) }
        guard has(2), beta != 0 else { return .float(result) }
        var addend = try float(2)
        if beta != 1 { addend.scale(by: beta, plus: 0) }
        let sum = try combine(Sum.self, .float(result), .float(addend))
        guard sum.shape == result.shape else { throw .cannotBroadcast([result.shape, addend.shape]) }
        return sum
    }

    /// NumPy's `matmul`: the last two axes multiplied, those before broadcast; a vector is a matrix of one row or column.
    func matrixProduct() throws(OperatorProblem) -> Value {
        let (a, b) = (try value(0), try value(1))
        guard a.type != .boolean, b.type != .boolean else { throw .inputType(0, needs: "numbers", found: .boolean) }
        try sameType([a, b])
        guard case .integer = a else { return .float(try a.floats.matrixProduct(b.floats)) }
        return try integerProduct(a, b)
    }

    /// Every product, then their sums: integers come in small matrices only, but must be exact.
    private func integerProduct(_ a: Value, _ b: Value) throws(OperatorProblem) -> Value {
        guard a.shape.rank > 0, b.shape.rank > 0 else {
            throw .inputRank(a.shape.rank > 0 ? 1 : 0, shape: [], needs: "rank 1 at least")
        }
        let left = (a.shape.rank == 1 ? [1] : []) + a.shape.sizes
        let right = b.shape.sizes + (b.shape.rank == 1 ? [1] : [])
        guard left[left.count - 1] == right[right.count - 2] else {
            throw .sizes(
                .matricesDoNotMatch(left: a.shape, right: b.shape, transposesLeft: false, transposesRight: false))
        }
        let products = try combine(
            Product.self, a.reshaped(to: Shape(left + [1])),
            b.reshaped(to: Shape(right.dropLast(2) + [1] + right.suffix(2))))
        guard case .integer(let elements) = products else { return products }
        let axis = products.shape.rank - 2
        let sums = try elements.reduced(Total.self, axes: [axis], keeping: false)
        var sizes = sums.shape.sizes
        if b.shape.rank == 1 { sizes.removeLast() }
        if a.shape.rank == 1 { sizes.remove(at: sizes.count - (b.shape.rank == 1 ? 1 : 2)) }
        return Value.integer(sums).reshaped(to: Shape(sizes))
    }
}

extension Tensor {
    func matrixProduct(_ other: Tensor) throws(OperatorProblem) -> Tensor {
        guard shape.rank > 0 else { throw .inputRank(0, shape: shape, needs: "rank 1 at least") }
        guard other.shape.rank > 0 else { throw .inputRank(1, shape: other.shape, needs: "rank 1 at least") }
        let left = shape.rank == 1 ? Shape([1] + shape.sizes) : shape
        let right = other.shape.rank == 1 ? Shape(other.shape.sizes + [1]) : other.shape
        let (rows, depth, columns) = (left[left.rank - 2], left[left.rank - 1], right[right.rank - 1])
        guard right[right.rank - 2] == depth else {
            throw .sizes(
                .matricesDoNotMatch(left: shape, right: other.shape, transposesLeft: false, transposesRight: false))
        }
        let outer = try Broadcast([Shape(Array(left.dropLast(2))), Shape(Array(right.dropLast(2)))])
        let target = try Shape(
            checked: outer.shape.sizes + (shape.rank == 1 ? [] : [rows]) + (other.shape.rank == 1 ? [] : [columns]))

        // One matrix on the right for all of a batch: its rows are one long matrix.
        if right.elementCount == depth * columns {
            let product = MatrixProduct()
            let joined = try checkingSizes { () throws(ShapeError) in
                try product(
                    reshaped(to: [depth == 0 ? rows * outer.shape.elementCount : elements.count / depth, depth]),
                    other.reshaped(to: [depth, columns]))
            }
            return joined.reshaped(to: target)
        }
        let places = try [left, right].map { shape throws(OperatorProblem) in
            try Value.batchPlaces(shape, outer.shape)
        }
        return Tensor(target) { output in
            withUnsafeElements { left in
                other.withUnsafeElements { right in
                    func run(_ batch: Int) {
                        MatrixProduct().run(
                            rows: rows, columns: columns, depth: depth,
                            UnsafeBufferPointer(
                                rebasing: left[(places[0][batch] * rows * depth)...].prefix(rows * depth)),
                            UnsafeBufferPointer(
                                rebasing: right[(places[1][batch] * depth * columns)...].prefix(depth * columns)),
                            into: UnsafeMutableBufferPointer(
                                rebasing: output[(batch * rows * columns)..<((batch + 1) * rows * columns)]))
                    }
                    let count = outer.shape.elementCount
                    let work = Double(rows) * Double(columns) * Double(depth) * Double(count)
                    guard count >= Parallelism.threadCount else { return (0..<count).forEach(run) }
                    Parallelism.split(count, work: work) { range in
                        Parallelism.$threadCount.withValue(1) { range.forEach(run) }
                    }
                }
            }
        }
    }
}

extension Value {
    /// For each matrix of a broadcast batch, which of the operand's matrices it is.
    fileprivate static func batchPlaces(_ shape: Shape, _ outer: Shape) throws(OperatorProblem) -> [Int] {
        let batch = Shape(Array(shape.dropLast(2)))
        let missing = outer.rank - batch.rank
        let strides = batch.strides
        let numbers = Value.integer(IntegerTensor([batch.elementCount], (0..<batch.elementCount).map(Int64.init)))
        let rearrangement = try Rearrangement(
            offsets: outer.indices.map { axis in
                let isRepeated = axis < missing || batch[axis - missing] == 1
                return (0..<outer[axis]).map { isRepeated ? 0 : $0 * strides[axis - missing] }
            })
        guard case .integer(let places) = numbers.rearranged(rearrangement) else { return [] }
        return places.elements.map(Int.init)
    }
}
