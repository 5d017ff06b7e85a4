import Scenes
import Tensors

/// The numbers under one window.
struct WindowNumbers {
    /// `[kh, kw]`
    let values: Tensor
    let kernel: Tensor
    let products: Tensor
    /// Which taps lie on input, row by row.
    let isInput: [Bool]
    /// What the convolution core gives for it, and as all of the output is written.
    let sum: Float
    let sumText: String

    init(_ table: CellTable, _ board: Board, at output: (row: Int, column: Int)) {
        let (rows, columns) = (board.rows.taps(output.row), board.columns.taps(output.column))
        var (values, isInput) = ([Float](), [Bool]())
        for row in rows {
            for column in columns {
                let input = board.input(row, column)
                values.append(input.map { table.input[$0.row, $0.column] } ?? 0)
                isInput.append(input != nil)
            }
        }
        self.values = Tensor(table.kernel.shape, values)
        self.isInput = isInput
        kernel = table.kernel
        products = Tensor(kernel.shape, zip(values, kernel.elements).map { $0 * $1 })
        sum = table.output[output.row, output.column]
        sumText = NumberStyle(for: table.output).text(sum)
    }

    /// `3·2`, for every tap on input.
    var terms: [String] { zip(factors, isInput).compactMap { $1 ? "\($0.value)·\($0.weight)" : nil } }

    /// As they are printed, for every tap.
    var factors: [(value: String, weight: String)] {
        let (style, weights) = (NumberStyle(for: values), NumberStyle(for: kernel))
        return zip(values.elements, kernel.elements).map { value, weight in
            let text = weights.text(weight)
            return (style.text(value), weight < 0 ? "(\(text))" : text)
        }
    }

    /// Whether the numbers as they are printed give the sum as it is printed.
    var isExact: Bool {
        let whole = values.elements + kernel.elements
        return whole.allSatisfy { $0 == $0.rounded() && abs($0) < 4096 }
    }
}

extension SceneBuilder {
    /// The numbers of the board, and the kernel's in the corners of its window.
    mutating func numbers(
        _ table: CellTable, _ board: Board, on plane: CellPlane, _ state: BoardState, _ fit: NumberCells
    ) {
        let (style, weights) = (NumberStyle(for: table.input), NumberStyle(for: table.kernel))
        for row in 0..<board.rowCount {
            for column in 0..<board.columnCount {
                let input = board.input(row, column)
                let isTap = state.isTap(row, column)
                let hasCorner = fit.hasCorners && isTap
                let place = plane.center(row, column)
                let words = Text(style.text(input.map { table.input[$0.row, $0.column] } ?? 0), size: fit.size)
                let ink =
                    isTap
                    ? theme.cellInk(.kernel, input == nil ? .weak : .strong)
                    : input == nil ? theme.mutedInk : theme.cellInk(.input)
                let shift = hasCorner ? -0.18 * fit.cell : 0
                text(words, at: Point(place.x, place.y + shift), color: ink, anchor: .middle, baseline: .middle)
                guard hasCorner, let y = state.taps?.rows.firstIndex(of: row),
                    let x = state.taps?.columns.firstIndex(of: column)
                else { continue }
                let corner = plane.point(Double(row + 1), Double(column + 1))
                text(
                    Text(weights.text(table.kernel[y, x]), style: .medium, size: Text.smallSize),
                    at: Point(corner.x - 2, corner.y - 2.5),
                    color: theme.cellInk(.kernel, input == nil ? .weak : .strong), anchor: .end)
            }
        }
    }

    /// A grid of products or weights.
    mutating func products(_ matrix: Tensor, on plane: CellPlane, cell: Double, size: Double, isAsked: Bool) {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        let style = NumberStyle(for: matrix)
        let cells = CellPlane.places(rows, columns)
        path(
            plane.cells(cells), fill: theme.cellFill(.kernel, .weak, isNumbered: true),
            stroke: Stroke(theme.page, width: 0.75))
        path(plane.area(0..<rows, 0..<columns), stroke: theme.outline(.kernel))
        if isAsked, exercise.hides(.values) { return }
        for cell in cells {
            text(
                Text(style.text(matrix[cell.row, cell.column]), size: size), at: plane.center(cell.row, cell.column),
                color: theme.cellInk(.kernel, .weak), anchor: .middle, baseline: .middle)
        }
    }

    /// The numbers that have been computed; those that an exercise asks for only in its key.
    mutating func outputNumbers(
        _ output: Tensor, _ board: Board, on plane: CellPlane, _ state: BoardState, size: Double
    ) {
        if exercise.hides(.output) { return }
        let style = NumberStyle(for: output)
        for index in 0..<board.outputCount where state.shows(index) {
            let (row, column) = board.output(index)
            let isBright = state.isBright(row, column)
            text(
                Text(style.text(output[row, column]), style: isBright ? .bold : .regular, size: size),
                at: plane.center(row, column), color: theme.cellInk(.output, isBright ? .strong : .usual),
                anchor: .middle, baseline: .middle)
        }
    }

    /// `3·2 + 2·2 + 1·0 = 10`, in as many lines as it needs; long sums are cut short with a count.
    ///
    /// - Parameter table: In motion, the numbers of all steps: then every tap has its place, on padding too, and what does
    ///   not change from step to step stays where it is.
    mutating func sum(_ window: WindowNumbers, movingOver table: CellTable? = nil, top: Double) {
        let most = 25
        var pieces: [FlowPiece] = []
        if let table, window.factors.count <= most {
            let style = NumberStyle(for: table.input)
            let slot = (table.input.elements + [0]).map { measure(Text(style.text($0))).width }.max() ?? 0
            for (index, factor) in window.factors.enumerated() {
                pieces.append(FlowPiece(index == 0 ? "" : " + ", Text(factor.value), .values, slot: slot))
                pieces.append(FlowPiece(Text("·" + factor.weight), glue: 0))
            }
        } else {
            let shown = window.terms.cutShort(most: most, keeping: 12)
            pieces = shown.enumerated().map { FlowPiece($0 == 0 ? "" : " + ", Text($1), .values) }
            if shown.isEmpty { pieces.append(FlowPiece(Text("nothing but padding"), glue: 0)) }
        }
        pieces.append(
            FlowPiece(
                window.isExact ? " = " : " ≈ ", Text(window.sumText, style: .bold, color: theme.letters(.output)),
                .output))
        flow(pieces, left: 0, top: top)
    }
}
