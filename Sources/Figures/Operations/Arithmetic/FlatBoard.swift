import Scenes
import Tensors

/// How numbers find room in cells.
struct NumberCells {
    let cell: Double
    /// Of the numbers.
    let size: Double
    /// Whether the kernel's numbers stand in the corners of its window; else it is a grid of its own.
    let hasCorners: Bool

    /// The least cell for the numbers by themselves.
    static func least(_ table: CellTable) -> Double {
        let letters = [table.input, table.output, table.kernel].flatMap { tensor in
            let style = NumberStyle(for: tensor)
            return tensor.elements.map { style.text($0).count }
        }
        return max(11, Double(letters.max() ?? 1) * 4.1 + 3)
    }

    /// The largest cells for a row of so many on a page so wide.
    init(_ table: CellTable, columns: Int, in builder: SceneBuilder) {
        func widest(_ tensor: Tensor, _ size: Double) -> Double {
            builder.widest(tensor, weight: .regular, size: size)
        }
        func values(_ size: Double) -> Double { max(widest(table.input, size), widest(table.output, size)) }
        let weights = widest(table.kernel, Text.smallSize)
        let room = builder.width / Double(columns)
        let large = max(22, values(Text.labelSize) + 4, weights + 4)
        let small = max(18, values(Text.smallSize) + 3, weights + 4)
        if room >= large {
            (cell, size, hasCorners) = (min(large, room), Text.labelSize, true)
        } else if room >= small {
            (cell, size, hasCorners) = (small, Text.smallSize, true)
        } else {
            (cell, size, hasCorners) = (min(Self.least(table), room), Text.smallSize, false)
        }
    }
}

extension NumberCells {
    init(cell: Double, size: Double, hasCorners: Bool) {
        (self.cell, self.size, self.hasCorners) = (cell, size, hasCorners)
    }
}

extension SceneBuilder {
    /// Upright grids: the board, the products where there are numbers, and the output.
    mutating func flat(_ panel: ArithmeticPanel, channels: Int, _ state: BoardState, top: Double, _ step: FigureStep) {
        let board = panel.board
        let isSmall = step.form == .thumbnail
        let fit = panel.numbers.map {
            NumberCells($0, columns: max(board.columnCount, board.columns.outputSize), in: self)
        }
        let all = Double(board.columnCount + board.columns.outputSize)
        let cell = fit?.cell ?? min(isSmall ? 13 : 20, (width - 40) / all, 260 / Double(board.rowCount))
        let isNumbered = panel.numbers != nil

        var parts: [FlatPart] = []
        parts.append(
            FlatPart(
                size: Size(cell * Double(board.columnCount), cell * Double(board.rowCount)),
                labels: isSmall ? [] : inputLabels(panel, channels, hasCorners: fit?.hasCorners ?? false)
            ) { builder, corner in
                let plane = CellPlane.flat(corner, cell: cell)
                builder.board(board, on: plane, state, isNumbered: isNumbered)
                if let numbers = panel.numbers, let fit { builder.numbers(numbers, board, on: plane, state, fit) }
            })
        if let numbers = panel.numbers, let fit, !isSmall, let output = output(of: state, board) {
            let window = WindowNumbers(numbers, board, at: output)
            let (rows, columns) = (numbers.kernel.shape[0], numbers.kernel.shape[1])
            let matrix = fit.hasCorners ? window.products : numbers.kernel
            let name = fit.hasCorners ? "products" : "kernel"
            let part = max(cell, widest(matrix, weight: .regular, size: fit.size) + 4)
            if part * Double(columns) <= width {
                parts.append(
                    FlatPart(
                        size: Size(part * Double(columns), part * Double(rows)),
                        labels: [CellLabel(.role(.kernel), name)]
                    ) { builder, corner in
                        builder.products(
                            matrix, on: .flat(corner, cell: part), cell: part, size: fit.size, isAsked: fit.hasCorners)
                    })
            }
        }
        // How large it is, is not to be seen where that is asked.
        let isHidden = exercise.hides(.sizes)
        let shown = isHidden ? (rows: 3, columns: 3) : (rows: board.rows.outputSize, columns: board.columns.outputSize)
        let outputLabels = isSmall ? [] : [panel.labels(channels: channels)[0]]
        parts.append(
            FlatPart(
                size: Size(cell * Double(shown.columns), cell * Double(shown.rows)), labels: outputLabels
            ) { builder, corner in
                let plane = CellPlane.flat(corner, cell: cell)
                if isHidden {
                    return builder.path(plane.area(0..<shown.rows, 0..<shown.columns), stroke: builder.dashes)
                }
                builder.output(board, on: plane, state, isNumbered: isNumbered)
                if let numbers = panel.numbers, let fit {
                    builder.outputNumbers(numbers.output, board, on: plane, state, size: fit.size)
                }
            })
        flow(parts, top: top)

        guard !isSmall else { return }
        let notes = notes(panel, hasCorners: fit?.hasCorners ?? true)
        if !notes.isEmpty { self.labels(notes, left: 0, top: (bounds?.bottom ?? top) + 7, width: width) }
        if let numbers = panel.numbers, let output = output(of: state, board) {
            sum(
                WindowNumbers(numbers, board, at: output), movingOver: step.form == .frame ? numbers : nil,
                top: (bounds?.bottom ?? top) + 8)
        }
    }

    private func output(of state: BoardState, _ board: Board) -> (row: Int, column: Int)? {
        guard state.span != nil, let row = state.outputs.rows.first, let column = state.outputs.columns.first else {
            return nil
        }
        return (row, column)
    }

    /// What stands above the board; all else stands below it.
    private func inputLabels(_ panel: ArithmeticPanel, _ channels: Int, hasCorners: Bool) -> [CellLabel] {
        let note = hasCorners && panel.numbers != nil ? ", in the corners" : ""
        let labels = panel.labels(channels: channels, kernelNote: note)
        return [labels[2], labels[1]]
    }

    private func notes(_ panel: ArithmeticPanel, hasCorners: Bool) -> [CellLabel] {
        Array(panel.labels(channels: 1).dropFirst(3))
    }
}

/// A grid with its labels above it.
struct FlatPart {
    let size: Size
    let labels: [CellLabel]
    let draw: (inout SceneBuilder, Point) -> Void
}

extension SceneBuilder {
    /// Grids from left to right with arrows between them, in a further row where the page ends.
    mutating func flow(_ parts: [FlatPart], top: Double) {
        let gap = 34.0
        // In further rows, room is left for the arrow that leads there.
        func indent(_ wide: Double) -> Double { min(gap, max(0, width - wide)) }
        var rows: [[(part: FlatPart, wide: Double, head: Double)]] = [[]]
        var x = 0.0
        for part in parts {
            var (wide, head) = headed(part, room: min(part.size.width + 30, width))
            if !rows[rows.count - 1].isEmpty, x + wide > width {
                rows.append([])
                x = indent(wide)
            }
            let isAlone = rows[rows.count - 1].isEmpty && parts.count == 1
            if isAlone { (wide, head) = headed(part, room: width) }
            rows[rows.count - 1].append((part, wide, head))
            x += wide + gap
        }
        var y = top
        for (index, row) in rows.enumerated() {
            var x = index == 0 ? 0 : indent(row.first?.wide ?? 0)
            let head = row.map(\.head).max() ?? 0
            let tall = row.map(\.part.size.height).max() ?? 0
            for (place, item) in row.enumerated() {
                let corner = Point(x, y + head + (tall - item.part.size.height) / 2)
                if place > 0 || index > 0, x >= gap - 12 {
                    let middle = corner.y + item.part.size.height / 2
                    arrow(Point(max(1, x - gap + 7), middle), Point(x - 7, middle), theme.mutedInk)
                }
                if !item.part.labels.isEmpty {
                    labels(item.part.labels, left: x, top: corner.y - item.head, width: item.wide)
                }
                item.part.draw(&self, corner)
                x += item.wide + gap
            }
            y += head + tall + 16
        }
    }

    /// How much room a grid takes with its labels, which are broken into lines little wider than it.
    private func headed(_ part: FlatPart, room: Double) -> (wide: Double, head: Double) {
        guard !part.labels.isEmpty else { return (part.size.width, 0) }
        var trial = self.part(width: width)
        trial.labels(part.labels, left: 0, top: 0, width: max(part.size.width, min(labelWidth(part), room)))
        return (max(part.size.width, (trial.bounds?.right ?? 0) + 1), (trial.bounds?.bottom ?? 0) + 5)
    }

    private func labelWidth(_ part: FlatPart) -> Double { part.labels.isEmpty ? 0 : width(of: part.labels) + 1 }
}
