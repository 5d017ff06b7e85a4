import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What becomes of many elements, in Float64; a type of its own, so that the compiler puts it into the loop.
protocol Reduction {
    static var start: Double { get }
    static func add(_ element: Float, to sum: Double) -> Double
    static func finish(_ sum: Double, count: Int) -> Double
    /// The same for integers.
    static var startInteger: Int64 { get }
    static func add(_ element: Int64, to sum: Int64) -> Int64
    static func finish(_ sum: Int64, count: Int) -> Int64
    /// Where elements are put together by this, order does not matter, and several sums may run side by side.
    static func merge(_ a: Double, _ b: Double) -> Double
}

extension Reduction {
    static var start: Double { 0 }
    static func finish(_ sum: Double, count: Int) -> Double { sum }
    static var startInteger: Int64 { 0 }
    static func finish(_ sum: Int64, count: Int) -> Int64 { sum }
    static func merge(_ a: Double, _ b: Double) -> Double { a + b }
}

enum Total: Reduction {
    static func add(_ element: Float, to sum: Double) -> Double { sum + Double(element) }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { sum &+ element }
}

enum Mean: Reduction {
    static func add(_ element: Float, to sum: Double) -> Double { sum + Double(element) }
    static func finish(_ sum: Double, count: Int) -> Double { sum / Double(count) }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { sum &+ element }
    static func finish(_ sum: Int64, count: Int) -> Int64 { count == 0 ? 0 : sum / Int64(count) }
}

enum Greatest: Reduction {
    static var start: Double { -.infinity }
    static func add(_ element: Float, to sum: Double) -> Double { merge(Double(element), sum) }
    static func merge(_ a: Double, _ b: Double) -> Double { a > b || a.isNaN ? a : b }
    static var startInteger: Int64 { .min }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { max(sum, element) }
}

enum Least: Reduction {
    static var start: Double { .infinity }
    static func add(_ element: Float, to sum: Double) -> Double { merge(Double(element), sum) }
    static func merge(_ a: Double, _ b: Double) -> Double { a < b || a.isNaN ? a : b }
    static var startInteger: Int64 { .max }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { min(sum, element) }
}

enum TotalProduct: Reduction {
    static var start: Double { 1 }
    static func add(_ element: Float, to sum: Double) -> Double { sum * Double(element) }
    static func merge(_ a: Double, _ b: Double) -> Double { a * b }
    static var startInteger: Int64 { 1 }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { sum &* element }
}

enum L1: Reduction {
    static func add(_ element: Float, to sum: Double) -> Double { sum + Double(Swift.abs(element)) }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { sum &+ (element < 0 ? 0 &- element : element) }
}

enum SumSquare: Reduction {
    static func add(_ element: Float, to sum: Double) -> Double { sum + Double(element) * Double(element) }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { sum &+ element &* element }
}

enum L2: Reduction {
    static func add(_ element: Float, to sum: Double) -> Double { SumSquare.add(element, to: sum) }
    static func finish(_ sum: Double, count: Int) -> Double { sum.squareRoot() }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { SumSquare.add(element, to: sum) }
    static func finish(_ sum: Int64, count: Int) -> Int64 { Int64(truncating: Float(sum).squareRoot()) }
}

enum LogSum: Reduction {
    static func add(_ element: Float, to sum: Double) -> Double { sum + Double(element) }
    static func finish(_ sum: Double, count: Int) -> Double { log(sum) }
    static func add(_ element: Int64, to sum: Int64) -> Int64 { sum &+ element }
    static func finish(_ sum: Int64, count: Int) -> Int64 { Int64(truncating: logf(Float(sum))) }
}

extension Shape {
    /// The sizes without `axes`, or with 1 in their places.
    func reducing(_ axes: [Int], keeping: Bool) -> Shape {
        Shape(
            keeping
                ? sizes.enumerated().map { axes.contains($0) ? 1 : $1 }
                : sizes.enumerated().compactMap { axes.contains($0) ? nil : $1 })
    }

    /// An order of axes that has those to be reduced next to each other, at the end; `nil` where they are neighbours already.
    fileprivate func order(reducing axes: [Int]) -> [Int]? {
        guard let first = axes.min(), let last = axes.max(), last - first != axes.count - 1 else { return nil }
        return indices.filter { !axes.contains($0) } + axes.sorted()
    }
}

extension Tensor {
    /// - Precondition: axes lie inside the shape, none twice.
    func reduced<Function: Reduction>(
        _: Function.Type, axes: [Int], keeping: Bool
    ) throws(OperatorProblem) -> Tensor {
        let target = shape.reducing(axes, keeping: keeping)
        if let order = shape.order(reducing: axes) {
            let moved = try Value.float(self).transposed(order).floats
            return moved.reduced(Function.self, first: shape.rank - axes.count, count: axes.count, to: target)
        }
        return reduced(Function.self, first: axes.min() ?? shape.rank, count: axes.count, to: target)
    }

    private func reduced<Function: Reduction>(_: Function.Type, first: Int, count: Int, to target: Shape) -> Tensor {
        let size = shape[first..<first + count].reduce(1, *)
        let inner = shape[(first + count)...].reduce(1, *)
        return Tensor(target) { output in
            withUnsafeElements { input in
                guard output.count > 0 else { return }
                guard input.count > 0 else {
                    return output.update(repeating: Float(Function.finish(Function.start, count: 0)))
                }
                let (source, output) = (input.baseAddress!, output.baseAddress!)
                if inner == 1 {
                    Parallelism.split(target.elementCount, work: Double(input.count)) { range in
                        for row in range {
                            let sum = Self.reduceRow(Function.self, source + row * size, size)
                            output[row] = Float(Function.finish(sum, count: size))
                        }
                    }
                } else {
                    // Blocks of columns, each a thread's own.
                    let block = 1024
                    let blocks = (inner + block - 1) / block
                    Parallelism.split(target.elementCount / inner * blocks, work: Double(input.count)) { range in
                        withUnsafeTemporaryAllocation(of: Double.self, capacity: block) { sums in
                            let sums = sums.baseAddress!
                            for unit in range {
                                let (outer, start) = (unit / blocks, unit % blocks * block)
                                let width = min(block, inner - start)
                                sums.initialize(repeating: Function.start, count: width)
                                for index in 0..<size {
                                    let line = source + (outer * size + index) * inner + start
                                    for place in 0..<width { sums[place] = Function.add(line[place], to: sums[place]) }
                                }
                                for place in 0..<width {
                                    output[outer * inner + start + place] =
                                        Float(Function.finish(sums[place], count: size))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Four results side by side, so that none waits for the one before.
    private static func reduceRow<Function: Reduction>(
        _: Function.Type, _ row: UnsafePointer<Float>, _ count: Int
    ) -> Double {
        var (a, b, c, d) = (Function.start, Function.start, Function.start, Function.start)
        var index = 0
        while index + 4 <= count {
            a = Function.add(row[index], to: a)
            b = Function.add(row[index + 1], to: b)
            c = Function.add(row[index + 2], to: c)
            d = Function.add(row[index + 3], to: d)
            index += 4
        }
        while index < count {
            a = Function.add(row[index], to: a)
            index += 1
        }
        return Function.merge(Function.merge(a, b), Function.merge(c, d))
    }
}

extension IntegerTensor {
    func reduced<Function: Reduction>(
        _: Function.Type, axes: [Int], keeping: Bool
    ) throws(OperatorProblem) -> IntegerTensor {
        let order = shape.indices.filter { !axes.contains($0) } + axes.sorted()
        guard case .integer(let moved) = try Value.integer(self).transposed(order) else { return self }
        let size = axes.reduce(1) { $0 * shape[$1] }
        let target = shape.reducing(axes, keeping: keeping)
        return IntegerTensor(
            target,
            (0..<target.elementCount).map { row in
                let sum = moved.elements[row * size..<(row + 1) * size]
                    .reduce(Function.startInteger) { Function.add($1, to: $0) }
                return Function.finish(sum, count: size)
            })
    }
}
