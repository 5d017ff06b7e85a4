import Networks
import Scenes

extension SceneBuilder {
    /// Steps from left to right, layers from the bottom up, and below how each counts its parameters.
    mutating func unrolled(_ stack: RecurrentStack, _ network: Network, _ profile: Profile, top: Double) {
        let look = UnrolledLook(stack, self)
        let ys = look.rows(top: top, count: stack.rows.count)
        let bottom = ys[0] + UnrolledLook.cellHeight / 2 + UnrolledLook.rise
        for (slot, column) in look.columns.enumerated() {
            let x = look.xs[slot]
            switch column {
            case .step(let label):
                let isLast = slot == look.columns.count - 1
                entry(label, stack, look, Point(x, bottom), below: ys[0])
                for (index, row) in stack.rows.enumerated() {
                    let isTop = index == stack.rows.count - 1
                    if row.isSequence || isLast {
                        rise(row, label, isTop: isTop, look, Point(x, ys[index]))
                    }
                    cell(row, look, Point(x, ys[index]))
                }
            case .gap:
                for y in [bottom + 10] + ys {
                    text(Text("…", style: .bold, size: 11), at: Point(x, y), anchor: .middle, baseline: .middle)
                }
                if let omitted = look.omitted {
                    text(omitted, at: Point(x, bottom + 21), color: theme.mutedInk, anchor: .middle, baseline: .middle)
                }
            }
            for (index, row) in stack.rows.enumerated() where row.lstm != nil {
                states(row, slot, look, y: ys[index])
            }
        }
        if look.labelWidth > 0 {
            labels(stack, look, profile, ys, bottom: bottom, top: top)
        } else {
            words([stack.entryWords], name: nil, top: (bounds?.bottom ?? 0) + 8)
            for row in stack.rows {
                words(row.words(profile), name: row.node.name, top: (bounds?.bottom ?? 0) + 5)
            }
            words([stack.exitWords], name: nil, top: (bounds?.bottom ?? 0) + 5)
        }
        for row in stack.rows {
            guard let counting = row.counting(profile) else { continue }
            words(
                [counting], name: row.node.name,
                top: (bounds?.bottom ?? 0) + (row.node.name == stack.rows[0].node.name ? 12 : 5))
        }
    }

    /// A name, and what is said of it, across the page.
    private mutating func words(_ words: [String], name: String?, top: Double) {
        var left = 0.0
        var y = top
        if let name {
            let frame = text(Text(name, style: .bold, size: 8), at: Point(0, y), baseline: .top)
            left = frame.right + 7
            // A long name has a line of its own.
            if left > width / 2 { (left, y) = (0, frame.bottom + 1) }
        }
        paragraph(
            words.joined(separator: " · "), left: left, top: y, width: width - left, size: 8, color: theme.mutedInk)
    }

    private mutating func labels(
        _ stack: RecurrentStack, _ look: UnrolledLook, _ profile: Profile, _ ys: [Double], bottom: Double, top: Double
    ) {
        func block(_ name: String?, _ words: [String], middle: Double) {
            let names = name.map { wrapped($0, width: look.labelWidth, size: 8, style: .bold) } ?? []
            let lines = words.flatMap { wrapped($0, width: look.labelWidth, size: Text.smallSize) }
            var y = middle - (10 * Double(names.count) + 8.5 * Double(lines.count)) / 2
            for line in names {
                text(Text(line, style: .bold, size: 8), at: Point(0, y), baseline: .top)
                y += 10
            }
            for line in lines {
                text(Text(line, size: Text.smallSize), at: Point(0, y), color: theme.mutedInk, baseline: .top)
                y += 8.5
            }
        }
        block(nil, [stack.entryWords], middle: bottom + 10)
        for (index, row) in stack.rows.enumerated() {
            block(row.node.name, row.words(profile), middle: ys[index])
        }
        block(nil, [stack.exitWords], middle: top + 10)
    }

    /// What comes in at a step.
    private mutating func entry(
        _ label: String, _ stack: RecurrentStack, _ look: UnrolledLook, _ place: Point, below y: Double
    ) {
        token("x", label, .input, at: Point(place.x, place.y + 10), look)
        let end = Point(place.x, y + UnrolledLook.cellHeight / 2 + 1)
        arrow(Point(place.x, place.y), end, theme.mutedInk)
        text(
            Text(stack.features.readable, size: Text.smallSize), at: Point(place.x + 4, (place.y + end.y) / 2),
            color: theme.mutedInk, baseline: .middle)
    }

    /// A value's sign in its box.
    private mutating func token(
        _ letter: String, _ label: String, _ role: Theme.Role, at center: Point, _ look: UnrolledLook
    ) {
        let words = Text([.init(letter, style: .variable), .init(label, script: .subscript)], size: 9)
        let wide = max(26, measure(words).width + 8)
        let ground = theme.page.mixed(with: theme.accent(role), theme.tint)
        path(
            .roundedRect(Rect(center.x - wide / 2, center.y - 10, wide, 20), radius: 4), fill: .solid(ground),
            stroke: Stroke(theme.emphasised(role), width: 1))
        text(words, at: center, color: theme.label(on: ground), anchor: .middle, baseline: .middle)
    }

    /// From a cell to the layer above, or out.
    private mutating func rise(
        _ row: RecurrentStack.Row, _ label: String, isTop: Bool, _ look: UnrolledLook, _ center: Point
    ) {
        let start = center.y - UnrolledLook.cellHeight / 2
        let end = start - UnrolledLook.rise
        arrow(Point(center.x, start), Point(center.x, end + 1), theme.mutedInk)
        text(
            Text(row.units.readable, size: Text.smallSize), at: Point(center.x + 4, (start + end) / 2),
            color: theme.mutedInk, baseline: .middle)
        if isTop { token("h", label, .output, at: Point(center.x, end - 10), look) }
    }

    private mutating func cell(_ row: RecurrentStack.Row, _ look: UnrolledLook, _ center: Point) {
        let role = row.node.layer.role
        let ground = role.map { theme.page.mixed(with: theme.accent($0), theme.tint) } ?? theme.page
        let frame = Rect(
            center.x - look.cellWidth / 2, center.y - UnrolledLook.cellHeight / 2, look.cellWidth,
            UnrolledLook.cellHeight)
        path(
            .roundedRect(frame, radius: 4), fill: .solid(ground),
            stroke: Stroke(role.map { theme.emphasised($0) } ?? theme.mutedInk, width: 1))
        let lines = look.lines(row)
        for (index, words) in lines.enumerated() {
            let y = center.y + 10 * (Double(index) - Double(lines.count - 1) / 2)
            text(words, at: Point(center.x, y), color: theme.label(on: ground), anchor: .middle, baseline: .middle)
        }
    }

    /// Into each cell from the one before it: what is kept (c) above, what is given (h) below.
    private mutating func states(_ row: RecurrentStack.Row, _ slot: Int, _ look: UnrolledLook, y: Double) {
        let right = look.xs[slot] - look.half(slot)
        let left = slot == 0 ? right - UnrolledLook.start : look.xs[slot - 1] + look.half(slot - 1)
        let label: String? =
            switch slot == 0 ? nil : look.columns[slot - 1] {
            case .step(let label)?: label
            case .gap?, nil: nil
            }
        for (letter, dy) in [("c", -6.0), ("h", 7.0)] {
            arrow(Point(left + 1, y + dy), Point(right - 1, y + dy), theme.emphasised(.dense), width: 1)
            let place = Point((left + right) / 2 - 1, y + dy + (dy < 0 ? -3 : 8))
            if let label {
                text(
                    look.state(letter, label, row.units), at: place, color: theme.mutedInk, anchor: .middle)
            } else if slot == 0 {
                text(
                    Text(
                        [.init(letter, style: .variable), .init("0", script: .subscript), .init("\u{2009}=\u{2009}0")],
                        size: Text.smallSize),
                    at: place, color: theme.mutedInk, anchor: .middle)
            }
        }
    }
}

/// Which steps are drawn, and where.
struct UnrolledLook {
    enum Column: Hashable {
        case step(String)
        case gap
    }

    let columns: [Column]
    let xs: [Double]
    let cellWidth: Double
    let labelWidth: Double
    /// How many steps are left out, where that is known.
    let omitted: Text?
    private let gapWidth: Double
    private let names: [String: [Text]]

    static let cellHeight = 36.0
    static let rise = 24.0
    /// How long the arrows into the first cell are.
    static let start = 28.0
    private static let mostSteps = 12

    init(_ stack: RecurrentStack, _ canvas: SceneBuilder) {
        labelWidth = canvas.width >= 330 ? 86 : 0
        let steps = stack.steps.integer
        let end = steps.map(String.init) ?? (stack.steps.readable.count <= 3 ? stack.steps.readable : "n")
        var names: [String: [Text]] = [:]
        for row in stack.rows {
            let name = row.node.name
            let wide = labelWidth > 0 ? 64.0 : 44
            var lines = canvas.wrapped(name, width: wide, size: 8, style: .bold)
            // The whole name stands beside the cells, or below them.
            if lines.count > 2 { lines = [canvas.tail(of: name, width: wide, size: 8)] }
            let words = row.lstm == nil ? row.node.layer.kindName : row.unitWords
            names[name] =
                lines.map { Text($0, style: .bold, size: 8) }
                + canvas.wrapped(words, width: wide, size: Text.smallSize).prefix(1).map {
                    Text($0, size: Text.smallSize)
                }
        }
        self.names = names
        let cell = max(44, (names.values.joined().map { canvas.measure($0).width }.max() ?? 0) + 8)
        let widest =
            stack.rows.filter { $0.lstm != nil }.map {
                canvas.measure(Self.state("c", "\(Self.mostSteps)", $0.units)).width
            }.max() ?? 0
        var link = max(22, widest + 9)
        func more(_ count: Int) -> Text { Text("\(Quantity(count).readable) more", size: Text.smallSize) }
        let gap = 16.0
        let room = canvas.width - labelWidth - (labelWidth > 0 ? 10 : 0) - Self.start
        // With every step, or as many as fit beside a gap and the last one.
        var all = Int((room + link) / (cell + link))
        // Cells stand closer rather than that a single one is missing.
        let closer = max(18, widest + 5)
        if steps == all + 1, all < Self.mostSteps, Int((room + closer) / (cell + closer)) > all {
            (link, all) = (closer, all + 1)
        }
        let beside = Int((room - gap) / (cell + link))
        var columns: [Column]
        if let steps, steps <= min(all, Self.mostSteps) {
            columns = (1...max(1, steps)).map { .step("\($0)") }
        } else {
            let most = min(max(1, beside - 1), Self.mostSteps - 2)
            // What is left out is more than one step, if two are drawn before it.
            let first = min(most, (steps ?? .max) - (most > 1 ? 3 : 2))
            columns = (1...max(1, first)).map { .step("\($0)") } + [.gap, .step(end)]
        }
        // What room is left goes between the cells.
        let used = columns.reduce(0) { $0 + ($1 == .gap ? gap : cell) } + link * Double(columns.count - 1)
        link += min(20, max(0, room - used) / Double(max(1, columns.count - 1)))
        let drawn = columns.count - 1
        omitted = columns.contains(.gap) ? steps.map { more($0 - drawn) } : nil
        gapWidth = gap
        var x = labelWidth + (labelWidth > 0 ? 10 : 0) + Self.start
        var xs: [Double] = []
        for column in columns {
            let wide = column == .gap ? gap : cell
            xs.append(x + wide / 2)
            x += wide + link
        }
        (self.columns, self.xs, cellWidth) = (columns, xs, cell)
    }

    /// Half of what a column is wide.
    func half(_ slot: Int) -> Double { columns[slot] == .gap ? gapWidth / 2 : cellWidth / 2 }

    /// The middles of all layers' cells, the lowest layer first.
    func rows(top: Double, count: Int) -> [Double] {
        (0..<count).reversed().map { index in
            top + 20 + Self.rise + Self.cellHeight / 2 + Double(index) * (Self.cellHeight + Self.rise)
        }
    }

    /// What stands in a cell.
    func lines(_ row: RecurrentStack.Row) -> [Text] { names[row.node.name] ?? [] }

    func state(_ letter: String, _ label: String, _ units: Quantity) -> Text { Self.state(letter, label, units) }

    private static func state(_ letter: String, _ label: String, _ units: Quantity) -> Text {
        Text(
            [.init(letter, style: .variable), .init(label, script: .subscript), .init(": \(units.readable)")],
            size: Text.smallSize)
    }
}
