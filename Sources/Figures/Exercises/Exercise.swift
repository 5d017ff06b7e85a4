import Scenes

/// What an exercise leaves empty, for readers to fill in.
public enum Blank: String, ParameterChoice, Sendable {
    /// The numbers that come out.
    case output
    /// The formula and the numbers put into it.
    case formula
    /// The sizes that follow.
    case sizes
    /// The numbers on the way: products and terms.
    case values
}

/// A figure as an exercise: what is left empty, and whether this is the key.
public struct Exercise: Hashable, Sendable {
    public var blanks: [Blank] = []
    public var showsAnswers = false

    public init() {}

    func asks(for part: Blank?) -> Bool { part.map(blanks.contains) ?? false }

    /// Whether a part is left empty here: it is asked for, and this is not the key.
    func hides(_ part: Blank?) -> Bool { asks(for: part) && !showsAnswers }

    /// Whether something is left to readers, so that words must not give it away either.
    var hidesAnswers: Bool { !blanks.isEmpty && !showsAnswers }

    /// What an exercise says to those who do not see it: what is given and what is to be found.
    func words(of summary: String, given: [(name: String, value: ParameterInput)]) -> AlternativeText {
        let options = given.map { "\($0.name) \(fileName($0.value.text))" }
        let words = options.isEmpty ? "the figure's usual sizes" : options.joined(separator: "; ")
        return AlternativeText(
            summary: "An exercise: " + summary.prefix(1).lowercased() + summary.dropFirst(),
            details: "Given: \(words). To find: \(listed(blanks.map(\.question))).")
    }
}

extension Blank {
    /// What is to be found.
    var question: String {
        switch self {
        case .output: "the numbers that come out"
        case .formula: "the formula with its numbers"
        case .sizes: "the sizes that come out"
        case .values: "the products and terms"
        }
    }
}

extension SceneBuilder {
    /// Wide enough for an answer by hand, and no hint at how long it is.
    private static let leastAnswer = 26.0

    /// How wide an answer comes out, as a text or as the box in its place.
    func answerWidth(_ text: Text, _ part: Blank?) -> Double {
        let width = measure(text).width
        return exercise.asks(for: part) ? max(width + 6, Self.leastAnswer) : width
    }

    /// A text, or, where an exercise asks for it, an empty box; in the key the box with the text in it.
    ///
    /// - Returns: where it came to stand.
    @discardableResult
    mutating func answer(
        _ text: Text, _ part: Blank?, at place: Point, color: Color? = nil, anchor: TextMark.Anchor = .start,
        baseline: TextMark.Baseline = .alphabetic
    ) -> Rect {
        guard exercise.asks(for: part) else {
            return self.text(text, at: place, color: color, anchor: anchor, baseline: baseline)
        }
        let width = answerWidth(text, part)
        let extents = measure(text)
        let frame = TextMark(text, at: place, color: theme.ink, anchor: anchor, baseline: baseline).bounds(extents)
        let left =
            switch anchor {
            case .start: frame.left
            case .middle: frame.center.x - width / 2
            case .end: frame.right - width
            }
        let box = Rect(left, frame.top - 1, width, frame.height + 2)
        let stroke = Stroke(exercise.showsAnswers ? theme.emphasised(.activation) : theme.mutedInk, width: 0.75)
        path(.roundedRect(box, radius: 2), stroke: stroke)
        if exercise.showsAnswers {
            var key = text
            for index in key.runs.indices { key.runs[index].color = theme.ink }
            let start = Point(box.center.x - extents.width / 2, frame.top + extents.ascent)
            self.text(key, at: start)
        }
        return box
    }
}
