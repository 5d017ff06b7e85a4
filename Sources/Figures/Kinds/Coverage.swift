public import Scenes
public import Tensors

/// How many windows read each input pixel: corner against centre, strides and holes.
public struct Coverage: Figure {
    public var input = PerAxis.each([7, 7])
    public var kernel = PerAxis.all(3)
    public var stride = [PerAxis.all(1)]
    public var dilation = PerAxis.all(1)
    public var padding = Padding.valid

    public init() {}

    public static let summary =
        "How many windows read each input pixel, corner against centre, for one stride or several."

    public static var parameters: [FigureParameter<Coverage>] {
        [
            .init("input", \.input, "the input's size, vertical x horizontal"),
            .init("kernel", \.kernel, "the kernel's size"),
            .init("stride", \.stride, "steps of the window; give several to compare them"),
            .init("dilation", \.dilation, "distance between the kernel's taps"),
            .init("padding", \.padding, "how far the input is extended"),
        ]
    }

    /// What there is to draw for one stride.
    struct Panel {
        let windows: [Window]
        /// `[H, W]`
        let counts: Tensor

        var rows: Int { windows[0].inputSize }
        var columns: Int { windows[1].inputSize }
        var unread: Int { counts.elements.filter { $0 == 0 }.count }
        var centre: Float { counts[(rows - 1) / 2, (columns - 1) / 2] }
        var corner: Float { counts[0, 0] }
    }

    public func scene(in context: FigureContext) throws -> Scene {
        guard !stride.isEmpty else { throw FigureError.nothingToDraw("the list of strides") }
        let sizes = try input.values(axes: 2, option: "input")
        let limit = 512
        guard sizes.allSatisfy({ (1...limit).contains($0) }) else {
            throw FigureError.tooManyCells(rows: sizes[0], columns: sizes[1], limit: limit)
        }
        let panels = try stride.map { try panel(sizes, stride: $0) }
        var builder = SceneBuilder(context)
        builder.coverage(panels)
        return builder.scene(description(panels))
    }

    private func panel(_ sizes: [Int], stride: PerAxis) throws -> Panel {
        let windows = try Window.along(
            sizes, kernel: kernel.values(axes: 2, option: "kernel"), stride: stride, dilation: dilation,
            padding: padding)
        for window in windows where max(window.kernelSize, window.outputSize) > 8192 {
            throw FigureError.tooManyCells(rows: window.kernelSize, columns: window.outputSize, limit: 8192)
        }
        let along = windows.map(\.readCounts)
        return Panel(
            windows: windows, counts: Tensor(Shape(sizes), along[0].flatMap { a in along[1].map { Float(a * $0) } }))
    }

    private func description(_ panels: [Panel]) -> AlternativeText {
        let details = panels.map { panel in
            let most = Int(panel.counts.finiteRange?.upperBound ?? 0)
            let unread =
                panel.unread == 0
                ? "Every pixel is read." : "\(panel.unread) of \(panel.rows * panel.columns) pixels are never read."
            return """
                \(panel.shapeWords.capitalisedFirst), \(panel.caption). The top left corner is read by \
                \(counted(Int(panel.corner), "window")), the centre by \(Int(panel.centre)), the most read pixel by \
                \(most). \(unread)
                """
        }
        return AlternativeText(
            summary: "How many windows read each pixel of a \(sizes([panels[0].rows, panels[0].columns])) input.",
            details: details.joined(separator: " "))
    }
}

extension Window {
    /// For each input position, how many windows read it.
    var readCounts: [Int] {
        var counts = [Int](repeating: 0, count: inputSize)
        for output in 0..<outputSize {
            for tap in 0..<kernelSize {
                let index = inputIndex(output: output, tap: tap)
                if counts.indices.contains(index) { counts[index] += 1 }
            }
        }
        return counts
    }
}

extension Coverage.Panel {
    /// `kernel 3 × 3, dilation 2, padding 1`
    fileprivate var shapeWords: String {
        let dilations = windows.map(\.dilation)
        let sides = windows.flatMap { [$0.padding.before, $0.padding.after] }
        var words = ["kernel \(sizes(windows.map(\.kernelSize)))"]
        if dilations != [1, 1] {
            words.append("dilation \(dilations[0] == dilations[1] ? "\(dilations[0])" : sizes(dilations))")
        }
        if sides != [0, 0, 0, 0] {
            let isEven = Set(sides).count == 1
            words.append("padding \(isEven ? "\(sides[0])" : sides.map(String.init).joined(separator: ", "))")
        }
        return words.joined(separator: ", ")
    }
}

extension SceneBuilder {
    /// Panels side by side, wrapped into rows, with one colour bar for all.
    fileprivate mutating func coverage(_ panels: [Coverage.Panel]) {
        let most = panels.compactMap(\.counts.finiteRange?.upperBound).max() ?? 1
        let scale = ValueScale(range: 0...max(most, 1), map: theme.sequential)
        let barWidth = colorBarWidth(scale) + 10
        let columns = panels[0].columns
        let least = leastCell(Tensor([1, 1], [most]), NumberStyle(places: 0))
        let gap = 18.0
        let room = width - barWidth
        let fitting = Int((room + gap) / (Double(columns) * least + gap))
        let across = max(1, min(panels.count, max(fitting, min(3, panels.count))))
        let panelWidth = (room - gap * Double(across - 1)) / Double(across)
        let cell = min(20, panelWidth / Double(columns))
        let (mapWidth, mapHeight) = (cell * Double(columns), cell * Double(panels[0].rows))
        let column = min(panelWidth, max(mapWidth, 128))

        var top = 0.0
        for start in Swift.stride(from: 0, to: panels.count, by: across) {
            var bottom = top
            for (index, panel) in panels[start..<min(start + across, panels.count)].enumerated() {
                let left = Double(index) * (column + gap)
                let frame = Rect(left, top, mapWidth, mapHeight)
                self.panel(panel, scale, in: frame)
                let words = paragraph(
                    panel.caption, left: left, top: frame.bottom + 7, width: column, style: .medium)
                let note = paragraph(
                    panel.note, left: left, top: (words?.bottom ?? frame.bottom) + 2, width: column, size: 8,
                    color: theme.mutedInk)
                bottom = max(bottom, note?.bottom ?? frame.bottom)
            }
            top = bottom + 14
        }
        let used = Double(across) * column + Double(across - 1) * gap
        let barLeft = max(used, bounds?.right ?? 0) + 10
        let barHeight = min(mapHeight, 90)
        colorBar(scale, left: min(barLeft, width - barWidth + 10), top: (mapHeight - barHeight) / 2, height: barHeight)
    }

    private mutating func panel(_ panel: Coverage.Panel, _ scale: ValueScale, in frame: Rect) {
        matrix(panel.counts, in: frame, MatrixLook(scale: scale, numbers: NumberStyle(places: 0), hidesZero: true))
        let cell = frame.width / Double(panel.columns)
        func cellFrame(_ row: Int, _ column: Int) -> Rect {
            Rect(frame.left + Double(column) * cell, frame.top + Double(row) * cell, cell, cell)
        }
        // Never read: crossed out, so that it is seen without colour.
        if panel.rows * panel.columns <= 4096 {
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
        window(panel, cellFrame)
    }

    /// The first window that begins inside, or else meets, the input: what one of them reads. None may do so.
    private mutating func window(_ panel: Coverage.Panel, _ cellFrame: (Int, Int) -> Rect) {
        let spans = panel.windows.map { window -> ClosedRange<Int>? in
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

extension Coverage.Panel {
    /// `stride 2: 3 × 3 windows`
    fileprivate var caption: String {
        let strides = windows.map(\.stride)
        let stride = strides[0] == strides[1] ? "\(strides[0])" : sizes(strides)
        return "stride\u{A0}\(stride): \(sizes(windows.map(\.outputSize)))\u{A0}windows"
    }

    fileprivate var note: String {
        let reads = "\(shapeWords); corner read \(times(corner)), centre \(times(centre))"
        return unread == 0 ? reads : reads + "; \(unread) of \(rows * columns) never read (crossed out)"
    }

    private func times(_ count: Float) -> String {
        count == 0 ? "never" : count == 1 ? "once" : "\(Int(count)) times"
    }
}
