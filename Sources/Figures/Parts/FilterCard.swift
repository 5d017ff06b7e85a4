import Scenes
import Tensors

extension SceneBuilder {
    /// The filter's name over its kernel, or over its kernels.
    ///
    /// - Returns: the height that they need.
    mutating func filterCard(
        _ filter: Filter, center: Double, top: Double, width: Double, height: Double
    ) -> Double {
        let matrices = filter.kernels.map(\.matrix)
        let lines = wrapped(filter.title, width: width, size: 9, style: .bold)
        let (rows, columns) = (matrices[0].shape[0], matrices[0].shape[1])
        let across = matrices.count <= 2 ? 1 : 3
        let down = (matrices.count + across - 1) / across
        let spacing = matrices.count == 1 ? 0.0 : 5.0
        let formula = filter.formula
        let titleHeight = 12 * Double(lines.count) + 5
        let formulaHeight = formula == nil ? 0.0 : 13.0
        // One kernel or two show their numbers, even if the row must grow for it; more, or large ones, are pictures.
        let least = leastCell(matrices[0], NumberStyle(for: matrices[0]))
        let needed = least * Double(rows * down) + spacing * Double(down - 1)
        let photoRoom = max(height - titleHeight - formulaHeight - 2, 40)
        let room = matrices.count <= 2 && needed < 1.4 * photoRoom ? max(photoRoom, needed) : photoRoom
        let cell = min(
            20, (width - spacing * Double(across - 1)) / Double(columns * across),
            (room - spacing * Double(down - 1)) / Double(rows * down))
        let block = cell * Double(rows * down) + spacing * Double(down - 1)
        let total = titleHeight + block + formulaHeight
        var y = top + max(0, (height - total) / 2)
        for line in lines {
            text(Text(line, style: .bold), at: Point(center, y), anchor: .middle, baseline: .top)
            y += 12
        }
        y += 5
        let numbers = NumberStyle(for: matrices[0])
        let left = center - (cell * Double(columns * across) + spacing * Double(across - 1)) / 2
        for (index, matrix) in matrices.enumerated() {
            let frame = Rect(
                left + Double(index % across) * (cell * Double(columns) + spacing),
                y + Double(index / across) * (cell * Double(rows) + spacing), cell * Double(columns),
                cell * Double(rows))
            self.matrix(
                matrix, in: frame,
                MatrixLook(
                    scale: .weights(matrix, theme), numbers: numbers,
                    outline: Stroke(theme.emphasised(.kernel), width: cell < 8 ? 0.75 : 1.25, join: .round)))
        }
        if let formula {
            text(formula, at: Point(center, y + block + 5), color: theme.mutedInk, anchor: .middle, baseline: .top)
        }
        return total
    }
}

extension Filter {
    /// How several responses become one, where there are several.
    fileprivate var formula: Text? {
        switch response {
        case .linear: nil
        case .magnitude:
            Text(
                [
                    .init("√("), .init("x", style: .variable), .init("2", script: .superscript), .init(" + "),
                    .init("y", style: .variable), .init("2", script: .superscript), .init(")"),
                ], size: 8)
        case .direction:
            Text(
                [
                    .init("angle of ("), .init("x", style: .variable), .init(", "), .init("y", style: .variable),
                    .init(")"),
                ], size: 8)
        case .greatest(let kernels): Text("greatest of \(kernels.count)", size: 8)
        }
    }
}
