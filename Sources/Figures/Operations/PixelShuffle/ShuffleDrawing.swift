import Networks
import Scenes
import Tensors

/// One patch on its way, or one output of both convolutions, laid out.
struct ShuffleDrawing {
    let model: ShuffleModel
    let step: FigureStep

    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let look = ShuffleLook(model, builder, step)
        let small = look.smallPart(labels: isSmall ? [] : labels(model.small, isInput: !model.isUnshuffle, builder))
        let large = look.largePart(labels: isSmall ? [] : labels(model.large, isInput: model.isUnshuffle, builder))
        var parts = model.isUnshuffle ? [large, small] : [small, large]
        if let equivalence = model.equivalence, let outputs = look.outputPart(equivalence, isLabelled: !isSmall) {
            parts.append(outputs)
        }
        builder.flow(parts, top: 0)
        guard !isSmall else { return }
        builder.shuffleStep(model, step.index, top: builder.below(2))
        builder.shuffleNotes(model, top: builder.below(8))
    }

    private func labels(_ sizes: [Int], isInput: Bool, _ builder: SceneBuilder) -> [CellLabel] {
        let shape = builder.shape(sizes[0], [sizes[1], sizes[2]])
        if model.equivalence != nil {
            return [CellLabel(.role(.input), (sizes == model.small ? "channels " : "shuffled ") + shape)]
        }
        return [
            isInput ? CellLabel(.role(.input), "input " + shape) : CellLabel(.role(.output), "output " + shape, .sizes)
        ]
    }

    static func leastWidth(_ model: ShuffleModel) -> Double {
        min(440, max(150, 12 * Double(2 * model.factor * min(model.small[2], 8)) + 50))
    }
}

/// What is drawn of the maps, and which of their cells stand out.
struct ShuffleLook {
    let model: ShuffleModel
    let step: FigureStep
    let cell: Double
    let textSize: Double
    /// Without room for texts cells tell channels by their colour alone.
    let hasTexts: Bool
    let room: Double
    let hides: Bool

    /// Further rows of parts begin with an arrow.
    private static let indent = 34.0

    init(_ model: ShuffleModel, _ builder: SceneBuilder, _ step: FigureStep) {
        (self.model, self.step, room) = (model, step, builder.width - Self.indent)
        hides = builder.exercise.hides(.output)
        let isSmall = step.form == .thumbnail
        let count = model.sources.count
        // Of many elements the last have the longest names.
        let texts = (count <= 512 ? Array(0..<count) : [0, count - 1]).map(model.text)
        func widest(_ size: Double) -> Double { texts.map { builder.measure(Text($0, size: size)).width }.max() ?? 0 }
        let size = widest(Text.labelSize) <= 20 && !isSmall ? Text.labelSize : Text.smallSize
        let wanted = max(isSmall ? 11 : 17, widest(size) + 4)
        // A whole patch must find room, or a whole window of them, with a neighbour at each side.
        let patches = model.equivalence.map { min($0.kernel[1], model.small[2]) } ?? 1
        let most = room / Double(model.factor * patches + 2)
        hasTexts = wanted <= most
        textSize = size
        cell = hasTexts ? wanted : min(8, most)
    }

    /// Which elements of the small maps stand out at this step.
    private func isBright(_ element: Int) -> Bool {
        guard let equivalence = model.equivalence else { return model.patch(of: element) == step.index }
        let (window, place) = (equivalence.window(step.index), model.smallPlace(element))
        return window.rows.contains(place.row) && window.columns.contains(place.column)
    }

    private func isThere(_ element: Int, isTarget: Bool) -> Bool {
        model.equivalence != nil || !isTarget || step.shows(model.patch(of: element))
    }

    private var focus: (channel: Int, rows: Range<Int>, columns: Range<Int>) {
        if let equivalence = model.equivalence {
            let window = equivalence.window(step.index)
            return (
                0, window.rows.clamped(to: 0..<model.small[1]), window.columns.clamped(to: 0..<model.small[2])
            )
        }
        let place = model.patchPlace(step.index)
        return (place.channel, place.row..<place.row + 1, place.column..<place.column + 1)
    }

    private func grid(_ sizes: [Int], _ rows: Range<Int>, _ columns: Range<Int>) -> ElidedGrid {
        let across = max(1, Int((room - 2 * ElidedGrid.gap) / cell))
        let height = hasTexts ? min(cell, 20) : cell
        return ElidedGrid(
            rows: Elision(sizes[1], most: max(hasTexts ? 12 : 64, rows.count), keeping: Array(rows)),
            columns: Elision(sizes[2], most: max(min(across, hasTexts ? 24 : 64), 1), keeping: Array(columns)),
            cell: Size(cell, height))
    }

    /// The channels in rows as wide as a patch where there is room; those of the patch first of all.
    func smallPart(labels: [CellLabel]) -> FlatPart {
        let focus = focus
        let grid = grid(model.small, focus.rows, focus.columns)
        let first = focus.channel * model.group
        let group = Array(first..<first + min(model.group, 9))
        let channels = Elision(model.small[0], most: 16, keeping: group + [first + model.group - 1])
        let head = labels.isEmpty || !hasTexts ? 0.0 : 11
        let (wide, high) = (max(grid.size.width, head > 0 ? 18 : 0), grid.size.height + head)
        let fitting = max(1, Int((room + 9) / (wide + 9)))
        let across = min(model.factor > 1 && model.factor <= fitting ? model.factor : fitting, channels.slots.count)
        let rows = (channels.slots.count + across - 1) / across
        let size = Size(
            Double(across) * (wide + 9) - 9, Double(rows) * (high + 9) - 9)
        return FlatPart(size: size, labels: labels) { builder, corner in
            for (index, slot) in channels.slots.enumerated() {
                let place = corner + (Double(index % across) * (wide + 9), Double(index / across) * (high + 9))
                switch slot {
                case .item(let channel):
                    if head > 0 {
                        builder.text(
                            Text(model.values == nil ? ShuffleModel.letter(channel) : "\(channel)", size: 8),
                            at: place, color: builder.theme.mutedInk, baseline: .top)
                    }
                    draw(grid, channel, at: place + (0, head), in: &builder)
                case .gap(let count):
                    builder.text(
                        Text("… \(count)", size: Text.smallSize), at: place + (wide / 2, high / 2),
                        color: builder.theme.mutedInk, anchor: .middle, baseline: .middle)
                }
            }
        }
    }

    private func draw(_ grid: ElidedGrid, _ channel: Int, at corner: Point, in builder: inout SceneBuilder) {
        let plane = model.small[1] * model.small[2]
        var outline: Rect?
        for (row, column, frame) in grid.cells(at: corner) {
            let element = channel * plane + row * model.small[2] + column
            if draw(element, in: frame, isTarget: model.isUnshuffle, &builder) {
                outline = outline?.union(frame) ?? frame
            }
        }
        builder.gaps(of: grid, at: corner)
        if let outline { builder.path(.rect(outline), stroke: stroke(builder.theme)) }
    }

    /// - Returns: whether the cell stands out.
    private func draw(_ element: Int, in frame: Rect, isTarget: Bool, _ builder: inout SceneBuilder) -> Bool {
        let isBright = isBright(element)
        let isHidden = hides && isTarget && model.equivalence == nil
        if isThere(element, isTarget: isTarget) {
            builder.element(
                hasTexts && !isHidden ? model.text(element) : nil, isHidden ? 0 : model.smallPlace(element).channel,
                isBright: isBright, in: frame, size: textSize)
        } else {
            builder.path(.rect(frame.inset(by: 0.4)), stroke: Stroke(builder.theme.rule, width: 0.6))
        }
        return isBright
    }

    private func stroke(_ theme: Theme) -> Stroke {
        model.equivalence == nil ? Stroke(theme.ink, width: 1.5, join: .round) : theme.outline(.kernel)
    }

    /// The large maps, one below the other.
    func largePart(labels: [CellLabel]) -> FlatPart {
        let (focus, r) = (focus, model.factor)
        let grid = grid(
            model.large, focus.rows.lowerBound * r..<focus.rows.upperBound * r,
            focus.columns.lowerBound * r..<focus.columns.upperBound * r)
        let channels = Elision(model.large[0], most: 4, keeping: [focus.channel])
        let step = grid.size.height + 12
        let size = Size(grid.size.width, Double(channels.slots.count) * step - 12)
        let area = model.large[1] * model.large[2]
        return FlatPart(size: size, labels: labels) { builder, corner in
            for (index, slot) in channels.slots.enumerated() {
                let place = corner + (0, Double(index) * step)
                switch slot {
                case .gap(let count):
                    builder.text(
                        Text("… \(count)", size: Text.smallSize),
                        at: place + (grid.size.width / 2, grid.size.height / 2),
                        color: builder.theme.mutedInk, anchor: .middle, baseline: .middle)
                case .item(let channel):
                    var outline: Rect?
                    for (row, column, frame) in grid.cells(at: place) {
                        let element = model.sources[channel * area + row * model.large[2] + column]
                        if draw(element, in: frame, isTarget: !model.isUnshuffle, &builder) {
                            outline = outline?.union(frame) ?? frame
                        }
                    }
                    builder.gaps(of: grid, at: place)
                    if let outline { builder.path(.rect(outline), stroke: stroke(builder.theme)) }
                }
            }
        }
    }

    /// What both convolutions give; nothing where it does not find room.
    func outputPart(_ equivalence: ShuffleEquivalence, isLabelled: Bool) -> FlatPart? {
        let shape = equivalence.outputSizes
        let style = NumberStyle(for: equivalence.output)
        let letters = equivalence.output.elements.map { style.text($0).count }.max() ?? 1
        let cell = max(17, 4.6 * Double(letters) + 4)
        guard shape[0] <= 10, cell * Double(shape[1]) <= room else { return nil }
        let labels = isLabelled ? [CellLabel(.role(.output), "output of both \(sizes(shape))")] : []
        return FlatPart(size: Size(cell * Double(shape[1]), 17 * Double(shape[0])), labels: labels) {
            builder, corner in
            for output in 0..<equivalence.outputCount {
                let place = equivalence.place(output)
                let frame = Rect(corner.x + cell * Double(place.column), corner.y + 17 * Double(place.row), cell, 17)
                let strength = output == step.index ? CellStrength.strong : .usual
                guard step.shows(output) else {
                    builder.path(.rect(frame.inset(by: 0.4)), stroke: Stroke(builder.theme.rule, width: 0.6))
                    continue
                }
                builder.path(
                    .rect(frame), fill: builder.theme.cellFill(.output, strength, isNumbered: true),
                    stroke: output == step.index
                        ? builder.theme.outline(.output) : Stroke(builder.theme.page, width: 0.75))
                if hides { continue }
                builder.text(
                    Text(style.text(equivalence.output.elements[output]), size: Text.smallSize), at: frame.center,
                    color: builder.theme.cellInk(.output, strength), anchor: .middle, baseline: .middle)
            }
        }
    }
}
