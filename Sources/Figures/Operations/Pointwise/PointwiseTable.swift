import Scenes
import Tensors

/// The dense layer of one pixel: its channels above the matrix, bias and results to the right.
struct PointwiseTable {
    let model: PointwiseModel
    /// Of the numbers.
    let size: Double
    let cell: Size

    /// Between the matrix and the bias, and between that and the results.
    static let gap = 14.0
    private static let headGap = 5.0

    /// The roomiest that fits the page with its outlines, which stand out by half their width; nothing if none does.
    init?(_ model: PointwiseModel, in page: SceneBuilder) {
        let choices = Self.choices(model, page)
        guard let fitting = choices.first(where: { $0.width + 1 <= page.width }) else { return nil }
        self = fitting
    }

    init(smallest model: PointwiseModel, in page: SceneBuilder) {
        self = Self.choices(model, page)[1]
    }

    private static func choices(_ model: PointwiseModel, _ page: SceneBuilder) -> [PointwiseTable] {
        [(Text.labelSize, 20.0, 18.0), (Text.smallSize, 12, 13)].map { size, least, height in
            let tensors =
                [model.input.maps, model.numbers?.weights, model.numbers?.output].compactMap { $0 }
                + (model.numbers.map { [Tensor([$0.bias.count], $0.bias)] } ?? [])
            let widest = tensors.map { page.widest($0, size: size) }.max() ?? 0
            return PointwiseTable(model: model, size: size, cell: Size(max(least, widest + 5), height))
        }
    }

    private init(model: PointwiseModel, size: Double, cell: Size) {
        (self.model, self.size, self.cell) = (model, size, cell)
    }

    private var columns: Double { Double(model.channels.count) * cell.width }
    var width: Double { columns + 2 * (Self.gap + cell.width) }
    var height: Double { Double(model.filters.count + 1) * cell.height + Self.headGap }

    func draw(pixel: (row: Int, column: Int), at corner: Point, in builder: inout SceneBuilder) {
        let bottom = corner.y + cell.height + Self.headGap
        let biasLeft = corner.x + columns + Self.gap
        let resultLeft = biasLeft + cell.width + Self.gap
        let maps = model.input.maps
        for (x, item) in model.channels.enumerated() {
            let left = corner.x + Double(x) * cell.width
            switch item {
            case .item(let channel):
                number(
                    .input, .strong, maps.map { (NumberStyle(for: $0), $0[channel, pixel.row, pixel.column]) },
                    at: Point(left, corner.y), nil, in: &builder)
            case .gap: dots("…", at: Point(left, corner.y), in: &builder)
            }
        }
        for (y, row) in model.filters.enumerated() {
            let top = bottom + Double(y) * cell.height
            let middle = top + cell.height / 2
            guard case .item(let filter) = row else {
                for x in 0..<model.channels.count {
                    dots("⋮", at: Point(corner.x + Double(x) * cell.width, top), in: &builder)
                }
                dots("⋮", at: Point(biasLeft, top), in: &builder)
                dots("⋮", at: Point(resultLeft, top), in: &builder)
                continue
            }
            for (x, item) in model.channels.enumerated() {
                let place = Point(corner.x + Double(x) * cell.width, top)
                switch item {
                case .item(let channel):
                    number(
                        .kernel, .usual,
                        model.numbers.map { (NumberStyle(for: $0.weights), $0.weights[filter, channel]) }, at: place,
                        nil,
                        in: &builder)
                case .gap: dots("…", at: place, in: &builder)
                }
            }
            sign("+", Point(biasLeft - Self.gap / 2, middle), in: &builder)
            number(
                .activation, .usual,
                model.numbers.map { (NumberStyle(for: Tensor([$0.bias.count], $0.bias)), $0.bias[filter]) },
                at: Point(biasLeft, top), nil, in: &builder)
            sign("=", Point(resultLeft - Self.gap / 2, middle), in: &builder)
            number(
                .output, .strong,
                model.numbers.map {
                    (NumberStyle(for: $0.output), $0.output[filter, pixel.row, pixel.column])
                }, at: Point(resultLeft, top), .output, in: &builder)
        }
        builder.path(
            .rect(Rect(corner.x, bottom, columns, Double(model.filters.count) * cell.height)),
            stroke: builder.theme.outline(.kernel))
    }

    private func number(
        _ role: Theme.Role, _ strength: CellStrength, _ number: (style: NumberStyle, value: Float)?, at corner: Point,
        _ blank: Blank?, in builder: inout SceneBuilder
    ) {
        var grid = CellGrid(1, 1, role, values: number.map { Tensor([1, 1], [$0.value]) })
        grid.style = number?.style
        grid.size = size
        grid.blank = blank
        grid.strength = { _, _ in strength }
        builder.grid(grid, at: corner, cell: cell)
    }

    private func dots(_ words: String, at corner: Point, in builder: inout SceneBuilder) {
        sign(words, Point(corner.x + cell.width / 2, corner.y + cell.height / 2), in: &builder)
    }

    private func sign(_ words: String, _ place: Point, in builder: inout SceneBuilder) {
        builder.text(
            Text(words, size: size), at: place, color: builder.theme.mutedInk, anchor: .middle, baseline: .middle)
    }
}
