import Scenes

extension SceneBuilder {
    /// What stands left and right of the plots of charts that share their sides.
    func chartMargins(_ charts: [Chart], width: Double) -> (left: Double, right: Double) {
        let numbers = charts.flatMap { chart in chart.y.ticks.map { smallWidth(chart.y.label($0)) + 5 } }
        let names = charts.map { measure(Text($0.name, style: .bold, size: 8)).width + 4 }
        let labels = charts.flatMap(\.lines).compactMap(\.label).flatMap { labelLines($0, width: width) }
        let widest = labels.map { measure(Text($0, size: 8)).width }.max() ?? 0
        return (max(numbers.max() ?? 0, names.max() ?? 0), widest > 0 ? widest + Self.leader + 2 : 4)
    }

    /// How long the lines are that lead to labels.
    private static let leader = 9.0
    private static let labelHeight = 9.5

    private func smallWidth(_ words: String) -> Double { measure(Text(words, size: Text.smallSize)).width }

    private func labelLines(_ label: String, width: Double) -> [String] {
        wrapped(label, width: max(46, 0.24 * width), size: 8)
    }

    /// The least height at which a chart's labels do not lie on each other.
    func leastChartHeight(_ chart: Chart, width: Double) -> Double {
        chart.lines.compactMap(\.label).reduce(0) {
            $0 + Self.labelHeight * Double(labelLines($1, width: width).count)
        }
    }

    /// What numbers below the plot take, and the name of their axis.
    static let chartFoot = 24.0

    /// A chart whose plot is `plot`; numbers, names and labels stand around it.
    ///
    /// - Parameter width: That of the whole chart, of which labels take their part.
    mutating func chart(_ chart: Chart, in plot: Rect, width: Double) {
        let faint = theme.page.mixed(with: theme.rule, 0.45)
        for tick in chart.y.ticks {
            guard let position = chart.y.position(tick) else { continue }
            let y = plot.bottom - position * plot.height
            line(Point(plot.left, y), Point(plot.right, y), Stroke(faint, width: 0.5))
            text(
                Text(chart.y.label(tick), size: Text.smallSize), at: Point(plot.left - 4, y), color: theme.mutedInk,
                anchor: .end, baseline: .middle)
        }
        let marks = chart.marks.map { ($0, Stroke(theme.rule, width: 0.5)) }
        for (mark, stroke) in marks + (chart.cursor.map { [($0, Stroke(theme.ink, width: 0.75))] } ?? []) {
            guard let position = chart.x.position(mark) else { continue }
            let x = plot.left + position * plot.width
            line(Point(x, plot.top), Point(x, plot.bottom + 3), stroke)
        }
        line(Point(plot.left, plot.bottom), Point(plot.right, plot.bottom), Stroke(theme.mutedInk, width: 0.75))
        text(Text(chart.name, style: .bold, size: 8), at: Point(plot.left - 4, plot.top - 7), anchor: .end)
        for line in chart.lines { draw(line, of: chart, in: plot) }
        labels(of: chart, in: plot, width: width)
        if let name = chart.xName { foot(of: chart, named: name, plot) }
    }

    private mutating func draw(_ line: ChartLine, of chart: Chart, in plot: Rect) {
        if let stroke = line.stroke {
            for part in Self.parts(line.points.map { chart.place($0, in: plot) }) {
                if part.count > 1 {
                    path(.polygon(Self.thinned(part), closed: false), stroke: stroke)
                } else if line.dots == nil {
                    path(.circle(part[0], radius: stroke.width), fill: .solid(stroke.color))
                }
            }
        }
        guard let dots = line.dots else { return }
        for place in line.points.compactMap({ chart.place($0, in: plot) }) {
            if dots.isHollow {
                path(
                    .circle(place, radius: dots.radius), fill: .solid(theme.page),
                    stroke: Stroke(dots.color, width: 0.9))
            } else {
                path(.circle(place, radius: dots.radius), fill: .solid(dots.color))
            }
        }
    }

    /// What hangs together, between points without a place.
    private static func parts(_ places: [Point?]) -> [[Point]] {
        places.split(separator: nil).map { $0.compactMap(\.self) }
    }

    /// Where more points lie on each other than a page can show: of each half point, the first, the lowest, the highest
    /// and the last.
    private static func thinned(_ points: [Point]) -> [Point] {
        guard let first = points.first, let last = points.last, Double(points.count) > 6 * (last.x - first.x) else {
            return points
        }
        var result: [Point] = []
        var start = points.startIndex
        while start < points.endIndex {
            let column = (points[start].x * 2).rounded(.down)
            let end = points[start...].firstIndex { ($0.x * 2).rounded(.down) != column } ?? points.endIndex
            let own = points[start..<end]
            let lowest = own.indices.min { own[$0].y < own[$1].y } ?? start
            let highest = own.indices.max { own[$0].y < own[$1].y } ?? start
            result += Set([start, lowest, highest, end - 1]).sorted().map { points[$0] }
            start = end
        }
        return result
    }

    /// Names beside the ends of their lines, moved apart, each with a line that leads to it.
    private mutating func labels(of chart: Chart, in plot: Rect, width: Double) {
        var entries: [(lines: [String], end: Point, color: Color)] = []
        for line in chart.lines {
            guard let label = line.label, let color = line.color else { continue }
            guard let end = line.points.last(where: { chart.place($0, in: plot) != nil }) else { continue }
            entries.append((labelLines(label, width: width), chart.place(end, in: plot) ?? plot.center, color))
        }
        let wanted = entries.map {
            EndLabels.Label(wanted: $0.end.y, height: Self.labelHeight * Double($0.lines.count))
        }
        let middles = EndLabels(wanted, within: plot.top - 4...plot.bottom + 4).middles
        for (entry, middle) in zip(entries, middles) {
            let left = plot.right + Self.leader
            line(Point(entry.end.x + 1, entry.end.y), Point(left - 1.5, middle), Stroke(entry.color, width: 0.6))
            let top = middle - Self.labelHeight * Double(entry.lines.count - 1) / 2
            for (index, words) in entry.lines.enumerated() {
                text(
                    Text(words, size: 8), at: Point(left, top + Self.labelHeight * Double(index)), baseline: .middle)
            }
        }
    }

    private mutating func foot(of chart: Chart, named name: String, _ plot: Rect) {
        var right = -Double.infinity
        for tick in chart.x.ticks {
            guard let position = chart.x.position(tick) else { continue }
            let x = plot.left + position * plot.width
            line(Point(x, plot.bottom), Point(x, plot.bottom + 3), Stroke(theme.mutedInk, width: 0.5))
            let words = Text(chart.x.label(tick), size: Text.smallSize)
            let half = measure(words).width / 2
            guard x - half > right + 3 else { continue }
            right =
                text(
                    words, at: Point(x, plot.bottom + 4.5), color: theme.mutedInk, anchor: .middle, baseline: .top
                ).right
        }
        text(
            Text(name, size: 8), at: Point(plot.center.x, plot.bottom + 14), color: theme.mutedInk, anchor: .middle,
            baseline: .top)
    }
}
