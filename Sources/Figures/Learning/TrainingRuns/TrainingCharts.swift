import Scenes
import Training

/// The curves of a training as charts below each other, on one axis of steps.
struct TrainingCharts {
    let model: TrainingModel
    let theme: Theme
    /// Steps that are marked.
    var marks: [Int] = []
    /// How far the curves have come; beyond, they are faint.
    var progress: Int?

    /// Loss above, shares of right answers below, as far as they were recorded.
    var charts: [Chart] {
        var charts: [Chart] = []
        let curves = model.runs.map(\.curves)
        if curves.contains(where: { !$0.isEmpty }) {
            charts.append(
                chart("loss", model.lossAxis.axis(for: curves.flatMap(\.losses)), lossLines))
        }
        if model.hasAccuracy {
            var axis = ChartAxis.linear(0...100, most: 4)
            axis.unit = "\u{A0}%"
            charts.append(chart("right", axis, accuracyLines))
        }
        if !charts.isEmpty { charts[charts.count - 1].xName = stepsName }
        return charts
    }

    private func chart(_ name: String, _ y: ChartAxis, _ lines: [ChartLine]) -> Chart {
        let x = ChartAxis.linear(0...Double(model.lastStep), most: 6, isTight: true, isWhole: true)
        return Chart(
            name: name, x: x, y: y, lines: lines, marks: marks.map(Double.init), cursor: progress.map(Double.init))
    }

    private var stepsName: String {
        let counts = Set(model.runs.map(\.run.record.stepsPerEpoch))
        guard counts.count == 1, let count = counts.first, count > 1 else { return "steps" }
        return "steps (\(count) an epoch)"
    }

    /// Of one run, training and held-out samples have colours of their own; of several, each run has.
    private func stroke(_ run: Int, isHeldOut: Bool, width: Double = 1.5) -> Stroke {
        model.runs.count > 1 ? theme.series(run, width: width) : theme.series(isHeldOut ? 1 : 0, width: width)
    }

    private func label(_ run: Int, _ words: String, _ curve: LearningCurve, _ value: (Double) -> String) -> String? {
        let name = model.runs.count > 1 ? model.runs[run].run.name : words
        // In motion the end is not told before it is there.
        guard progress == nil, let last = curve.last else { return name }
        return "\(name) \(value(last.y))"
    }

    private var lossLines: [ChartLine] {
        var behind: [ChartLine] = []
        var front: [ChartLine] = []
        func value(_ loss: Double) -> String { compact(Float(loss), digits: 2) }
        for (index, run) in model.runs.enumerated() {
            let curves = run.curves
            let training = stroke(index, isHeldOut: false)
            if curves.window > 1 {
                let color = theme.page.mixed(with: training.color, 0.4)
                behind.append(ChartLine(curves.batches.points, stroke: Stroke(color, width: 0.5)))
            }
            let isNamed = model.runs.count == 1 || curves.heldOutLoss.finite.isEmpty
            front.append(
                ChartLine(
                    curves.means.points, stroke: training,
                    label: isNamed ? label(index, "training", curves.means, value) : nil))
            if !curves.heldOutLoss.points.isEmpty {
                front.append(
                    heldOut(curves.heldOutLoss, index, label(index, "held out", curves.heldOutLoss, value)))
            }
        }
        return advanced(behind + front)
    }

    private var accuracyLines: [ChartLine] {
        var lines: [ChartLine] = []
        for (index, run) in model.runs.enumerated() {
            let (training, held) = (run.curves.trainingAccuracy, run.curves.heldOutAccuracy)
            let isNamed = model.runs.count == 1 || held.finite.isEmpty
            if !training.points.isEmpty {
                lines.append(
                    ChartLine(
                        training.points, stroke: stroke(index, isHeldOut: false, width: isNamed ? 1.5 : 0.75),
                        label: isNamed ? label(index, "training", training, percentWords) : nil))
            }
            if !held.points.isEmpty { lines.append(heldOut(held, index, label(index, "held out", held, percentWords))) }
        }
        return advanced(lines)
    }

    private func heldOut(_ curve: LearningCurve, _ index: Int, _ label: String?) -> ChartLine {
        let stroke = stroke(index, isHeldOut: true, width: 1)
        return ChartLine(curve.points, stroke: stroke, dots: .init(color: stroke.color), label: label)
    }

    /// All of each line faintly, and what has been reached of it.
    private func advanced(_ lines: [ChartLine]) -> [ChartLine] {
        guard let progress else { return lines }
        return lines.map { $0.faint(theme) } + lines.map { $0.upTo(Double(progress)) }
    }
}

extension SceneBuilder {
    /// Charts below each other, as wide as the page, or side by side on a wide one.
    ///
    /// - Parameter tall: How high a plot is at least; those below others have two thirds.
    /// - Returns: the plots.
    @discardableResult
    mutating func charts(_ charts: [Chart], top: Double, tall: Double = 96) -> [Rect] {
        let areBeside = width >= 560 && charts.count > 1
        let gap = 24.0
        let own = areBeside ? (width - gap * Double(charts.count - 1)) / Double(charts.count) : width
        let margins = chartMargins(charts, width: own)
        var (left, y) = (0.0, top)
        var plots: [Rect] = []
        for (index, chart) in charts.enumerated() {
            var chart = chart
            if areBeside { chart.xName = charts[charts.count - 1].xName }
            let height = max(
                index == 0 || areBeside ? tall : tall * 2 / 3, leastChartHeight(chart, width: own))
            let plot = Rect(left + margins.left, y, max(30, own - margins.left - margins.right), height)
            self.chart(chart, in: plot, width: own)
            plots.append(plot)
            if areBeside { left += own + gap } else { y = plot.bottom + gap }
        }
        return plots
    }
}
