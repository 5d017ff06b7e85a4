import Layouts
import Networks
import Scenes

/// A plan with its labels, laid out.
struct DiagramDrawing {
    let plan: DiagramPlan
    let labels: [BlockLabel]
    let layout: LayeredLayout
    let isHorizontal: Bool

    var size: Size {
        isHorizontal ? Size(layout.along, layout.across) : Size(layout.across, layout.along)
    }
}

extension SceneBuilder {
    /// - Parameter frameNames: Those of frames that stand for named blocks; frames of repeated sections say how often.
    mutating func draw(
        _ drawing: DiagramDrawing, at corner: Point, _ highlight: Highlight, frameNames: [String] = []
    ) {
        let layout = drawing.layout
        func point(_ place: Place) -> Point {
            drawing.isHorizontal
                ? Point(corner.x + place.along, corner.y + place.across)
                : Point(corner.x + place.across, corner.y + place.along)
        }
        func rect(_ area: Area) -> Rect {
            let (first, last) = (
                point(Place(along: area.along.lowerBound, across: area.across.lowerBound)),
                point(Place(along: area.along.upperBound, across: area.across.upperBound))
            )
            return Rect(first.x, first.y, last.x - first.x, last.y - first.y)
        }
        for (frame, section) in zip(layout.frames, drawing.plan.repeats) {
            frameGround(rect(frame))
            draw(RepeatLabel(section), in: rect(frame), isHorizontal: drawing.isHorizontal)
        }
        for (frame, _) in zip(layout.frames, frameNames) { frameGround(rect(frame)) }
        let isEmphasised = drawing.plan.contents.map { content in
            switch content {
            case .entry: false
            case .blocks(let blocks): blocks.contains(where: highlight.contains)
            case .card(let card): card.blocks.contains(where: highlight.contains)
            }
        }
        var lines = DrawnLines()
        for route in layout.routes {
            let stands = isEmphasised[route.origin] && route.target.map { isEmphasised[$0] } == true
            var points = route.points.map(point)
            if let target = route.target, drawing.labels[target].shape == .pill, let end = points.last {
                points[points.count - 1] = touching(rect(layout.boxes[target]), end)
            }
            let middles = route.isSwung ? swing(route.points).map(point) : []
            connection(
                points, swing: middles, color: stands ? highlightStroke.color : theme.mutedInk,
                width: stands ? 1.5 : 0.9, hasHead: route.target != nil)
            if !frameNames.isEmpty { lines.add(points, swing: middles) }
        }
        for (frame, name) in zip(layout.frames, frameNames) { self.name(name, of: rect(frame), lines) }
        for (index, label) in drawing.labels.enumerated() {
            layers(drawing.plan.contents[index].nodes) {
                $0.draw(label, in: rect(layout.boxes[index]), isHighlighted: isEmphasised[index])
            }
        }
    }

    /// The end of a line at the outline of a pill, which is rounder than its frame.
    func touching(_ pill: Rect, _ end: Point) -> Point {
        let radius = pill.height / 2
        func depth(_ beyond: Double) -> Double {
            let beyond = max(0, min(radius, beyond))
            return radius - (radius * radius - beyond * beyond).squareRoot()
        }
        if abs(end.y - pill.top) < 0.01 {
            return end + (0, depth(abs(end.x - pill.center.x) - (pill.width / 2 - radius)))
        }
        return end.x < pill.center.x ? end + (depth(abs(end.y - pill.center.y)), 0) : end
    }

    /// Control points half way between ranks: lines leave and enter along the layout.
    private func swing(_ points: [Place]) -> [Place] {
        let middle = (points[1].along + points[2].along) / 2
        return [Place(along: middle, across: points[1].across), Place(along: middle, across: points[2].across)]
    }

    /// A line with rounded corners, or with a swing from its second place to its third, and a head where it arrives.
    mutating func connection(_ points: [Point], swing: [Point] = [], color: Color, width: Double, hasHead: Bool) {
        var places = points
        if hasHead, let last = places.last {
            // The last part may have no length: a swing arrives in the direction of its end.
            guard let origin = swing.last ?? places.last(where: { $0 != last }), origin != last else { return }
            let neck = arrowHead(at: last, from: origin, color)
            if !swing.isEmpty, places[2] == last { places[2] = neck }
            places[places.count - 1] = neck
        }
        let stroke = Stroke(color, width: width, join: .round)
        guard swing.count == 2, places.count == 4 else {
            return path(.rounded(places, radius: 3), stroke: stroke)
        }
        let isStraight = places[1].x == places[2].x || places[1].y == places[2].y
        path(
            Path([
                .move(places[0]), .line(places[1]),
                isStraight ? .line(places[2]) : .curve(swing[0], swing[1], places[2]), .line(places[3]),
            ]), stroke: stroke)
    }

    /// What colours and bands stand for, with the number of layers of each.
    mutating func diagramLegend(_ graph: BlockGraph, _ plans: [DiagramPlan], _ highlight: Highlight) {
        let top = (bounds?.bottom ?? 0) + 10
        let counts = [(graph.parameterCount, "parameters"), (graph.multiplyAccumulateCount, "MACs")]
        let note = counts.filter { $0.0 != 0 }.map { "\($0.readable) \($1)" }.joined(separator: " · ")
        legend(DiagramRoles(graph, plans, highlight).entries, note: note, top: top)
    }
}
