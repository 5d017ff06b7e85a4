import Networks
import Scenes

extension SceneBuilder {
    /// One network: its layers from top to bottom, a column of bars for each measure.
    mutating func costs(_ sheet: CostSheet) {
        let title = paragraph(sheet.title, left: 0, top: 0, width: width, style: .bold)
        let totals = zip(sheet.measures, sheet.totals).map { "\($0.title)\u{A0}\($0.text($1))" }
        paragraph(
            totals.joined(separator: " · "), left: 0, top: (title?.bottom ?? 0) + 2, width: width,
            color: theme.mutedInk)
        let top = (bounds?.bottom ?? 0) + 10
        costPanel(sheet, CostSheet.scale([sheet]), in: Rect(0, top, width, 0))
    }

    /// Two networks side by side, or one below the other on a narrow page, and their totals.
    mutating func costs(_ first: CostSheet, beside second: CostSheet) {
        let scale = CostSheet.scale([first, second])
        let gap = 18.0
        let isBeside = width >= 330
        let own = isBeside ? (width - gap) / 2 : width
        var top = 0.0
        for (index, sheet) in [first, second].enumerated() {
            let left = isBeside && index == 1 ? own + gap : 0
            // Titles of panels that stand side by side end together.
            let titles = (isBeside ? [first, second] : [sheet]).map {
                wrapped($0.title, width: own, size: 9, style: .bold)
            }
            let lines = titles.count == 2 ? titles[index] : titles[0]
            for (line, words) in lines.enumerated() {
                text(
                    Text(words, style: .bold), at: Point(left, top + 12 * Double(line)), baseline: .top)
            }
            let rows = Double(titles.map(\.count).max() ?? 1)
            costPanel(sheet, scale, in: Rect(left, top + 12 * rows + 5, own, 0))
            if !isBeside { top = (bounds?.bottom ?? 0) + 18 }
        }
        compareTotals([first, second], top: (bounds?.bottom ?? 0) + 18)
    }

    private mutating func costPanel(_ sheet: CostSheet, _ scale: [Int], in room: Rect) {
        let look = CostLook(sheet, room, self)
        var y = room.top
        if !look.isStacked {
            for (index, measure) in sheet.measures.enumerated() {
                text(Text(measure.title, style: .bold, size: 8), at: Point(look.lefts[index], y), baseline: .top)
            }
            y += 12
        }
        for row in sheet.rows {
            y = costRow(
                name: row.name, words: [row.words, row.shape].filter { !$0.isEmpty }.joined(separator: " · "),
                row.values, sheet, scale, look, role: row.role, top: y)
        }
        if let rest = sheet.rest {
            y = costRow(
                name: "… \(rest.count) more", words: counted(rest.count, "smaller layer"), rest.values, sheet, scale,
                look, role: nil, top: y)
        }
        line(Point(room.left, y), Point(room.right, y), Stroke(theme.rule, width: 0.75))
        _ = costRow(name: "total", words: "", sheet.totals, sheet, nil, look, role: nil, top: y + 4)
    }

    /// - Parameter scale: What the longest bar stands for; no bars without.
    /// - Returns: where the next row begins.
    private mutating func costRow(
        name: String, words: String, _ values: [Int], _ sheet: CostSheet, _ scale: [Int]?, _ look: CostLook,
        role: Theme.Role?, top: Double
    ) -> Double {
        var y = top
        for words in wrapped(name, width: look.labelWidth, size: 8, style: .bold) {
            y = text(Text(words, style: .bold, size: 8), at: Point(look.left, y), baseline: .top).bottom
        }
        for words in wrapped(words, width: look.labelWidth, size: Text.smallSize) {
            y =
                text(
                    Text(words, size: Text.smallSize), at: Point(look.left, y), color: theme.mutedInk, baseline: .top
                ).bottom
        }
        var bottom = y
        var start = look.isWide ? top : y + 1.5
        for (index, measure) in sheet.measures.enumerated() {
            let value = values[index]
            let left = look.lefts[index]
            var end = start + 1
            if let scale {
                let length = scale[index] > 0 ? look.barWidth * Double(value) / Double(scale[index]) : 0
                if value > 0 { costBar(Rect(left, start + 1, max(0.5, length), 7), role) }
                if value > 0 || look.isStacked { end = start + 9 }
            }
            for words in look.lines(measure, value, of: sheet.totals[index], isTotal: scale == nil) {
                end =
                    text(
                        Text(words, style: scale == nil ? .bold : .regular, size: Text.smallSize), at: Point(left, end),
                        color: value == 0 ? theme.mutedInk : theme.ink, baseline: .top
                    ).bottom
            }
            bottom = max(bottom, end)
            if look.isStacked { start = end + 1 }
        }
        return bottom + 5
    }

    private mutating func costBar(_ frame: Rect, _ role: Theme.Role?) {
        guard let role else {
            path(.rect(frame), fill: .solid(theme.page), stroke: Stroke(theme.mutedInk, width: 0.6))
            return
        }
        path(.rect(frame), fill: theme.fill(role), stroke: Stroke(theme.emphasised(role), width: 0.75))
    }

    /// For each measure both networks, and how many times the one costs the other.
    private mutating func compareTotals(_ sheets: [CostSheet], top: Double) {
        line(Point(0, top - 9), Point(width, top - 9), Stroke(theme.rule, width: 0.5))
        let labels = min(150, 0.36 * width)
        var y = top
        for (index, measure) in sheets[0].measures.enumerated() {
            let values = sheets.map { $0.totals[index] }
            let numbers = values.map { Text(measure.text($0), style: .bold, size: 8) }
            let widest = numbers.map { self.measure($0).width }.max() ?? 0
            let room = width - labels - 8 - widest - 4
            let most = Double(max(1, values.max() ?? 1))
            let title = text(Text(measure.title, style: .bold, size: 8), at: Point(0, y), baseline: .top)
            let ratio = CostSheet.ratio(values[0], values[1])
            text(Text(ratio, style: .bold, size: 8), at: Point(labels + 8, y), color: theme.mutedInk, baseline: .top)
            y = title.bottom + 2
            for (sheet, value) in zip(sheets, values).map({ ($0, $1) }) {
                let lines = wrapped(sheet.title, width: labels, size: Text.smallSize)
                for (line, words) in lines.enumerated() {
                    text(
                        Text(words, size: Text.smallSize), at: Point(0, y + 8.5 * Double(line)), color: theme.mutedInk,
                        baseline: .top)
                }
                let bar = Rect(labels + 8, y + 0.5, max(0.5, room * Double(value) / most), 8)
                if value > 0 {
                    path(
                        .rect(bar), fill: .solid(theme.page.mixed(with: theme.accent(.dense), theme.tint)),
                        stroke: Stroke(theme.emphasised(.dense), width: 0.75))
                }
                text(
                    Text(measure.text(value), style: .bold, size: 8),
                    at: Point((value > 0 ? bar.right : bar.left) + 4, bar.center.y), baseline: .middle)
                y += max(11, 8.5 * Double(lines.count) + 2)
            }
            y += 5
        }
    }

    /// What the bars' colours mean.
    mutating func costLegend(_ sheets: [CostSheet]) {
        var entries: [LegendEntry] = []
        for (role, words) in sheets.flatMap(\.roles) where !entries.contains(where: { $0.words == words }) {
            entries.append(LegendEntry(swatch: role.map { .role($0) } ?? .plain, words: words))
        }
        guard entries.count > 1 else { return }
        legend(entries, top: (bounds?.bottom ?? 0) + 10)
    }
}

/// Where the parts of a row stand.
private struct CostLook {
    /// Whether bars stand beside the names, not below them.
    let isWide: Bool
    /// Whether each measure has a line of its own.
    let isStacked: Bool
    let left: Double
    let labelWidth: Double
    /// Where each measure's bars begin.
    let lefts: [Double]
    let barWidth: Double
    /// Whether shares stand below the numbers.
    private let splits: Bool

    private static let gap = 10.0

    init(_ sheet: CostSheet, _ room: Rect, _ canvas: SceneBuilder) {
        isWide = room.width >= 330
        left = room.left
        labelWidth = isWide ? min(150, 0.34 * room.width) : room.width
        let start = isWide ? labelWidth + Self.gap : 0
        let count = Double(sheet.measures.count)
        let beside = (room.width - start - Self.gap * (count - 1)) / count
        func widest(_ isSplit: Bool) -> Double {
            let rows = sheet.rows.map(\.values) + (sheet.rest.map { [$0.values] } ?? []) + [sheet.totals]
            let texts = rows.flatMap { values in
                sheet.measures.indices.flatMap { index in
                    Self.lines(
                        sheet.measures[index], values[index], of: sheet.totals[index], isTotal: false,
                        isSplit: isSplit, isStacked: false)
                }
            }
            return texts.map { canvas.measure(Text($0, style: .bold, size: Text.smallSize)).width }.max() ?? 0
        }
        splits = widest(false) > beside
        isStacked = splits && widest(true) > beside
        let (first, width) = (room.left + start, isStacked ? room.width - start : beside)
        let stacked = isStacked
        lefts = sheet.measures.indices.map { stacked ? first : first + Double($0) * (beside + Self.gap) }
        barWidth = width
    }

    /// A number and its share.
    func lines(_ measure: CostMeasure, _ value: Int, of total: Int, isTotal: Bool) -> [String] {
        Self.lines(measure, value, of: total, isTotal: isTotal, isSplit: splits, isStacked: isStacked)
    }

    private static func lines(
        _ measure: CostMeasure, _ value: Int, of total: Int, isTotal: Bool, isSplit: Bool, isStacked: Bool
    ) -> [String] {
        let number = measure.text(value) + (isStacked ? " \(measure.title)" : "")
        guard !isTotal, value > 0 else { return [number] }
        let share = percentage(value, of: total)
        return isSplit ? [number, share] : ["\(number) · \(share)"]
    }
}
