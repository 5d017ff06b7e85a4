import Scenes

/// What a step shows on a board and on its output.
struct BoardState {
    /// The window's places, rows and columns of its taps.
    var taps: (rows: [Int], columns: [Int])?
    /// Its outline.
    var span: (rows: Range<Int>, columns: Range<Int>)?
    /// A place of the board that stands out by itself.
    var place: (row: Int, column: Int)?
    /// Outputs that stand out, as rows and columns.
    var outputs: (rows: [Int], columns: [Int])
    /// Whether an output of this index has been computed.
    var shows: (Int) -> Bool

    /// A window over the board, at an output.
    init(window output: (row: Int, column: Int), on board: Board, shows: @escaping (Int) -> Bool) {
        taps = (board.rows.taps(output.row), board.columns.taps(output.column))
        span = (board.rows.span(output.row), board.columns.span(output.column))
        outputs = ([output.row], [output.column])
        self.shows = shows
    }

    /// An input of the board, and the outputs that read it.
    init(input: (row: Int, column: Int), on board: Board) {
        let row = board.rows.place(ofInput: input.row) ?? 0
        let column = board.columns.place(ofInput: input.column) ?? 0
        place = (row, column)
        outputs = (board.rows.outputs(reading: row), board.columns.outputs(reading: column))
        shows = { _ in true }
    }

    func isTap(_ row: Int, _ column: Int) -> Bool {
        taps.map { $0.rows.contains(row) && $0.columns.contains(column) } ?? false
    }

    func isBright(_ row: Int, _ column: Int) -> Bool { outputs.rows.contains(row) && outputs.columns.contains(column) }
}

extension SceneBuilder {
    /// The board on a plane: padding, input, window, and what is never read.
    mutating func board(
        _ board: Board, on plane: CellPlane, _ state: BoardState, isNumbered: Bool, window role: Theme.Role = .kernel
    ) {
        let inputs = board.cells(where: board.holdsInput)
        for (place, stroke) in [(BoardAxis.Place.padding, dashes), (.beyond, dots), (.inserted, dots), (.cut, dashes)] {
            let cells = board.cells { board.place($0, $1) == place }
            if !cells.isEmpty {
                path(plane.lines(around: Set(cells.map { CellPlane.Cell($0.row, $0.column) })), stroke: stroke)
            }
        }
        path(
            plane.cells(inputs), fill: theme.cellFill(.input, isNumbered: isNumbered),
            stroke: Stroke(theme.page, width: 0.75))
        if board.has(.inserted) { rim(of: inputs, on: plane) }

        let taps = board.cells(where: state.isTap)
        for (strength, cells) in [
            (CellStrength.weak, taps.filter { !board.holdsInput($0.row, $0.column) }),
            (.strong, taps.filter { board.holdsInput($0.row, $0.column) }),
        ] where !cells.isEmpty {
            path(
                plane.cells(cells), fill: theme.cellFill(role, strength, isNumbered: isNumbered),
                stroke: Stroke(theme.page, width: 0.75))
        }
        if !exercise.hides(.sizes) { crosses(board, on: plane, isNumbered: isNumbered) }
        if let place = state.place {
            path(
                plane.area(place.row..<place.row + 1, place.column..<place.column + 1),
                fill: theme.cellFill(.input, .strong, isNumbered: isNumbered), stroke: theme.outline(.input))
        }
        if let span = state.span { path(plane.area(span.rows, span.columns), stroke: theme.outline(role)) }
    }

    /// What is never read: crossed out, beside its number if it has one.
    private mutating func crosses(_ board: Board, on plane: CellPlane, isNumbered: Bool) {
        let ground = theme.cellFill(.input, isNumbered: isNumbered)?.ground ?? theme.page
        for cell in board.unread {
            let (row, column) = (Double(cell.row), Double(cell.column))
            let (near, far) = isNumbered ? (0.06, 0.28) : (0.22, 0.78)
            let (top, bottom) = isNumbered ? (1 - far, 1 - near) : (near, far)
            path(
                Path([
                    .move(plane.point(row + near, column + top)), .line(plane.point(row + far, column + bottom)),
                    .move(plane.point(row + near, column + bottom)), .line(plane.point(row + far, column + top)),
                ]), stroke: Stroke(theme.label(on: ground), width: 0.6))
        }
    }

    /// Inputs that stand apart get an edge of their own.
    private mutating func rim(of inputs: [(row: Int, column: Int)], on plane: CellPlane) {
        path(plane.cells(inputs), stroke: Stroke(theme.emphasised(.input), width: 0.6))
    }

    /// The output on a plane: what has been computed, what stands out, and empty places for the rest.
    mutating func output(_ board: Board, on plane: CellPlane, _ state: BoardState, isNumbered: Bool) {
        let all = (0..<board.outputCount).map { board.output($0) }
        let waiting = all.indices.filter { !state.shows($0) }.map { all[$0] }
        let done = all.indices.filter { state.shows($0) }.map { all[$0] }
        if !done.isEmpty {
            path(
                plane.cells(done), fill: theme.cellFill(.output, isNumbered: isNumbered),
                stroke: Stroke(theme.page, width: 0.75))
        }
        if !waiting.isEmpty, !exercise.hides(.sizes) {
            path(
                plane.lines(around: Set(waiting.map { CellPlane.Cell($0.row, $0.column) })),
                stroke: Stroke(theme.rule, width: 0.6))
        }
        let bright = all.filter { state.isBright($0.row, $0.column) }
        guard !bright.isEmpty else { return }
        path(
            plane.cells(bright), fill: theme.cellFill(.output, .strong, isNumbered: isNumbered),
            stroke: theme.outline(.output))
    }
}
