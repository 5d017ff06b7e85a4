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
            let style = NumberStyle(for: tensor)
            return tensor.elements.map { builder.measure(Text(style.text($0), size: size)).width }.max() ?? 0
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
            let name = fit.hasCorners ? "products" : "kernel" + (numbers.kernelName.map { ": \($0)" } ?? "")
            let part = max(cell, widestNumber(matrix, fit.size) + 4)
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
        let outputLabels = isSmall ? [] : [panel.labels(channels: channels)[0]]
        parts.append(
            FlatPart(
                size: Size(cell * Double(board.columns.outputSize), cell * Double(board.rows.outputSize)),
                labels: outputLabels
            ) { builder, corner in
                let plane = CellPlane.flat(corner, cell: cell)
                builder.output(board, on: plane, state, isNumbered: isNumbered)
                if let numbers = panel.numbers, let fit {
                    builder.outputNumbers(numbers.output, board, on: plane, state, size: fit.size)
                }
            })
        flow(parts, top: top)

        guard !isSmall else { return }
        let notes = notes(panel, hasCorners: fit?.hasCorners ?? true)
        if !notes.isEmpty { labels(notes, left: 0, top: (bounds?.bottom ?? top) + 7, width: width) }
        if let numbers = panel.numbers, let output = output(of: state, board) {
            sum(WindowNumbers(numbers, board, at: output), top: (bounds?.bottom ?? top) + 8)
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
        let labels = panel.labels(channels: channels)
        let corners = hasCorners && panel.numbers != nil ? ", in the corners" : ""
        let name = hasCorners ? panel.numbers?.kernelName.map { " (\($0))" } ?? "" : ""
        return [labels[2], CellLabel(labels[1].swatch, labels[1].words + name + corners)]
    }

    private func notes(_ panel: ArithmeticPanel, hasCorners: Bool) -> [CellLabel] {
        Array(panel.labels(channels: 1).dropFirst(3))
    }

    private func widestNumber(_ matrix: Tensor, _ size: Double) -> Double {
        let style = NumberStyle(for: matrix)
        return matrix.elements.map { measure(Text(style.text($0), size: size)).width }.max() ?? 0
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
        var rows: [[FlatPart]] = [[]]
        var used = 0.0
        for part in parts {
            let wide = max(part.size.width, min(labelWidth(part), part.size.width + 30))
            if used > 0, used + gap + wide > width {
                rows.append([])
                used = 0
            }
            // Further rows begin with an arrow.
            used += (used > 0 || rows.count > 1 ? gap : 0) + wide
            rows[rows.count - 1].append(part)
        }
        var y = top
        for (index, row) in rows.enumerated() {
            var x = index == 0 ? 0.0 : gap
            // Labels are broken into lines as wide as their grid, or a little wider.
            let widths = row.map { part in
                max(part.size.width, min(labelWidth(part), row.count == 1 ? width - x : part.size.width + 30))
            }
            let heads = zip(row, widths).map { part, wide -> Double in
                var trial = self.part(width: wide)
                trial.labels(part.labels, left: 0, top: 0, width: wide)
                return part.labels.isEmpty ? 0 : (trial.bounds?.bottom ?? 0) + 5
            }
            let head = heads.max() ?? 0
            let tall = row.map(\.size.height).max() ?? 0
            for (place, part) in row.enumerated() {
                let corner = Point(x, y + head + (tall - part.size.height) / 2)
                if place > 0 || index > 0 {
                    let middle = corner.y + part.size.height / 2
                    arrow(Point(x - gap + 7, middle), Point(x - 7, middle), theme.mutedInk)
                }
                if !part.labels.isEmpty {
                    labels(part.labels, left: x, top: corner.y - heads[place], width: widths[place])
                }
                part.draw(&self, corner)
                x += widths[place] + gap
            }
            y += head + tall + 16
        }
    }

    private func labelWidth(_ part: FlatPart) -> Double { part.labels.isEmpty ? 0 : width(of: part.labels) + 1 }
}
