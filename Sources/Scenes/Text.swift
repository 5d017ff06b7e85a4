/// One line of text, in runs of different looks.
public struct Text: Hashable, Sendable, ExpressibleByStringInterpolation {
    public var runs: [Run]
    /// In points.
    public var size: Double

    public struct Run: Hashable, Sendable {
        public var string: String
        public var style: Style
        public var script: Script
        /// `nil` takes the color of the whole text.
        public var color: Color?

        public init(_ string: String, style: Style = .regular, script: Script = .none, color: Color? = nil) {
            (self.string, self.style, self.script, self.color) = (string, style, script, color)
        }
    }

    public enum Style: String, Hashable, Sendable {
        case regular, medium, bold
        /// A variable in a formula: *n*, *f*.
        case variable
        /// Source code and file names: no ligatures, one width.
        case code
    }

    public enum Script: String, Hashable, Sendable {
        case none, superscript, `subscript`
    }

    /// 9 points: FIGURES' size for labels.
    public static let labelSize = 9.0
    /// 7 points: the least that is readable.
    public static let smallSize = 7.0

    public init(_ runs: [Run], size: Double = Text.labelSize) {
        self.runs = runs
        self.size = size
    }

    public init(_ string: String, style: Style = .regular, size: Double = Text.labelSize, color: Color? = nil) {
        self.init([Run(string, style: style, color: color)], size: size)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    public static func + (left: Text, right: Text) -> Text {
        Text(left.runs + right.runs, size: left.size)
    }

    public func sized(_ size: Double) -> Text {
        Text(runs, size: size)
    }

    /// The words alone, scripts marked as `^` and `_`.
    public var plain: String {
        runs.map { run in
            switch run.script {
            case .none: run.string
            case .superscript: "^" + run.string
            case .subscript: "_" + run.string
            }
        }.joined()
    }
}

/// How large a line of text comes out, in points.
public struct TextExtents: Hashable, Sendable {
    public var width: Double
    /// From the baseline to the top of the tallest letters, and down to the lowest.
    public var ascent: Double
    public var descent: Double
    /// From the baseline to the top of a capital letter: what looks centred is centred by half of this.
    public var capHeight: Double

    public init(width: Double, ascent: Double, descent: Double, capHeight: Double) {
        (self.width, self.ascent, self.descent, self.capHeight) = (width, ascent, descent, capHeight)
    }

    public var height: Double { ascent + descent }
}

/// Something that knows how large text comes out. Scenes are laid out with one and drawn with the same.
public protocol TextMeasuring {
    func measure(_ text: Text) -> TextExtents
}

/// Widths that depend on nothing but the letters, for scenes that must come out alike on every machine.
public struct FixedTextMeasurer: TextMeasuring, Sendable {
    public init() {}

    public func measure(_ text: Text) -> TextExtents {
        let width = text.runs.reduce(0.0) { sum, run in
            let scale = run.script == .none ? 1 : 0.72
            return sum + Double(run.string.count) * 0.56 * text.size * scale
        }
        return TextExtents(
            width: width, ascent: 0.97 * text.size, descent: 0.24 * text.size, capHeight: 0.73 * text.size)
    }
}
