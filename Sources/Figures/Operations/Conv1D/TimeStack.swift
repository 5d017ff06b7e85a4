import Scenes
import Tensors

extension Conv1DModel {
    /// The window of a single layer over its features: as over a picture whose rows are the features.
    var board: Board? {
        let features = rows[0].channels
        guard isNumbered, let rows = try? Window(inputSize: features, kernelSize: features) else { return nil }
        return Board(rows: BoardAxis(rows), columns: BoardAxis(layers[0].window))
    }
}

extension SceneBuilder {
    /// Nodes of every row, all connections faintly, and those of one output down to the input.
    mutating func stack(
        _ model: Conv1DModel, _ scale: TimeScale, _ tops: TimeTops, _ step: FigureStep, _ fit: NumberCells?
    ) {
        let field = model.field(of: step.index)
        if model.isStack { cone(model, field, scale, tops) }
        connections(model, scale, tops)
        connections(model, field, scale, tops)
        if model.isCausal { future(model, step.index, scale, tops) }
        for row in model.rows.indices.dropFirst().reversed() {
            let isTop = row == model.rows.count - 1
            nodes(model, row, field.reads[row], scale, y: tops.top(row)) { !isTop || step.shows($0) }
            if isTop, let numbers = model.numbers, let fit {
                outputs(numbers, model.rows[row], step, scale, y: tops.top(row), size: fit.size)
            }
        }
        if let board = model.board, let numbers = model.numbers, let fit {
            let padding = Double(model.layers[0].window.padding.before)
            let plane = CellPlane.flat(Point(scale.x(-padding) - scale.cell / 2, tops.top(0)), cell: scale.cell)
            let state = BoardState(window: (0, step.index), on: board, shows: step.shows)
            self.board(board, on: plane, state, isNumbered: true)
            self.numbers(numbers, board, on: plane, state, fit)
        } else {
            for feature in 0..<min(model.rows[0].channels, TimeTops.mostFeatures) {
                nodes(model, 0, field.reads[0], scale, y: tops.top(0) + Double(feature) * scale.cell) { _ in true }
            }
        }
    }

    private func frame(_ time: Double, _ y: Double, _ scale: TimeScale) -> Rect {
        Rect(scale.x(time) - scale.cell / 2, y, scale.cell, scale.cell)
    }

    private func paths(_ steps: [Int], _ row: TimeRow, _ y: Double, _ scale: TimeScale) -> Path {
        Path(steps.flatMap { Path.rect(frame(row.time($0), y, scale)).elements })
    }

    /// The steps of a row and, dashed, the padding that the layer above it reads.
    private mutating func nodes(
        _ model: Conv1DModel, _ index: Int, _ reads: [Int], _ scale: TimeScale, y: Double, shows: (Int) -> Bool
    ) {
        let row = model.rows[index]
        let isTop = index == model.rows.count - 1
        let isNumbered = model.isNumbered
        let rim = Stroke(theme.page, width: 0.75)
        if !isTop {
            let padding = model.layers[index].window.padding
            let zeros = Array(-padding.before..<0) + Array(row.size..<row.size + padding.after)
            let read = zeros.filter(reads.contains)
            if !read.isEmpty {
                path(paths(read, row, y, scale), fill: theme.cellFill(.kernel, .weak, isNumbered: isNumbered))
            }
            if !zeros.isEmpty { path(paths(zeros, row, y, scale), stroke: dashes) }
        }
        let shown = (0..<row.size).filter(shows)
        let waiting = (0..<row.size).filter { !shows($0) }
        if !waiting.isEmpty { path(paths(waiting, row, y, scale), stroke: Stroke(theme.rule, width: 0.6)) }
        path(paths(shown, row, y, scale), fill: theme.cellFill(row.role, isNumbered: isNumbered), stroke: rim)
        if !isTop {
            let ink = theme.label(on: theme.cellFill(row.role, isNumbered: isNumbered)?.ground ?? theme.page)
            for step in row.size - model.layers[index].window.unreadAtEnd..<row.size {
                cross(frame(row.time(step), y, scale).inset(by: 0.2 * scale.cell), ink)
            }
        }
        let bright = reads.filter { (0..<row.size).contains($0) }
        guard !bright.isEmpty else { return }
        let role = index == 0 && !model.isStack ? Theme.Role.kernel : row.role
        path(
            paths(bright, row, y, scale), fill: theme.cellFill(role, .strong, isNumbered: isNumbered),
            stroke: isTop ? theme.outline(row.role) : rim)
    }

    private mutating func outputs(
        _ numbers: CellTable, _ row: TimeRow, _ step: FigureStep, _ scale: TimeScale, y: Double, size: Double
    ) {
        if exercise.hides(.output) { return }
        let style = NumberStyle(for: numbers.output)
        for output in 0..<row.size where step.shows(output) {
            let isBright = output == step.index
            text(
                Text(style.text(numbers.output[0, output]), style: isBright ? .bold : .regular, size: size),
                at: frame(row.time(output), y, scale).center,
                color: theme.cellInk(.output, isBright ? .strong : .usual), anchor: .middle, baseline: .middle)
        }
    }

    private func ends(
        _ layer: Int, _ output: Int, _ tap: Int, _ model: Conv1DModel, _ scale: TimeScale, _ tops: TimeTops
    ) -> (Point, Point) {
        (
            Point(scale.x(model.rows[layer].time(tap)), tops.top(layer)),
            Point(scale.x(model.rows[layer + 1].time(output)), tops.bottom(layer + 1))
        )
    }

    /// All connections that hold, as one faint net.
    private mutating func connections(_ model: Conv1DModel, _ scale: TimeScale, _ tops: TimeTops) {
        var elements: [Path.Element] = []
        for (index, layer) in model.layers.enumerated() {
            for output in 0..<layer.window.outputSize {
                for tap in layer.taps(output) {
                    let (low, high) = ends(index, output, tap, model, scale, tops)
                    elements += [.move(low), .line(high)]
                }
            }
        }
        path(Path(elements), stroke: Stroke(theme.rule.mixed(with: theme.page, 0.35), width: 0.4))
    }

    /// Those that one output depends on.
    private mutating func connections(
        _ model: Conv1DModel, _ field: TimeField, _ scale: TimeScale, _ tops: TimeTops
    ) {
        for (kind, role) in [(TimeLayer.Kind.convolution, Theme.Role.kernel), (.pooling, .pooling)] {
            var elements: [Path.Element] = []
            for (index, layer) in model.layers.enumerated() where layer.kind == kind {
                for output in field.reads[index + 1] where (0..<layer.window.outputSize).contains(output) {
                    for tap in layer.taps(output) {
                        let (low, high) = ends(index, output, tap, model, scale, tops)
                        elements += [.move(low), .line(high)]
                    }
                }
            }
            if !elements.isEmpty { path(Path(elements), stroke: Stroke(theme.emphasised(role), width: 1)) }
        }
    }

    /// A pale ground under all that one output depends on, as far as it is drawn.
    private mutating func cone(_ model: Conv1DModel, _ field: TimeField, _ scale: TimeScale, _ tops: TimeTops) {
        var (left, right) = ([Point](), [Point]())
        for (index, row) in model.rows.enumerated() {
            guard let first = field.reads[index].first, let last = field.reads[index].last else { continue }
            let (from, to) = (scale.x(row.time(first)) - scale.cell / 2, scale.x(row.time(last)) + scale.cell / 2)
            left += [Point(from, tops.bottom(index)), Point(from, tops.top(index))]
            right += [Point(to, tops.bottom(index)), Point(to, tops.top(index))]
        }
        path(
            .polygon(left + right.reversed()),
            fill: .solid(theme.page.mixed(with: theme.accent(.kernel), theme.usesHatches ? 0.1 : 0.14)))
    }

    /// Where the present ends: nothing to the right of it is read.
    private mutating func future(_ model: Conv1DModel, _ output: Int, _ scale: TimeScale, _ tops: TimeTops) {
        let now = model.rows[model.rows.count - 1].time(output)
        guard now < Double(model.inputSize - 1) else { return }
        let x = scale.x(now) + scale.pitch / 2
        let top = tops.top(model.rows.count - 1) - 4
        line(Point(x, top), Point(x, tops.bottom + 3), Stroke(theme.mutedInk, width: 0.75, dash: [3, 2]))
    }
}
