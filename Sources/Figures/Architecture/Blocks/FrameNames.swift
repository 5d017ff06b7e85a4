import Scenes

/// Frames around named blocks, and their names.
extension SceneBuilder {
    private var frameColor: Color { theme.page.mixed(with: theme.ink, 0.03) }

    mutating func frameGround(_ frame: Rect) {
        path(
            .roundedRect(frame, radius: 5), fill: .solid(frameColor),
            stroke: Stroke(theme.rule, width: 0.75))
    }

    /// Where no line runs: along the frame's upper edge or its lower one; or on a plate above the lines.
    mutating func name(_ name: String, of frame: Rect, _ lines: DrawnLines) {
        let text = Text(name, style: .medium, size: Text.smallSize)
        let size = measure(text)
        func mark(_ x: Double, _ y: Double) -> (mark: TextMark, bounds: Rect) {
            let mark = TextMark(text, at: Point(x, y), color: theme.mutedInk, baseline: .top)
            return (mark, mark.bounds(size))
        }
        let (first, last) = (frame.left + 4, frame.right - 4 - size.width)
        let steps = stride(from: first, through: last, by: 6)
        let rows = [frame.top + 2.5, frame.bottom - 2.5 - size.height]
        let places = rows.flatMap { y in ([first, max(first, last)] + steps).map { mark($0, y) } }
        let free = places.first { !lines.pass($0.bounds.inset(by: -2)) }
        let (best, bounds) = free ?? places[0]
        if free == nil { path(.rect(bounds.inset(by: -1)), fill: .solid(frameColor)) }
        add(.text(best), bounds: bounds)
    }
}

/// Lines in short straight pieces, to find out where none runs.
struct DrawnLines {
    private var pieces: [Rect] = []

    private static let curvePieces = 16

    mutating func add(_ points: [Point], swing: [Point]) {
        guard swing.count == 2, points.count == 4 else { return addPieces(points) }
        let curve = (0...Self.curvePieces).map { step in
            let t = Double(step) / Double(Self.curvePieces)
            let (a, b, c, d) = (
                (1 - t) * (1 - t) * (1 - t), 3 * t * (1 - t) * (1 - t), 3 * t * t * (1 - t), t * t * t
            )
            return Point(
                a * points[1].x + b * swing[0].x + c * swing[1].x + d * points[2].x,
                a * points[1].y + b * swing[0].y + c * swing[1].y + d * points[2].y)
        }
        addPieces([points[0]] + curve + [points[3]])
    }

    private mutating func addPieces(_ points: [Point]) {
        for (from, to) in zip(points, points.dropFirst()) {
            pieces.append(Rect(from.x, from.y, 0, 0).union(Rect(to.x, to.y, 0, 0)))
        }
    }

    func pass(_ area: Rect) -> Bool {
        pieces.contains {
            $0.left < area.right && area.left < $0.right && $0.top < area.bottom && area.top < $0.bottom
        }
    }
}
