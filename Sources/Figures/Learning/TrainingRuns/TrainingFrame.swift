import Scenes
import Tensors

/// A training at one of its steps: the kernels as they are then, and the curves so far.
struct TrainingFrame {
    let model: TrainingModel
    /// Among the model's.
    let index: Int

    init(model: TrainingModel, step index: Int) { (self.model, self.index) = (model, index) }

    private var step: Int { model.steps[index] }

    private static let gap = 14.0

    func draw(in builder: inout SceneBuilder) {
        builder.heading(model)
        let words = TrainingWords(model: model)
        builder.paragraph(
            model.runs[0].run.record.time(of: step).capitalisedFirst, left: 0, top: builder.below(7),
            width: builder.width, style: .bold)
        for (index, run) in model.runs.enumerated() {
            guard let now = words.now(run, at: step) else { continue }
            builder.paragraph(model.all.lead(index) + now, left: 0, top: builder.below(2), width: builder.width)
        }
        if model.hasKernels {
            let barWidth = builder.colorBarWidth(model.scale) + 8
            let top = builder.below(8)
            let area = kernels(in: &builder, top: top, width: builder.width - barWidth, Size(96, 240))
            builder.colorBar(
                model.scale, left: area.right + 8, top: area.top + 4, height: min(area.height - 19, 120))
        }
        var charts = TrainingCharts(model: model, theme: builder.theme)
        charts.progress = step
        builder.charts(charts.charts, top: builder.below(20), tall: 72)
        builder.footnote(model.notes)
    }

    /// The kernels alone with their step, or the curves where there are none.
    func drawThumbnail(in builder: inout SceneBuilder) {
        builder.text(Text("step \(step)", style: .bold, size: 8), at: Point(0, 0), baseline: .top)
        if model.hasKernels {
            kernels(in: &builder, top: builder.below(3), width: builder.width, Size(30, 96))
        } else {
            var charts = TrainingCharts(model: model, theme: builder.theme)
            charts.progress = step
            builder.charts(charts.charts, top: builder.below(14), tall: 60)
        }
    }

    /// The kernels of each run, side by side where there is room.
    ///
    /// - Parameter limit: How wide a square kernel may become, and how high all of them.
    /// - Returns: where they came to stand.
    @discardableResult
    private func kernels(in builder: inout SceneBuilder, top: Double, width: Double, _ limit: Size) -> Rect {
        let across = max(1, min(model.runs.count, Int((width + Self.gap) / (110 + Self.gap))))
        let panel = (width - Self.gap * Double(across - 1)) / Double(across)
        var frame = Rect(0, top, 0, 0)
        for start in stride(from: 0, to: model.runs.count, by: across) {
            let y = start == 0 ? top : frame.bottom + 8
            for place in start..<min(start + across, model.runs.count) {
                let left = Double(place - start) * (panel + Self.gap)
                frame = frame.union(kernels(of: place, in: &builder, Rect(left, y, panel, 0), limit))
            }
        }
        return frame
    }

    private func kernels(of place: Int, in builder: inout SceneBuilder, _ room: Rect, _ limit: Size) -> Rect {
        let run = model.runs[place]
        guard let track = run.track, let first = model.kernels.first else { return room }
        var top = room.top
        if model.runs.count > 1 {
            top =
                (builder.paragraph(run.run.name, left: room.left, top: top, width: room.width, size: 8, style: .bold)?
                    .bottom ?? top) + 3
        }
        let weights = track.nearest(to: step).kernels
        let proportion = min(max(track.picture(first, in: weights).elongation, 1.0 / 8), 8)
        let (columns, cell) = MapGrid.arrangement(
            model.kernels.count, proportion: proportion, width: room.width, height: limit.height,
            largest: limit.width)
        let pitch = Size(cell.width + MapGrid.gap, cell.height + MapGrid.labelHeight + MapGrid.gap)
        var frame = Rect(room.left, room.top, 0, 0)
        for (index, kernel) in model.kernels.enumerated() {
            let corner = Point(
                room.left + Double(index % columns) * pitch.width, top + Double(index / columns) * pitch.height)
            let own = Rect(corner.x, corner.y, cell.width, cell.height)
            builder.kernel(kernel, track, at: step, model.scale, in: own)
            builder.text(
                Text("\(kernel)", size: Text.smallSize), at: Point(own.center.x, own.bottom + 1),
                color: builder.theme.mutedInk, anchor: .middle, baseline: .top)
            frame = frame.union(own.union(Rect(own.left, own.bottom, 0, MapGrid.labelHeight)))
        }
        return frame
    }
}
