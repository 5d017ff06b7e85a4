import Scenes

/// Rows of short texts in columns as wide as they need.
struct TextTable {
    enum Alignment { case left, right }

    var header: [Text]
    /// Every row has a text for each column; a row of one text runs across.
    var rows: [[Text]]
    var alignments: [Alignment]

    static let rowHeight = 12.5
}

extension SceneBuilder {
    /// - Returns: where the table came to stand, which may be wider than `width` if a column cannot be cut.
    @discardableResult
    mutating func table(_ table: TextTable, left: Double, top: Double, width: Double) -> Rect {
        let lines = [table.header] + table.rows.filter { $0.count == table.header.count }
        let widths = table.header.indices.map { column in
            lines.map { measure($0[column]).width }.max() ?? 0
        }
        let used = widths.reduce(0, +)
        let gap = min(22, max(7, (width - used) / Double(max(1, widths.count - 1))))
        let total = used + gap * Double(widths.count - 1)
        var y = top + TextTable.rowHeight - 3
        func starts() -> [Double] {
            var x = left
            return widths.map { width in
                defer { x += width + gap }
                return x
            }
        }
        let columns = starts()
        for (index, row) in ([table.header] + table.rows).enumerated() {
            if row.count == table.header.count {
                for (column, words) in row.enumerated() {
                    switch table.alignments[column] {
                    case .left: text(words, at: Point(columns[column], y), color: index == 0 ? theme.mutedInk : nil)
                    case .right:
                        text(
                            words, at: Point(columns[column] + widths[column], y),
                            color: index == 0 ? theme.mutedInk : nil, anchor: .end)
                    }
                }
            } else if let words = row.first {
                text(words, at: Point(left, y), color: theme.mutedInk)
            }
            if index == 0 {
                line(Point(left, y + 4), Point(left + total, y + 4), Stroke(theme.rule, width: 0.5))
                y += 3
            }
            y += TextTable.rowHeight
        }
        return Rect(left, top, total, y - TextTable.rowHeight + 4 - top)
    }
}
