import Networks
import Scenes
import Tensors

/// What figures of pooling over bins draw: a map, regions of it, and the greatest number of each of their bins.
protocol BinnedPooling {
    var map: BinnedMap { get }
    var channels: Int { get }
    var regions: [BinnedRegion] { get }
    /// The maxima of each region's bins; nothing for cells without numbers.
    var outputs: [Tensor]? { get }
    /// What stands above the numbers that a region gives.
    func name(ofRegion index: Int) -> String
    /// Where bins overlap: `of region 1 row 3 lies in more than one bin`.
    var overlaps: [String] { get }
    /// What overlapping bins do not divide: `a region's size`.
    var dividedWords: String { get }
    /// What stays the same whatever the sizes are.
    var fixedWords: String { get }
}

extension BinnedPooling {
    var stepCount: Int { regions.reduce(0) { $0 + $1.binCount } }

    /// Which region a step is in, and which of its bins it is about.
    func place(_ step: Int) -> (region: Int, bin: Int) {
        let place = stepPlace(step, inParts: regions.map(\.binCount))
        return (place.part, place.step)
    }

    /// `input 3 × 9 × 9, one map drawn`
    func inputWords(_ page: SceneBuilder) -> String {
        let shape =
            channels > 1 ? page.shape(channels, map.sizes) + ", one map drawn" : Figures.sizes(map.sizes)
        return "input " + shape + map.remark
    }

    /// How large the cells of the outputs are, and how wide the widest output is.
    func outputCell(_ page: SceneBuilder) -> (cell: Double, size: Double, width: Double) {
        let across = Double(regions.map { $0.bins[1] }.max() ?? 1)
        for (size, least) in [(Text.labelSize, 19.0), (Text.smallSize, 11)] {
            let cell = max(least, map.values.map { page.widest($0, size: size) + 4 } ?? 0)
            if cell * across <= page.width / 2 || size == Text.smallSize { return (cell, size, cell * across) }
        }
        return (11, Text.smallSize, 11 * across)
    }

    /// How narrow a page may be, after a look whether numbers find room on this one at all.
    ///
    /// - Parameter option: of which smaller values help, beside the input's size.
    /// - Throws: ``ParameterError``
    func leastWidth(on page: SceneBuilder, option: String) throws(ParameterError) -> Double {
        let output = outputCell(page).width
        guard BinCells(map, beside: 0, in: page) != nil, output <= page.width else {
            throw .rowTooLong(map.sizes[1], options: "--input or --\(option)")
        }
        return min(page.width, BinCells(smallest: map, in: page).size(of: map).width + output + 36)
    }

    /// A grid of numbers that came out.
    func grid(_ rows: Int, _ columns: Int, _ values: Tensor?, size: Double) -> CellGrid {
        var grid = CellGrid(rows, columns, .output, values: values)
        grid.style = map.values.map { NumberStyle(for: $0) }
        grid.size = size
        grid.blank = .output
        return grid
    }
}

extension SceneBuilder {
    /// The map with the bins of the region that a step is in, and beside it what all regions give.
    ///
    /// - Parameters:
    ///   - others: regions that are framed on the map too.
    ///   - labels: of the map.
    mutating func binned(
        _ model: some BinnedPooling, _ step: FigureStep, others: [BinnedRegion] = [], labels: [CellLabel],
        outputLabel: CellLabel
    ) {
        let isSmall = step.form == .thumbnail
        let (current, bin) = model.place(step.index)
        let output = model.outputCell(self)
        let fitting = isSmall ? nil : BinCells(model.map, beside: output.width + 74, in: self)
        let cells = fitting ?? BinCells(smallest: model.map, in: self)
        let hidesOutput = exercise.hides(.output)
        let name = isSmall ? 0.0 : 13.0
        let heights = model.regions.map { name + output.cell * Double($0.bins[0]) }
        let gap = 8.0
        let parts = [
            FlatPart(size: cells.size(of: model.map), labels: isSmall ? [] : labels) {
                $0.bins(
                    model.map, model.regions[current], bin: bin, others: others, at: $1, cells,
                    marksWinner: !hidesOutput)
            },
            FlatPart(
                size: Size(output.width, heights.reduce(0, +) + gap * Double(heights.count - 1)),
                labels: isSmall ? [] : [outputLabel]
            ) { builder, corner in
                var (top, first) = (corner.y, 0)
                for (index, region) in model.regions.enumerated() {
                    let isCurrent = index == current
                    if !isSmall {
                        builder.text(
                            Text(model.name(ofRegion: index), style: isCurrent ? .bold : .regular, size: 8),
                            at: Point(corner.x, top), color: isCurrent ? nil : builder.theme.mutedInk, baseline: .top)
                    }
                    let (start, columns) = (first, region.bins[1])
                    var grid = model.grid(region.bins[0], columns, model.outputs?[index], size: output.size)
                    grid.strength = { isCurrent && $0 * columns + $1 == bin ? .strong : .usual }
                    grid.shows = { step.shows(start + $0 * columns + $1) }
                    builder.grid(grid, at: Point(corner.x, top + name), cell: Size(output.cell, output.cell))
                    top += heights[index] + gap
                    first += region.binCount
                }
            },
        ]
        flow(parts, top: 0)
    }

    /// Where bins overlap, and what stays the same.
    mutating func binnedNotes(_ model: some BinnedPooling, top: Double) {
        var y = top
        if !model.overlaps.isEmpty {
            let words =
                "Bins overlap where their number does not divide \(model.dividedWords): "
                + model.overlaps.joined(separator: "; ") + "."
            y = (paragraph(words, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)?.bottom ?? y) + 2
        }
        paragraph(model.fixedWords, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)
    }
}
