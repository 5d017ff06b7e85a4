import Networks
import Scenes
import Tensors

/// One step of a figure of pooling, laid out.
struct PoolingDrawing {
    let model: PoolingModel
    let step: FigureStep

    private var output: (row: Int, column: Int) { model.board.output(step.index) }
    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let least = PoolingCells(smallest: model, in: builder)
        let cells = isSmall ? least : PoolingCells(model, in: builder) ?? least
        let state = BoardState(window: output, on: model.board, shows: step.shows)
        let window = PooledWindow(model, at: output)
        let board = model.board
        var parts = [
            FlatPart(
                size: Size(cells.cell * Double(board.columnCount), cells.cell * Double(board.rowCount)),
                labels: isSmall ? [] : inputLabels(builder)
            ) { builder, corner in
                let plane = CellPlane.flat(corner, cell: cells.cell)
                builder.board(board, on: plane, state, isNumbered: window != nil, window: .pooling)
                if let window { numbers(window, on: plane, state, cells, in: &builder) }
            }
        ]
        parts.append(
            FlatPart(
                size: Size(
                    cells.outputCell * Double(board.columns.outputSize),
                    cells.outputCell * Double(board.rows.outputSize)),
                labels: isSmall ? [] : outputLabels(builder, cells)
            ) { builder, corner in
                outputs(at: corner, state, cells, in: &builder)
            })
        builder.flow(parts, top: 0)
        guard !isSmall else { return }
        func next(_ gap: Double) -> Double { (builder.bounds?.bottom ?? 0) + gap }
        let notes = notes
        if !notes.isEmpty { builder.labels(notes, left: 0, top: next(7), width: builder.width) }
        if let window { builder.pooled(window, model, top: next(8)) }
        if let photo = model.photo { builder.pooled(photo, model, top: next(14)) }
        builder.poolingNotes(model, top: next(9))
    }

    private func inputLabels(_ builder: SceneBuilder) -> [CellLabel] {
        let maps = model.channels > 1 ? ", one map drawn" : ""
        return [
            CellLabel(.role(.input), "input " + model.shape(model.board.inputSizes, builder) + maps + model.remark),
            CellLabel(.role(.pooling), model.windowWords),
        ]
    }

    private func outputLabels(_ builder: SceneBuilder, _ cells: PoolingCells) -> [CellLabel] {
        let shape =
            model.isGlobal
            ? counted(model.channels, "number") : model.shape(model.board.outputSizes, builder)
        var labels = [CellLabel(.role(.output), "output " + shape, .sizes)]
        if cells.hasIndices { labels.append(CellLabel(.role(.output), "winners' indices in the corners")) }
        return labels
    }

    private var notes: [CellLabel] {
        var notes: [CellLabel] = []
        if let words = ArithmeticPanel.words(model.windows.map(\.padding), "padding") {
            let meaning =
                switch model.pooling.operation {
                case .maximum: "counts as −∞"
                case .average(true): "its zeros count"
                case .average(false): "does not count"
                }
            notes.append(CellLabel(.dashed, words + ": " + meaning))
        }
        if model.board.has(.beyond) { notes.append(CellLabel(.dotted, "past the padding: rounded up, never counted")) }
        if let words = model.board.unreadWords { notes.append(CellLabel(.crossed, words)) }
        if let words = model.overlapWords { notes.append(CellLabel(.role(.pooling), words)) }
        return notes
    }

    /// The board's numbers; the winner stands out.
    private func numbers(
        _ window: PooledWindow, on plane: CellPlane, _ state: BoardState, _ cells: PoolingCells,
        in builder: inout SceneBuilder
    ) {
        guard let input = model.input else { return }
        let style = NumberStyle(for: input)
        let theme = builder.theme
        let hidesWinner = builder.exercise.hides(.output)
        for row in 0..<model.board.rowCount {
            for column in 0..<model.board.columnCount {
                let isTap = state.isTap(row, column)
                let place = model.board.input(row, column)
                let words: String
                if let place {
                    words = style.text(input[place.row, place.column])
                } else if model.board.place(row, column) == .padding {
                    words = model.pooling.operation == .maximum ? "−∞" : model.counts(row, column) ? "0" : ""
                } else {
                    words = ""
                }
                let isWinner =
                    !hidesWinner && place != nil
                    && place.map { ($0.row, $0.column) } ?? (0, 0) == window.winner ?? (-1, -1)
                if isWinner {
                    builder.path(
                        plane.area(row..<row + 1, column..<column + 1),
                        fill: theme.cellFill(.output, .strong, isNumbered: true), stroke: theme.outline(.output))
                }
                guard !words.isEmpty else { continue }
                let ink =
                    isWinner
                    ? theme.cellInk(.output, .strong)
                    : isTap
                        ? theme.cellInk(.pooling, place == nil ? .weak : .strong)
                        : place == nil ? theme.mutedInk : theme.cellInk(.input)
                builder.text(
                    Text(words, style: isWinner ? .bold : .regular, size: cells.size),
                    at: plane.center(row, column), color: ink, anchor: .middle, baseline: .middle)
            }
        }
    }

    private func outputs(
        at corner: Point, _ state: BoardState, _ cells: PoolingCells, in builder: inout SceneBuilder
    ) {
        let board = model.board
        let plane = CellPlane.flat(corner, cell: cells.outputCell)
        builder.output(board, on: plane, state, isNumbered: model.output != nil)
        guard let output = model.output, !builder.exercise.hides(.output) else {
            return
        }
        let style = NumberStyle(for: output)
        for index in 0..<board.outputCount where state.shows(index) {
            let (row, column) = board.output(index)
            let isBright = state.isBright(row, column)
            let ink = builder.theme.cellInk(.output, isBright ? .strong : .usual)
            let place = plane.center(row, column)
            builder.text(
                Text(style.text(output[row, column]), style: isBright ? .bold : .regular, size: cells.size),
                at: Point(place.x, place.y - (cells.hasIndices ? 0.18 * cells.outputCell : 0)), color: ink,
                anchor: .middle, baseline: .middle)
            guard cells.hasIndices, let winner = PooledWindow(model, at: (row, column))?.winner else { continue }
            let end = plane.point(Double(row + 1), Double(column + 1))
            builder.text(
                Text("\(model.index(winner))", size: Text.smallSize), at: Point(end.x - 2, end.y - 2.5), color: ink,
                anchor: .end)
        }
    }
}

extension PoolingModel {
    /// Where a place lies in the map as memory has it.
    func index(_ place: (row: Int, column: Int)) -> Int { place.row * board.inputSizes[1] + place.column }

    func shape(_ spatial: [Int], _ builder: SceneBuilder) -> String {
        channels > 1 ? builder.shape(channels, spatial) : Figures.sizes(spatial)
    }

    /// More terms are cut short with a count.
    private static let mostTerms = 36

    /// The numbers of a window, as they are listed.
    func terms(_ window: PooledWindow) -> [String] {
        let style = input.map { NumberStyle(for: $0) } ?? NumberStyle(places: 0)
        let shown = window.values.map(style.text).cutShort(most: Self.mostTerms)
        guard pooling.operation != .maximum else { return shown }
        return shown.enumerated().map { $0 > 0 && $1.hasPrefix("−") ? "(\($1))" : $1 }
    }

    /// What comes out of a window, and whether the numbers as they are printed give it.
    func result(_ window: PooledWindow) -> (text: String, isExact: Bool) {
        let style = output.map { NumberStyle(for: $0) } ?? NumberStyle(places: 0)
        let text = style.text(window.result)
        guard pooling.operation != .maximum else { return (text, true) }
        let areWhole = window.values.allSatisfy { $0 == $0.rounded() }
        let hundredfold = window.result * 100
        return (text, areWhole && hundredfold == hundredfold.rounded())
    }
}

extension SceneBuilder {
    /// `max(3, 1, 0, 2) = 3` and where it was, or `(3 + 1 + 0 + 2) / 4 = 1.5`.
    mutating func pooled(_ window: PooledWindow, _ model: PoolingModel, top: Double) {
        let isMaximum = model.pooling.operation == .maximum
        let terms = model.terms(window)
        let (lead, separator) = isMaximum ? ("max(", ", ") : ("(", " + ")
        var pieces = terms.enumerated().map { index, term in
            FlowPiece(Text(index == 0 ? lead : separator), Text(term), .values)
        }
        pieces.append(FlowPiece(Text(isMaximum ? ")" : ") / \(window.values.count)"), glue: 0))
        let result = model.result(window)
        pieces.append(
            FlowPiece(
                result.isExact ? " = " : " ≈ ", Text(result.text, style: .bold, color: theme.letters(.output)),
                .output))
        let frame = flow(pieces, left: 0, top: top)
        if let winner = window.winner, !exercise.hides(.output) {
            paragraph(
                "its place is kept for the way back: row \(winner.row), column \(winner.column), index "
                    + "\(winner.row)·\(model.board.inputSizes[1]) + \(winner.column) = \(model.index(winner))",
                left: 0, top: frame.bottom + 2, width: width, size: 8, color: theme.mutedInk)
        }
    }

    /// A whole photo before and after.
    mutating func pooled(_ photo: PoolingModel.PooledPhoto, _ model: PoolingModel, top: Double) {
        let (rows, columns) = (Double(photo.before.shape[1]), Double(photo.before.shape[2]))
        let (after, across) = (Double(photo.after.shape[1]), Double(photo.after.shape[2]))
        let gap = 34.0
        let scale = min(1.5, (width - gap) / (columns + across), 200 / max(rows, after))
        let size = Size(columns * scale, rows * scale)
        let pooledSize = Size(across * scale, after * scale)
        let parts = [
            FlatPart(
                size: size,
                labels: [CellLabel(.role(.input), "the whole photo: " + Figures.sizes([Int(rows), Int(columns)]))]
            ) { builder, corner in
                let frame = Rect(corner.x, corner.y, size.width, size.height)
                builder.image(photo.before.picture(side: max(size.width, size.height)), in: frame)
                let patch = Rect(
                    corner.x + Double(photo.patch.place.column) * scale,
                    corner.y + Double(photo.patch.place.row) * scale,
                    Double(photo.patch.size[1]) * scale, Double(photo.patch.size[0]) * scale)
                builder.path(.rect(patch), stroke: Stroke(builder.theme.page, width: 2.4))
                builder.path(.rect(patch), stroke: Stroke(builder.theme.emphasised(.pooling), width: 1.1))
            },
            FlatPart(
                size: pooledSize,
                labels: [CellLabel(.role(.output), "pooled: " + Figures.sizes([Int(after), Int(across)]))]
            ) { builder, corner in
                builder.image(
                    photo.after.picture(side: max(pooledSize.width, pooledSize.height)),
                    in: Rect(corner.x, corner.y, pooledSize.width, pooledSize.height))
            },
        ]
        flow(parts, top: top)
    }

    /// How the sizes come about, and what pooling does not do.
    mutating func poolingNotes(_ model: PoolingModel, top: Double) {
        var y = top
        for derivation in model.sizes {
            let name = model.sizes.count > 1 ? derivation.subject.title : nil
            y = formula(derivation, named: name, left: 0, top: y).bottom + 3
        }
        paragraph(model.keptWords, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)
    }
}

extension PoolingModel {
    var keptWords: String {
        let maps =
            channels == 1
            ? "each map is pooled by itself" : "each of the \(channels) maps is pooled by itself: \(channels) come out"
        return "0 parameters; " + maps
    }
}
