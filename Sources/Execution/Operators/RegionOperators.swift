import Tensors

extension OperatorRun {
    private func image() throws(OperatorProblem) -> Tensor {
        let input = try float(0)
        guard input.shape.rank == 4 else { throw .inputRank(0, shape: input.shape, needs: "rank 4") }
        guard input.shape.elementCount > 0 else { throw .inputShape(0, shape: input.shape, needs: "one with elements") }
        return input
    }

    /// `[regions, columns]` whose numbers, scaled, fit integers.
    private func regions(columns: Int) throws(OperatorProblem) -> (Tensor, scale: Float) {
        let regions = try float(1)
        guard regions.shape.rank == 2, regions.shape[1] == columns else {
            throw .inputShape(1, shape: regions.shape, needs: "regions × \(columns)")
        }
        let scale = try attributes.float("spatial_scale") ?? 1
        guard regions.elements.allSatisfy({ Swift.abs($0) < 0x1p24 && Swift.abs($0 * scale) < 0x1p24 }) else {
            throw .inputShape(1, shape: regions.shape, needs: "of coordinates below \(1 << 24)")
        }
        return (regions, scale)
    }

    /// The greatest element in each cell of a grid over each region.
    ///
    /// Source: Girshick, *Fast R-CNN*, 2015.
    func maxRoiPool() throws(OperatorProblem) -> Value {
        let input = try image()
        let (regions, scale) = try regions(columns: 5)
        guard let grid = try attributes.ints("pooled_shape"), grid.count == 2 else {
            throw .missingAttribute("pooled_shape")
        }
        _ = try checkedSizes("pooled_shape", grid, atLeast: 1)
        let (channels, height, width) = (input.shape[1], input.shape[2], input.shape[3])
        let shape = try Shape(checked: [regions.shape[0], channels, grid[0], grid[1]])
        for region in 0..<regions.shape[0] {
            let batch = regions[region, 0]
            guard batch >= 0, batch < Float(input.shape[0]) else {
                throw .indexOutside(Int(batch), size: input.shape[0])
            }
        }
        return .float(
            Tensor(shape) { output in
                Parallelism.split(
                    shape[0] * channels,
                    work: Double(shape.elementCount) * 4 + Double(shape[0] * channels * height * width)
                ) { maps in
                    for map in maps {
                        let (region, channel) = (map / channels, map % channels)
                        let corner = (1...4).map { Int((regions[region, $0] * scale).rounded()) }
                        let rows = cells(corner[1], corner[3], grid[0], limit: height)
                        let columns = cells(corner[0], corner[2], grid[1], limit: width)
                        let start = (Int(regions[region, 0]) * channels + channel) * height * width
                        for (y, row) in rows.enumerated() {
                            for (x, column) in columns.enumerated() {
                                var greatest: Float = row.isEmpty || column.isEmpty ? 0 : -.infinity
                                for i in row {
                                    for j in column {
                                        greatest = max(greatest, input.elements[start + i * width + j])
                                    }
                                }
                                output[(map * grid[0] + y) * grid[1] + x] = greatest
                            }
                        }
                    }
                }
            })
    }

    /// The positions of each of `count` cells of a region, both of whose ends belong to it.
    private func cells(_ first: Int, _ last: Int, _ count: Int, limit: Int) -> [Range<Int>] {
        let size = Float(max(last - first + 1, 1)) / Float(count)
        func inside(_ value: Float) -> Int { min(max(first + Int(value), 0), limit) }
        return (0..<count).map { cell in
            let start = inside((Float(cell) * size).rounded(.down))
            return start..<max(start, inside((Float(cell + 1) * size).rounded(.up)))
        }
    }

    private enum RegionMode: String, CaseIterable { case avg, max }
    private enum RegionCoordinates: String, CaseIterable {
        case halfPixel = "half_pixel"
        case outputHalfPixel = "output_half_pixel"
    }

    /// Bilinear samples in each cell of a grid over each region, their mean or maximum.
    ///
    /// Source: He et al., *Mask R-CNN*, 2017.
    func roiAlign() throws(OperatorProblem) -> Value {
        let input = try image()
        let (regions, scale) = try regions(columns: 4)
        let batches = try integers(2)
        guard batches.count == regions.shape[0] else {
            throw .inputShape(2, shape: [batches.count], needs: "one index for each of \(regions.shape[0]) regions")
        }
        for batch in batches where !(0..<input.shape[0]).contains(batch) {
            throw .indexOutside(batch, size: input.shape[0])
        }
        let height = try checkedSizes("output_height", [try attributes.int("output_height") ?? 1], atLeast: 1)[0]
        let width = try checkedSizes("output_width", [try attributes.int("output_width") ?? 1], atLeast: 1)[0]
        let ratio = try checkedSizes("sampling_ratio", [try attributes.int("sampling_ratio") ?? 0])[0]
        let mode = try attributes.choice("mode", default: RegionMode.avg)
        let coordinates = try attributes.choice(
            "coordinate_transformation_mode", default: opset < 16 ? .outputHalfPixel : RegionCoordinates.halfPixel)
        let channels = input.shape[1]
        let plane = input.shape[2] * input.shape[3]
        let shape = try Shape(checked: [batches.count, channels, height, width])
        var output = [Float](repeating: 0, count: shape.elementCount)
        for region in batches.indices {
            let corner = (0..<4).map { regions[region, $0] * scale - (coordinates == .halfPixel ? 0.5 : 0) }
            let least: Float = coordinates == .halfPixel ? -.infinity : 1
            let rows = try RegionAxis(
                start: corner[1], size: max(corner[3] - corner[1], least), cells: height, ratio: ratio,
                limit: input.shape[2])
            let columns = try RegionAxis(
                start: corner[0], size: max(corner[2] - corner[0], least), cells: width, ratio: ratio,
                limit: input.shape[3])
            input.withUnsafeElements { elements in
                output.withUnsafeMutableBufferPointer { output in
                    nonisolated(unsafe) let output = output
                    let samples = rows.samples * columns.samples
                    Parallelism.split(channels, work: Double(channels * height * width * samples) * 8) { range in
                        for channel in range {
                            let map = elements.baseAddress! + (batches[region] * channels + channel) * plane
                            let start = (region * channels + channel) * height * width
                            for cell in 0..<height * width {
                                output[start + cell] = sample(
                                    map, rows, cell / width, columns, cell % width, input.shape[3], mode)
                            }
                        }
                    }
                }
            }
        }
        return .float(Tensor(shape, output))
    }

    private func sample(
        _ map: UnsafePointer<Float>, _ rows: RegionAxis, _ row: Int, _ columns: RegionAxis, _ column: Int, _ width: Int,
        _ mode: RegionMode
    ) -> Float {
        var sum: Float = 0
        var greatest: Float?
        for y in row * rows.samples..<(row + 1) * rows.samples {
            for x in column * columns.samples..<(column + 1) * columns.samples {
                var parts = SIMD4<Float>()
                if let v = rows.points[y], let h = columns.points[x] {
                    parts = SIMD4(
                        (1 - v.fraction) * (1 - h.fraction) * map[v.low * width + h.low],
                        (1 - v.fraction) * h.fraction * map[v.low * width + h.high],
                        v.fraction * (1 - h.fraction) * map[v.high * width + h.low],
                        v.fraction * h.fraction * map[v.high * width + h.high])
                }
                switch mode {
                case .avg: sum += parts.sum()
                // The specification's own way: the greatest of the four weighted neighbours, not of their sums.
                case .max: greatest = max(greatest ?? -.infinity, parts.max())
                }
            }
        }
        switch mode {
        case .avg: return sum / Float(max(rows.samples * columns.samples, 1))
        case .max: return greatest ?? 0
        }
    }
}

/// Where along one axis a region is sampled.
private struct RegionAxis {
    struct Point {
        let low: Int
        let high: Int
        let fraction: Float
    }

    /// Samples in each cell.
    let samples: Int
    /// By cell, then by sample; `nil` beyond the map.
    let points: [Point?]

    init(start: Float, size: Float, cells: Int, ratio: Int, limit: Int) throws(OperatorProblem) {
        let cell = size / Float(cells)
        let samples = ratio > 0 ? ratio : max(0, Int(cell.rounded(.up)))
        guard samples <= 1 << 14, cells * samples <= 1 << 24 else {
            throw .unsupported("sampling a region at \(cells) × \(samples) places along one axis")
        }
        self.samples = samples
        points = (0..<cells * samples).map { place in
            let position =
                start + Float(place / samples) * cell + (Float(place % samples) + 0.5) * cell / Float(samples)
            guard position >= -1, position <= Float(limit) else { return nil }
            let inside = max(position, 0)
            let low = Int(inside)
            if low >= limit - 1 { return Point(low: limit - 1, high: limit - 1, fraction: 0) }
            return Point(low: low, high: low + 1, fraction: inside - Float(low))
        }
    }
}
