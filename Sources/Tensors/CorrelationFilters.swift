import ConvolutionKernels

extension Correlation {
    /// Every filter by itself over each output plane.
    func runFilters(
        _ input: UnsafePointer<Float>, _ weights: [Float], _ bias: [Float], _ output: UnsafeMutablePointer<Float>,
        tables: [UnsafePointer<Int32>], separating: Bool
    ) {
        // Task-locals are not seen by the threads that the work is split over.
        let kernels = Self.kernels
        let separation: Separation = !separating ? .never : Self.forcedPath == .separated ? .always : .wherePays
        let (depth, height, width) = (axes[0], axes[1], axes[2])
        let blocks = (height.outputSize + Int(CK_BLOCK_ROWS) - 1) / Int(CK_BLOCK_ROWS)
        let mapSize = height.inputSize * width.inputSize
        // More than a cache would keep until someone reads it.
        let streams = batch * filters * outputPlane * MemoryLayout<Float>.stride >= 24 << 20

        Parallelism.split(batch * filters * depth.outputSize * blocks, work: work) { range in
            var unit = range.lowerBound
            var current: (filter: Int, lists: TapLists)?
            while unit < range.upperBound {
                let plane = unit / blocks
                let (image, filter) = (plane / depth.outputSize / filters, plane / depth.outputSize % filters)
                if current?.filter != filter {
                    current = (
                        filter,
                        tapLists(
                            weights[filter * self.depth..<(filter + 1) * self.depth], separation,
                            vectorWidth: Int(kernels.pointee.vector_width))
                    )
                }
                let firstChannel = (image * groups + filter / filtersPerGroup) * channelsPerGroup
                let maps: [UnsafePointer<Float>?] = (0..<channelsPerGroup * depth.taps).map { index in
                    let (channel, tap) = (firstChannel + index / depth.taps, index % depth.taps)
                    let slice = tables[0][plane % depth.outputSize * depth.stride + tap * depth.dilation]
                    return slice < 0 ? nil : input + (channel * depth.inputSize + Int(slice)) * mapSize
                }
                let end = min(range.upperBound, (plane + 1) * blocks)
                current!.lists.withPointers { down, across, rows, sum in
                    maps.withUnsafeBufferPointer { maps in
                        var filter = ck_filter(
                            planes: maps.baseAddress!, plane_count: Int32(maps.count),
                            input_width: Int32(width.inputSize), row_sources: tables[1], column_sources: tables[2],
                            padded_rows: Int32(height.paddedSize), row_step: Int32(height.stride),
                            column_step: Int32(width.stride), block_rows: rows.baseAddress!,
                            block_row_count: Int32(rows.count), before: Int32(width.before),
                            reach: Int32(width.reach), output_width: Int32(width.outputSize),
                            output_height: Int32(height.outputSize), taps: down, across: across, factor_sum: sum,
                            constant: constant, bias: bias[filter], streams: streams,
                            output: output + plane * height.outputSize * width.outputSize)
                        let isDone = kernels.pointee.filter_blocks(
                            &filter, Int32(unit - plane * blocks), Int32(end - plane * blocks))
                        precondition(
                            isDone, "no memory for the rows of a \(height.paddedSize) × \(width.paddedSize) map")
                    }
                }
                unit = end
            }
        }
    }

    /// Whether a kernel of rank 1 is run as its two factors.
    private enum Separation {
        case never, wherePays, always
    }

    private func tapLists(
        _ weights: ArraySlice<Float>, _ separation: Separation, vectorWidth: Int
    ) -> TapLists {
        let (depth, height, width) = (axes[0], axes[1], axes[2])
        let kernel = Array(weights)
        let needed = 2 * vectorWidth
        if separation != .never, channelsPerGroup == 1, depth.taps == 1, width.stride == 1,
            width.before >= 0, min(width.inputSize, width.outputSize) >= needed,
            // A phase of a transposed convolution may see only a sliver of the input.
            min(width.before + width.inputSize, width.paddedSize) - width.before >= needed,
            let factors = Factors(kernel, width: width.taps), factors.pay || separation == .always
        {
            return TapLists(
                down: TapList(factors.down, planes: 1, height: height, width: nil),
                across: TapList(factors.across, planes: 1, height: nil, width: width),
                downSum: factors.down.reduce(0, +))
        }
        return TapLists(
            down: TapList(kernel, planes: channelsPerGroup * depth.taps, height: height, width: width), across: nil,
            downSum: 0)
    }
}

/// A kernel of rank 1 as a column times a row.
struct Factors {
    let down: [Float]
    let across: [Float]
    /// Whether two passes cost less than one: the one between them through memory counts for some taps.
    let pay: Bool

    /// `nil` where the product would differ from the kernel by more than rounding.
    init?(_ kernel: [Float], width: Int) {
        let height = kernel.count / width
        guard height > 1, width > 1,
            let greatest = kernel.indices.max(by: { abs(kernel[$0]) < abs(kernel[$1]) }),
            kernel[greatest] != 0, kernel.allSatisfy(\.isFinite)
        else { return nil }
        let (row, column) = (greatest / width, greatest % width)
        let across = (0..<width).map { kernel[row * width + $0] / kernel[greatest] }
        let down = (0..<height).map { kernel[$0 * width + column] }
        for y in 0..<height {
            for x in 0..<width where abs(kernel[y * width + x] - down[y] * across[x]) > 1e-6 * abs(kernel[greatest]) {
                return nil
            }
        }
        func count(_ values: [Float]) -> Int { values.count { $0 != 0 } }
        self.down = down
        self.across = across
        self.pay = count(kernel) > 2 * (count(down) + count(across))
    }
}

/// The lists that one filter runs on.
struct TapLists {
    let down: TapList
    let across: TapList?
    let downSum: Float

    func withPointers(_ body: (_ down: ck_taps, _ across: ck_taps, UnsafeBufferPointer<Int32>, _ sum: Float) -> Void) {
        down.taps.withUnsafeBufferPointer { downTaps in
            (across?.taps ?? []).withUnsafeBufferPointer { acrossTaps in
                down.rows.withUnsafeBufferPointer { rows in
                    body(
                        ck_taps(taps: downTaps.baseAddress, ends: down.ends),
                        ck_taps(taps: across == nil ? nil : acrossTaps.baseAddress, ends: across?.ends ?? down.ends),
                        rows, downSum)
                }
            }
        }
    }
}

/// The taps of a kernel that are not zero, as a block of output rows meets them.
struct TapList {
    typealias Ends = (Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32)

    private(set) var taps: [ck_tap] = []
    private(set) var ends: Ends = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    /// The padded rows that a block reads, from the first output row's.
    let rows: [Int32]

    /// - Parameters:
    ///   - kernel: `[planes, height, width]`.
    ///   - height: `nil` for a row of taps over rows that stand by themselves.
    ///   - width: `nil` for a column of taps.
    init(_ kernel: [Float], planes: Int, height: Correlation.Axis?, width: Correlation.Axis?) {
        let block = Int(CK_BLOCK_ROWS)
        let (tall, wide) = (height?.taps ?? 1, width?.taps ?? 1)
        let (rowStep, rowDilation) = (height?.stride ?? 1, height?.dilation ?? 1)
        let (columnStep, columnDilation) = (width?.stride ?? 1, width?.dilation ?? 1)

        let used = Set((0..<block).flatMap { r in (0..<tall).map { r * rowStep + $0 * rowDilation } }).sorted()
        rows = used.map(Int32.init)
        var kinds = [[ck_tap]](repeating: [], count: Int(CK_TAP_KINDS))
        for plane in 0..<planes {
            for (index, row) in used.enumerated() {
                for x in 0..<wide {
                    let weights = (0..<block).map { r in
                        let (y, between) = (row - r * rowStep).quotientAndRemainder(dividingBy: rowDilation)
                        return between == 0 && (0..<tall).contains(y) ? kernel[(plane * tall + y) * wide + x] : 0
                    }
                    guard let first = weights.firstIndex(where: { $0 != 0 }),
                        let last = weights.lastIndex(where: { $0 != 0 })
                    else { continue }
                    let tap = ck_tap(
                        row: Int32(
                            (plane * used.count + index) * columnStep + x * columnDilation % columnStep),
                        column: Int32(x * columnDilation / columnStep),
                        weights: (weights[0], weights[1], weights[2], weights[3]))
                    kinds[first * (2 * block + 1 - first) / 2 + last - first].append(tap)
                }
            }
        }
        taps = kinds.flatMap { $0 }
        withUnsafeMutableBytes(of: &ends) { bytes in
            let ends = bytes.bindMemory(to: Int32.self)
            var end = 0
            for (kind, list) in kinds.enumerated() {
                end += list.count
                ends[kind] = Int32(end)
            }
        }
    }
}
