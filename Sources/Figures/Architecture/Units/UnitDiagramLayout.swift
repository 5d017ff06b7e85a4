import Networks
import Scenes
import Tensors

/// What came to be drawn of a chain of vectors.
struct DrawnUnits {
    var hasAllLabels = true
    var hasLabels = false
}

extension SceneBuilder {
    /// Columns from left to right, in as many rows as they need; a row begins with the last column of the one before.
    mutating func unitChain(_ chain: UnitChain) -> DrawnUnits {
        let look = UnitLook(chain)
        let results = look.results(chain) { measure($0).width }
        let most = max(2, Int((width - 2 * look.reach - results) / look.leastDistance) + 1)
        let steps = max(1, chain.columns.count - 1)
        let rows = (steps + most - 2) / (most - 1)
        let length = (steps + rows - 1) / rows
        var drawn = DrawnUnits()
        var top = 0.0
        for start in stride(from: 0, to: steps, by: length) {
            let columns = Array(start...min(start + length, chain.columns.count - 1))
            let row = UnitRow(chain, columns, look, top: top, results: results, on: self)
            unitRow(row, chain, look, &drawn)
            top = (bounds?.bottom ?? top) + 16
        }
        return drawn
    }

    private mutating func unitRow(_ row: UnitRow, _ chain: UnitChain, _ look: UnitLook, _ drawn: inout DrawnUnits) {
        for gap in row.columns.indices.dropFirst() { edges(row, gap, chain) }
        for gap in row.columns.indices.dropFirst() where chain.columns[row.columns[gap]].links.weights != nil {
            guard let frames = row.labels[gap] else {
                drawn.hasAllLabels = false
                continue
            }
            drawn.hasLabels = true
            for (edge, frame) in zip(row.edges(gap, chain), frames) {
                path(.rect(frame), fill: .solid(theme.page))
                text(
                    Text(edge.label, size: Text.smallSize), at: frame.center, anchor: .middle, baseline: .middle)
            }
        }
        for (place, index) in row.columns.enumerated() {
            header(chain.columns[index], row, place, isAgain: place == 0 && index > 0)
            circles(chain.columns[index], row, place, look)
        }
        if row.columns.last == chain.columns.count - 1 { results(chain, row, look) }
    }

    private mutating func edges(_ row: UnitRow, _ gap: Int, _ chain: UnitChain) {
        let links = chain.columns[row.columns[gap]].links
        let edges = row.edges(gap, chain)
        let largest = edges.map { abs($0.weight ?? 0) }.filter(\.isFinite).max() ?? 0
        for edge in edges {
            guard let weight = edge.weight, largest > 0 else {
                line(edge.line.from, edge.line.to, Stroke(theme.rule, width: links.isUncounted ? 0.4 : 0.75))
                continue
            }
            let share = weight.isFinite ? Double(abs(weight) / largest) : 1
            line(
                edge.line.from, edge.line.to,
                theme.edge(isPositive: weight >= 0, share: share, isOneOfMany: edges.count > UnitLook.mostLabels))
        }
    }

    private mutating func header(_ column: UnitChain.Column, _ row: UnitRow, _ place: Int, isAgain: Bool) {
        var y = row.top
        let lines = row.headers[place]
        for line in lines.names {
            y =
                text(Text(line, style: .bold, size: 8), at: Point(row.xs[place], y), anchor: .middle, baseline: .top)
                .bottom
        }
        for line in lines.words {
            y =
                text(
                    Text(line, size: Text.smallSize), at: Point(row.xs[place], y), color: theme.mutedInk,
                    anchor: .middle, baseline: .top
                ).bottom
        }
    }

    private mutating func circles(_ column: UnitChain.Column, _ row: UnitRow, _ place: Int, _ look: UnitLook) {
        let role = column.role.themeRole
        let ground = theme.page.mixed(with: theme.accent(role), theme.tint)
        for (slot, unit) in column.shown.enumerated() {
            let center = row.centers[place][slot]
            path(
                .circle(center, radius: look.radius), fill: .solid(ground),
                stroke: Stroke(theme.emphasised(role), width: 1))
            text(
                look.label(column, unit) { measure($0).width }, at: center, color: theme.label(on: ground),
                anchor: .middle, baseline: .middle)
            for (index, words) in look.below(column, unit).enumerated() {
                let place = Point(center.x, center.y + look.radius + 1.5 + UnitLook.lineHeight * Double(index))
                let extents = measure(words)
                path(
                    .rect(Rect(place.x - extents.width / 2 - 1, place.y, extents.width + 2, UnitLook.lineHeight)),
                    fill: .solid(theme.page))
                text(words, at: place, color: theme.mutedInk, anchor: .middle, baseline: .top)
            }
        }
        if let middle = row.gaps[place] {
            let words = Text("… \(Quantity(column.omitted).readable) more", size: Text.smallSize)
            let half = measure(words).width / 2 + 1
            path(.rect(Rect(middle.x - half, middle.y - 5, 2 * half, 10)), fill: .solid(theme.page))
            text(words, at: middle, color: theme.mutedInk, anchor: .middle, baseline: .middle)
        }
    }

    /// What comes out, in full, beside the last column.
    private mutating func results(_ chain: UnitChain, _ row: UnitRow, _ look: UnitLook) {
        let column = chain.columns[chain.columns.count - 1]
        for (slot, unit) in column.shown.enumerated() {
            guard let lines = look.result(column, unit) else { return }
            let center = row.centers[row.columns.count - 1][slot]
            let left = center.x + look.radius + 5
            let first = lines.count == 1 ? center.y : center.y - 4
            for (index, words) in lines.enumerated() {
                text(
                    words, at: Point(left, first + 10 * Double(index)), color: index == 0 ? theme.ink : theme.mutedInk,
                    baseline: .middle)
            }
        }
    }

    /// What lines, circles and letters mean.
    mutating func unitLegend(_ chain: UnitChain, _ drawn: DrawnUnits) {
        let weights = chain.columns.compactMap(\.links.weights)
        guard !weights.isEmpty else { return }
        var entries: [LegendEntry] = []
        func some(_ fits: (Float) -> Bool) -> Bool { weights.contains { $0.elements.contains(where: fits) } }
        if some({ $0 > 0 }) {
            entries.append(
                LegendEntry(swatch: .line(theme.edge(isPositive: true, share: 0.6)), words: "positive weight"))
        }
        if some({ $0 < 0 }) {
            entries.append(
                LegendEntry(swatch: .line(theme.edge(isPositive: false, share: 0.6)), words: "negative weight"))
        }
        let look = UnitLook(chain)
        var note = ["the wider, the larger in its layer"]
        if look.isDetailed, chain.columns.contains(where: { $0.bias != nil }) { note.append("b: bias") }
        if look.isDetailed, chain.columns.contains(where: { $0.sums != nil }) {
            note.append("z: weighted sum with the bias, before the function")
        }
        if chain.columns.contains(where: { $0.values != nil }) { note.append("in the circles: values") }
        legend(entries, note: note.joined(separator: "; "), top: (bounds?.bottom ?? 0) + 10)
    }
}

extension Theme {
    /// A weight: its sign by colour and dashes, its size by width.
    fileprivate func edge(isPositive: Bool, share: Double, isOneOfMany: Bool = false) -> Stroke {
        Stroke(
            emphasised(isPositive ? .activation : .input), width: isOneOfMany ? 0.3 + 1.1 * share : 0.4 + 1.8 * share,
            dash: isPositive ? [] : [3.5, 2])
    }
}

extension UnitChain.Column.Role {
    fileprivate var themeRole: Theme.Role {
        switch self {
        case .input: .input
        case .hidden: .dense
        case .output: .output
        }
    }
}
