import Scenes
import Tensors
import Training

/// All of a training on one page: a strip of kernels over its steps, and the curves below, with lines from each column of
/// the strip to its step.
struct TrainingOverview {
    let model: TrainingModel

    private static let gap = 4.0
    /// Between the strip's numbers and the charts.
    private static let fan = 24.0

    func draw(in builder: inout SceneBuilder) {
        builder.heading(model)
        let columns = model.hasKernels ? strip(in: &builder, top: builder.below(9)) : []
        var charts = TrainingCharts(model: model, theme: builder.theme)
        charts.marks = columns.map(\.step)
        let all = charts.charts
        guard !all.isEmpty else { return notes(in: &builder) }
        let plots = builder.charts(all, top: builder.below(columns.isEmpty ? 16 : Self.fan))
        for column in columns {
            let x = plots[0].left + (all[0].x.position(Double(column.step)) ?? 0) * plots[0].width
            builder.line(
                Point(column.x, column.bottom + 1.5), Point(x, plots[0].top), Stroke(builder.theme.rule, width: 0.5))
        }
        notes(in: &builder)
    }

    private func notes(in builder: inout SceneBuilder) {
        for (index, run) in model.runs.enumerated() {
            guard let words = TrainingWords(model: model).end(run) else { continue }
            builder.paragraph(
                model.all.lead(index) + words, left: 0, top: builder.below(index == 0 ? 9 : 2), width: builder.width)
        }
        builder.footnote(model.notes)
    }

    /// - Returns: the middle and the lower end of each column, with its step.
    private func strip(in builder: inout SceneBuilder, top: Double) -> [(step: Int, x: Double, bottom: Double)] {
        let isNarrow = builder.width < 300
        let names = model.kernels.map { isNarrow ? "\($0)" : "kernel\u{A0}\($0)" }
        func small(_ words: String) -> Double { builder.measure(Text(words, size: Text.smallSize)).width }
        let left = (names + ["step"]).map(small).max().map { $0 + 6 } ?? 0
        let room = builder.width - left - builder.colorBarWidth(model.scale) - 8
        let widest = model.steps.map { small("\($0)") }.max() ?? 0
        let columns = columns(room, least: max(isNarrow ? 20 : 30, widest + 2))
        let cell = min(52, (room + Self.gap) / Double(columns.count) - Self.gap)
        // Pictures that are long, one way or the other, stay within three times their cells.
        let sizes = model.runs.map { run in
            run.track.map { Self.size($0, model.kernels, cell) } ?? Size(cell, cell)
        }
        var y = top
        for (index, run) in model.runs.enumerated() {
            if model.runs.count > 1 { y = runName(index, in: &builder, top: y) }
            for (name, kernel) in zip(names, model.kernels) {
                builder.text(
                    Text(name, size: Text.smallSize), at: Point(left - 6, y + sizes[index].height / 2),
                    color: builder.theme.mutedInk, anchor: .end, baseline: .middle)
                for (place, step) in columns.enumerated() {
                    guard let pixels = model.pixels(kernel, run, at: step) else { continue }
                    let inset = (cell - sizes[index].width) / 2
                    let x = left + Double(place) * (cell + Self.gap) + inset
                    builder.image(pixels, in: Rect(x, y, sizes[index].width, sizes[index].height))
                }
                y += max(sizes[index].height, 8) + Self.gap
            }
            y += 3
        }
        let right = left + Double(columns.count) * (cell + Self.gap) - Self.gap
        builder.colorBar(
            model.scale, left: right + 8, top: top + 4, height: min(y - top - Self.gap - 11, 120))
        builder.text(
            Text("step", size: Text.smallSize), at: Point(left - 6, y), color: builder.theme.mutedInk, anchor: .end,
            baseline: .top)
        return columns.enumerated().map { place, step in
            let x = left + (Double(place) + 0.5) * (cell + Self.gap) - Self.gap / 2
            let frame = builder.text(
                Text("\(step)", size: Text.smallSize), at: Point(x, y), anchor: .middle, baseline: .top)
            return (step, x, frame.bottom)
        }
    }

    /// The steps that are shown, evenly among those recorded.
    private func columns(_ room: Double, least: Double) -> [Int] {
        let fitting = max(1, Int((room + Self.gap) / (least + Self.gap)))
        return model.steps.evenly(min(model.snapshots ?? 12, fitting))
    }

    private func runName(_ index: Int, in builder: inout SceneBuilder, top: Double) -> Double {
        let stroke = builder.theme.series(index)
        builder.line(Point(0, top + 6), Point(14, top + 6), stroke)
        let name = builder.paragraph(
            model.runs[index].run.name, left: 18, top: top, width: builder.width - 18, size: 8, style: .bold)
        return (name?.bottom ?? top + 10) + 2
    }

    /// The size of a layer's pictures in cells of a width.
    private static func size(_ track: KernelTrack, _ kernels: [Int], _ cell: Double) -> Size {
        let picture = track.picture(kernels.first ?? 0, in: track.weights[0].kernels)
        let proportion = picture.elongation
        let height = min(cell / proportion, 3 * cell)
        return Size(min(cell, height * proportion), max(height, 3))
    }
}

extension SceneBuilder {
    /// What is trained, in a line or two.
    mutating func heading(_ model: TrainingModel) {
        let first = model.runs[0].run.record
        var words = [listed(model.all.networks)]
        if model.all.title == words[0] { words = [] }
        if Set(model.runs.map(\.run.record.length)).count == 1 { words.append(first.length) }
        words.append(first.loss.words)
        heading(model.all.title, words)
    }
}
