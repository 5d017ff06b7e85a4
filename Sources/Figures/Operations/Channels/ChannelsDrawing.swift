import Networks
import Scenes
import Tensors

/// One step of a figure of several channels, laid out.
struct ChannelsDrawing {
    let model: ChannelsModel
    let step: FigureStep

    private var filter: Int { model.place(step.index).filter }
    private var output: (row: Int, column: Int) { model.board.output(model.place(step.index).output) }
    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let small = ChannelsLayout(thumbnail: model, in: builder)
        // A thumbnail that does not fit is drawn as the page itself would be.
        let layout = isSmall && small.width <= builder.width ? small : ChannelsLayout(model, in: builder) ?? small
        var top = 0.0
        if !isSmall { top = builder.legend(labels(builder), top: 0).bottom + 10 }
        let rows = draw(rows: layout, top: top, in: &builder)
        let total = draw(sums: layout, rows: rows, in: &builder)
        draw(maps: layout, rows: rows, from: total, in: &builder)
        guard !isSmall else { return }
        if let numbers = model.numbers { draw(terms: numbers, in: &builder) }
        builder.channelNotes(model, top: builder.below(9))
    }

    private func labels(_ builder: SceneBuilder) -> [CellLabel] {
        let number = model.shownFilters[filter] + 1
        let shape = builder.shape(model.input.channels, model.kernelSizes)
        let name = model.filterCount == 1 ? "filter" : "filter \(number) of \(model.filterCount)"
        let shared = model.numbers?.isShared[filter] == true ? ", the same slice on every channel" : ""
        var labels = [
            CellLabel(
                .role(.input), "input " + builder.shape(model.input.channels, model.input.sizes) + model.input.remark),
            CellLabel(.role(.kernel), "\(name): \(shape)\(model.windowWords)\(shared)"),
            CellLabel(
                .role(.output), "output " + builder.shape(model.filterCount, model.board.outputSizes), .sizes),
        ]
        if let words = ArithmeticPanel.words(model.padding, "padding") { labels.append(CellLabel(.dashed, words)) }
        if let words = model.board.unreadWords { labels.append(CellLabel(.crossed, words)) }
        return labels
    }

    /// Each channel with its slice.
    private func draw(rows layout: ChannelsLayout, top: Double, in builder: inout SceneBuilder) -> [Row] {
        let state = BoardState(window: output, on: model.board, shows: { _ in true })
        let isNumbered = model.numbers != nil
        let height = layout.cell * Double(model.board.rowCount)
        let weightHeight = layout.weightCell * Double(model.kernelSizes[0])
        var rows: [Row] = []
        var y = top
        for item in model.channels {
            switch item {
            case .item(let channel):
                if !isSmall {
                    y = builder.name(model.input.name(channel), left: 0, top: y, width: layout.sumLeft - 14) + 3
                }
                let tall = max(height, weightHeight)
                let middle = y + tall / 2
                let plane = CellPlane.flat(Point(0, middle - height / 2), cell: layout.cell)
                builder.board(model.board, on: plane, state, isNumbered: isNumbered)
                let corner = Point(layout.weightLeft, middle - weightHeight / 2)
                if let table = model.numbers?.table(model.input, filter: filter, channel: channel) {
                    builder.numbers(
                        table, model.board, on: plane, state,
                        NumberCells(cell: layout.cell, size: layout.size, hasCorners: false))
                    builder.products(
                        table.kernel, on: .flat(corner, cell: layout.weightCell), cell: layout.weightCell,
                        size: layout.size, isAsked: false)
                } else {
                    builder.grid(
                        CellGrid(model.kernelSizes[0], model.kernelSizes[1], .kernel), at: corner,
                        cell: Size(layout.weightCell, layout.weightCell))
                }
                builder.text(
                    Text("×"), at: Point(layout.inputWidth + layout.gap / 2, middle), color: builder.theme.mutedInk,
                    anchor: .middle, baseline: .middle)
                rows.append(Row(item: item, top: middle - tall / 2, middle: middle, bottom: middle + tall / 2))
                y = middle + tall / 2 + 8
            case .gap(let count):
                let words = builder.paragraph(
                    isSmall ? "…" : "… \(count) more channels", left: 0, top: y + 2, width: layout.sumLeft - 14,
                    size: 8, color: builder.theme.mutedInk)
                let frame = words ?? Rect(0, y, 0, 10)
                rows.append(Row(item: item, top: frame.top, middle: frame.center.y, bottom: frame.bottom))
                y = frame.bottom + 8
            }
        }
        return rows
    }

    private struct Row {
        let item: ElisionSlot
        let top: Double
        let middle: Double
        let bottom: Double
    }

    /// Under each other what the slices give, the bias, and their sum.
    ///
    /// - Returns: where the sum stands.
    private func draw(sums layout: ChannelsLayout, rows: [Row], in builder: inout SceneBuilder) -> Rect {
        let theme = builder.theme
        let (first, last) = (rows.first?.top ?? 0, rows.last?.bottom ?? 0)
        let high = ChannelsLayout.sumHeight
        let count = Double(rows.count)
        var y = max(first, (first + last - (count + 2) * high - 7) / 2)
        let hidesValues = builder.exercise.hides(.values)
        let hidesOutput = builder.exercise.hides(.output)
        func cell(_ role: Theme.Role, _ strength: CellStrength, _ words: String, in builder: inout SceneBuilder) -> Rect
        {
            let frame = Rect(layout.sumLeft, y, layout.sumWidth, high)
            builder.path(
                .rect(frame), fill: theme.cellFill(role, strength, isNumbered: true),
                stroke: role == .output ? theme.outline(.output) : Stroke(theme.page, width: 0.75))
            if !words.isEmpty {
                builder.text(
                    Text(words, style: role == .output ? .bold : .regular, size: layout.size), at: frame.center,
                    color: theme.cellInk(role, strength), anchor: .middle, baseline: .middle)
            }
            y += high
            return frame
        }
        let sums = model.sums(filter: filter, at: output)
        for (index, row) in rows.enumerated() {
            let sign = index == 0 ? "" : "+ "
            let words = sums.map { hidesValues ? sign : $0.text($0.channels[index], isFirst: index == 0) }
            let frame = cell(.kernel, .weak, words ?? sign, in: &builder)
            var start = layout.weightLeft + layout.weightWidth + 4
            if case .gap = row.item { start = layout.sumLeft - 12 }
            builder.line(
                Point(start, row.middle), Point(frame.left - 3, frame.center.y), Stroke(theme.mutedInk, width: 0.6))
        }
        let bias = cell(.activation, .usual, sums.map { $0.text($0.bias, isFirst: false) } ?? "+", in: &builder)
        if !isSmall {
            builder.text(
                Text("bias", size: 8), at: Point(bias.right + 3, bias.center.y), color: theme.mutedInk,
                baseline: .middle)
        }
        builder.line(
            Point(layout.sumLeft - 2, y + 3), Point(layout.sumRight + 2, y + 3), Stroke(theme.ink, width: 0.75))
        y += 7
        return cell(
            .output, .strong, hidesOutput ? "" : sums.map { $0.text($0.total, isFirst: true) } ?? "", in: &builder)
    }

    /// One map for each filter; an arrow leads from the sum to its cell's map.
    private func draw(maps layout: ChannelsLayout, rows: [Row], from total: Rect, in builder: inout SceneBuilder) {
        let (across, down) = (model.board.columns.outputSize, model.board.rows.outputSize)
        let size = Size(layout.outputCell * Double(across), layout.outputCell * Double(down))
        let name = isSmall ? 0.0 : 13.0
        let heights = model.filters.map { item in
            switch item {
            case .item: name + size.height
            case .gap: 12.0
            }
        }
        let (first, last) = (rows.first?.top ?? 0, rows.last?.bottom ?? 0)
        let all = heights.reduce(0, +) + 10 * Double(heights.count - 1)
        let bottom = builder.bounds?.bottom ?? last
        var y = layout.isBeside ? max(first - name, (first - name + last - all) / 2) : max(bottom, total.bottom) + 12
        var x = layout.outputLeft
        var shown = 0
        for (index, item) in model.filters.enumerated() {
            switch item {
            case .item(let number):
                let isCurrent = shown == filter
                let (top, slot) = (y + name, shown)
                if !isSmall {
                    let style: Text.Style = isCurrent ? .bold : .regular
                    builder.text(
                        Text("map \(number + 1)", style: style, size: 8), at: Point(x, y),
                        color: isCurrent ? nil : builder.theme.mutedInk, baseline: .top)
                }
                var grid = CellGrid(down, across, .output, values: model.numbers?.output.map(slot))
                grid.style = model.numbers.map { NumberStyle(for: $0.output) }
                grid.size = layout.size
                grid.blank = .output
                grid.strength = { isCurrent && $0 == output.row && $1 == output.column ? .strong : .usual }
                grid.shows = { step.shows(slot * model.board.outputCount + $0 * across + $1) }
                builder.grid(grid, at: Point(x, top), cell: Size(layout.outputCell, layout.outputCell))
                if isCurrent, layout.isBeside {
                    builder.elbow(
                        Point(total.right + 3, total.center.y),
                        Point(x - 4, top + (Double(output.row) + 0.5) * layout.outputCell),
                        turn: x - (isSmall ? 11 : 14), builder.theme.mutedInk)
                }
                shown += 1
            case .gap(let count):
                builder.text(
                    Text(isSmall ? "…" : "… \(count) more", size: 8),
                    at: Point(x, layout.isBeside ? y + 2 : y + name + size.height / 2),
                    color: builder.theme.mutedInk, baseline: layout.isBeside ? .top : .middle)
            }
            let wide: Double
            switch item {
            case .item: wide = max(size.width, isSmall ? 0 : 34)
            case .gap(let count):
                wide = builder.measure(Text(isSmall ? "…" : "… \(count) more", size: 8)).width
            }
            guard index + 1 < heights.count else { continue }
            if layout.isBeside {
                y += heights[index] + 10
            } else if x + 2 * wide + 14 + size.width <= builder.width + wide,
                x + wide + 14 + size.width <= builder.width
            {
                x += wide + 14
            } else {
                (x, y) = (0, y + name + size.height + 10)
            }
        }
    }

    /// Every product, channel by channel, and how the channels' sums come together.
    private func draw(terms numbers: ChannelsNumbers, in builder: inout SceneBuilder) {
        var top = builder.below(10)
        for line in model.termLines(filter: filter, at: output) {
            var pieces = [FlowPiece(Text(line.name + ":", color: builder.theme.mutedInk), glue: 5)]
            pieces += line.terms.enumerated().map { FlowPiece($0 == 0 ? "" : " + ", Text($1), .values) }
            let isLast = line.isTotal
            pieces.append(
                FlowPiece(
                    line.isExact ? " = " : " ≈ ",
                    Text(
                        line.result, style: isLast ? .bold : .regular,
                        color: isLast ? builder.theme.letters(.output) : nil),
                    isLast ? .output : .values))
            top = builder.flow(pieces, left: 0, top: top).bottom + 3
        }
    }
}

extension SceneBuilder {
    /// What a part is called, above it.
    ///
    /// - Returns: where it ends.
    mutating func name(_ words: String, left: Double, top: Double, width: Double) -> Double {
        paragraph(words, left: left, top: top, width: width, size: 8, color: theme.mutedInk)?.bottom ?? top
    }

    /// How sizes and parameters come about, and what every filter does.
    mutating func channelNotes(_ model: ChannelsModel, top: Double) {
        var y = top
        for derivation in model.sizes {
            let name = model.sizes.count > 1 ? derivation.subject.title : nil
            y = formula(derivation, named: name, left: 0, top: y).bottom + 3
        }
        y = formula(model.parameters, of: Text("parameters"), left: 0, top: y).bottom + 3
        paragraph(model.spanWords, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)
    }
}
