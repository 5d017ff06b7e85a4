import Networks
import Scenes
import Tensors

/// A label beside a row, or half-way between two.
struct TimeLabel {
    let label: CellLabel
    let row: Double
}

extension Conv1DModel {
    /// What rows are and what leads from one to the next, from the output down.
    func labels(_ builder: SceneBuilder) -> [TimeLabel] {
        rows.indices.reversed().flatMap { index in
            let size = builder.timeSize(rows[index])
            var labels = [
                TimeLabel(
                    label: CellLabel(
                        .role(rows[index].role), name(ofRow: index) + (isHidden(index) ? ": " : " ") + size,
                        index == 0 ? nil : .sizes),
                    row: Double(index))
            ]
            if index > 0 {
                labels.append(
                    TimeLabel(
                        label: CellLabel(.role(layers[index - 1].role), layers[index - 1].words),
                        row: Double(index) - 0.5))
            }
            return labels
        }
    }

    /// Whether a row is between the input and the output, called by its number.
    private func isHidden(_ index: Int) -> Bool {
        (1..<layers.count).contains(index) && layers[index].kind == .convolution
    }

    func name(ofRow index: Int) -> String {
        if index == 0 { return "input" }
        if layers[index - 1].kind == .pooling { return "pooled" }
        return index == layers.count || layers[index].kind == .pooling ? "output" : "layer \(index)"
    }

    /// Zeros around the rows, and what is never read.
    var remarks: [CellLabel] {
        let features = rows[0].channels
        let drawn = TimeTops.mostFeatures
        let some =
            isNumbered || features <= drawn
            ? [] : [CellLabel(.role(.input), "drawn: \(drawn) of \(features) features of each step")]
        let sides = layers.filter { $0.kind == .convolution }.map(\.window.padding)
        var labels = some
        if sides.contains(where: { $0.before + $0.after > 0 }) {
            func list(_ values: [Int]) -> String {
                Set(values).count == 1 ? "\(values[0])" : listed(values.map(String.init))
            }
            let (before, after) = (sides.map(\.before), sides.map(\.after))
            let words =
                before == after
                ? "padding \(list(before)) on both sides" : "padding \(list(before)) before, \(list(after)) after"
            let upward = Set(before + after).count > 2 && sides.count > 1 ? ", from the input up" : ""
            labels.append(CellLabel(.dashed, (isCausal ? "causal " : "") + words + upward))
        }
        for (index, layer) in layers.enumerated() where layer.window.unreadAtEnd > 0 {
            let count = layer.window.unreadAtEnd
            let steps = count == 1 ? "the last step" : "the last \(count) steps"
            labels.append(
                CellLabel(
                    .crossed,
                    "never read: \(steps) of \(layers[index].kind == .pooling ? "the output" : index == 0 ? "the input" : name(ofRow: index))"
                ))
        }
        return labels
    }
}

extension TimeLayer {
    var role: Theme.Role {
        switch kind {
        case .convolution: .kernel
        case .pooling: .pooling
        }
    }

    var words: String {
        var words: String
        switch kind {
        case .convolution: words = "kernel \(window.kernelSize)"
        case .pooling: words = "max pooling \(window.kernelSize)"
        }
        if window.stride > 1 || kind == .pooling { words += ", stride \(window.stride)" }
        if window.dilation > 1 { words += ", dilation \(window.dilation)" }
        return words
    }
}

extension SceneBuilder {
    func timeSize(_ row: TimeRow) -> String {
        row.channels == 1 ? counted(row.size, "step") : shape(row.channels, [row.size])
    }

    /// Numbers of steps below the input, and how far the receptive field reaches.
    mutating func timeAxis(_ model: Conv1DModel, _ scale: TimeScale, _ field: TimeField, top: Double) {
        let widest = measure(Text("\(model.inputSize - 1)", size: Text.smallSize)).width
        let every = [1, 2, 5, 10, 20, 50].first { Double($0) * scale.pitch >= widest + 4 } ?? 50
        for step in stride(from: 0, to: model.inputSize, by: every) {
            text(
                Text("\(step)", size: Text.smallSize), at: Point(scale.x(Double(step)), top + 2),
                color: theme.mutedInk, anchor: .middle, baseline: .top)
        }
        // Below numbers the bracket of the field, as far as it lies on the page.
        let y = top + 14
        let half = scale.cell / 2
        let low = max(Double(field.span.lowerBound), model.extent.lowerBound)
        let high = min(Double(field.span.upperBound), model.extent.upperBound)
        let (left, right) = (scale.x(low) - half, scale.x(high) + half)
        // An end beyond the page has no hook.
        var corners = [Point(left, y + 4), Point(right, y + 4)]
        if Double(field.span.lowerBound) >= low { corners.insert(Point(left, y), at: 0) }
        if Double(field.span.upperBound) <= high { corners.append(Point(right, y)) }
        path(.polygon(corners, closed: false), stroke: Stroke(theme.emphasised(.kernel), width: 1))
        let words = fieldWords(model, field)
        let wide = measure(Text(words)).width
        let end = max(scale.x(model.extent.upperBound) + half, wide)
        let middle = min(max((left + right) / 2, wide / 2), end - wide / 2)
        if wide <= width {
            text(Text(words), at: Point(middle, y + 8), anchor: .middle, baseline: .top)
        } else {
            paragraph(words, left: 0, top: y + 8, width: width)
        }
    }

    private func fieldWords(_ model: Conv1DModel, _ field: TimeField) -> String {
        let inside = field.span.clamped(to: 0...model.inputSize - 1)
        let isWhole = inside == field.span
        let size = exercise.hides(.sizes) ? "" : " of \(counted(field.size, "step"))"
        if isWhole { return "receptive field\(size)" }
        let overlaps = field.span.lowerBound < model.inputSize && field.span.upperBound >= 0
        return "receptive field\(size), " + (overlaps ? "\(inside.count) of them inside" : "none of them inside")
    }

    /// Padding, the output's size, the field's size, parameters.
    mutating func timeNotes(_ model: Conv1DModel, top: Double) {
        var y = top
        let remarks = model.remarks
        if !remarks.isEmpty { y = labels(remarks, left: 0, top: y, width: width).bottom + 7 }
        if model.isCausal {
            let words = "the dashed line is now: nothing to its right, the future, is read"
            y = (paragraph(words, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)?.bottom ?? y) + 5
        }
        for (index, size) in model.sizes.enumerated() {
            let name = model.isStack ? model.name(ofRow: index + 1) : nil
            y = formula(size, named: name, left: 0, top: y).bottom + 3
        }
        y = flow(fieldFormula(model), left: 0, top: y).bottom + 3
        for (index, count) in model.parameters.enumerated() {
            let name = model.parameters.count > 1 ? "parameters, layer \(index + 1)" : "parameters"
            y = formula(count, of: nil, named: name, left: 0, top: y).bottom + 3
        }
    }

    /// `r = 1 + Σ (f − 1)·d = 1 + (2 − 1)·1 + (2 − 1)·2 = 4`
    private func fieldFormula(_ model: Conv1DModel) -> [FlowPiece] {
        let letters = FormulaText(symbols: notation.symbols, theme: theme)
        var pieces = [FlowPiece(Text("r", style: .variable), glue: 0)]
        let hasJumps = model.rows.dropLast().contains { $0.jump > 1 }
        let hasDilation = model.layers.contains { $0.window.dilation > 1 }
        let one: Expression = .symbol(.kernel) - 1
        var term = hasDilation ? one * .symbol(.dilation) : one
        if hasJumps { term = term * .symbol(.jump) }
        let sign = model.isStack ? "1 + Σ " : "1 + "
        let written = letters.write(term)
        let isProduct = hasDilation || hasJumps
        pieces.append(FlowPiece(" = ", Text(sign) + (isProduct ? written : "(" + written + ")"), .formula))
        pieces.append(FlowPiece(" = ", Text("1"), .formula))
        for (layer, row) in zip(model.layers, model.rows) {
            var numbers = letters
            numbers.values = [
                .init(.kernel, Quantity(layer.window.kernelSize)), .init(.dilation, Quantity(layer.window.dilation)),
                .init(.jump, Quantity(row.jump)),
            ]
            let text = numbers.write(term)
            pieces.append(FlowPiece(" + ", isProduct ? text : "(" + text + ")", .formula))
        }
        let result = Text("\(model.field(of: 0).size)", style: .bold, color: theme.letters(.input))
        pieces.append(FlowPiece(" = ", result, .sizes))
        return pieces
    }
}

extension Expression.Symbol {
    fileprivate static let jump = Self("j", "steps of the input from one step to the next")
}
