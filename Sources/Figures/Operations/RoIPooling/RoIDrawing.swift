import Networks
import Scenes
import Tensors

/// One step of a figure of RoI pooling, laid out.
struct RoIDrawing {
    let model: RoIModel
    let step: FigureStep

    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let (current, bin) = model.place(step.index)
        let output = model.outputCell(builder)
        let cells =
            isSmall
            ? BinCells(smallest: model.map, in: builder)
            : BinCells(model.map, beside: output.width + 74, in: builder) ?? BinCells(smallest: model.map, in: builder)
        let region = model.regions[current]
        let others = model.regions.enumerated().filter { $0.offset != current }.map(\.element)
        let hidesOutput = builder.exercise.asks(for: .output) && !builder.exercise.showsAnswers
        let name = isSmall ? 0.0 : 13.0
        let each = name + output.cell * Double(model.bins[0])
        let parts = [
            FlatPart(size: cells.size(of: model.map), labels: isSmall ? [] : mapLabels(builder, current)) {
                $0.bins(model.map, region, bin: bin, others: others, at: $1, cells, marksWinner: !hidesOutput)
            },
            FlatPart(
                size: Size(output.width, each * Double(model.regions.count) + 8 * Double(model.regions.count - 1)),
                labels: isSmall ? [] : [CellLabel(.role(.output), "output " + model.outputWords(builder), .sizes)]
            ) { builder, corner in
                for index in model.regions.indices {
                    let top = corner.y + Double(index) * (each + 8)
                    if !isSmall {
                        builder.text(
                            Text("region \(index + 1)", style: index == current ? .bold : .regular, size: 8),
                            at: Point(corner.x, top), color: index == current ? nil : builder.theme.mutedInk,
                            baseline: .top)
                    }
                    var grid = CellGrid(model.bins[0], model.bins[1], .output, values: model.outputs?[index])
                    grid.style = model.map.values.map { NumberStyle(for: $0) }
                    grid.size = output.size
                    grid.blank = .output
                    grid.strength = { index == current && $0 * model.bins[1] + $1 == bin ? .strong : .usual }
                    grid.shows = { step.shows(index * region.binCount + $0 * model.bins[1] + $1) }
                    builder.grid(grid, at: Point(corner.x, top + name), cell: Size(output.cell, output.cell))
                }
            },
        ]
        builder.flow(parts, top: 0)
        guard !isSmall else { return }
        builder.binNotes(model.map, region, bin: bin, top: (builder.bounds?.bottom ?? 0) + 9)
        builder.roiNotes(model, top: (builder.bounds?.bottom ?? 0) + 7)
    }

    private func mapLabels(_ builder: SceneBuilder, _ current: Int) -> [CellLabel] {
        let shape =
            model.channels > 1
            ? builder.shape(model.channels, model.map.sizes) + ", one map drawn" : Figures.sizes(model.map.sizes)
        let region = model.regions[current]
        var labels = [
            CellLabel(.role(.input), "input " + shape + model.map.remark),
            CellLabel(
                .role(.pooling),
                "region \(current + 1): " + Figures.sizes([region.rows.count, region.columns.count]) + ", in bins of "
                    + region.unevenWords),
        ]
        if model.regions.count > 1 { labels.append(CellLabel(.dashed, "other regions")) }
        return labels
    }
}

extension BinnedRegion {
    /// `2 or 3 rows and 4 columns`
    var unevenWords: String {
        func words(_ ranges: [Range<Int>], _ noun: String) -> String {
            let counts = Set(ranges.map(\.count)).sorted()
            return counts.map(String.init).joined(separator: " or ") + " " + (counts == [1] ? noun : noun + "s")
        }
        return words(rowBins, "row") + " × " + words(columnBins, "column")
    }
}

extension RoIModel {
    /// How large the cells of the outputs are.
    func outputCell(_ page: SceneBuilder) -> (cell: Double, size: Double, width: Double) {
        let across = Double(bins[1])
        for (size, least) in [(Text.labelSize, 19.0), (Text.smallSize, 11)] {
            let cell = max(least, map.values.map { page.widest($0, size: size) + 4 } ?? 0)
            if cell * across <= page.width / 2 || size == Text.smallSize { return (cell, size, cell * across) }
        }
        return (11, Text.smallSize, 11 * across)
    }

    func outputWords(_ builder: SceneBuilder) -> String {
        let each = channels > 1 ? builder.shape(channels, bins) : Figures.sizes(bins)
        return regions.count > 1 ? "\(regions.count)\u{A0}×\u{A0}(\(each))" : each
    }

    /// What stays the same whatever the regions are.
    var fixedWords: String {
        "Every region comes out as \(Figures.sizes(bins)), whatever its size: a dense layer can follow. 0 parameters."
    }

    /// What popular drawings get wrong.
    var overlaps: [String] {
        regions.enumerated().compactMap { index, region in
            region.overlapWords.map { "of region \(index + 1) \($0)" }
        }
    }
}

extension SceneBuilder {
    mutating func roiNotes(_ model: RoIModel, top: Double) {
        var y = top
        if !model.overlaps.isEmpty {
            let words =
                "Bins overlap where their number does not divide a region's size: "
                + model.overlaps.joined(separator: "; ") + "."
            y = (paragraph(words, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)?.bottom ?? y) + 2
        }
        paragraph(model.fixedWords, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)
    }
}
