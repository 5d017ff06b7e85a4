import Scenes
import Tensors

/// Kernels over the steps of a training: a row a kernel, a column a step.
struct KernelStrip {
    let model: TrainingModel

    /// Where a step's column stands.
    struct Column {
        let step: Int
        let x: Double
        let bottom: Double
    }

    private static let gap = 4.0

    func draw(in builder: inout SceneBuilder, top: Double) -> [Column] {
        let isNarrow = builder.width < 300
        let names = model.kernels.map { isNarrow ? "\($0)" : "kernel\u{A0}\($0)" }
        func small(_ words: String) -> Double { builder.measure(Text(words, size: Text.smallSize)).width }
        let left = (names + ["step"]).map(small).max().map { $0 + 6 } ?? 0
        let room = builder.width - left - builder.colorBarWidth(model.scale) - 8
        let widest = model.steps.map { small("\($0)") }.max() ?? 0
        let steps = columns(room, least: max(isNarrow ? 20 : 30, widest + 2), builder)
        let pitch = min(
            (room + Self.gap) / Double(steps.count),
            numbered(builder).map { $0 + Self.gap } ?? (builder.isSlide ? 42 : 56))
        var y = top
        for (index, run) in model.runs.enumerated() {
            if model.runs.count > 1 { y = runName(index, in: &builder, top: y) }
            guard let track = run.track else { continue }
            let size = size(track, pitch - Self.gap)
            for (name, kernel) in zip(names, model.kernels) {
                builder.text(
                    Text(name, size: Text.smallSize), at: Point(left - 6, y + size.height / 2),
                    color: builder.theme.mutedInk, anchor: .end, baseline: .middle)
                for (place, step) in steps.enumerated() {
                    let x = left + (Double(place) + 0.5) * pitch - Self.gap / 2 - size.width / 2
                    builder.kernel(kernel, track, at: step, model.scale, in: Rect(x, y, size.width, size.height))
                }
                y += max(size.height, 8) + Self.gap
            }
            y += 3
        }
        builder.colorBar(
            model.scale, left: left + Double(steps.count) * pitch - Self.gap + 8, top: top + 4,
            height: min(y - top - Self.gap - 11, 120))
        builder.text(
            Text("step", size: Text.smallSize), at: Point(left - 6, y), color: builder.theme.mutedInk, anchor: .end,
            baseline: .top)
        return steps.enumerated().map { place, step in
            let x = left + (Double(place) + 0.5) * pitch - Self.gap / 2
            let number = Text("\(step)", size: Text.smallSize)
            return Column(
                step: step, x: x, bottom: builder.text(number, at: Point(x, y), anchor: .middle, baseline: .top).bottom)
        }
    }

    /// The steps that are shown, evenly among those recorded.
    private func columns(_ room: Double, least: Double, _ builder: SceneBuilder) -> [Int] {
        func fitting(_ cell: Double) -> Int { max(1, Int((room + Self.gap) / (cell + Self.gap))) }
        // Values are worth fewer columns, but not a comparison.
        let most = numbered(builder).map(fitting).flatMap { $0 >= 3 ? $0 : nil } ?? fitting(least)
        return model.steps.evenly(min(model.snapshots ?? (builder.isSlide ? 16 : 12), most))
    }

    /// The width at which a kernel shows its numbers, where there are so few that all might.
    private func numbered(_ builder: SceneBuilder) -> Double? {
        guard model.kernels.count * model.runs.count <= 2, let track = model.runs[0].track,
            let kernel = model.kernels.first
        else { return nil }
        let picture = track.picture(kernel, in: track.weights[0].kernels)
        guard picture.shape.rank == 2, picture.shape[1] <= 3, picture.shape[0] <= 3 else { return nil }
        return builder.numberedCell(model.scale) * Double(picture.shape[1])
    }

    private func runName(_ index: Int, in builder: inout SceneBuilder, top: Double) -> Double {
        builder.line(Point(0, top + 6), Point(14, top + 6), builder.theme.series(index))
        let name = builder.paragraph(
            model.runs[index].run.name, left: 18, top: top, width: builder.width - 18, size: 8, style: .bold)
        return (name?.bottom ?? top + 10) + 2
    }

    /// The size of a layer's pictures in cells of a width; those that are long stay within three times of it.
    private func size(_ track: KernelTrack, _ cell: Double) -> Size {
        let proportion = track.picture(model.kernels.first ?? 0, in: track.weights[0].kernels).elongation
        let height = min(cell / proportion, 3 * cell)
        return Size(min(cell, height * proportion), max(height, 3))
    }
}

extension SceneBuilder {
    /// The least cell that holds every number of a scale.
    func numberedCell(_ scale: ValueScale) -> Double {
        leastCell(Tensor([1, 1], [scale.range.lowerBound]), Self.numbers(scale)) + 1
    }

    private static func numbers(_ scale: ValueScale) -> NumberStyle {
        NumberStyle(places: decimals(for: scale.range.upperBound))
    }

    /// A kernel as it was at the snapshot nearest to a step: with its numbers where there is room for any of the scale.
    mutating func kernel(_ kernel: Int, _ track: KernelTrack, at step: Int, _ scale: ValueScale, in frame: Rect) {
        let picture = track.picture(kernel, in: track.nearest(to: step).kernels)
        guard picture.elements.allSatisfy(\.isFinite) else { return crossed(frame) }
        switch track.form {
        case .colors: image(picture.colorPixels(limit: scale.range.upperBound), in: frame)
        case .slice, .rows:
            let cell = min(frame.width / Double(picture.shape[1]), frame.height / Double(picture.shape[0]))
            guard cell >= numberedCell(scale) - 1e-6 else { return image(scale.pixels(picture), in: frame) }
            // What rounds to nothing is written as nothing: numbers come and go with their cells, not with their digits.
            let unit = Float(power(10, Double(Self.numbers(scale).places)))
            let rounded = Tensor(picture.shape, picture.elements.map { ($0 * unit).rounded() / unit })
            matrix(
                rounded, in: frame,
                .init(scale: scale, numbers: Self.numbers(scale), outline: Stroke(theme.rule, width: 0.5)))
        }
    }
    /// In place of a picture of what is no number.
    private mutating func crossed(_ frame: Rect) {
        path(.rect(frame), fill: .solid(theme.page), stroke: Stroke(theme.rule, width: 0.5))
        line(Point(frame.left, frame.top), Point(frame.right, frame.bottom), Stroke(theme.mutedInk, width: 0.75))
        line(Point(frame.left, frame.bottom), Point(frame.right, frame.top), Stroke(theme.mutedInk, width: 0.75))
    }
}
