import Networks
import Tensors

extension LayerExport {
    func maximum(_ pool: MaxPool) throws(ONNXExportError) -> String {
        let windows = node.windows(pool.window)
        var attributes = attributes(windows)
        guard windows.sides != nil else {
            attributes["auto_pad"] = try sameUpper(windows)
            return operation("MaxPool", reads, attributes)
        }
        let sides = try poolSides(windows, pool.window)
        if sides.fit(windows) {
            attributes["pads"] = .pads(sides)
            return operation("MaxPool", reads, attributes)
        }
        attributes["auto_pad"] = Self.unpadded
        let value = padded(reads[0], sides.map(\.before), sides.map(\.after), with: -.infinity)
        return operation("MaxPool", [value], attributes)
    }

    func average(_ pool: AveragePool) throws(ONNXExportError) -> String {
        let windows = node.windows(pool.window)
        var attributes = attributes(windows)
        guard let declared = windows.sides else {
            attributes["auto_pad"] = try sameUpper(windows)
            attributes["count_include_pad"] = .int(pool.countsPadding ? 1 : 0)
            return operation("AveragePool", reads, attributes)
        }
        let sides = try poolSides(windows, pool.window)
        // What only rounding up reaches beyond the padding never counts.
        let isBeyond = zip(sides, declared).contains { $0.after > $1.after }
        let counts = pool.countsPadding && !declared.allSatisfy { $0.before == 0 && $0.after == 0 }
        if sides.fit(windows), !(isBeyond && counts) {
            attributes["pads"] = .pads(sides)
            attributes["count_include_pad"] = .int(counts ? 1 : 0)
            return operation("AveragePool", reads, attributes)
        }
        // Zeros around, and the means put right by how many values count in each window.
        let sizes = shape.spatial.compactMap(\.integer)
        guard sizes.count == axes else { throw unknownSize() }
        attributes["auto_pad"] = Self.unpadded
        let value = padded(reads[0], sides.map(\.before), sides.map(\.after))
        let means = operation("AveragePool", [value], attributes)
        let factors = windows.indices.map { axis -> [Float] in
            let (window, side) = (windows[axis], declared[axis])
            let counting = counts ? -side.before..<sizes[axis] + side.after : 0..<sizes[axis]
            return (0..<(window.output.value.integer ?? 0)).map { place in
                let taps = (0..<window.kernel).map { place * window.stride - side.before + $0 }
                return Float(window.kernel) / Float(taps.count(where: counting.contains))
            }
        }
        let all = factors.reduce([1]) { products, factors in
            products.flatMap { product in factors.map { product * $0 } }
        }
        return operation("Mul", [means, constant("factors", Tensor(Shape([1, 1] + factors.map(\.count)), all))])
    }

    /// Said so, ONNX Runtime leaves the padding before a pool where it is, and does not fold it into one that it then refuses.
    private static let unpadded = ONNXAttribute.string("VALID")

    /// The padding with which as many windows fit as there are, however sizes are rounded.
    private func poolSides(
        _ windows: [AxisWindow], _ window: SlidingWindow
    ) throws(ONNXExportError) -> [Padding.Sides] {
        switch window.rounding {
        case .floor:
            guard let sides = windows.sides else { throw unknownSize() }
            return sides
        case .ceiling:
            guard let sides = windows.exactSides(shape.spatial) else { throw unknownSize() }
            return sides.map { Padding.Sides($0.before, max(0, $0.after)) }
        }
    }

    /// - Parameter sequence: The operator for steps `[N, T, F]`, of which each feature is one channel.
    func global(_ opType: String, sequence: String) -> String {
        if shape.isSequence { return operation(sequence, reads, ["axes": .ints([1]), "keepdims": .int(0)]) }
        return operation("Flatten", [operation(opType, reads)], ["axis": .int(1)])
    }

    // MARK: Bins

    /// Regions, of which each becomes a sample. (The operator MaxRoiPool rounds its bins in Float32, and would need every
    /// sample's number.)
    func regions(_ pool: RoIPool) throws(ONNXExportError) -> String {
        let (height, width) = try plane()
        var pooled: [String] = []
        for region in pool.regions {
            let place = pool.place(of: region, height: height, width: width)
            let (rows, columns) = (place.rows, place.columns)
            let part = slice(
                reads[0], axes: [2, 3], from: [rows.lowerBound, columns.lowerBound],
                to: [rows.upperBound, columns.upperBound])
            pooled.append(bins(part, (rows.count, columns.count), (pool.size[0], pool.size[1])))
        }
        guard pooled.count > 1 else { return pooled[0] }
        let axis = constant("axis", [1])
        let samples = operation("Concat", pooled.map { operation("Unsqueeze", [$0, axis]) }, ["axis": .int(1)])
        return operation("Reshape", [samples, constant("shape", [-1] + node.output.sizes.compactMap(\.integer))])
    }

    /// Several grids, one after another.
    func pyramid(_ levels: [Int]) throws(ONNXExportError) -> String {
        let size = try plane()
        let vectors = levels.map { operation("Flatten", [bins(reads[0], size, ($0, $0))], ["axis": .int(1)]) }
        return vectors.count == 1 ? vectors[0] : operation("Concat", vectors, ["axis": .int(1)])
    }

    private func plane() throws(ONNXExportError) -> (height: Int, width: Int) {
        guard let height = shape.spatial[0].integer, let width = shape.spatial[1].integer else { throw unknownSize() }
        return (height, width)
    }

    /// Maxima of bins.
    private func bins(_ value: String, _ size: (Int, Int), _ counts: (Int, Int)) -> String {
        let (rows, columns) = (Bins(counts.0, over: size.0), Bins(counts.1, over: size.1))
        if let height = rows.window, let width = columns.window {
            return operation(
                "MaxPool", [value],
                ["kernel_shape": .ints([height.size, width.size]), "strides": .ints([height.stride, width.stride])])
        }
        return [(2, rows), (3, columns)].reduce(value) { value, axis in
            let maxima = axis.1.ranges.map { bin in
                operation(
                    "ReduceMax", [slice(value, axes: [axis.0], from: [bin.lowerBound], to: [bin.upperBound])],
                    ["axes": .ints([axis.0]), "keepdims": .int(1)])
            }
            return operation("Concat", maxima, ["axis": .int(axis.0)])
        }
    }
}

/// The bins along one axis.
private struct Bins {
    let ranges: [Range<Int>]

    init(_ count: Int, over places: Int) {
        ranges = (0..<count).map { RoIPool.bin($0, of: count, over: places) }
    }

    /// The window that slides over them, if they are alike and evenly apart.
    var window: (size: Int, stride: Int)? {
        let size = ranges[0].count
        let stride = ranges.count > 1 ? ranges[1].lowerBound : size
        let isEven = ranges.indices.allSatisfy { ranges[$0] == $0 * stride..<$0 * stride + size }
        return isEven && stride > 0 ? (size, stride) : nil
    }
}

extension [Padding.Sides] {
    /// Whether ONNX Runtime takes it: every side is less than the kernel.
    fileprivate func fit(_ windows: [AxisWindow]) -> Bool {
        zip(self, windows).allSatisfy { $0.before < $1.kernel && $0.after < $1.kernel }
    }
}
