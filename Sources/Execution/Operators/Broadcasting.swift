import Tensors

/// Operands read along one common shape, sizes of 1 repeated, as NumPy does it.
struct Broadcast {
    let shape: Shape
    /// Axes that all operands run through alike are one; the last is the inner loop.
    private(set) var sizes: [Int]
    /// By operand, then by axis.
    private(set) var strides: [[Int]]

    init(_ shapes: [Shape]) throws(OperatorProblem) {
        let rank = shapes.map(\.rank).max() ?? 0
        let padded = shapes.map { [Int](repeating: 1, count: rank - $0.rank) + $0.sizes }
        var sizes = [Int](repeating: 1, count: rank)
        for axis in 0..<rank {
            for shape in padded where shape[axis] != 1 {
                guard sizes[axis] == 1 || sizes[axis] == shape[axis] else { throw .cannotBroadcast(shapes) }
                sizes[axis] = shape[axis]
            }
        }
        shape = try Shape(checked: sizes)
        let full = padded.map { sizes in
            zip(sizes, Shape(sizes).strides).map { $0 == 1 ? 0 : $1 }
        }
        self.sizes = []
        strides = shapes.map { _ in [] }
        for axis in 0..<rank where sizes[axis] != 1 {
            let merges =
                !self.sizes.isEmpty
                && shapes.indices.allSatisfy { strides[$0].last! == full[$0][axis] * sizes[axis] }
            if merges {
                self.sizes[self.sizes.count - 1] *= sizes[axis]
                for operand in shapes.indices { strides[operand][strides[operand].count - 1] = full[operand][axis] }
            } else {
                self.sizes.append(sizes[axis])
                for operand in shapes.indices { strides[operand].append(full[operand][axis]) }
            }
        }
        if self.sizes.isEmpty {
            self.sizes = [1]
            strides = shapes.map { _ in [0] }
        }
    }

    /// The inner stride of one operand: 1 or 0.
    func innerStride(_ operand: Int) -> Int { strides[operand][sizes.count - 1] }

    /// Calls `body` for runs of the inner axis: how long, where in the output, where in each operand.
    func forEachRun(_ body: (_ count: Int, _ output: Int, _ operands: UnsafePointer<Int>) -> Void) {
        let inner = sizes[sizes.count - 1]
        let outer = Array(sizes.dropLast())
        guard shape.elementCount > 0 else { return }
        Parallelism.split(shape.elementCount, work: Double(shape.elementCount) * 2) { range in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: strides.count) { starts in
                var position = range.lowerBound
                while position < range.upperBound {
                    let (row, column) = (position / inner, position % inner)
                    for operand in strides.indices {
                        var (rest, start) = (row, column * strides[operand][outer.count])
                        for axis in stride(from: outer.count - 1, through: 0, by: -1) {
                            start += rest % outer[axis] * strides[operand][axis]
                            rest /= outer[axis]
                        }
                        starts[operand] = start
                    }
                    let count = min(inner - column, range.upperBound - position)
                    body(count, position, UnsafePointer(starts.baseAddress!))
                    position += count
                }
            }
        }
    }
}

/// A function of two elements; a type of its own, so that the compiler puts it into the loop.
protocol BinaryFunction {
    associatedtype Input: Hashable & Sendable
    associatedtype Output: Hashable & Sendable
    static func value(_ a: Input, _ b: Input) -> Output
}

extension Broadcast {
    /// The elements of `Function` applied to both operands.
    func elements<Function: BinaryFunction>(
        _: Function.Type, _ a: [Function.Input], _ b: [Function.Input]
    ) -> [Function.Output] {
        [Function.Output](unsafeUninitializedCapacity: shape.elementCount) { output, count in
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    if shape.elementCount > 0 {
                        fill(Function.self, a.baseAddress!, b.baseAddress!, output.baseAddress!)
                    }
                }
            }
            count = shape.elementCount
        }
    }

    private func fill<Function: BinaryFunction>(
        _: Function.Type, _ a: UnsafePointer<Function.Input>, _ b: UnsafePointer<Function.Input>,
        _ output: UnsafeMutablePointer<Function.Output>
    ) {
        let steps = (innerStride(0), innerStride(1))
        forEachRun { count, start, starts in
            let (x, y, z) = (a + starts[0], b + starts[1], output + start)
            switch steps {
            case (1, 1): for index in 0..<count { (z + index).initialize(to: Function.value(x[index], y[index])) }
            case (0, 1):
                let x = x[0]
                for index in 0..<count { (z + index).initialize(to: Function.value(x, y[index])) }
            case (1, 0):
                let y = y[0]
                for index in 0..<count { (z + index).initialize(to: Function.value(x[index], y)) }
            case (_, _):
                for index in 0..<count {
                    (z + index).initialize(to: Function.value(x[index * steps.0], y[index * steps.1]))
                }
            }
        }
    }
}
