import Scenes

/// How strongly cells of a thing are filled.
enum CellStrength {
    /// What is there.
    case usual
    /// What is looked at.
    case strong
    /// What is only half there: padding under a window.
    case weak
}

extension Theme {
    /// The fill of cells; numbered ones stay pale, and carry no hatches, so that their numbers are read.
    func cellFill(_ role: Role, _ strength: CellStrength = .usual, isNumbered: Bool) -> Paint? {
        if usesHatches, !isNumbered {
            switch strength {
            case .usual: return role == .input ? .solid(page.mixed(with: accent(role), 0.55)) : fill(role)
            case .strong: return role == .kernel ? fill(.kernel) : .solid(accent(role))
            case .weak: return nil
            }
        }
        return .solid(page.mixed(with: accent(role), share(role, strength, isNumbered)))
    }

    private func share(_ role: Role, _ strength: CellStrength, _ isNumbered: Bool) -> Double {
        switch strength {
        case .usual: isNumbered ? 0.16 : role == .kernel ? 0.75 : 0.55
        case .strong: isNumbered ? (role == .kernel ? 0.36 : 0.45) : 0.95
        case .weak: isNumbered ? 0.14 : 0.28
        }
    }

    /// What numbers are written in on cells.
    func cellInk(_ role: Role, _ strength: CellStrength = .usual) -> Color {
        label(on: cellFill(role, strength, isNumbered: true)?.ground ?? page)
    }
}

extension SceneBuilder {
    /// A small square that shows what a label speaks of.
    enum Swatch: Hashable {
        case role(Theme.Role)
        case dashed
        case dotted
        case crossed
    }

    static let swatchSide = 7.0

    mutating func swatch(_ swatch: Swatch, at corner: Point) {
        let frame = Rect(corner.x, corner.y, Self.swatchSide, Self.swatchSide)
        switch swatch {
        case .role(let role):
            path(
                .rect(frame), fill: theme.cellFill(role, isNumbered: false),
                stroke: Stroke(theme.emphasised(role), width: 0.75))
        case .dashed: path(.rect(frame), stroke: dashes)
        case .dotted: path(.rect(frame), stroke: dots)
        case .crossed:
            path(.rect(frame), fill: theme.cellFill(.input, isNumbered: false))
            cross(frame.inset(by: 1))
        }
    }

    /// The outline of what is not there: padding.
    var dashes: Stroke { Stroke(theme.mutedInk, width: 0.6, dash: [2, 1.6]) }
    /// The outline of zeros between inputs.
    var dots: Stroke { Stroke(theme.mutedInk, width: 0.6, dash: [0.8, 1.4]) }

    mutating func cross(_ frame: Rect, _ color: Color? = nil) {
        path(
            Path([
                .move(Point(frame.left, frame.top)), .line(Point(frame.right, frame.bottom)),
                .move(Point(frame.right, frame.top)), .line(Point(frame.left, frame.bottom)),
            ]), stroke: Stroke(color ?? theme.ink, width: 0.6))
    }
}

/// What stands beside a picture: a swatch and its words.
struct CellLabel {
    let swatch: SceneBuilder.Swatch
    let words: String
    var blank: Blank?

    init(_ swatch: SceneBuilder.Swatch, _ words: String, _ blank: Blank? = nil) {
        (self.swatch, self.words, self.blank) = (swatch, words, blank)
    }
}

extension SceneBuilder {
    /// How wide labels want to be.
    func width(of labels: [CellLabel]) -> Double {
        (labels.map { answerWidth(Text($0.words), $0.blank) }.max() ?? 0) + Self.swatchSide + 5
    }

    /// Labels one below the other, each broken into lines where it must be.
    ///
    /// - Returns: where they came to stand.
    @discardableResult
    mutating func labels(_ labels: [CellLabel], left: Double, top: Double, width: Double) -> Rect {
        var y = top
        var frame = Rect(left, top, 0, 0)
        let start = left + Self.swatchSide + 5
        // A cross by itself would give away that something is left over.
        for label in labels
        where !(exercise.hides(label.blank) && label.swatch == .crossed) {
            swatch(label.swatch, at: Point(left, y + 1.6))
            let placed: Rect
            if exercise.asks(for: label.blank) {
                placed = answer(Text(label.words), label.blank, at: Point(start, y), baseline: .top)
            } else {
                placed =
                    paragraph(label.words, left: start, top: y, width: max(30, width - (start - left)))
                    ?? Rect(start, y, 0, 10)
            }
            frame = frame.union(placed)
            y = placed.bottom + 3
        }
        return frame
    }
}
