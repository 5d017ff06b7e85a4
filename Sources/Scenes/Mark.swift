/// The closed set of things that a scene is made of. Later marks lie over earlier ones.
public indirect enum Mark: Hashable, Sendable {
    case path(Path, fill: Paint? = nil, stroke: Stroke? = nil)
    case text(TextMark)
    case image(ImageMark)
    case matrix(MatrixMark)
    case group(GroupMark)
}

/// A line of text at a place. What it says stays readable: its color is checked against what lies below by who sets it.
public struct TextMark: Hashable, Sendable {
    public var text: Text
    public var position: Point
    public var color: Color
    public var anchor: Anchor
    public var baseline: Baseline

    /// Which part of the line stands at the position.
    public enum Anchor: String, Hashable, Sendable { case start, middle, end }
    /// The letters' foot, the middle of a capital letter, or the top of the tallest letters at the position.
    public enum Baseline: String, Hashable, Sendable { case alphabetic, middle, top }

    public init(
        _ text: Text, at position: Point, color: Color, anchor: Anchor = .start, baseline: Baseline = .alphabetic
    ) {
        (self.text, self.position, self.color) = (text, position, color)
        (self.anchor, self.baseline) = (anchor, baseline)
    }

    /// Where the line begins on its baseline.
    public func origin(_ extents: TextExtents) -> Point {
        let x =
            switch anchor {
            case .start: position.x
            case .middle: position.x - extents.width / 2
            case .end: position.x - extents.width
            }
        let y =
            switch baseline {
            case .alphabetic: position.y
            case .middle: position.y + extents.capHeight / 2
            case .top: position.y + extents.ascent
            }
        return Point(x, y)
    }

    public func bounds(_ extents: TextExtents) -> Rect {
        let origin = origin(extents)
        return Rect(origin.x, origin.y - extents.ascent, extents.width, extents.height)
    }
}

/// A picture whose pixels stay crisp squares.
public struct ImageMark: Hashable, Sendable {
    public var pixels: PixelImage
    public var frame: Rect

    public init(_ pixels: PixelImage, in frame: Rect) {
        self.pixels = pixels
        self.frame = frame
    }
}

/// 8-bit red, green and blue, row by row.
public struct PixelImage: Hashable, Sendable {
    public let width: Int
    public let height: Int
    public let rgb: [UInt8]

    /// - Precondition: both sizes are at least 1 and `rgb.count == width * height * 3`.
    public init(width: Int, height: Int, rgb: [UInt8]) {
        precondition(width > 0 && height > 0 && rgb.count == width * height * 3, "pixels do not fill the image")
        (self.width, self.height, self.rgb) = (width, height, rgb)
    }
}

/// A grid of equal cells, each with its paint and its label.
public struct MatrixMark: Hashable, Sendable {
    public struct Cell: Hashable, Sendable {
        public var fill: Paint?
        public var label: Text?
        public var labelColor: Color

        public init(fill: Paint?, label: Text? = nil, labelColor: Color = .black) {
            (self.fill, self.label, self.labelColor) = (fill, label, labelColor)
        }
    }

    public var rows: Int
    public var columns: Int
    /// Row by row.
    public var cells: [Cell]
    public var frame: Rect
    /// Lines between cells.
    public var grid: Stroke?
    public var outline: Stroke?

    /// - Precondition: `cells.count == rows * columns`, both at least 1.
    public init(
        rows: Int, columns: Int, cells: [Cell], in frame: Rect, grid: Stroke? = nil, outline: Stroke? = nil
    ) {
        precondition(rows > 0 && columns > 0 && cells.count == rows * columns, "cells do not fill the matrix")
        (self.rows, self.columns, self.cells, self.frame) = (rows, columns, cells, frame)
        (self.grid, self.outline) = (grid, outline)
    }

    public func cellFrame(row: Int, column: Int) -> Rect {
        let width = frame.width / Double(columns)
        let height = frame.height / Double(rows)
        return Rect(frame.x + Double(column) * width, frame.y + Double(row) * height, width, height)
    }
}

/// Marks under one transform, cut off at a clip if there is one.
public struct GroupMark: Hashable, Sendable {
    public var transform: Transform
    /// In the group's own coordinates.
    public var clip: Path?
    /// The layers of a network that the marks stand for: pages answer where one is pointed at.
    public var layers: [String]
    public var marks: [Mark]

    public init(_ marks: [Mark], transform: Transform = .identity, clip: Path? = nil, layers: [String] = []) {
        (self.marks, self.transform, self.clip, self.layers) = (marks, transform, clip, layers)
    }
}
