import Scenes

/// Values over an axis, as lines and points with their names at their ends.
struct Chart {
    /// What the values are: stands at the upper end of their axis.
    var name: String
    var x: ChartAxis
    var y: ChartAxis
    var lines: [ChartLine]
    /// Places along x that are marked from top to bottom.
    var marks: [Double] = []
    /// The place along x that is looked at.
    var cursor: Double?
    /// What stands along x; nothing where another chart below says it.
    var xName: String?
}

/// One line of a chart. Points without a place on its axes break it.
struct ChartLine {
    /// In the values of the axes.
    var points: [Point]
    /// No line without.
    var stroke: Stroke?
    var dots: Dots?
    /// What stands at its end.
    var label: String?

    struct Dots: Hashable {
        var color: Color
        var radius = 1.6
        var isHollow = false
    }

    init(_ points: [Point], stroke: Stroke? = nil, dots: Dots? = nil, label: String? = nil) {
        (self.points, self.stroke, self.dots, self.label) = (points, stroke, dots, label)
    }

    /// Of its line, else of its points.
    var color: Color? { stroke?.color ?? dots?.color }

    /// What is drawn up to a place along x, without its name.
    func upTo(_ x: Double) -> ChartLine {
        ChartLine(points.filter { $0.x <= x }, stroke: stroke, dots: dots)
    }

    /// The same, receding before the page.
    func faint(_ theme: Theme) -> ChartLine {
        func pale(_ color: Color) -> Color { theme.page.mixed(with: color, 0.35) }
        var line = self
        line.stroke?.color = pale(stroke?.color ?? theme.rule)
        line.stroke?.width = min(stroke?.width ?? 0.75, 0.75)
        line.dots?.color = pale(dots?.color ?? theme.rule)
        return line
    }
}

extension Chart {
    /// Where a point lies in the plot; `nil` where it has no place.
    func place(_ point: Point, in plot: Rect) -> Point? {
        guard let x = x.position(point.x), let y = y.position(point.y) else { return nil }
        return Point(plot.left + x * plot.width, plot.bottom - y * plot.height)
    }
}

extension Theme {
    /// Lines of things that have no role of their own: as many as can be told apart, then dashed ones.
    func series(_ index: Int, width: Double = 1.5) -> Stroke {
        let roles: [Role] = [.input, .activation, .output, .pooling, .kernel, .dense, .normalisation]
        let dashes: [[Double]] = [[], [5, 2], [1.5, 1.5], [7, 2, 1.5, 2]]
        let (turn, place) = (index / roles.count, index % roles.count)
        // Where there is no colour, dashes tell lines apart from the first on.
        let dash = usesHatches ? dashes[index % dashes.count] : dashes[turn % dashes.count]
        return Stroke(emphasised(roles[place]), width: width, dash: dash, join: .round)
    }
}
