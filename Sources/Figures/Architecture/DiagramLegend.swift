import Scenes

/// One line of a diagram's legend: what a colour, a line or a sign stands for.
struct LegendEntry: Hashable {
    enum Swatch: Hashable {
        /// A thing in its role's colours; with a band, where the role also stands at the edge of others.
        case role(Theme.Role, hasBand: Bool = false)
        /// The front of a body, or what has no role.
        case face(Theme.Role?, hasBand: Bool = false)
        /// A window on a body.
        case window(Theme.Role)
        /// A band at the edge of what it follows.
        case band(Theme.Role)
        /// What has no role: an outline alone; of merges, with round ends.
        case plain
        case pill
        /// The outline of layers that stand out.
        case highlight
        case line(Stroke)
        /// A circle with a sign in it.
        case sign(String)
    }

    let swatch: Swatch
    let words: String
}

extension SceneBuilder {
    /// What outlines layers that stand out.
    var highlightStroke: Stroke { Stroke(theme.emphasised(.activation), width: 2.25, join: .round) }

    /// Entries side by side, in as many rows as they need, and a note in muted letters at the end of the last row.
    ///
    /// - Returns: where the legend ends below.
    @discardableResult
    mutating func legend(_ entries: [LegendEntry], note: String? = nil, left: Double = 0, top: Double) -> Double {
        let size = 8.0
        let (swatch, gap, line) = (9.0, 4.0, 14.0)
        var (x, y) = (left, top + line / 2)
        var bottom = top
        for entry in entries {
            // Words that would fill a row by themselves are wrapped.
            let lines = wrapped(entry.words, width: width - swatch - gap, size: size)
            let wide = lines.map { measure(Text($0, size: size)).width }.max() ?? 0
            if x > left, x + swatch + gap + wide > left + width {
                (x, y) = (left, bottom + line / 2)
            }
            draw(entry.swatch, in: Rect(x, y - swatch / 2, swatch, swatch))
            for (index, words) in lines.enumerated() {
                let place = Point(x + swatch + gap, y + 10 * Double(index))
                text(Text(words, size: size), at: place, baseline: .middle)
                bottom = max(bottom, place.y + line / 2)
            }
            x += swatch + gap + wide + 11
        }
        if let note {
            let wide = measure(Text(note, size: size)).width
            let fits = x + wide <= left + width
            let place = Point(fits ? max(x, left) : left, fits ? y : bottom + line / 2)
            if wide <= width {
                text(Text(note, size: size), at: place, color: theme.mutedInk, baseline: .middle)
                bottom = max(bottom, place.y + line / 2)
            } else {
                let frame = paragraph(
                    note, left: left, top: bottom + 3, width: width, size: size, color: theme.mutedInk)
                bottom = frame?.bottom ?? bottom
            }
        }
        return bottom
    }

    private mutating func draw(_ swatch: LegendEntry.Swatch, in frame: Rect) {
        switch swatch {
        case .role(let role, let hasBand):
            let outline = Stroke(theme.emphasised(role), width: 0.75)
            path(.roundedRect(frame, radius: 1.5), fill: theme.fill(role), stroke: outline)
            if hasBand { band(role, left: frame.right - 3.5, in: frame) }
        case .face(let role, let hasBand):
            let faces = VolumeFaces(role, theme)
            path(.rect(frame), fill: faces.front, stroke: faces.stroke)
            if hasBand, let role { band(role, left: frame.right - 3.5, in: frame) }
        case .window(let role):
            path(.rect(frame.inset(by: 1)), fill: windowFill(role), stroke: Stroke(theme.emphasised(role), width: 0.75))
        case .band(let role):
            band(role, left: frame.center.x - 2, in: frame)
        case .pill:
            let box = Rect(frame.left, frame.top + 1, frame.width, frame.height - 2)
            path(.roundedRect(box, radius: box.height / 2), stroke: Stroke(theme.mutedInk, width: 0.75))
        case .plain:
            path(.roundedRect(frame, radius: 1.5), stroke: Stroke(theme.mutedInk, width: 0.75))
        case .highlight:
            path(.roundedRect(frame.inset(by: 0.5), radius: 1.5), stroke: highlightStroke)
        case .line(let stroke):
            line(Point(frame.left, frame.center.y), Point(frame.right, frame.center.y), stroke)
        case .sign(let sign):
            path(.circle(frame.center, radius: frame.width / 2), stroke: Stroke(theme.ink, width: 0.75))
            text(Text(sign, style: .bold, size: 8), at: frame.center, anchor: .middle, baseline: .middle)
        }
    }

    private mutating func band(_ role: Theme.Role, left: Double, in frame: Rect) {
        path(.rect(Rect(left, frame.top, 3.5, frame.height)), fill: .solid(theme.accent(role)))
    }
}
