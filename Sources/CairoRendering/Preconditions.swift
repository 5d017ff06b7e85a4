internal import Scenes

// Scenes come from figures, not from users: a coordinate that is no number is a mistake in one.

extension Point {
    func check() {
        precondition(x.isFinite && y.isFinite, "a mark at (\(x), \(y))")
    }
}

extension Rect {
    func check() {
        Point(left, top).check()
        Point(right, bottom).check()
    }
}

extension Path {
    func check() {
        for element in elements {
            switch element {
            case .move(let point), .line(let point): point.check()
            case .curve(let first, let second, let end):
                first.check()
                second.check()
                end.check()
            case .close: break
            }
        }
    }
}

extension Stroke {
    func check() {
        precondition(
            width.isFinite && width >= 0 && dash.allSatisfy { $0.isFinite && $0 >= 0 },
            "a stroke needs finite lengths: \(self)")
    }
}

extension Transform {
    func check() {
        precondition(
            [a, b, c, d, tx, ty].allSatisfy(\.isFinite) && a * d != b * c,
            "a transform must be finite and keep areas: \(self)")
    }
}
