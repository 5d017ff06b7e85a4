import Networks
import Scenes

/// The lines in a box of a diagram, measured, and what surrounds them.
struct BlockLabel {
    struct Line {
        let text: Text
        let isMuted: Bool
    }

    enum Shape { case box, pill, stack }

    let lines: [Line]
    let shape: Shape
    let role: Theme.Role?
    /// Bands at the right edge, from the inside out.
    let bands: [Theme.Role]
    let size: Size

    static let band = 3.5
    static let pillEnd = 4.0
    private static let padding = 5.0
    static let gap = 1.5

    fileprivate init(_ lines: [Line], _ shape: Shape, role: Theme.Role?, bands: [Theme.Role], _ builder: SceneBuilder) {
        (self.lines, self.shape, self.role, self.bands) = (lines, shape, role, bands)
        let extents = lines.map { builder.measure($0.text) }
        let width = extents.map(\.width).max() ?? 0
        let height = extents.reduce(0) { $0 + $1.height } + Self.gap * Double(max(0, lines.count - 1))
        let ends = shape == .pill ? Self.pillEnd : 0
        size = Size(
            (width + 2 * Self.padding + Self.band * Double(bands.count) + 2 * ends).rounded(.up),
            (height + 2 * Self.padding - 1).rounded(.up))
    }
}

extension SceneBuilder {
    private static let nameSize = 8.0
    private static let widestWords = 88.0

    func label(_ content: DiagramPlan.Content, _ figure: Architecture, layout: Layout) -> BlockLabel {
        switch content {
        case .entry(let entry):
            BlockLabel(
                name(entry.name, figure.style)
                    + (figure.show.contains(.shape) ? muted(sizes(entry.shape, in: layout)) : []), .box,
                role: entry.isInput ? .input : nil, bands: [], self)
        case .card(let card):
            BlockLabel(
                name(card.name + (card.copies > 1 ? "  × \(card.copies)" : ""), figure.style)
                    + plain(counted(card.layerCount, "layer")) + muted(sizes(card.output, in: layout)), .stack,
                role: card.role, bands: [], self)
        case .blocks(let blocks):
            label(blocks, figure, layout)
        }
    }

    private func label(_ blocks: [BlockGraph.Block], _ figure: Architecture, _ layout: Layout) -> BlockLabel {
        let (block, last) = (blocks[0], blocks[blocks.count - 1])
        let words = BlockWords(block, figure.show, layout: layout)
        let sign = block.head.layer.mergeSign.map { $0 + "\u{A0} " } ?? ""
        var lines = name(sign + block.name, figure.style)
        if blocks.count > 1 {
            lines = name(block.name, figure.style) + name("… \(last.name)  × \(blocks.count)", figure.style)
        }
        if !block.head.layer.isMerge, let kernel = words.kernel, !block.name.hasPrefix(kernel) {
            lines += plain(kernel)
        }
        let dropouts = block.nodes.dropFirst().filter { $0.layer.role == nil }
        if !dropouts.isEmpty, words.kernel != nil {
            lines += plain("+ " + dropouts.map(\.layer.briefWords).joined(separator: ", "))
        }
        for line in words.rest { lines += plain(line) }
        if let shape = words.shape { lines += muted(shape) }
        return BlockLabel(
            lines, block.head.layer.isMerge ? .pill : blocks.count > 1 ? .stack : .box, role: block.head.layer.role,
            bands: block.bands, self)
    }

    private func name(_ name: String, _ style: Architecture.Style) -> [BlockLabel.Line] {
        // A graph's page is as large as its names need.
        let shown = tail(of: name, width: style == .graph ? 190 : 92, size: Self.nameSize)
        return [.init(text: Text(shown, style: .bold, size: Self.nameSize), isMuted: false)]
    }

    private func plain(_ words: String) -> [BlockLabel.Line] {
        wrapped(words, width: Self.widestWords, size: Text.smallSize).map {
            .init(text: Text($0, size: Text.smallSize), isMuted: false)
        }
    }

    private func muted(_ words: String) -> [BlockLabel.Line] {
        wrapped(words.replacing("\u{A0}", with: " "), width: Self.widestWords, size: Text.smallSize).map {
            .init(text: Text($0, size: Text.smallSize), isMuted: true)
        }
    }

    /// A box with its words, its bands, and cards behind it where it stands for several.
    mutating func draw(_ label: BlockLabel, in frame: Rect, isHighlighted: Bool = false) {
        let radius = label.shape == .pill ? frame.height / 2 : 3.0
        let fill = label.role.map { theme.fill($0) } ?? .solid(theme.page)
        let outline =
            isHighlighted
            ? highlightStroke
            : label.role.map { Stroke(theme.emphasised($0), width: 1, join: .round) }
                ?? Stroke(theme.mutedInk, width: 0.75, join: .round)
        if label.shape == .stack {
            for step in [2.0, 1] {
                path(
                    .roundedRect(frame.offset(2 * step, 2 * step), radius: radius), fill: .solid(theme.page),
                    stroke: Stroke(outline.color, width: 0.5))
            }
        }
        path(.roundedRect(frame, radius: radius), fill: fill)
        // Of a pill, the end is coloured.
        let end = label.shape == .pill ? BlockLabel.pillEnd : 0
        let bands = label.bands.reversed().enumerated().map { index, role -> Mark in
            let right = frame.right - (index == 0 ? 0 : end) - BlockLabel.band * Double(index)
            let width = BlockLabel.band + (index == 0 ? end : 0)
            return .path(.rect(Rect(right - width, frame.top, width, frame.height)), fill: .solid(theme.accent(role)))
        }
        if !bands.isEmpty {
            add(.group(GroupMark(bands, clip: .roundedRect(frame, radius: radius))), bounds: frame)
        }
        path(.roundedRect(frame, radius: radius), stroke: outline)
        let extents = label.lines.map { measure($0.text) }
        let height = extents.reduce(0) { $0 + $1.height } + BlockLabel.gap * Double(max(0, label.lines.count - 1))
        let center = Point(frame.center.x - BlockLabel.band * Double(label.bands.count) / 2, frame.center.y)
        var top = center.y - height / 2
        if case .hatch = fill {
            // Words are not read on lines.
            let width = extents.map(\.width).max() ?? 0
            let plate = Rect(center.x - width / 2, top, width, height).inset(by: -1.5)
            path(.roundedRect(plate, radius: 2), fill: .solid(fill.ground))
        }
        for (line, extent) in zip(label.lines, extents) {
            text(
                line.text, at: Point(center.x, top), color: line.isMuted ? theme.mutedInk(on: fill.ground) : theme.ink,
                anchor: .middle, baseline: .top)
            top += extent.height + BlockLabel.gap
        }
    }
}

extension DiagramPlan.Card {
    /// The colour of what it is for: that of the convolutions in it, or of whatever it has.
    var role: Theme.Role? {
        let roles = blocks.compactMap(\.head.layer.role)
        return roles.contains(.output) ? .output : roles.first
    }
}
