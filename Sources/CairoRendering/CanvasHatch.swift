internal import PangoCairo
internal import Scenes

extension Canvas {
    private static let hatchSpacing = 4.0
    private static let hatchWidth = 0.75

    /// Draws lines over the context's path, cut off at it: as lines, for a repeated pattern would become pixels.
    func drawHatch(_ hatch: Paint.Hatch, _ color: Color) {
        cairo_save(context)
        cairo_clip(context)
        var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
        cairo_clip_extents(context, &left, &top, &right, &bottom)
        cairo_new_path(context)
        let spacing = Self.hatchSpacing
        switch hatch {
        case .rising: addDiagonals(left, top, right, bottom, rising: true, spacing * 2.0.squareRoot())
        case .falling: addDiagonals(left, top, right, bottom, rising: false, spacing * 2.0.squareRoot())
        case .crossed:
            addDiagonals(left, top, right, bottom, rising: true, spacing * 2.0.squareRoot())
            addDiagonals(left, top, right, bottom, rising: false, spacing * 2.0.squareRoot())
        case .horizontal:
            for y in Self.steps(from: top, to: bottom, spacing) { addLine(left, y, right, y) }
        case .vertical:
            for x in Self.steps(from: left, to: right, spacing) { addLine(x, top, x, bottom) }
        case .dotted: addDots(left, top, right, bottom, spacing)
        }
        setSource(color)
        cairo_set_line_width(context, hatch == .dotted ? 1.4 : Self.hatchWidth)
        cairo_set_line_cap(context, hatch == .dotted ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
        cairo_set_dash(context, nil, 0, 0)
        cairo_stroke(context)
        cairo_restore(context)
    }

    /// Multiples of the spacing, so that the lines of neighbouring areas meet.
    private static func steps(from start: Double, to end: Double, _ spacing: Double) -> [Double] {
        guard start < end else { return [] }
        return Array(stride(from: (start / spacing).rounded(.down) * spacing, through: end, by: spacing))
    }

    private func addDiagonals(
        _ left: Double, _ top: Double, _ right: Double, _ bottom: Double, rising: Bool, _ spacing: Double
    ) {
        if rising {
            // x + y is the same all along a rising line.
            for sum in Self.steps(from: left + top, to: right + bottom, spacing) {
                let (a, b) = (max(left, sum - bottom), min(right, sum - top))
                addLine(a - 1, sum - a + 1, b + 1, sum - b - 1)
            }
        } else {
            for difference in Self.steps(from: left - bottom, to: right - top, spacing) {
                let (a, b) = (max(left, difference + top), min(right, difference + bottom))
                addLine(a - 1, a - difference - 1, b + 1, b - difference + 1)
            }
        }
    }

    private func addDots(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double, _ spacing: Double) {
        for y in Self.steps(from: top - 1, to: bottom + 1, spacing) {
            let isOdd = (y / spacing).rounded().truncatingRemainder(dividingBy: 2) != 0
            for x in Self.steps(from: left - spacing, to: right + 1, spacing) {
                let shifted = isOdd ? x + spacing / 2 : x
                addLine(shifted, y, shifted, y)
            }
        }
    }

    private func addLine(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
        cairo_move_to(context, x0, y0)
        cairo_line_to(context, x1, y1)
    }
}
