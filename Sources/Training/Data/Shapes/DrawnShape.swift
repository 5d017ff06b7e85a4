import Execution

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Strokes of one width on a small picture, in pixels from its upper left corner.
struct DrawnShape {
    struct Point {
        var x, y: Double

        static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x, y: left.y + right.y) }

        /// As far as `length` away in a direction, radians clockwise from the x axis.
        func moved(_ length: Double, _ direction: Double) -> Point {
            Point(x: x + length * cos(direction), y: y + length * sin(direction))
        }
    }

    enum Stroke {
        /// With round ends.
        case segment(Point, Point)
        case ring(centre: Point, radius: Double)

        /// From the middle of the stroke.
        func distance(to point: Point) -> Double {
            switch self {
            case .ring(let centre, let radius):
                return abs(hypot(point.x - centre.x, point.y - centre.y) - radius)
            case .segment(let start, let end):
                let (dx, dy) = (end.x - start.x, end.y - start.y)
                let squared = dx * dx + dy * dy
                let along = squared > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / squared : 0
                let t = min(1, max(0, along))
                return hypot(point.x - start.x - t * dx, point.y - start.y - t * dy)
            }
        }
    }

    var strokes: [Stroke]
    var width: Double

    /// The share of the pixel around `point` that is covered, taken across the nearest edge.
    func coverage(at point: Point) -> Double {
        let distance = strokes.lazy.map { $0.distance(to: point) }.min() ?? .infinity
        return min(1, max(0, width / 2 + 0.5 - distance)) * min(1, width)
    }

    init(strokes: [Stroke], width: Double) { (self.strokes, self.width) = (strokes, width) }

    /// One of its kind in a picture of `size` × `size` pixels: place, size, direction and width are drawn.
    init(_ kind: SyntheticShapes.Kind, size: Int, _ random: inout NormalGenerator) {
        let side = Double(size)
        let middle = Point(
            x: side / 2 + random.uniform(in: -0.08..<0.08) * side, y: side / 2 + random.uniform(in: -0.08..<0.08) * side
        )
        let reach = random.uniform(in: 0.2..<0.3) * side
        let turn = random.uniform(in: 0..<2 * Double.pi)
        // A little off the axis, less than half of what separates it from the other.
        let tilt = (turn / .pi - 1) * 0.15
        width = max(1, random.uniform(in: 0.07..<0.13) * side)
        func bar(_ direction: Double) -> Stroke {
            .segment(middle.moved(-reach, direction), middle.moved(reach, direction))
        }
        switch kind {
        case .bars: strokes = [bar(turn)]
        case .horizontalBars: strokes = [bar(tilt)]
        case .verticalBars: strokes = [bar(.pi / 2 + tilt)]
        case .crosses: strokes = [bar(turn), bar(turn + .pi / 2)]
        case .circles: strokes = [.ring(centre: middle, radius: reach * 0.85)]
        case .corners:
            // Its tip lies away from the middle, so that both arms stay on the picture.
            let tip = middle.moved(-0.6 * reach, turn)
            strokes = [-1.0, 1.0].map { .segment(tip, tip.moved(1.3 * reach, turn + $0 * .pi / 4)) }
        }
    }
}
