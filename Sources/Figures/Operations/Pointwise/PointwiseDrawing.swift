import Networks
import Scenes
import Tensors

/// One step of a figure of a 1x1 convolution, laid out.
struct PointwiseDrawing {
    let model: PointwiseModel
    let step: FigureStep

    private var pixel: (row: Int, column: Int) { model.pixel(step.index) }
    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let table =
            isSmall
            ? PointwiseTable(smallest: model, in: builder)
            : PointwiseTable(model, in: builder) ?? PointwiseTable(smallest: model, in: builder)
        let room = isSmall ? 46.0 : min(92, max(64, (builder.width - table.width - 80) / 2))
        let input = MapStack(items: model.channels, sizes: model.sizes, role: .input, width: room)
        let output = MapStack(items: model.filters, sizes: model.sizes, role: .output, width: room)
        let columns = model.sizes[1]
        func part(_ stack: MapStack, _ labels: [CellLabel], shows: @escaping (Int, Int) -> Bool) -> FlatPart {
            FlatPart(size: stack.size, labels: isSmall ? [] : labels) {
                $0.stack(stack, pixel: pixel, at: $1, shows: shows)
            }
        }
        let parts = [
            part(
                input,
                [
                    CellLabel(
                        .role(.input),
                        "input " + builder.shape(model.input.channels, model.sizes) + model.input.remark)
                ]
            ) { _, _ in true },
            FlatPart(size: Size(table.width, table.height), labels: isSmall ? [] : tableLabels) {
                table.draw(pixel: pixel, at: $1, in: &$0)
            },
            part(
                output, [CellLabel(.role(.output), "output " + builder.shape(model.filterCount, model.sizes), .sizes)]
            ) { step.shows($0 * columns + $1) },
        ]
        if isSmall {
            table.draw(pixel: pixel, at: Point(input.size.width + 14, 0), in: &builder)
            builder.stack(input, pixel: pixel, at: Point(0, 0)) { _, _ in true }
            builder.stack(output, pixel: pixel, at: Point(input.size.width + table.width + 28, 0)) {
                step.shows($0 * columns + $1)
            }
            return
        }
        builder.flow(parts, top: 0)
        var top = builder.below(10)
        for filter in model.filters.items {
            guard let line = model.line(filter: filter, at: pixel) else { continue }
            var pieces = [FlowPiece(Text(line.name + ":", color: builder.theme.mutedInk), glue: 5)]
            pieces += line.terms.enumerated().map { FlowPiece($0 == 0 ? "" : " + ", Text($1), .values) }
            pieces.append(
                FlowPiece(
                    line.isExact ? " = " : " ≈ ",
                    Text(line.result, style: .bold, color: builder.theme.letters(.output)), .output))
            top = builder.flow(pieces, left: 0, top: top).bottom + 3
        }
        builder.pointwiseNotes(model, top: builder.below(9))
    }

    private var tableLabels: [CellLabel] {
        [
            CellLabel(
                .role(.input),
                "pixel \(pixel.row),\(pixel.column): \(counted(model.input.channels, "channel"))"),
            CellLabel(.role(.kernel), Figures.sizes([model.filterCount, model.input.channels]) + " matrix, bias"),
        ]
    }
}

/// Maps one above the other, lying.
struct MapStack {
    let items: [ElisionSlot]
    let sizes: [Int]
    let role: Theme.Role
    let cell: Double

    private static let gap = 5.0
    private static let words = 12.0

    init(items: [ElisionSlot], sizes: [Int], role: Theme.Role, width: Double) {
        (self.items, self.sizes, self.role) = (items, sizes, role)
        let unit = CellPlane.lying(Point(0, 0), cell: 1).bounds(sizes[0], sizes[1])
        cell = min(13, width / unit.width, 46 / unit.height)
    }

    var map: Rect { CellPlane.lying(Point(0, 0), cell: cell).bounds(sizes[0], sizes[1]) }

    func height(_ item: ElisionSlot) -> Double {
        switch item {
        case .item: map.height
        case .gap: Self.words
        }
    }

    var size: Size {
        let hasWords = items.count > items.items.count
        return Size(
            max(map.width, hasWords ? 46 : 0),
            items.reduce(0) { $0 + height($1) } + Self.gap * Double(items.count - 1))
    }

    /// Where each begins.
    var tops: [Double] {
        var y = 0.0
        return items.map { item in
            defer { y += height(item) + Self.gap }
            return y
        }
    }
}

extension SceneBuilder {
    /// A stack of lying maps with one pixel of each standing out.
    mutating func stack(
        _ stack: MapStack, pixel: (row: Int, column: Int), at corner: Point, shows: (Int, Int) -> Bool
    ) {
        let (rows, columns) = (stack.sizes[0], stack.sizes[1])
        let all = CellPlane.places(rows, columns)
        for (item, top) in zip(stack.items, stack.tops) {
            switch item {
            case .item:
                let plane = CellPlane.lying(Point(corner.x - stack.map.left, corner.y + top), cell: stack.cell)
                let done = all.filter { shows($0.row, $0.column) }
                if done.count < all.count {
                    path(plane.area(0..<rows, 0..<columns), stroke: Stroke(theme.rule, width: 0.6))
                }
                path(
                    plane.cells(done), fill: theme.cellFill(stack.role, isNumbered: false),
                    stroke: Stroke(theme.page, width: min(0.75, stack.cell / 12)))
                path(
                    plane.area(pixel.row..<pixel.row + 1, pixel.column..<pixel.column + 1),
                    fill: theme.cellFill(stack.role, .strong, isNumbered: false), stroke: theme.outline(stack.role))
            case .gap(let count):
                text(
                    Text("… \(count) more", size: Text.smallSize), at: Point(corner.x, corner.y + top + 6),
                    color: theme.mutedInk, baseline: .middle)
            }
        }
    }

    /// What the matrix is, and what it costs.
    mutating func pointwiseNotes(_ model: PointwiseModel, top: Double) {
        var y = formula(model.parameters, of: Text("parameters"), left: 0, top: top).bottom + 3
        if let bottleneck = model.bottleneck {
            let (channels, filters) = (model.input.channels, model.filterCount)
            let kernel = bottleneck.kernel.map(String.init).joined(separator: "·")
            let total = bottleneck.reduction + bottleneck.wide
            let lines: [(String, String, Quantity)] = [
                (
                    "1 × 1, then \(Figures.sizes(bottleneck.kernel))",
                    "\(channels)·\(filters) + \(kernel)·\(filters)·\(channels)", total
                ),
                ("\(Figures.sizes(bottleneck.kernel)) at once", "\(kernel)·\(channels)·\(channels)", bottleneck.direct),
            ]
            for (name, terms, value) in lines {
                let pieces = [
                    FlowPiece(Text(name + ":", color: theme.mutedInk), glue: 5),
                    FlowPiece(Text(""), Text(terms), .formula),
                    FlowPiece(" = ", Text(value.readable, style: .bold), .sizes),
                ]
                y = flow(pieces, left: 0, top: y).bottom + 3
            }
            y =
                (paragraph(
                    bottleneck.words, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)?.bottom ?? y) + 2
        }
        paragraph(model.sameWords, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)
    }
}

extension PointwiseModel.Bottleneck {
    /// How the two ways compare.
    var words: String {
        let total = reduction + wide
        guard let few = total.integer, let many = direct.integer, few > 0, many > 0 else {
            return "multiplications a pixel"
        }
        let ratio = Float(Double(max(many, few)) / Double(min(many, few)))
        return "multiplications a pixel, biases left out: at once takes \(decimal(ratio)) times as "
            + (many >= few ? "many" : "few")
    }
}
