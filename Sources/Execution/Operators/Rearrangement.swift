import Tensors

/// Elements taken to other places: slices, transposes, repetitions and padding are all one of these.
///
/// The output at [i, j, …] is the source's element number `start + offsets[0][i] + offsets[1][j] + …`, or the fill where
/// one of them is ``outside``.
struct Rearrangement {
    static let outside = Int.min

    let shape: Shape
    let start: Int
    let offsets: [[Int]]

    init(start: Int = 0, offsets: [[Int]]) throws(OperatorProblem) {
        self.shape = try Shape(checked: offsets.map(\.count))
        self.start = start
        self.offsets = offsets
    }

    /// By axis the source's positions, ``outside`` where the fill goes.
    init(_ source: Shape, positions: [[Int]]) throws(OperatorProblem) {
        let strides = source.strides
        try self.init(
            offsets: positions.indices.map { axis in
                positions[axis].map { $0 == Self.outside ? $0 : $0 * strides[axis] }
            })
    }

    func applied<Element: Hashable & Sendable>(to source: [Element], fill: Element) -> [Element] {
        [Element](unsafeUninitializedCapacity: shape.elementCount) { output, count in
            count = shape.elementCount
            guard count > 0 else { return }
            guard let last = offsets.last else { return output.initializeElement(at: 0, to: source[start]) }
            source.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let (source, target) = (source, output.baseAddress!)
                if let (rows, columns, step) = turnedPlanes {
                    let planes = count / rows / columns
                    let bands = (rows + Self.band - 1) / Self.band
                    return Parallelism.split(planes * bands, work: Double(count) * 2) { range in
                        for unit in range {
                            let (plane, row) = (unit / bands, unit % bands * Self.band)
                            turn(
                                source.baseAddress! + base(plane, axes: offsets.count - 2) + row,
                                target + (plane * rows + row) * columns, min(Self.band, rows - row), columns, step)
                        }
                    }
                }
                let runs = Self.runs(last)
                Parallelism.split(count / last.count, work: Double(count) * 2) { rows in
                    for row in rows {
                        copyRow(row, last.count, runs, source, target + row * last.count, fill)
                    }
                }
            }
        }
    }

    /// The last axis as stretches of equal steps.
    private struct Run {
        let count: Int
        let offset: Int
        let step: Int
    }

    private static func runs(_ offsets: [Int]) -> [Run] {
        var runs: [Run] = []
        var index = 0
        while index < offsets.count {
            let first = offsets[index]
            var end = index + 1
            if first == outside {
                while end < offsets.count, offsets[end] == outside { end += 1 }
                runs.append(Run(count: end - index, offset: outside, step: 0))
            } else {
                var step = 0
                if end < offsets.count, offsets[end] != outside {
                    step = offsets[end] - first
                    while end < offsets.count, offsets[end] != outside, offsets[end] - offsets[end - 1] == step {
                        end += 1
                    }
                }
                runs.append(Run(count: end - index, offset: first, step: step))
            }
            index = end
        }
        return runs
    }

    /// Rows of a band, read in stretches of several cache lines, and columns that are written into the same ones.
    private static let (band, tile) = (64, 16)

    /// Where the last axis takes equal steps and the one before it neighbours: a matrix turned on its side.
    private var turnedPlanes: (rows: Int, columns: Int, step: Int)? {
        guard offsets.count >= 2, !offsets.joined().contains(Self.outside) else { return nil }
        let (rows, columns) = (offsets[offsets.count - 2], offsets[offsets.count - 1])
        guard columns.count > 1, rows.count > 1 else { return nil }
        let step = columns[1]
        guard step != 1, rows.indices.allSatisfy({ rows[$0] == $0 }),
            columns.indices.allSatisfy({ columns[$0] == $0 * step })
        else { return nil }
        return (rows.count, columns.count, step)
    }

    /// Columns of a band of rows by tiles, so that what is read stays in the cache until all of it has been used.
    private func turn<Element>(
        _ source: UnsafePointer<Element>, _ target: UnsafeMutablePointer<Element>, _ rows: Int, _ columns: Int,
        _ step: Int
    ) {
        for first in stride(from: 0, to: columns, by: Self.tile) {
            for column in first..<min(columns, first + Self.tile) {
                let line = source + column * step
                for row in 0..<rows { (target + row * columns + column).initialize(to: line[row]) }
            }
        }
    }

    /// Where in the source the outer axes' position number `index` begins.
    ///
    /// - Precondition: nothing there is outside.
    private func base(_ index: Int, axes: Int) -> Int {
        var (rest, base) = (index, start)
        for axis in stride(from: axes - 1, through: 0, by: -1) {
            base += offsets[axis][rest % offsets[axis].count]
            rest /= offsets[axis].count
        }
        return base
    }

    private func copyRow<Element: Hashable & Sendable>(
        _ row: Int, _ width: Int, _ runs: [Run], _ source: UnsafeBufferPointer<Element>,
        _ target: UnsafeMutablePointer<Element>, _ fill: Element
    ) {
        var (rest, base) = (row, start)
        for axis in stride(from: offsets.count - 2, through: 0, by: -1) {
            let size = offsets[axis].count
            let offset = offsets[axis][rest % size]
            guard offset != Self.outside else { return target.initialize(repeating: fill, count: width) }
            base += offset
            rest /= size
        }
        var output = target
        for run in runs {
            if run.offset == Self.outside {
                output.initialize(repeating: fill, count: run.count)
            } else if run.step == 1 {
                output.initialize(from: source.baseAddress! + base + run.offset, count: run.count)
            } else {
                let input = source.baseAddress! + base + run.offset
                for index in 0..<run.count { (output + index).initialize(to: input[index * run.step]) }
            }
            output += run.count
        }
    }
}

extension Value {
    /// - Precondition: `fill`, if given, is one number of the same type.
    func rearranged(_ rearrangement: Rearrangement, fill: Value? = nil) -> Value {
        switch self {
        case .float(let tensor):
            let fill = fill?.floats.elements.first ?? 0
            return .float(Tensor(rearrangement.shape, rearrangement.applied(to: tensor.elements, fill: fill)))
        case .integer(let tensor):
            var number: Int64 = 0
            if case .integer(let fill) = fill { number = fill.elements[0] }
            return .integer(
                IntegerTensor(rearrangement.shape, rearrangement.applied(to: tensor.elements, fill: number)))
        case .boolean(let tensor):
            var truth = false
            if case .boolean(let fill) = fill { truth = fill.elements[0] }
            return .boolean(
                BooleanTensor(rearrangement.shape, rearrangement.applied(to: tensor.elements, fill: truth)))
        }
    }

    /// Axes in another order: axis `i` of the result is axis `order[i]` of this.
    ///
    /// - Precondition: `order` is a permutation.
    func transposed(_ order: [Int]) throws(OperatorProblem) -> Value {
        if order == Array(order.indices) { return self }
        let strides = shape.strides
        let sizes = shape.sizes
        return rearranged(
            try Rearrangement(
                offsets: order.map { axis in (0..<sizes[axis]).map { $0 * strides[axis] } }))
    }
}
