import Networks
import Tensors

/// A part of a map and the bins that it is divided into: uneven ones, which overlap where they do not divide it.
struct BinnedRegion: Hashable {
    let rows: Range<Int>
    let columns: Range<Int>
    /// How many bins down and across.
    let bins: [Int]

    var binCount: Int { bins[0] * bins[1] }

    /// What a bin covers, in places of the map.
    func bin(_ index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
        let (row, column) = (index / bins[1], index % bins[1])
        return (rowBins[row], columnBins[column])
    }

    var rowBins: [Range<Int>] { Self.bins(bins[0], over: rows) }
    var columnBins: [Range<Int>] { Self.bins(bins[1], over: columns) }

    private static func bins(_ count: Int, over places: Range<Int>) -> [Range<Int>] {
        (0..<count).map { index in
            let bin = RoIPool.bin(index, of: count, over: places.count)
            return places.lowerBound + bin.lowerBound..<places.lowerBound + bin.upperBound
        }
    }

    /// The greatest number of each bin and the first place that has it.
    func maxima(_ map: Tensor) -> [(value: Float, row: Int, column: Int)] {
        (0..<binCount).map { index in
            let bin = bin(index)
            var best: (value: Float, row: Int, column: Int)?
            for row in bin.rows {
                for column in bin.columns where map[row, column] > best?.value ?? -.infinity {
                    best = (map[row, column], row, column)
                }
            }
            return best ?? (
                map[bin.rows.lowerBound, bin.columns.lowerBound], bin.rows.lowerBound, bin.columns.lowerBound
            )
        }
    }

    /// The same as a grid `[h, w]`.
    func pooled(_ map: Tensor) -> Tensor { Tensor(Shape(bins), maxima(map).map(\.value)) }

    /// `2 or 3 rows × 4 columns`
    var unevenWords: String {
        func words(_ ranges: [Range<Int>], _ noun: String) -> String {
            let counts = Set(ranges.map(\.count)).sorted()
            return counts.map(String.init).joined(separator: " or ") + " " + (counts == [1] ? noun : noun + "s")
        }
        return words(rowBins, "row") + " × " + words(columnBins, "column")
    }

    /// Places that lie in more than one bin: `row 2 and column 3 lie in more than one bin`; nothing if each lies in one.
    var overlapWords: String? {
        func shared(_ bins: [Range<Int>], _ places: Range<Int>) -> [Int] {
            places.filter { place in bins.count { $0.contains(place) } > 1 }
        }
        func words(_ places: [Int], _ noun: String) -> String? {
            guard !places.isEmpty else { return nil }
            guard places.count <= 6 else { return "\(places.count) \(noun)s" }
            return (places.count == 1 ? noun : noun + "s") + " " + listed(places.map(String.init))
        }
        let (sharedRows, sharedColumns) = (shared(rowBins, rows), shared(columnBins, columns))
        let parts = [words(sharedRows, "row"), words(sharedColumns, "column")].compactMap { $0 }
        guard !parts.isEmpty else { return nil }
        let verb = sharedRows.count + sharedColumns.count == 1 ? "lies" : "lie"
        return parts.joined(separator: " and ") + " \(verb) in more than one bin"
    }
}

/// A map of numbers that regions are pooled from.
struct BinnedMap {
    /// How large it is.
    let sizes: [Int]
    /// `[H, W]`; nothing for cells without numbers.
    let values: Tensor?
    let remark: String

    /// The maxima of each region's bins; nothing without numbers.
    func pooled(_ regions: [BinnedRegion]) -> [Tensor]? { values.map { map in regions.map { $0.pooled(map) } } }

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`.
    init(
        _ values: CellValues, _ asked: PerAxis?, usual: [Int], _ image: ImageReference, _ context: FigureContext
    ) throws {
        var random = CellNumbers(seed: context.seed)
        let asked = try asked?.values(axes: 2, option: "input")
        guard values == .photo else {
            let numbers = try MapNumbers(
                .init(values: values.maps, channels: 1, sizes: asked, usualSizes: usual, image: image, range: 0...99),
                &random, context)
            (sizes, self.values, remark) = (numbers.sizes, numbers.map(0), "")
            return
        }
        // The whole photo, as coarse as a map deep in a network.
        let photo = try image.brightness(in: context)
        let (height, width) = (photo.shape[1], photo.shape[2])
        let most = asked ?? usual
        let factor = max((height + most[0] - 1) / most[0], (width + most[1] - 1) / most[1], 1)
        let map = photo.map(0).averaged(by: factor)
        let whole = map.bytes
        (sizes, self.values) = (map.shape.sizes, whole)
        remark =
            ", a photo's brightness from 0 to 255"
            + (factor > 1 ? ", means of \(Figures.sizes([factor, factor])) pixels" : "")
    }
}
