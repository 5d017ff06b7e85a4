import Scenes

/// A panel a run: gradients over depth, a line a step.
struct GradientFlowDrawing {
    let model: GradientFlowModel
    let theme: Theme

    func draw(in builder: inout SceneBuilder) {
        builder.heading(model.all)
        builder.panels(model.runs.count, least: 205) { index, part in
            panel(model.runs[index], in: &part)
        }
        builder.footnote(model.notes)
    }

    private func panel(_ run: GradientFlowModel.Run, in builder: inout SceneBuilder) {
        let changes = [run.snapshots.first, run.snapshots.count > 1 ? run.snapshots.last : nil].compactMap(\.self)
            .compactMap { snapshot in model.change(run, snapshot).map { "at step \(snapshot.step) \($0)" } }
        builder.runHeading(
            model.runs.count > 1 ? run.run.name : nil, changes.isEmpty ? nil : changes.joined(separator: "; "))
        let chart = chart(run)
        let margins = builder.chartMargins([chart], width: builder.width)
        let plot = Rect(
            margins.left, builder.below(20), max(30, builder.width - margins.left - margins.right),
            max(118, builder.leastChartHeight(chart, width: builder.width)))
        builder.chart(chart, in: plot, width: builder.width)
        zeros(run, chart, plot, in: &builder)
        builder.layerNames(run.layers, chart, plot)
    }

    private func chart(_ run: GradientFlowModel.Run) -> Chart {
        let count = run.layers.count
        let lines = run.snapshots.enumerated().map { index, snapshot in
            ChartLine(
                snapshot.sizes.enumerated().map { Point(Double($0), $1 ?? .nan) },
                stroke: Stroke(color(index, of: run.snapshots.count), width: 1.25, join: .round),
                dots: .init(color: color(index, of: run.snapshots.count)), label: "step \(snapshot.step)")
        }
        let reach = count > 1 ? 0.25 : 1
        return Chart(
            name: model.isRelative ? "grad./w." : "gradient",
            x: ChartAxis(scale: .linear, range: -reach...Double(count - 1) + reach, ticks: []), y: model.axis,
            lines: lines)
    }

    /// From early to late.
    private func color(_ index: Int, of count: Int) -> Color {
        let position = count > 1 ? 0.42 + 0.5 * Double(index) / Double(count - 1) : 0.9
        return theme.sequential.color(at: position)
    }

    /// What has no place on an axis of logarithms, at its lower end.
    private func zeros(
        _ run: GradientFlowModel.Run, _ chart: Chart, _ plot: Rect, in builder: inout SceneBuilder
    ) {
        for (index, snapshot) in run.snapshots.enumerated() {
            for (layer, size) in snapshot.sizes.enumerated() where size == 0 {
                guard let x = chart.x.position(Double(layer)) else { continue }
                builder.path(
                    .circle(Point(plot.left + x * plot.width, plot.bottom), radius: 2), fill: .solid(theme.page),
                    stroke: Stroke(color(index, of: run.snapshots.count), width: 1))
            }
        }
    }
}

extension SceneBuilder {
    /// The layers below their places: in one line or in steps, or by numbers that a list explains.
    fileprivate mutating func layerNames(_ names: [String], _ chart: Chart, _ plot: Rect) {
        let places = names.indices.map { plot.left + (chart.x.position(Double($0)) ?? 0) * plot.width }
        for x in places {
            line(Point(x, plot.bottom), Point(x, plot.bottom + 3), Stroke(theme.mutedInk, width: 0.5))
        }
        let widths = names.map { measure(Text($0, size: Text.smallSize)).width }
        // A name may reach over its neighbours' places where they stand in other lines, but not over the edges.
        let middles = zip(places, widths).map { max(min($0, width - $1 / 2), $1 / 2) }
        let lines = (1...3).first { lines in
            names.indices.dropFirst(lines).allSatisfy { index in
                middles[index] - widths[index] / 2 >= middles[index - lines] + widths[index - lines] / 2 + 4
            }
        }
        guard let lines, (widths.max() ?? 0) <= width else { return layerNumbers(names, places, plot) }
        for (index, name) in names.enumerated() {
            text(
                Text(name, size: Text.smallSize),
                at: Point(middles[index], plot.bottom + 4.5 + 9 * Double(index % lines)), anchor: .middle,
                baseline: .top)
        }
    }

    private mutating func layerNumbers(_ names: [String], _ places: [Double], _ plot: Rect) {
        let widest = measure(Text("\(names.count)", size: Text.smallSize)).width + 3
        let pitch = places.count > 1 ? places[1] - places[0] : plot.width
        let step = max(1, Int((widest / pitch).rounded(.up)))
        for index in stride(from: 0, to: names.count, by: step) {
            text(
                Text("\(index + 1)", size: Text.smallSize), at: Point(places[index], plot.bottom + 4.5),
                anchor: .middle, baseline: .top)
        }
        let list = names.enumerated().map { "\($0 + 1)\u{A0}\($1)" }.joined(separator: ", ")
        paragraph(list, left: 0, top: below(4), width: width, size: Text.smallSize, color: theme.mutedInk)
    }
}
