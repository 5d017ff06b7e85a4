/// A place on the page, in points (1/72 inch), y downwards.
public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    public static func + (point: Point, offset: (Double, Double)) -> Point {
        Point(point.x + offset.0, point.y + offset.1)
    }
}

/// A width and a height, in points.
public struct Size: Hashable, Sendable {
    public var width: Double
    public var height: Double

    public init(_ width: Double, _ height: Double) {
        self.width = width
        self.height = height
    }
}

/// An upright rectangle, in points.
public struct Rect: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    public var left: Double { x }
    public var top: Double { y }
    public var right: Double { x + width }
    public var bottom: Double { y + height }
    public var center: Point { Point(x + width / 2, y + height / 2) }

    /// Shrunk by `margin` on every side; a negative margin grows it.
    public func inset(by margin: Double) -> Rect {
        Rect(x + margin, y + margin, width - 2 * margin, height - 2 * margin)
    }

    public func offset(_ dx: Double, _ dy: Double) -> Rect {
        Rect(x + dx, y + dy, width, height)
    }

    /// The least rectangle around both.
    public func union(_ other: Rect) -> Rect {
        let left = min(self.left, other.left)
        let top = min(self.top, other.top)
        return Rect(left, top, max(right, other.right) - left, max(bottom, other.bottom) - top)
    }

    /// What both share; `nil` if they do not even touch.
    public func intersection(_ other: Rect) -> Rect? {
        let (left, top) = (max(self.left, other.left), max(self.top, other.top))
        let (right, bottom) = (min(self.right, other.right), min(self.bottom, other.bottom))
        return left <= right && top <= bottom ? Rect(left, top, right - left, bottom - top) : nil
    }

    public func contains(_ other: Rect, tolerance: Double = 0) -> Bool {
        other.left >= left - tolerance && other.right <= right + tolerance && other.top >= top - tolerance
            && other.bottom <= bottom + tolerance
    }
}

/// x' = a·x + c·y + tx, y' = b·x + d·y + ty.
public struct Transform: Hashable, Sendable {
    public var a: Double
    public var b: Double
    public var c: Double
    public var d: Double
    public var tx: Double
    public var ty: Double

    public init(a: Double, b: Double, c: Double, d: Double, tx: Double, ty: Double) {
        (self.a, self.b, self.c, self.d, self.tx, self.ty) = (a, b, c, d, tx, ty)
    }

    public static let identity = Transform(a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0)

    public static func translation(_ x: Double, _ y: Double) -> Transform {
        Transform(a: 1, b: 0, c: 0, d: 1, tx: x, ty: y)
    }

    public func apply(_ point: Point) -> Point {
        Point(a * point.x + c * point.y + tx, b * point.x + d * point.y + ty)
    }

    /// First `inner`, then this one.
    public func after(_ inner: Transform) -> Transform {
        Transform(
            a: a * inner.a + c * inner.b, b: b * inner.a + d * inner.b, c: a * inner.c + c * inner.d,
            d: b * inner.c + d * inner.d, tx: a * inner.tx + c * inner.ty + tx, ty: b * inner.tx + d * inner.ty + ty)
    }

    /// How much longer lengths become, on the whole.
    public var scale: Double { abs(a * d - b * c).squareRoot() }

    /// The way back; `nil` if there is none.
    public var inverse: Transform? {
        let determinant = a * d - b * c
        guard determinant != 0 else { return nil }
        return Transform(
            a: d / determinant, b: -b / determinant, c: -c / determinant, d: a / determinant,
            tx: (c * ty - d * tx) / determinant, ty: (b * tx - a * ty) / determinant)
    }

    /// The least upright rectangle around a transformed one.
    public func bounds(of rect: Rect) -> Rect {
        let corners = [
            Point(rect.left, rect.top), Point(rect.right, rect.top), Point(rect.left, rect.bottom),
            Point(rect.right, rect.bottom),
        ].map(apply)
        return corners.dropFirst().reduce(Rect(corners[0].x, corners[0].y, 0, 0)) {
            $0.union(Rect($1.x, $1.y, 0, 0))
        }
    }
}
