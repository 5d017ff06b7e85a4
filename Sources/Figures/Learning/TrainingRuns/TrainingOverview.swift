import Scenes
import Training

/// All of a training on one page: a strip of kernels over its steps, and the curves below, with lines from each column of
/// the strip to its step.
struct TrainingOverview {
    let model: TrainingModel

    /// Between the strip's numbers and the charts.
    private static let fan = 14.0
    /// Beside the charts' names, where lines go straight down.
    private static let drop = 15.0

    func draw(in builder: inout SceneBuilder) {
        builder.heading(model)
        let columns = model.hasKernels ? KernelStrip(model: model).draw(in: &builder, top: builder.below(9)) : []
        var charts = TrainingCharts(model: model, theme: builder.theme)
        charts.marks = columns.map(\.step)
        let all = charts.charts
        guard !all.isEmpty else { return notes(in: &builder) }
        let plots = builder.charts(all, top: builder.below(Self.fan + Self.drop))
        for column in columns {
            let x = plots[0].left + (all[0].x.position(Double(column.step)) ?? 0) * plots[0].width
            let places = [
                Point(column.x, column.bottom + 1.5), Point(x, plots[0].top - Self.drop), Point(x, plots[0].top),
            ]
            builder.path(.polygon(places, closed: false), stroke: Stroke(builder.theme.rule, width: 0.5))
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
