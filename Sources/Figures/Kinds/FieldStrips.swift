import Networks
import Scenes
import Tensors

extension SceneBuilder {
    /// A network over one axis: every stage a row of units above the middle of what they see, and lines to what each reads.
    mutating func strips(_ figure: FieldFigure) {
        let stages = figure.view.path.stages
        let labelWidth = max(78, min(112, 0.3 * width))
        let span = figure.span
        let scale = StripScale(left: 0, width: width - labelWidth - 14, span: span)
        let pitch = 36.0
        let rows = stages.indices.map { FieldStrip(figure, $0, y: Double(stages.count - 1 - $0) * pitch) }
        for index in stages.indices.dropFirst() { links(figure, from: rows[index], to: rows[index - 1], index, scale) }
        for (index, row) in rows.enumerated() {
            units(figure, row, index, scale)
            let left = width - labelWidth
            text(Text(tail(of: stages[index].name, width: labelWidth), style: .bold), at: Point(left, row.y - 1))
            text(
                Text(sizes(stages[index].shape), size: 8), at: Point(left, row.y + 9), color: theme.mutedInk)
            guard index > 0 else { continue }
            let words = "↑ " + StepWords(stages[index].layers.map { figure.view.path.network.nodes[$0] }).text
            if let line = wrapped(words, width: labelWidth, size: 8).first {
                text(Text(line, size: 8), at: Point(left, row.y + pitch / 2 + 4), color: theme.mutedInk)
            }
        }
        let bottom = rows[0].y + 10
        axis(figure, scale, top: bottom)
        if let effective = figure.effective, !effective.isEmpty { bars(figure, effective, scale, top: bottom + 22) }
    }

    private mutating func units(_ figure: FieldFigure, _ row: FieldStrip, _ index: Int, _ scale: StripScale) {
        let reads = figure.view.reads[index][0]
        let isUnit = index == figure.view.path.stages.count - 1
        let own = theme.emphasised(isUnit ? .output : .kernel)
        let idle = theme.page.mixed(with: theme.accent(index == 0 ? .input : .output), theme.tint)
        let step = row.spacing * scale.step
        guard step >= 1.5 else {
            // Too many to be seen one by one: the row, and where in it something is read.
            let ends = [row.centers.first ?? 0, row.centers.last ?? 0].map {
                min(max($0, scale.span.lowerBound), scale.span.upperBound)
            }
            let all = Rect(scale.x(ends[0]), row.y - 4, scale.x(ends[1]) - scale.x(ends[0]), 8)
            path(.rect(all), fill: .solid(idle))
            if let hull = figure.view.hull(index)?[0] {
                let (low, high) = (row.centers[hull.lowerBound], row.centers[hull.upperBound])
                path(.rect(Rect(scale.x(low), row.y - 4, max(1, scale.x(high) - scale.x(low)), 8)), fill: .solid(own))
            }
            return
        }
        let side = min(9, 0.8 * step)
        for (unit, center) in row.centers.enumerated() where scale.span.contains(center) {
            let cell = Rect(scale.left(of: side, at: center), row.y - min(side, 9) / 2, side, min(side, 9))
            path(
                .roundedRect(cell, radius: min(2, side / 3)), fill: .solid(reads[unit] ? own : idle),
                stroke: side > 4 && !reads[unit] ? Stroke(theme.rule, width: 0.4) : nil)
        }
    }

    /// From each unit that counts to what it reads; where layers lie between, only from end to end.
    private mutating func links(
        _ figure: FieldFigure, from upper: FieldStrip, to lower: FieldStrip, _ index: Int, _ scale: StripScale
    ) {
        let stroke = Stroke(theme.emphasised(.kernel).withAlpha(0.6), width: 0.6)
        let pairs = figure.links(index)
        let isSeen = upper.spacing * scale.step >= 1.5 && lower.spacing * scale.step >= 1.5
        if isSeen, let pairs, pairs.count <= 1200 {
            for (unit, read) in pairs {
                line(
                    Point(scale.x(upper.centers[unit]), upper.y), Point(scale.x(lower.centers[read]), lower.y), stroke)
            }
            return
        }
        guard let high = figure.view.hull(index)?[0], let low = figure.view.hull(index - 1)?[0] else { return }
        for (above, below) in [(high.lowerBound, low.lowerBound), (high.upperBound, low.upperBound)] {
            line(
                Point(scale.x(upper.centers[above]), upper.y), Point(scale.x(lower.centers[below]), lower.y), stroke)
        }
    }

    /// The ends of what is read, in positions.
    private mutating func axis(_ figure: FieldFigure, _ scale: StripScale, top: Double) {
        guard let hull = figure.view.hull(0)?[0] else { return }
        let (low, high) = (scale.x(Double(hull.lowerBound)), scale.x(Double(hull.upperBound)))
        let stroke = Stroke(theme.emphasised(.kernel), width: 1)
        line(Point(low, top - 2), Point(high, top - 2), stroke)
        for x in [low, high] { line(Point(x, top - 5), Point(x, top + 1), stroke) }
        let words = Text("\(hull.lowerBound) to \(hull.upperBound): \(hull.count) positions", size: 8)
        let half = measure(words).width / 2
        let center = min(max((low + high) / 2, half), scale.left + scale.width - half)
        text(words, at: Point(max(center, half), top + 10), color: theme.mutedInk, anchor: .middle)
    }

    private mutating func bars(_ figure: FieldFigure, _ effective: EffectiveField, _ scale: StripScale, top: Double) {
        let height = 34.0
        let wide = max(0.4, min(9, 0.8 * scale.step))
        for (position, value) in effective.values.elements.enumerated()
        where value > 0 && scale.span.contains(Double(position)) {
            let x = scale.left(of: wide, at: Double(position))
            path(
                .rect(Rect(x, top + height * Double(1 - value), wide, height * Double(value))),
                fill: .solid(theme.heat))
        }
        line(
            Point(scale.left, top + height), Point(scale.left + scale.width, top + height),
            Stroke(theme.rule, width: 0.5))
        let left = scale.left + scale.width + 14
        text(Text("effective", style: .bold), at: Point(left, top + height / 2 - 1))
        text(Text("0 to 1", size: 8), at: Point(left, top + height / 2 + 9), color: theme.mutedInk)
    }
}

/// One row: where its units stand.
struct FieldStrip {
    /// In input positions.
    let centers: [Double]
    let y: Double

    /// How far apart neighbours are, in input positions.
    var spacing: Double {
        centers.count < 2 ? .infinity : (centers[centers.count - 1] - centers[0]) / Double(centers.count - 1)
    }

    init(_ figure: FieldFigure, _ stage: Int, y: Double) {
        self.y = y
        let path = figure.view.path
        let size = path.stages[stage].sizes[0]
        guard let place = path.stages[stage].place, case .axes(let axes) = path.network.nodes[place].field else {
            centers = (0..<size).map(Double.init)
            return
        }
        // Where several units take turns on one input, their regions' middles coincide: they are spread evenly.
        let (axis, jump) = (axes[0], axes[0].jump.double)
        let offsets = (0..<axis.phaseCount).compactMap { unit in
            axis.region(of: unit).map { Double($0.lowerBound + $0.upperBound) / 2 - Double(unit) * jump }
        }
        let start = offsets.reduce(0, +) / Double(max(1, offsets.count))
        centers = (0..<size).map { start + Double($0) * jump }
    }
}

/// From input positions to the page.
struct StripScale {
    let left: Double
    let width: Double
    let span: ClosedRange<Double>

    var step: Double { width / (span.upperBound - span.lowerBound) }
    func x(_ position: Double) -> Double { left + (position - span.lowerBound) * step }

    /// Where something begins that is `side` wide and stands at a position, or as near to it as it has room.
    func left(of side: Double, at position: Double) -> Double {
        min(max(x(position) - side / 2, left), left + width - side)
    }
}

extension FieldFigure {
    /// The input positions that are drawn: all of few, else those that are read and some around them.
    fileprivate var span: ClosedRange<Double> {
        let size = inputSizes[0]
        guard size > 72, let hull = view.hull(0)?[0] else { return -0.75...Double(size) - 0.25 }
        let margin = max(4, hull.count / 6)
        return Double(max(0, hull.lowerBound - margin)) - 0.75...Double(min(size - 1, hull.upperBound + margin)) + 0.75
    }

    /// Which unit of a stage reads which of the stage below; nothing where layers lie between them.
    fileprivate func links(_ stage: Int) -> [(Int, Int)]? {
        let path = view.path
        guard path.stages[stage].layers.count == 1, let place = path.stages[stage].layers.first else { return nil }
        let node = path.network.nodes[place]
        let source = path.network.mainSourceIndex(of: place)
        var pairs: [(Int, Int)] = []
        for unit in view.reads[stage][0].indices where view.reads[stage][0][unit] {
            guard let read = node.positions(readBy: unit, from: source, axis: 0) else { return nil }
            pairs += read.map { (unit, $0) }
        }
        return pairs
    }
}
