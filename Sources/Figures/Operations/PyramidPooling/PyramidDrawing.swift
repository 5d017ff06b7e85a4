import Networks
import Scenes
import Tensors

/// One step of a figure of spatial pyramid pooling, laid out.
struct PyramidDrawing {
    let model: PyramidModel
    let step: FigureStep

    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let (current, bin) = model.place(step.index)
        let output = model.outputCell(builder)
        let cells =
            isSmall
            ? BinCells(smallest: model.map, in: builder)
            : BinCells(model.map, beside: output.width + 74, in: builder) ?? BinCells(smallest: model.map, in: builder)
        let level = model.levels[current]
        let hidesOutput = builder.exercise.asks(for: .output) && !builder.exercise.showsAnswers
        let name = isSmall ? 0.0 : 13.0
        let tall = model.levels.map { name + output.cell * Double($0.bins[0]) }
        let parts = [
            FlatPart(size: cells.size(of: model.map), labels: isSmall ? [] : mapLabels(builder, level)) {
                $0.bins(model.map, level, bin: bin, others: [], at: $1, cells, marksWinner: !hidesOutput)
            },
            FlatPart(
                size: Size(output.width, tall.reduce(0, +) + 8 * Double(tall.count - 1)),
                labels: isSmall ? [] : [CellLabel(.role(.output), "the greatest of each bin")]
            ) { builder, corner in
                var (top, first) = (corner.y, 0)
                for (index, own) in model.levels.enumerated() {
                    if !isSmall {
                        builder.text(
                            Text(
                                Figures.sizes(own.bins), style: index == current ? .bold : .regular, size: 8),
                            at: Point(corner.x, top), color: index == current ? nil : builder.theme.mutedInk,
                            baseline: .top)
                    }
                    let start = first
                    var grid = grid(own.bins[0], own.bins[1], model.outputs?[index], output.size)
                    grid.strength = { index == current && $0 * own.bins[1] + $1 == bin ? .strong : .usual }
                    grid.shows = { step.shows(start + $0 * own.bins[1] + $1) }
                    builder.grid(grid, at: Point(corner.x, top + name), cell: Size(output.cell, output.cell))
                    top += tall[index] + 8
                    first += own.binCount
                }
            },
        ]
        builder.flow(parts, top: 0)
        guard !isSmall else { return }
        vector(output.size, in: &builder)
        builder.binNotes(model.map, level, bin: bin, top: (builder.bounds?.bottom ?? 0) + 9)
        builder.pyramidNotes(model, top: (builder.bounds?.bottom ?? 0) + 8)
    }

    private func grid(_ rows: Int, _ columns: Int, _ values: Tensor?, _ size: Double) -> CellGrid {
        var grid = CellGrid(rows, columns, .output, values: values)
        grid.style = model.map.values.map { NumberStyle(for: $0) }
        grid.size = size
        grid.blank = .output
        return grid
    }

    /// All numbers in a row, level by level, broken where the page ends.
    private func vector(_ size: Double, in builder: inout SceneBuilder) {
        let top = (builder.bounds?.bottom ?? 0) + 12
        let label = CellLabel(
            .role(.output),
            "vector of \(model.length.value.readable)" + (model.channels > 1 ? ", one map's part drawn" : ""),
            .sizes)
        var y = builder.labels([label], left: 0, top: top, width: builder.width).bottom + 5
        let all = model.outputs.map { outputs in outputs.flatMap(\.elements) }
        let width = max(
            13, model.map.values.map { builder.widest($0, size: Text.smallSize) + 4 } ?? 0)
        let gap = 5.0
        var x = 0.0
        var index = 0
        for (number, level) in model.levels.enumerated() {
            if number > 0 { x += gap }
            var rest = level.binCount
            while rest > 0 {
                var room = Int((builder.width - x) / width)
                if room < min(rest, 2) {
                    (x, y) = (0, y + 19)
                    room = max(1, Int(builder.width / width))
                }
                let count = min(rest, room)
                let start = index
                var grid = grid(
                    1, count, all.map { Tensor([1, count], Array($0[start..<start + count])) }, Text.smallSize)
                grid.strength = { _, column in start + column == step.index ? .strong : .usual }
                grid.shows = { step.shows(start + $1) }
                builder.grid(grid, at: Point(x, y), cell: Size(width, 14))
                x += Double(count) * width
                (rest, index) = (rest - count, index + count)
            }
        }
    }

    private func mapLabels(_ builder: SceneBuilder, _ level: BinnedRegion) -> [CellLabel] {
        let shape =
            model.channels > 1
            ? builder.shape(model.channels, model.map.sizes) + ", one map drawn" : Figures.sizes(model.map.sizes)
        return [
            CellLabel(.role(.input), "input " + shape + model.map.remark),
            CellLabel(.role(.pooling), "level \(Figures.sizes(level.bins)): bins of " + level.unevenWords),
        ]
    }
}

extension SceneBuilder {
    mutating func pyramidNotes(_ model: PyramidModel, top: Double) {
        var y = formula(model.length, of: Text("numbers"), left: 0, top: top).bottom + 3
        if !model.overlaps.isEmpty {
            let words =
                "Bins overlap where their number does not divide the map's size: "
                + model.overlaps.joined(separator: "; ") + "."
            y = (paragraph(words, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)?.bottom ?? y) + 2
        }
        paragraph(model.fixedWords, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)
    }
}
