import Scenes
import Tensors

extension SceneBuilder {
    /// Panels side by side, wrapped into rows, with one colour bar for all.
    mutating func coverage(_ panels: [Coverage.Panel]) {
        let most = panels.compactMap(\.counts.finiteRange?.upperBound).max() ?? 1
        let scale = ValueScale(range: 0...max(most, 1), map: theme.sequential)
        let barWidth = colorBarWidth(scale) + 10
        let margins = CoverageMargins(panels)
        let columns = margins.left + panels[0].columns + margins.right
        let rows = margins.top + panels[0].rows + margins.bottom
        let least = leastCell(Tensor([1, 1], [most]), NumberStyle(places: 0))
        let gap = 18.0
        let room = width - barWidth
        let fitting = Int((room + gap) / (Double(columns) * least + gap))
        // Up to three side by side without numbers rather than below each other with them, if no word must be broken.
        let longest =
            panels.flatMap { $0.caption.split(separator: " ") }
            .map { measure(Text(String($0), style: .medium)).width }.max() ?? 0
        let readable = max(1, Int((room + gap) / (longest + gap)))
        let across = max(1, min(panels.count, readable, max(fitting, min(3, panels.count))))
        let panelWidth = (room - gap * Double(across - 1)) / Double(across)
        // A small map by itself grows as wide as the words below it.
        let words = 128.0
        let largest = panels.count == 1 ? max(20, min(32, words / Double(columns))) : 20
        // Nobody turns a page for one map; numbers may take a little more of it.
        let tallest = Double(rows) * least <= 600 ? max(400, Double(rows) * least) : 400
        let cell = min(largest, panelWidth / Double(columns), tallest / Double(rows))
        let (mapWidth, mapHeight) = (cell * Double(columns), cell * Double(rows))
        let column = panels.count == 1 ? max(mapWidth + barWidth, words) : min(panelWidth, max(mapWidth, words))

        var top = 0.0
        for start in stride(from: 0, to: panels.count, by: across) {
            var bottom = top
            for (index, panel) in panels[start..<min(start + across, panels.count)].enumerated() {
                let left = Double(index) * (column + gap)
                let frame = Rect(left, top, mapWidth, mapHeight)
                let input = Rect(
                    left + Double(margins.left) * cell, top + Double(margins.top) * cell,
                    cell * Double(panel.columns), cell * Double(panel.rows))
                self.panel(panel, scale, in: input, showsPadding: !margins.isEmpty)
                let words = paragraph(
                    panel.caption, left: left, top: frame.bottom + 7, width: column, style: .medium)
                let note = paragraph(
                    panel.note(showsPadding: !margins.isEmpty), left: left, top: (words?.bottom ?? frame.bottom) + 2,
                    width: column, size: 8, color: theme.mutedInk)
                bottom = max(bottom, note?.bottom ?? frame.bottom)
            }
            top = bottom + 14
        }
        let used = panels.count == 1 ? mapWidth : Double(across) * column + Double(across - 1) * gap
        let barLeft = panels.count == 1 ? used + 10 : max(used, bounds?.right ?? 0) + 10
        let barHeight = min(mapHeight, 90)
        colorBar(scale, left: min(barLeft, width - barWidth + 10), top: (mapHeight - barHeight) / 2, height: barHeight)
    }

    private mutating func panel(
        _ panel: Coverage.Panel, _ scale: ValueScale, in frame: Rect, showsPadding: Bool
    ) {
        let cell = frame.width / Double(panel.columns)
        func cellFrame(_ row: Int, _ column: Int) -> Rect {
            Rect(frame.left + Double(column) * cell, frame.top + Double(row) * cell, cell, cell)
        }
        if showsPadding && panel.hasPadding { padding(panel, cellFrame, cell: cell) }
        matrix(panel.counts, in: frame, MatrixLook(scale: scale, numbers: NumberStyle(places: 0), hidesZero: true))
        // Never read: crossed out, so that it is seen without colour.
        if panel.showsUnread {
            for index in 0..<panel.rows * panel.columns where panel.counts.elements[index] == 0 {
                let hole = cellFrame(index / panel.columns, index % panel.columns).inset(by: cell * 0.16)
                let stroke = Stroke(theme.mutedInk, width: 0.6)
                path(
                    Path([
                        .move(Point(hole.left, hole.top)), .line(Point(hole.right, hole.bottom)),
                        .move(Point(hole.right, hole.top)), .line(Point(hole.left, hole.bottom)),
                    ]), stroke: stroke)
            }
        }
        path(.rect(frame), stroke: Stroke(theme.emphasised(.input), width: 1))
        window(panel, cellFrame, showsPadding: showsPadding)
    }

    /// The padded input: its cells in thin lines, its edge dashed.
    private mutating func padding(_ panel: Coverage.Panel, _ cellFrame: (Int, Int) -> Rect, cell: Double) {
        let (height, width) = (panel.windows[0].padding, panel.windows[1].padding)
        let edge = cellFrame(-height.before, -width.before).union(
            cellFrame(panel.rows + height.after - 1, panel.columns + width.after - 1))
        if cell >= 4 {
            let thin = Stroke(theme.rule.withAlpha(0.6), width: 0.4)
            for row in -height.before + 1..<panel.rows + height.after {
                let y = cellFrame(row, 0).top
                line(Point(edge.left, y), Point(edge.right, y), thin)
            }
            for column in -width.before + 1..<panel.columns + width.after {
                let x = cellFrame(0, column).left
                line(Point(x, edge.top), Point(x, edge.bottom), thin)
            }
        }
        path(.rect(edge), stroke: Stroke(theme.mutedInk, width: 0.75, dash: [3, 2]))
    }

    /// The first window, or, where the padding is not drawn, the first that begins inside, or else meets, the input: what
    /// one of them reads. None may do so.
    private mutating func window(
        _ panel: Coverage.Panel, _ cellFrame: (Int, Int) -> Rect, showsPadding: Bool
    ) {
        let spans = panel.windows.map { window -> ClosedRange<Int>? in
            if showsPadding {
                return -window.padding.before...window.effectiveKernelSize - window.padding.before - 1
            }
            let starts = (0..<window.outputSize).map { window.inputIndex(output: $0, tap: 0) }
            let meets = starts.filter { $0 < window.inputSize && $0 + window.effectiveKernelSize > 0 }
            guard let start = meets.first(where: { $0 >= 0 }) ?? meets.first else { return nil }
            return max(start, 0)...min(start + window.effectiveKernelSize, window.inputSize) - 1
        }
        guard let rows = spans[0], let columns = spans[1] else { return }
        path(
            .rect(cellFrame(rows.lowerBound, columns.lowerBound).union(cellFrame(rows.upperBound, columns.upperBound))),
            stroke: theme.outline(.kernel))
    }
}

/// How many cells of padding are drawn around each input, alike for all panels so that inputs lie side by side; none where
/// padding would dwarf the input.
private struct CoverageMargins {
    private(set) var top = 0
    private(set) var bottom = 0
    private(set) var left = 0
    private(set) var right = 0

    var isEmpty: Bool { top + bottom + left + right == 0 }

    init(_ panels: [Coverage.Panel]) {
        func most(_ axis: Int, _ side: KeyPath<Padding.Sides, Int>) -> Int {
            panels.map { $0.windows[axis].padding[keyPath: side] }.max() ?? 0
        }
        let (rows, columns) = ((most(0, \.before), most(0, \.after)), (most(1, \.before), most(1, \.after)))
        guard rows.0 + rows.1 <= max(2 * panels[0].rows, 4), columns.0 + columns.1 <= max(2 * panels[0].columns, 4)
        else {
            return
        }
        (top, bottom, left, right) = (rows.0, rows.1, columns.0, columns.1)
    }
}

extension Coverage.Panel {
    fileprivate var hasPadding: Bool { windows.contains { $0.padding.before + $0.padding.after > 0 } }

    /// Whether what is never read is crossed out: thousands of crosses would only be grey.
    fileprivate var showsUnread: Bool { rows * columns <= 4096 }

    /// `stride 2: 3 × 3 windows`
    var caption: String {
        let strides = windows.map(\.stride)
        let stride = strides[0] == strides[1] ? "\(strides[0])" : sizes(strides)
        return "stride\u{A0}\(stride): \(sizes(windows.map(\.outputSize)))\u{A0}windows"
    }

    func note(showsPadding: Bool) -> String {
        let dashed = showsPadding && hasPadding ? " (dashed)" : ""
        let reads = "\(shapeWords)\(dashed); corner read \(times(corner)), centre \(times(centre))"
        let crosses = showsUnread ? " (crossed out)" : ""
        return unread == 0 ? reads : reads + "; \(unread) of \(rows * columns) never read\(crosses)"
    }

    private func times(_ count: Float) -> String {
        count == 0 ? "never" : count == 1 ? "once" : "\(Int(count)) times"
    }
}
