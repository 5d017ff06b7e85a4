import Networks
import Scenes
import Tensors

/// One step of a figure of convolution arithmetic, laid out.
struct ArithmeticDrawing {
    let model: ArithmeticModel
    let view: Arithmetic.View
    let step: FigureStep

    /// The picture of each panel, side by side where there is room, and the formulas below.
    func draw(in builder: inout SceneBuilder) {
        let panels = step.form == .thumbnail ? [model.panels[0]] : model.panels
        let gap = 26.0
        let half = (builder.width - gap) / 2
        let isBeside = panels.count > 1 && builder.width >= 380 && panels.allSatisfy { $0.fits(half) }
        let width = isBeside ? half : builder.width
        var (left, top, bottom) = (0.0, 0.0, 0.0)
        for (index, panel) in panels.enumerated() {
            var part = builder.part(width: width)
            draw(panel, in: &part)
            builder.place(part, at: Point(left, top))
            bottom = max(bottom, builder.bounds?.bottom ?? 0)
            if isBeside {
                left += max(width, (part.bounds?.width ?? 0)) + gap
            } else if index + 1 < panels.count {
                top = bottom + 18
            }
        }
        if step.form != .thumbnail { builder.arithmeticNotes(model.panels, top: bottom + 10) }
    }

    private func draw(_ panel: ArithmeticPanel, in part: inout SceneBuilder) {
        let state = state(of: panel)
        if step.form != .thumbnail, let title = panel.title {
            part.paragraph(title, left: 0, top: 0, width: part.width, style: .medium)
        }
        func next() -> Double { part.bounds.map { $0.bottom + 8 } ?? 0 }
        switch (view, panel.numbers) {
        case (.isometric, nil):
            part.isometric(panel, channels: model.channels, state, top: next(), isLabelled: step.form != .thumbnail)
        case (.flat, _):
            part.flat(panel, channels: model.channels, state, top: next(), step)
        case (.isometric, _?):
            if step.form == .thumbnail {
                part.isometric(panel, channels: 1, state, top: next(), isLabelled: false)
            } else {
                let share = 0.42 * part.width
                let isBeside = part.width > 380 && panel.fits(part.width - share - 24)
                var lying = part.part(width: isBeside ? share : part.width)
                lying.isometric(panel, channels: 1, state, top: 0, isLabelled: true)
                var upright = part.part(
                    width: isBeside ? part.width - max(share, lying.bounds?.width ?? 0) - 24 : part.width)
                upright.flat(panel, channels: 1, state, top: 0, step)
                let (first, second) = (lying.bounds?.height ?? 0, upright.bounds?.height ?? 0)
                let top = next()
                part.place(lying, at: Point(0, top + (isBeside ? max(0, (second - first) / 2) : 0)))
                part.place(
                    upright,
                    at: isBeside
                        ? Point(max(share, lying.bounds?.width ?? 0) + 24, top + max(0, (first - second) / 2))
                        : Point(0, top + first + 14))
            }
        }
    }

    /// A transposed convolution and the one that it reverses show the same two cells.
    private func state(of panel: ArithmeticPanel) -> BoardState {
        let main = model.panels[0].board
        let output = main.output(step.index)
        switch panel.subject {
        case .convolution, .transposed:
            return BoardState(window: output, on: panel.board, shows: step.shows)
        case .reversed: return BoardState(input: output, on: panel.board)
        case .padded:
            let (row, column) = (
                min(output.row, panel.board.rows.outputSize - 1), min(output.column, panel.board.columns.outputSize - 1)
            )
            return BoardState(window: (row, column), on: panel.board) { index in
                let place = panel.board.output(index)
                return step.shows(place.row * main.columns.outputSize + place.column)
            }
        }
    }

    /// How narrow a small picture of the first panel may become.
    static func leastWidth(_ model: ArithmeticModel, _ view: Arithmetic.View) -> Double {
        let board = model.panels[0].board
        switch view {
        case .isometric: return max(70, 7 * (Double(board.columnCount) + 0.527 * Double(board.rowCount)))
        case .flat:
            guard let numbers = model.panels[0].numbers else {
                return max(90, 6 * Double(board.columnCount + board.columns.outputSize) + 30)
            }
            let cell = NumberCells.least(numbers)
            return cell * Double(board.columnCount + board.columns.outputSize) + 40
        }
    }

    /// Whether numbers find room on the page at all.
    ///
    /// - Throws: ``ParameterError`` that says what fits.
    static func check(_ model: ArithmeticModel, _ view: Arithmetic.View, _ context: FigureContext) throws {
        for panel in model.panels {
            guard let numbers = panel.numbers else { continue }
            let width = SceneBuilder(context).width
            let most = Int(width / NumberCells.least(numbers))
            if max(panel.board.columnCount, panel.board.columns.outputSize) > most {
                throw ParameterError.rowTooLong(panel.board.columnCount, most: most)
            }
        }
    }
}

extension ArithmeticPanel {
    /// Whether its numbers, if it has any, find room in a row so wide.
    fileprivate func fits(_ width: Double) -> Bool {
        guard let numbers else { return true }
        return NumberCells.least(numbers) * Double(max(board.columnCount, board.columns.outputSize)) <= width
    }

    var title: String? {
        switch subject {
        case .convolution: return nil
        case .transposed: return "transposed convolution"
        case .reversed: return "the convolution that it reverses"
        case .padded(let padding):
            switch padding {
            case .same: return "same, as TensorFlow pads"
            case .valid: return "valid: no padding"
            case .full: return "full: all windows that touch the input"
            case .symmetric, .explicit: return "padding \(padding.parameterText), as PyTorch code has it"
            }
        }
    }

    /// What stands beside the picture.
    ///
    /// - Parameter kernelNote: what else is to be said of the kernel.
    func labels(channels: Int, kernelNote: String = "") -> [CellLabel] {
        var labels = [CellLabel(.role(.output), "output " + sizes(outputSizes), .sizes)]
        let depth = channels > 1 ? "\(channels)\u{A0}×\u{A0}" : ""
        let name = numbers?.kernelName.map { " (\($0))" } ?? ""
        var kernel = "kernel " + depth + sizes(kernelSizes) + name
        switch subject {
        case .convolution, .reversed, .padded: kernel += ", stride " + even(strides)
        case .transposed: kernel += ", in steps of 1"
        }
        if dilations != [1, 1] { kernel += ", dilation " + even(dilations) }
        labels.append(CellLabel(.role(.kernel), kernel + kernelNote))
        let photo = numbers?.isPhoto == true ? ", pixels from 0 to 255" : ""
        labels.append(CellLabel(.role(.input), "input " + depth + sizes(inputSizes) + photo))
        switch subject {
        case .convolution, .reversed, .padded:
            if let words = Self.words(padding, "padding") { labels.append(CellLabel(.dashed, words)) }
            if board.has(.beyond) { labels.append(CellLabel(.dotted, "past the padding: rounded up")) }
        case .transposed:
            if board.has(.inserted) {
                let zeros = strides == [2, 2] ? "1 zero" : even(strides.map { $0 - 1 }) + " zeros"
                labels.append(CellLabel(.dotted, "stride \(even(strides)): \(zeros) between inputs"))
            } else if strides != [1, 1] {
                labels.append(CellLabel(.role(.kernel), "stride " + even(strides)))
            }
            let around = [board.rows, board.columns].map { axis in
                Padding.Sides(
                    axis.places.prefix { $0 == .padding }.count, axis.places.reversed().prefix { $0 == .padding }.count)
            }
            if let words = Self.words(around, "zeros around:") { labels.append(CellLabel(.dashed, words)) }
        }
        if let words = board.unreadWords { labels.append(CellLabel(.crossed, words, .sizes)) }
        return labels
    }

    /// `2`, or `2 × 1` where the axes differ.
    private func even(_ values: [Int]) -> String { values[0] == values[1] ? "\(values[0])" : sizes(values) }

    /// `padding 1`; sides that differ are named; nothing for none.
    static func words(_ padding: [Padding.Sides], _ name: String) -> String? {
        let (rows, columns) = (padding[0], padding[1])
        let all = [rows.before, rows.after, columns.before, columns.after]
        if all.allSatisfy({ $0 == 0 }) { return nil }
        if Set(all).count == 1 { return "\(name) \(all[0])" }
        if rows.before == rows.after, columns.before == columns.after {
            return "\(name) \(rows.before) above and below, \(columns.before) left and right"
        }
        return "\(name) \(rows.before) above, \(rows.after) below, \(columns.before) left, \(columns.after) right"
    }
}

extension SceneBuilder {
    /// How the sizes come about.
    mutating func arithmeticNotes(_ panels: [ArithmeticPanel], top: Double) {
        var y = top
        for panel in panels {
            if panels.count > 1, let title = panel.title {
                y =
                    (paragraph(title, left: 0, top: y + 2, width: width, size: 8, color: theme.mutedInk)?.bottom ?? y)
                    + 2
            }
            for derivation in panel.formulas {
                let name = panel.formulas.count > 1 ? derivation.subject.title : nil
                y = formula(derivation, named: name, left: 0, top: y).bottom + 3
            }
        }
    }
}
