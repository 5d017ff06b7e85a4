/// What fills an area.
public enum Paint: Hashable, Sendable {
    case solid(Color)
    /// Parallel lines over a ground: tells areas apart where colour cannot.
    case hatch(Hatch, line: Color, ground: Color)

    public enum Hatch: String, Hashable, Sendable, CaseIterable {
        case rising, falling, crossed, horizontal, vertical, dotted
    }

    /// The colour that a label on this paint is read against.
    public var ground: Color {
        switch self {
        case .solid(let color): color
        case .hatch(_, _, let ground): ground
        }
    }
}

/// How an outline is drawn.
public struct Stroke: Hashable, Sendable {
    public var color: Color
    /// In points: 0.5-0.75 for grids, 1 for outlines, 1.5 for emphasis.
    public var width: Double
    /// Lengths of dashes and gaps in turn; empty for a solid line.
    public var dash: [Double]
    public var cap: Cap
    public var join: Join

    public enum Cap: String, Hashable, Sendable { case butt, round, square }
    public enum Join: String, Hashable, Sendable { case miter, round }

    public init(_ color: Color, width: Double = 1, dash: [Double] = [], cap: Cap = .butt, join: Join = .miter) {
        (self.color, self.width, self.dash, self.cap, self.join) = (color, width, dash, cap, join)
    }
}

/// Straight lines and curves, open or closed.
public struct Path: Hashable, Sendable {
    public enum Element: Hashable, Sendable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case close
    }

    public var elements: [Element]

    public init(_ elements: [Element] = []) {
        self.elements = elements
    }

    public static func line(_ from: Point, _ to: Point) -> Path {
        Path([.move(from), .line(to)])
    }

    public static func polygon(_ points: [Point], closed: Bool = true) -> Path {
        guard let first = points.first else { return Path() }
        return Path([.move(first)] + points.dropFirst().map { .line($0) } + (closed ? [.close] : []))
    }

    /// An open line whose corners are rounded, by less where its parts are short.
    public static func rounded(_ points: [Point], radius: Double) -> Path {
        guard let first = points.first, points.count > 1 else { return Path() }
        var elements = [Element.move(first)]
        for index in 1..<points.count - 1 {
            let (before, corner, after) = (points[index - 1], points[index], points[index + 1])
            func toward(_ end: Point) -> Point {
                let (dx, dy) = (end.x - corner.x, end.y - corner.y)
                let length = (dx * dx + dy * dy).squareRoot()
                let share = length > 0 ? min(radius, length / 2) / length : 0
                return Point(corner.x + dx * share, corner.y + dy * share)
            }
            elements += [.line(toward(before)), .curve(corner, corner, toward(after))]
        }
        return Path(elements + [.line(points[points.count - 1])])
    }

    public static func rect(_ rect: Rect) -> Path {
        polygon([
            Point(rect.left, rect.top), Point(rect.right, rect.top), Point(rect.right, rect.bottom),
            Point(rect.left, rect.bottom),
        ])
    }

    /// A rectangle whose corners are quarter circles; the radius is cut down to half the shorter side.
    public static func roundedRect(_ rect: Rect, radius: Double) -> Path {
        let r = min(radius, rect.width / 2, rect.height / 2)
        // The distance of control points that brings four Bézier curves closest to a circle.
        let k = r * 0.5522847498
        let (l, t, ri, b) = (rect.left, rect.top, rect.right, rect.bottom)
        return Path([
            .move(Point(l + r, t)), .line(Point(ri - r, t)),
            .curve(Point(ri - r + k, t), Point(ri, t + r - k), Point(ri, t + r)),
            .line(Point(ri, b - r)),
            .curve(Point(ri, b - r + k), Point(ri - r + k, b), Point(ri - r, b)),
            .line(Point(l + r, b)),
            .curve(Point(l + r - k, b), Point(l, b - r + k), Point(l, b - r)),
            .line(Point(l, t + r)),
            .curve(Point(l, t + r - k), Point(l + r - k, t), Point(l + r, t)), .close,
        ])
    }

    public static func circle(_ center: Point, radius: Double) -> Path {
        roundedRect(Rect(center.x - radius, center.y - radius, 2 * radius, 2 * radius), radius: radius)
    }

    /// The least rectangle around all points, control points included.
    public var bounds: Rect? {
        let points = elements.flatMap { element -> [Point] in
            switch element {
            case .move(let p), .line(let p): [p]
            case .curve(let a, let b, let c): [a, b, c]
            case .close: []
            }
        }
        guard let first = points.first else { return nil }
        return points.dropFirst().reduce(Rect(first.x, first.y, 0, 0)) { $0.union(Rect($1.x, $1.y, 0, 0)) }
    }
}
