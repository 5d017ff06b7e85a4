import Scenes

extension SceneBuilder {
    /// More maps than these are not drawn one behind the other.
    private static let mostPlanes = 3

    /// Input below, output above, the window between them; labels to the right, or below where there is no room.
    mutating func isometric(
        _ panel: ArithmeticPanel, channels: Int, _ state: BoardState, top: Double, isLabelled: Bool
    ) {
        let board = panel.board
        let planes = min(channels, Self.mostPlanes)
        var labels = isLabelled ? panel.labels(channels: channels) : []
        if isLabelled, channels > planes {
            labels.append(CellLabel(.role(.input), "drawn: \(planes) of \(channels) maps"))
        }
        let widest = min(width(of: labels), 150)
        let isBeside = isLabelled && width - widest - 14 >= 130
        let room = width - (isBeside ? widest + 14 : 0)
        // A unit plane tells how large the board comes out for cells of 1.
        let unit = CellPlane.lying(Point(0, 0), cell: 1).bounds(board.rowCount, board.columnCount)
        let cell = min(isLabelled ? 18 : 13, room / unit.width, 190 / unit.height)
        let offset = max(11, 0.3 * unit.height * cell)

        var above = CellPlane.lying(Point(0, 0), cell: cell)
        var below = above
        let outer = above.bounds(board.rows.outputSize, board.columns.outputSize)
        let boardBounds = below.bounds(board.rowCount, board.columnCount)
        below.origin = Point(-boardBounds.left, top + outer.height + max(16, 1.5 * cell))
        // The output's middle over the board's.
        let middle = below.middle(board.rowCount, board.columnCount)
        let own = above.middle(board.rows.outputSize, board.columns.outputSize)
        above.origin = Point(middle.x - own.x, top)

        for index in (0..<planes).reversed() {
            var plane = below
            plane.origin.y += Double(index) * offset
            // What lies behind is not seen through the padding.
            if planes > 1 { path(plane.area(0..<board.rowCount, 0..<board.columnCount), fill: .solid(theme.page)) }
            self.board(board, on: plane, state, isNumbered: false)
            if index > 0, let span = state.span { columnLines(span, plane, up: offset) }
        }
        guides(state, from: below, to: above)
        var seen = state
        // How large the output is, is not to be seen where that is asked.
        if exercise.hides(.sizes) { seen.shows = { _ in false } }
        output(board, on: above, seen, isNumbered: false)

        guard isLabelled else { return }
        let frame = bounds ?? Rect(0, top, 0, 0)
        if isBeside {
            // The output's label beside the output, the others beside the board.
            let left = max(frame.right, above.bounds(board.rows.outputSize, board.columns.outputSize).right) + 14
            let first = self.labels(Array(labels.prefix(1)), left: left, top: top, width: width - left)
            let rest = Array(labels.dropFirst())
            let start = max(first.bottom + 8, below.origin.y - 2)
            self.labels(rest, left: left, top: start, width: width - left)
        } else {
            self.labels(labels, left: 0, top: frame.bottom + 8, width: width)
        }
    }

    /// From the window's corners to those of its output; or from one input to the outputs that read it.
    private mutating func guides(_ state: BoardState, from below: CellPlane, to above: CellPlane) {
        guard let row = state.outputs.rows.first, let column = state.outputs.columns.first,
            let lastRow = state.outputs.rows.last, let lastColumn = state.outputs.columns.last
        else { return }
        let ends = above.corners(row..<lastRow + 1, column..<lastColumn + 1)
        let starts =
            state.span.map { below.corners($0.rows, $0.columns) }
            ?? state.place.map { below.corners($0.row..<$0.row + 1, $0.column..<$0.column + 1) } ?? []
        for (start, end) in zip(starts, ends) { line(start, end, Stroke(theme.mutedInk, width: 0.6)) }
    }

    /// From a window to the one on the map above it.
    private mutating func columnLines(_ span: (rows: Range<Int>, columns: Range<Int>), _ plane: CellPlane, up: Double) {
        for corner in plane.corners(span.rows, span.columns) {
            line(corner, corner + (0, -up), Stroke(theme.mutedInk, width: 0.5, dash: [1.5, 1.5]))
        }
    }
}
