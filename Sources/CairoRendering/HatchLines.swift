internal import Scenes

/// Hatches as lines, to be cut off at the area: a repeated pattern would become pixels in PDF.
extension Paint.Hatch {
    private static let spacing = 4.0

    /// How the lines of a hatch are drawn.
    func stroke(_ color: Color) -> Stroke {
        self == .dotted ? Stroke(color, width: 1.4, cap: .round) : Stroke(color, width: 0.75)
    }

    /// Lines over all of an area, and a little more; those of neighbouring areas meet.
    func lines(over area: Rect) -> Path {
        let (spacing, slanted) = (Self.spacing, Self.spacing * 2.0.squareRoot())
        return switch self {
        case .rising: Path(Self.rising(over: area, slanted))
        case .falling: Path(Self.falling(over: area, slanted))
        case .crossed: Path(Self.rising(over: area, slanted) + Self.falling(over: area, slanted))
        case .horizontal:
            Path(
                Self.steps(from: area.top, to: area.bottom, spacing).flatMap { y in
                    Self.line(area.left, y, area.right, y)
                })
        case .vertical:
            Path(
                Self.steps(from: area.left, to: area.right, spacing).flatMap { x in
                    Self.line(x, area.top, x, area.bottom)
                })
        case .dotted: Path(Self.dots(over: area, spacing))
        }
    }

    /// Multiples of the spacing.
    private static func steps(from start: Double, to end: Double, _ spacing: Double) -> [Double] {
        guard start < end else { return [] }
        return Array(stride(from: (start / spacing).rounded(.down) * spacing, through: end, by: spacing))
    }

    private static func rising(over area: Rect, _ spacing: Double) -> [Path.Element] {
        // x + y is the same all along a rising line.
        steps(from: area.left + area.top, to: area.right + area.bottom, spacing).flatMap { sum in
            let (a, b) = (max(area.left, sum - area.bottom), min(area.right, sum - area.top))
            return line(a - 1, sum - a + 1, b + 1, sum - b - 1)
        }
    }

    private static func falling(over area: Rect, _ spacing: Double) -> [Path.Element] {
        steps(from: area.left - area.bottom, to: area.right - area.top, spacing).flatMap { difference in
            let (a, b) = (max(area.left, difference + area.top), min(area.right, difference + area.bottom))
            return line(a - 1, a - difference - 1, b + 1, b - difference + 1)
        }
    }

    private static func dots(over area: Rect, _ spacing: Double) -> [Path.Element] {
        steps(from: area.top - 1, to: area.bottom + 1, spacing).flatMap { y in
            let isOdd = (y / spacing).rounded().truncatingRemainder(dividingBy: 2) != 0
            return steps(from: area.left - spacing, to: area.right + 1, spacing).flatMap { x in
                let shifted = isOdd ? x + spacing / 2 : x
                return line(shifted, y, shifted, y)
            }
        }
    }

    private static func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> [Path.Element] {
        [.move(Point(x0, y0)), .line(Point(x1, y1))]
    }
}
