import Networks
import Scenes

/// Which elements of the vector are drawn, and where.
struct VectorRow {
    private(set) var items: [(index: Int, left: Double)] = []
    private(set) var gaps: [(count: Int, left: Double, width: Double)] = []
    let cell: Double
    let height: Double
    private(set) var width = 0.0

    /// From one arc to the next.
    static let level = 13.0

    /// As many elements as there is room for: the one looked at, its neighbours and the ends, as far as they fit.
    init(
        _ model: FlattenModel, _ cells: FlattenCells, around index: Int, _ neighbours: [FlattenModel.Neighbour],
        _ builder: SceneBuilder
    ) {
        (cell, height) = (cells.cell, cells.height)
        let wanted = [index] + neighbours.compactMap { $0.place.map(model.index) } + [0, model.count - 1]
        let most = max(1, Int(builder.width / cell))
        for kept in (1...wanted.count).reversed() {
            for room in (1...most).reversed() {
                let slots = Elision(model.count, most: room, keeping: Array(wanted.prefix(kept))).slots
                set(slots, builder, isCounted: true)
                if width <= builder.width { return }
                if slots.count > room { break }
            }
        }
        set(Elision(model.count, most: 1, keeping: [index]).slots, builder, isCounted: false)
    }

    static func words(gap count: Int) -> Text { Text("… \(Quantity(count).readable)", size: Text.smallSize) }

    private mutating func set(_ slots: [ElisionSlot], _ builder: SceneBuilder, isCounted: Bool) {
        (items, gaps, width) = ([], [], 0)
        for slot in slots {
            switch slot {
            case .item(let index):
                items.append((index, width))
                width += cell
            case .gap(let count):
                let wide = isCounted ? builder.measure(Self.words(gap: count)).width + 8 : 12
                gaps.append((isCounted ? count : 0, width, wide))
                width += wide
            }
        }
    }

    /// The left edge of an element that is drawn.
    func frame(_ index: Int) -> Double? { items.first { $0.index == index }?.left }
    func middle(_ index: Int) -> Double? { frame(index).map { $0 + cell / 2 } }
}

extension SceneBuilder {
    mutating func vector(
        _ model: FlattenModel, _ row: VectorRow, _ cells: FlattenCells, _ step: FigureStep, hides: Bool, top: Double
    ) {
        let isSmall = step.form == .thumbnail
        let widest = measure(Text("\(model.count - 1)", size: Text.smallSize)).width
        let hasIndices = model.values != nil && !isSmall && widest <= row.cell - 2
        for item in row.items {
            let place = model.place(item.index)
            let frame = Rect(item.left, top, row.cell, row.height)
            let isBright = item.index == step.index && !hides
            if step.shows(item.index) {
                element(cells.text(model, place), place.channel, isBright: isBright, in: frame, size: cells.textSize)
            } else {
                path(.rect(frame.inset(by: 0.4)), stroke: Stroke(theme.rule, width: 0.6))
            }
            if hasIndices {
                text(
                    Text("\(item.index)", style: isBright ? .bold : .regular, size: Text.smallSize),
                    at: Point(frame.center.x, frame.bottom + 2), color: isBright ? theme.ink : theme.mutedInk,
                    anchor: .middle, baseline: .top)
            }
        }
        for gap in row.gaps {
            text(
                gap.count > 0 ? VectorRow.words(gap: gap.count) : Text("…", size: Text.smallSize),
                at: Point(gap.left + gap.width / 2, top + row.height / 2), color: theme.mutedInk, anchor: .middle,
                baseline: .middle)
        }
        if !hides, let left = row.frame(step.index) {
            path(.rect(Rect(left, top, row.cell, row.height)), stroke: Stroke(theme.ink, width: 1.5, join: .round))
        }
    }

    /// From an element over those between to its neighbour; nearer ones begin further right, so that no arcs cross.
    mutating func arc(
        _ model: FlattenModel, _ row: VectorRow, from index: Int, to neighbour: FlattenModel.Neighbour, level: Int,
        top: Double
    ) {
        guard let from = row.middle(index), let place = neighbour.place, let to = row.middle(model.index(place)) else {
            return
        }
        let start = from + 4 - 4 * Double(level)
        let y = top - 5 - VectorRow.level * Double(level)
        let stroke = neighbour.side.stroke(theme)
        let tip = Point(to, top - 0.5)
        path(
            .rounded([Point(start, top - 1), Point(start, y), Point(to, y), Point(to, top - 3)], radius: 3),
            stroke: stroke)
        _ = arrowHead(at: tip, from: Point(to, top - 6), stroke.color)
        text(
            Text("\(Quantity(neighbour.distance).readable)", style: .medium, size: 8),
            at: Point((start + to) / 2, y - 2), color: theme.ink, anchor: .middle)
    }

    /// What each kind of arc says, with a sample of its line.
    mutating func distances(_ neighbours: [FlattenModel.Neighbour], top: Double) {
        let row = 14.0
        var (x, y) = (0.0, top)
        for neighbour in neighbours {
            let places = counted(neighbour.distance, "place")
            let words =
                "\(neighbour.side.words): \(places) on"
                + (neighbour.side == .below ? ", the upper one \(neighbour.distance) before" : "")
                + (neighbour.place == nil ? ", but not from this element" : "")
            let wide = measure(Text(words)).width + 22
            if x > 0, x + wide > width { (x, y) = (0, y + row) }
            line(Point(x, y + 5.5), Point(x + 16, y + 5.5), neighbour.side.stroke(theme))
            let placed = paragraph(words, left: x + 22, top: y, width: width - 22)
            y = max(y, (placed?.bottom ?? y) - 11)
            x += wide + 16
        }
    }

    /// The units of a dense layer, each joined to every value.
    mutating func dense(_ units: Int, _ model: FlattenModel, _ row: VectorRow, top: Double) {
        let slots = Elision(units, most: max(3, min(9, Int(width / 30))), keeping: [0, units - 1]).slots
        let widths = slots.map { slot -> Double in
            switch slot {
            case .item: 24
            case .gap(let count): measure(VectorRow.words(gap: count)).width + 10
            }
        }
        let all = widths.reduce(0, +)
        var x = max(0, (row.width - all) / 2)
        let radius = 5.5
        let y = top + 38
        var (faint, first) = ([Path.Element](), [Path.Element]())
        var circles: [Point] = []
        for (slot, wide) in zip(slots, widths) {
            let center = Point(x + wide / 2, y)
            switch slot {
            case .gap(let count):
                text(
                    VectorRow.words(gap: count), at: center, color: theme.mutedInk, anchor: .middle,
                    baseline: .middle)
            case .item(let unit):
                circles.append(center)
                for item in row.items {
                    let line: [Path.Element] = [
                        .move(Point(item.left + row.cell / 2, top + 2)), .line(Point(center.x, y - radius)),
                    ]
                    if unit == 0 { first += line } else { faint += line }
                }
            }
            x += wide
        }
        path(Path(faint), stroke: Stroke(theme.rule, width: 0.35))
        path(Path(first), stroke: Stroke(theme.emphasised(.kernel), width: 0.7))
        path(
            Path(circles.flatMap { Path.circle($0, radius: radius).elements }), fill: theme.fill(.dense),
            stroke: Stroke(theme.emphasised(.dense), width: 1))
        let words =
            "dense layer of \(counted(units, "unit")): \(units == 1 ? "it reads" : "each reads") every value of the vector"
        labels([CellLabel(.role(.dense), words)], left: 0, top: y + radius + 8, width: width)
    }

    /// How many values there are, and the dense layer's parameters.
    mutating func flattenNotes(_ model: FlattenModel, top: Double) {
        let values = formula(model.size, of: nil, named: "values", left: 0, top: top)
        if let parameters = model.parameters {
            formula(parameters, of: nil, named: "parameters", left: 0, top: values.bottom + 3)
        }
    }
}
