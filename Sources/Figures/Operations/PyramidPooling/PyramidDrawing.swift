import Networks
import Scenes
import Tensors

/// One step of a figure of spatial pyramid pooling, laid out.
struct PyramidDrawing {
    let model: PyramidModel
    let step: FigureStep

    func draw(in builder: inout SceneBuilder) {
        let (current, bin) = model.place(step.index)
        let level = model.regions[current]
        let labels = [
            CellLabel(.role(.input), model.inputWords(builder)),
            CellLabel(.role(.pooling), "level \(Figures.sizes(level.bins)): bins of " + level.unevenWords),
        ]
        builder.binned(
            model, step, labels: labels, outputLabel: CellLabel(.role(.output), "the greatest of each bin"))
        guard step.form != .thumbnail else { return }
        vector(in: &builder)
        builder.binNotes(model.map, level, bin: bin, top: builder.below(9))
        builder.pyramidNotes(model, top: builder.below(8))
    }

    /// All numbers in a row, level by level, broken where the page ends.
    private func vector(in builder: inout SceneBuilder) {
        let top = builder.below(12)
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
        for (number, level) in model.regions.enumerated() {
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
                var grid = model.grid(
                    1, count, all.map { Tensor([1, count], Array($0[start..<start + count])) }, size: Text.smallSize)
                grid.strength = { _, column in start + column == step.index ? .strong : .usual }
                grid.shows = { step.shows(start + $1) }
                builder.grid(grid, at: Point(x, y), cell: Size(width, 14))
                x += Double(count) * width
                (rest, index) = (rest - count, index + count)
            }
        }
    }
}

extension SceneBuilder {
    mutating func pyramidNotes(_ model: PyramidModel, top: Double) {
        let length = formula(model.length, of: Text("numbers"), left: 0, top: top)
        binnedNotes(model, top: length.bottom + 3)
    }
}
