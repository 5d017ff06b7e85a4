/// A path's area on the page: closed polygons, curves cut into lines.
struct Outline: Hashable, Sendable {
    private var polygons: [[Point]] = []
    let bounds: Rect

    private static let curveSteps = 8

    init(_ path: Path, _ transform: Transform) {
        var current: [Point] = []
        var polygons: [[Point]] = []
        for element in path.elements {
            switch element {
            case .move(let point):
                if !current.isEmpty { polygons.append(current) }
                current = [transform.apply(point)]
            case .line(let point): current.append(transform.apply(point))
            case .curve(let first, let second, let end):
                let (a, b, c) = (transform.apply(first), transform.apply(second), transform.apply(end))
                let start = current.last ?? a
                for step in 1...Self.curveSteps {
                    current.append(Self.curve(start, a, b, c, Double(step) / Double(Self.curveSteps)))
                }
            case .close: break
            }
        }
        if !current.isEmpty { polygons.append(current) }
        let points = polygons.joined()
        bounds =
            points.first.map { first in
                points.dropFirst().reduce(Rect(first.x, first.y, 0, 0)) { $0.union(Rect($1.x, $1.y, 0, 0)) }
            } ?? Rect(0, 0, 0, 0)
        self.polygons = polygons
    }

    /// Whether the outlines wind around the point, as cairo and SVG fill by default.
    func contains(_ point: Point) -> Bool {
        guard point.x >= bounds.left, point.x <= bounds.right, point.y >= bounds.top, point.y <= bounds.bottom else {
            return false
        }
        var winding = 0
        for polygon in polygons {
            for (index, end) in polygon.enumerated() {
                let start = polygon[index == 0 ? polygon.count - 1 : index - 1]
                let side = (end.x - start.x) * (point.y - start.y) - (point.x - start.x) * (end.y - start.y)
                if start.y <= point.y, end.y > point.y, side > 0 { winding += 1 }
                if start.y > point.y, end.y <= point.y, side < 0 { winding -= 1 }
            }
        }
        return winding != 0
    }

    private static func curve(_ p: Point, _ a: Point, _ b: Point, _ q: Point, _ t: Double) -> Point {
        let s = 1 - t
        let (w0, w1, w2, w3) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
        return Point(
            w0 * p.x + w1 * a.x + w2 * b.x + w3 * q.x, w0 * p.y + w1 * a.y + w2 * b.y + w3 * q.y)
    }
}

/// An upright rectangle after a transform: four corners in turn.
struct Quad: Hashable, Sendable {
    let corners: [Point]
    let bounds: Rect

    init(_ rect: Rect, _ transform: Transform) {
        corners = [
            Point(rect.left, rect.top), Point(rect.right, rect.top), Point(rect.right, rect.bottom),
            Point(rect.left, rect.bottom),
        ].map(transform.apply)
        bounds = transform.bounds(of: rect)
    }

    /// On the line from the middle of the left side to that of the right one.
    func point(along share: Double) -> Point {
        let start = Point((corners[0].x + corners[3].x) / 2, (corners[0].y + corners[3].y) / 2)
        let end = Point((corners[1].x + corners[2].x) / 2, (corners[1].y + corners[2].y) / 2)
        return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
    }

    /// Whether both share more than a strip of the given width: no line along a side parts them.
    func overlaps(_ other: Quad, by width: Double) -> Bool {
        for quad in [self, other] {
            for index in 0..<2 {
                let (a, b) = (quad.corners[index], quad.corners[index + 1])
                let (dx, dy) = (b.x - a.x, b.y - a.y)
                let length = (dx * dx + dy * dy).squareRoot()
                guard length > 0 else { return false }
                func reach(_ quad: Quad) -> (Double, Double) {
                    let places = quad.corners.map { ($0.x * dx + $0.y * dy) / length }
                    return (places.min()!, places.max()!)
                }
                let (one, two) = (reach(self), reach(other))
                if one.1 - two.0 <= width || two.1 - one.0 <= width { return false }
            }
        }
        return true
    }
}
