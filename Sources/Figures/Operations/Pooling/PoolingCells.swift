import Scenes
import Tensors

/// How large the cells of a figure of pooling are.
struct PoolingCells {
    /// Of the numbers.
    let size: Double
    let cell: Double
    let outputCell: Double
    /// Whether winners' indices stand in the corners of the output.
    let hasIndices: Bool

    /// The roomiest whose grids fit the page, each by itself; nothing if none does.
    init?(_ model: PoolingModel, in page: SceneBuilder) {
        let choices = Self.choices(model, page)
        let isBeside = { (cells: PoolingCells) in cells.width(model) <= page.width }
        // Rather smaller, down to what is still easy to read, than one below the other.
        guard
            let fitting = choices.dropLast().first(where: isBeside)
                ?? choices.first(where: { $0.fits(model, page.width) })
        else { return nil }
        self = fitting
    }

    init(smallest model: PoolingModel, in page: SceneBuilder) {
        let choices = Self.choices(model, page)
        self = choices[choices.count - 1]
    }

    private func fits(_ model: PoolingModel, _ width: Double) -> Bool {
        max(Double(model.board.columnCount) * cell, Double(model.board.columns.outputSize) * outputCell + 34) <= width
    }

    /// Of both grids beside each other.
    private func width(_ model: PoolingModel) -> Double {
        cell * Double(model.board.columnCount) + outputCell * Double(model.board.columns.outputSize) + 36
    }

    func leastWidth(_ model: PoolingModel) -> Double { min(300, width(model)) }

    private static func choices(_ model: PoolingModel, _ page: SceneBuilder) -> [PoolingCells] {
        guard let input = model.input, let output = model.output else {
            let tall = Double(model.board.rowCount)
            return [20.0, 16, 13, 10, 8, 6, 4, 3].map { most in
                let cell = min(most, max(3, 260 / tall))
                return PoolingCells(size: Text.smallSize, cell: cell, outputCell: cell, hasIndices: false)
            }
        }
        let isMaximum = model.pooling.operation == .maximum
        let index = page.measure(Text("\(input.elements.count - 1)", size: Text.smallSize)).width
        let sides: [(size: Double, least: Double, indices: Bool)] = [
            (Text.labelSize, 22, isMaximum), (Text.labelSize, 16, false), (Text.smallSize, 11, false),
        ]
        return sides.map { size, least, indices in
            let own = max(least, page.widest(input, size: size) + 4)
            // Even narrow minus infinities.
            let cell =
                model.board.has(.padding) && isMaximum ? max(own, page.measure(Text("−∞", size: size)).width + 4) : own
            let numbers = max(own, page.widest(output, size: size) + 4)
            return PoolingCells(
                size: size, cell: cell, outputCell: indices ? max(numbers, index + 8, 24) : numbers, hasIndices: indices
            )
        }
    }

    private init(size: Double, cell: Double, outputCell: Double, hasIndices: Bool) {
        (self.size, self.cell, self.outputCell, self.hasIndices) = (size, cell, outputCell, hasIndices)
    }
}
