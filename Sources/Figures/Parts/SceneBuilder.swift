import Networks
import Scenes
import Tensors

/// Collects marks while a figure is laid out, measures text, and cuts the page to what was drawn.
///
/// Composite parts (matrices, colour bars, arrows) are extensions in files of their own.
struct SceneBuilder {
    let theme: Theme
    private let measurer: any TextMeasuring
    private let context: FigureContext
    private(set) var marks: [Mark] = []
    private(set) var bounds: Rect?

    static let margin = 6.0
    /// A picture this many times as wide as high, or as high as wide, wants another layout.
    static let long = 2.5

    /// How much larger than on a page of text everything is.
    private let enlargement: Double
    private let partWidth: Double?

    /// - Parameters:
    ///   - width: Of the content, for a part that is placed on a larger page.
    ///   - enlargement: Of slides; that of ``enlargements(_:)`` which fills them unless given.
    init(_ context: FigureContext, width: Double? = nil, enlargement: Double? = nil) {
        self.enlargement = enlargement ?? Self.fullEnlargement(context)
        self.context = context
        self.theme = context.theme
        self.measurer = context.measurer
        self.partWidth = width
    }

    /// An empty page for a part, to be placed on this one.
    func part(width: Double) -> SceneBuilder { SceneBuilder(context, width: width) }

    var notation: FigureNotation { context.notation }
    var exercise: Exercise { context.exercise }

    /// How wide the content may become. Wide pages (slides) are laid out like a page of text and enlarged as a whole, so
    /// that their text grows with them.
    var width: Double { partWidth ?? context.width / enlargement - 2 * (Self.margin + Self.rim) }

    /// How far outlines may stand out from what they surround.
    private static let rim = 1.5

    static func fullEnlargement(_ context: FigureContext) -> Double {
        let text = FigureWidth.text.points
        return context.width > 1.3 * text ? context.width / text : 1
    }

    /// Below all that has been drawn.
    func below(_ gap: Double) -> Double { bounds.map { $0.bottom + gap } ?? 0 }

    /// Smaller ones than fill a wide page, for what needs more room on it; none below the type of a page of text.
    static func enlargements(_ context: FigureContext) -> [Double] {
        let full = fullEnlargement(context)
        return [0.85, 0.73, 0.64, 0.57, 0.52].map { $0 * full }.filter { $0 > 1 }
    }

    /// The largest enlargement at which a drawing is no higher than a slide, or the smallest; `nil` on other pages, which
    /// have but one.
    static func slideEnlargement(_ context: FigureContext, _ draw: (inout SceneBuilder) -> Void) -> Double? {
        let smaller = enlargements(context)
        let fitting = ([fullEnlargement(context)] + smaller).first { enlargement in
            var builder = SceneBuilder(context, enlargement: enlargement)
            draw(&builder)
            return (builder.bounds?.height ?? 0) <= slideProportion * builder.width
        }
        return smaller.isEmpty ? nil : fitting ?? smaller.last
    }

    /// Height over width, 9 to 16.
    private static let slideProportion = 0.5625

    /// A drawing, on slides as large as is no higher than they are.
    static func fitted(_ context: FigureContext, _ draw: (inout SceneBuilder) -> Void) -> SceneBuilder {
        var builder = SceneBuilder(context, enlargement: slideEnlargement(context, draw))
        draw(&builder)
        return builder
    }

    var isSlide: Bool { Self.fullEnlargement(context) > 1 }

    func measure(_ text: Text) -> TextExtents {
        measurer.measure(notation.local(text))
    }

    mutating func add(_ mark: Mark, bounds: Rect) {
        marks.append(mark.local(notation))
        self.bounds = self.bounds?.union(bounds) ?? bounds
    }

    /// - Returns: where the line came to stand.
    @discardableResult
    mutating func text(
        _ text: Text, at position: Point, color: Color? = nil, anchor: TextMark.Anchor = .start,
        baseline: TextMark.Baseline = .alphabetic
    ) -> Rect {
        let mark = TextMark(text, at: position, color: color ?? theme.ink, anchor: anchor, baseline: baseline)
        let frame = mark.bounds(measure(text))
        add(.text(mark), bounds: frame)
        return frame
    }

    mutating func path(_ path: Path, fill: Paint? = nil, stroke: Stroke? = nil) {
        guard let bounds = path.bounds else { return }
        add(.path(path, fill: fill, stroke: stroke), bounds: bounds.inset(by: -(stroke?.width ?? 0) / 2))
    }

    mutating func line(_ from: Point, _ to: Point, _ stroke: Stroke) {
        path(.line(from, to), stroke: stroke)
    }

    mutating func image(_ pixels: PixelImage, in frame: Rect, outlined: Bool = true) {
        add(.image(ImageMark(pixels, in: frame)), bounds: frame)
        if outlined { path(.rect(frame), stroke: Stroke(theme.rule, width: 0.5)) }
    }

    /// Lines of words no wider than `width`, from `top` down.
    ///
    /// - Returns: where the lines came to stand; `nil` without words.
    @discardableResult
    mutating func paragraph(
        _ text: String, left: Double, top: Double, width: Double, size: Double = Text.labelSize,
        style: Text.Style = .regular, color: Color? = nil,
        anchor: TextMark.Anchor = .start
    ) -> Rect? {
        var frame: Rect?
        for line in wrapped(text, width: width, size: size, style: style) {
            let y = frame.map { $0.bottom + 0.15 * size } ?? top
            let x =
                switch anchor {
                case .start: left
                case .middle: left + width / 2
                case .end: left + width
                }
            let placed = self.text(
                Text(line, style: style, size: size), at: Point(x, y), color: color, anchor: anchor, baseline: .top)
            frame = frame?.union(placed) ?? placed
        }
        return frame
    }

    func wrapped(_ text: String, width: Double, size: Double, style: Text.Style = .regular) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ").flatMap({ broken($0, width: width, size: size, style: style) }) {
            let candidate = lines.last.map { $0 + " " + word }
            if let candidate, measure(Text(candidate, style: style, size: size)).width <= width {
                lines[lines.count - 1] = candidate
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// A word that is wider than a line, in pieces that are not.
    private func broken(_ word: Substring, width: Double, size: Double, style: Text.Style) -> [Substring] {
        func fits(_ piece: Substring) -> Bool { measure(Text(String(piece), style: style, size: size)).width <= width }
        var (pieces, rest) = ([Substring](), word)
        while !fits(rest), rest.count > 1 {
            var length = rest.count - 1
            while length > 1, !fits(rest.prefix(length)) { length = length > 16 ? length * 3 / 4 : length - 1 }
            pieces.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return pieces + [rest]
    }

    /// A part with its upper left corner at a place.
    mutating func place(_ part: SceneBuilder, at corner: Point) {
        guard let content = part.bounds else { return }
        let (dx, dy) = (corner.x - content.left, corner.y - content.top)
        add(.group(GroupMark(part.marks, transform: .translation(dx, dy))), bounds: content.offset(dx, dy))
    }

    /// What is drawn stands for layers of a network.
    mutating func layers(_ nodes: [Node], _ draw: (inout SceneBuilder) -> Void) {
        let first = marks.count
        draw(&self)
        guard !nodes.isEmpty, marks.count > first else { return }
        let own = Array(marks[first...])
        marks.replaceSubrange(first..., with: [.group(GroupMark(own, layers: nodes.map(\.name)))])
    }

    /// The scene: what was drawn, cropped with an even margin, under the title if one was asked for.
    ///
    /// - Parameter page: what to crop to instead, at least.
    mutating func scene(_ description: AlternativeText, page: Rect? = nil) -> Scene {
        if let page { bounds = bounds?.union(page) ?? page }
        if let title = context.title, let content = bounds {
            let lines = wrapped(title, width: max(content.width, min(width, 180)), size: 11, style: .bold)
            for (index, line) in lines.enumerated() {
                let y = content.top - 12 - 14 * Double(lines.count - 1 - index)
                text(Text(line, style: .bold, size: 11), at: Point(content.left, y))
            }
        }
        let content = (bounds ?? Rect(0, 0, 1, 1)).inset(by: -Self.margin)
        let scale = enlargement
        let place = Transform(
            a: scale, b: 0, c: 0, d: scale, tx: -content.left * scale, ty: -content.top * scale)
        return Scene(
            size: Size(content.width * scale, content.height * scale),
            background: context.isTransparent ? nil : theme.page,
            marks: [.group(GroupMark(marks, transform: place))], description: description)
    }
}

extension Tensor {
    /// How many times as wide as high the last two axes are.
    var elongation: Double { Double(shape[shape.rank - 1]) / Double(shape[shape.rank - 2]) }
}
