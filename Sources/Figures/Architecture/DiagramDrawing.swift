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
            self.frame(rect(frame), "× \(section.count)", isHorizontal: drawing.isHorizontal)
        }
        for (frame, name) in zip(layout.frames, frameNames) { self.frame(rect(frame), name: name) }
        let isEmphasised = drawing.plan.contents.map { content in
            switch content {
            case .entry: false
            case .blocks(let blocks): blocks.contains(where: highlight.contains)
            case .card(let card): card.blocks.contains(where: highlight.contains)
            }
        }
        for route in layout.routes {
            let stands = isEmphasised[route.origin] && route.target.map { isEmphasised[$0] } == true
            let points = route.points.map(point)
            let middles = route.isSwung ? swing(route.points).map(point) : []
            connection(
                points, swing: middles, color: stands ? highlightStroke.color : theme.mutedInk,
                width: stands ? 1.5 : 0.9, hasHead: route.target != nil)
        }
        for (index, label) in drawing.labels.enumerated() {
            draw(label, in: rect(layout.boxes[index]), isHighlighted: isEmphasised[index])
        }
    }

    private mutating func frame(_ frame: Rect, _ count: String, isHorizontal: Bool) {
        frameGround(frame)
        let words = Text(count, style: .bold)
        if isHorizontal {
            text(words, at: Point(frame.right - 5, frame.bottom - 6), anchor: .end)
        } else {
            text(words, at: Point(frame.right - 4, frame.top + 4), anchor: .end, baseline: .top)
        }
    }

    private mutating func frame(_ frame: Rect, name: String) {
        frameGround(frame)
        text(
            Text(name, style: .medium, size: Text.smallSize), at: Point(frame.left + 4, frame.top + 2.5),
            color: theme.mutedInk, baseline: .top)
    }

    private mutating func frameGround(_ frame: Rect) {
        path(
            .roundedRect(frame, radius: 5), fill: .solid(theme.page.mixed(with: theme.ink, 0.03)),
            stroke: Stroke(theme.rule, width: 0.75))
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
            let origin = swing.last ?? places.last { $0 != last } ?? last
            let (dx, dy) = (last.x - origin.x, last.y - origin.y)
            let length = (dx * dx + dy * dy).squareRoot()
            guard length > 0 else { return }
            let size = min(4.5, length)
            let (ux, uy) = (dx / length, dy / length)
            let neck = Point(last.x - ux * size, last.y - uy * size)
            path(
                .polygon([
                    last, Point(neck.x - uy * size * 0.42, neck.y + ux * size * 0.42),
                    Point(neck.x + uy * size * 0.42, neck.y - ux * size * 0.42),
                ]), fill: .solid(color))
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
    mutating func diagramLegend(_ graph: BlockGraph, _ highlight: Highlight) {
        let top = (bounds?.bottom ?? 0) + 10
        let nodes = graph.blocks.flatMap(\.nodes)
        var note = [String]()
        let parameters = nodes.map { $0.inference.parameters.total(.pytorch) }.reduce(0, +)
        let products = nodes.compactMap { $0.inference.multiplyAccumulates?.value }.reduce(0, +)
        if parameters != 0 { note.append("\(parameters.readable) parameters") }
        if products != 0 { note.append("\(products.readable) MACs") }
        legend(DiagramRoles(graph, highlight).entries, note: note.joined(separator: " · "), top: top)
    }
}
