extension MatrixProduct {
    /// Up to so many rows, the right matrix is read once as it lies, without packing or transposing it: its memory is what
    /// takes the time.
    private static let fewRows = 8

    package func run(
        rows: Int, columns: Int, depth: Int, _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        guard rows > 0, columns > 0 else { return }
        guard depth > 0 else { return output.update(repeating: 0) }
        if rows <= Self.fewRows {
            withRows(left, rows, depth, isTransposed: transposesLeft) { left in
                if transposesRight {
                    multiplyRows(rows, columns, depth, left, right.baseAddress!, output.baseAddress!)
                } else {
                    addRows(rows, columns, depth, left, right.baseAddress!, output.baseAddress!)
                }
            }
        } else if columns == 1 {
            // A matrix times a vector: the vector is the one row.
            MatrixProduct(transposesRight: !transposesLeft)
                .run(rows: 1, columns: rows, depth: depth, right, left, into: output)
        } else {
            withRows(right, depth, columns, isTransposed: transposesRight) { right in
                withRows(left, rows, depth, isTransposed: transposesLeft) { left in
                    multiplyBlocks(rows, columns, depth, left, right, output.baseAddress!)
                }
            }
        }
    }

    /// `[rows, columns]`, copied only where it lies transposed.
    private func withRows(
        _ matrix: UnsafeBufferPointer<Float>, _ rows: Int, _ columns: Int, isTransposed: Bool,
        _ body: (UnsafePointer<Float>) -> Void
    ) {
        guard isTransposed, rows > 1, columns > 1 else { return body(matrix.baseAddress!) }
        let copy = UnsafeMutablePointer<Float>.allocate(capacity: rows * columns)
        defer { copy.deallocate() }
        let block = 32
        nonisolated(unsafe) let (matrix, target) = (matrix.baseAddress!, copy)
        Parallelism.split((rows + block - 1) / block, work: Double(rows * columns)) { range in
            for first in stride(from: range.lowerBound * block, to: min(rows, range.upperBound * block), by: block) {
                for start in stride(from: 0, to: columns, by: block) {
                    for row in first..<min(rows, first + block) {
                        for column in start..<min(columns, start + block) {
                            target[row * columns + column] = matrix[column * rows + row]
                        }
                    }
                }
            }
        }
        body(copy)
    }

    /// Dot products of rows on both sides.
    private func multiplyRows(
        _ rows: Int, _ columns: Int, _ depth: Int, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<Float>
    ) {
        dotProducts(rows: rows, columns: columns, depth: depth, left, right, into: output)
    }

    /// Each row of the output as a sum of the right matrix' rows, a block of columns at a time.
    private func addRows(
        _ rows: Int, _ columns: Int, _ depth: Int, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<Float>
    ) {
        let block = 256
        nonisolated(unsafe) let (left, right, output) = (left, right, output)
        Parallelism.split(
            (columns + block - 1) / block, work: Double(rows) * Double(columns) * Double(depth)
        ) { range in
            let (first, end) = (range.lowerBound * block, min(columns, range.upperBound * block))
            for row in 0..<rows { (output + row * columns + first).update(repeating: 0, count: end - first) }
            for k in 0..<depth {
                for row in 0..<rows {
                    let factor = left[row * depth + k]
                    let (source, target) = (right + k * columns, output + row * columns)
                    for column in first..<end { target[column] += factor * source[column] }
                }
            }
        }
    }

    /// The layer kernels: a 1-wide convolution over `columns` positions, its channels the right matrix' rows.
    private func multiplyBlocks(
        _ rows: Int, _ columns: Int, _ depth: Int, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<Float>
    ) {
        let single = Correlation.Axis(
            inputSize: 1, outputSize: 1, taps: 1, stride: 1, dilation: 1, before: 0, border: .zeros)
        let line = Correlation.Axis(
            inputSize: columns, outputSize: columns, taps: 1, stride: 1, dilation: 1, before: 0, border: .zeros)
        let correlation = Correlation(
            batch: 1, groups: 1, channelsPerGroup: depth, filtersPerGroup: rows, axes: [single, single, line],
            constant: 0)
        let sources = (single.sources, line.sources)
        let weights = Array(UnsafeBufferPointer(start: left, count: rows * depth))
        sources.0.withUnsafeBufferPointer { single in
            sources.1.withUnsafeBufferPointer { line in
                correlation.runLayer(
                    right,
                    correlation.packed(weights, bias: [Float](repeating: 0, count: rows), for: .layer), Finish(),
                    output,
                    tables: [single.baseAddress!, single.baseAddress!, line.baseAddress!])
            }
        }
    }
}
