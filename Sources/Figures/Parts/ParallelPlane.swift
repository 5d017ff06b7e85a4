import Scenes

/// A map lying flat, seen from above at an angle: upright lines lean to the right, and depth is shortened.
struct ParallelPlane {
    /// The front edge's left end would be here if the plane stood upright.
    let left: Double
    let top: Double
    /// Of the map, before it is laid down.
    let size: Size

    static let lean = 0.4
    static let flatness = 0.42

    init(_ size: Size, center: Point) {
        self.size = size
        left = center.x - (size.width + Self.lean * size.height) / 2
        top = center.y - Self.flatness * size.height / 2
    }

    static func bounds(of size: Size) -> Size {
        Size(size.width + lean * size.height, flatness * size.height)
    }

    /// From the upright map, its top left corner at 0, 0.
    var transform: Transform {
        Transform(a: 1, b: 0, c: -Self.lean, d: Self.flatness, tx: left + Self.lean * size.height, ty: top)
    }

    /// A part of the map, in shares of its width and height: corners from the back left, clockwise.
    func corners(_ columns: ClosedRange<Double>, _ rows: ClosedRange<Double>) -> [Point] {
        [
            (columns.lowerBound, rows.lowerBound), (columns.upperBound, rows.lowerBound),
            (columns.upperBound, rows.upperBound), (columns.lowerBound, rows.upperBound),
        ].map { transform.apply(Point($0.0 * size.width, $0.1 * size.height)) }
    }

    var outline: [Point] { corners(0...1, 0...1) }
    /// The middle of the right edge.
    var rightEdge: Point {
        transform.apply(Point(size.width, size.height / 2))
    }
}

extension SceneBuilder {
    /// A picture laid onto a plane.
    mutating func image(_ pixels: PixelImage, on plane: ParallelPlane) {
        let frame = Rect(0, 0, plane.size.width, plane.size.height)
        add(
            .group(GroupMark([.image(ImageMark(pixels, in: frame))], transform: plane.transform)),
            bounds: plane.transform.bounds(of: frame))
    }

    /// Lines between rows and columns, where there are few enough to be seen.
    mutating func grid(rows: Int, columns: Int, on plane: ParallelPlane, _ stroke: Stroke) {
        for column in 1..<max(columns, 1) {
            let share = Double(column) / Double(columns)
            let ends = plane.corners(share...share, 0...1)
            line(ends[0], ends[2], stroke)
        }
        for row in 1..<max(rows, 1) {
            let share = Double(row) / Double(rows)
            let ends = plane.corners(0...1, share...share)
            line(ends[0], ends[1], stroke)
        }
    }
}
