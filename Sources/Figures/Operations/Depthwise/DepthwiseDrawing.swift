import Networks
import Scenes
import Tensors

/// One step of a figure of grouped convolution, laid out: maps, filters and maps from left to right.
struct DepthwiseDrawing {
    let model: DepthwiseModel
    let step: FigureStep

    private var current: (stage: Int, filter: Int) { model.place(step.index) }
    private var isSmall: Bool { step.form == .thumbnail }

    private static let slice = 13.0
    private static let mostSlices = 4

    static func leastWidth(_ model: DepthwiseModel) -> Double { model.isSeparable ? 230 : 150 }

    /// A drawn map or filter, or those that are only counted.
    private struct Spot {
        let item: ElisionSlot
        let frame: Rect
        /// Of those that are counted.
        let range: Range<Int>
    }

    func draw(in builder: inout SceneBuilder) {
        let stages = model.stages
        let columns = 1 + 2 * stages.count
        let counts = [model.shownChannels.count] + stages.map(\.shown.count)
        let filters = stages.map { Self.filterWidth($0) }
        let most = max(model.channels, stages[stages.count - 1].filters)
        let numbers = isSmall ? 0.0 : builder.measure(Text("\(most)", size: Text.smallSize)).width + 4
        let leastGap = 14.0
        let room = builder.width - filters.reduce(0, +) - 2 * numbers - leastGap * Double(columns - 1) - 2
        let fitting = max(9, room / Double(1 + stages.count))
        let side = min(isSmall ? 20 : 34, 300 / Double(counts.max() ?? 1), fitting)
        let taken = side * Double(1 + stages.count) + filters.reduce(0, +) + 2 * numbers
        let gap = max(leastGap, min(90, (builder.width - taken - 2) / Double(columns - 1)))
        let pitch = side + (isSmall ? 5 : 10)
        let height = pitch * Double(counts.max() ?? 1)
        var top = 0.0
        if !isSmall { top = builder.legend(labels(builder), top: 0).bottom + 10 }
        func spots(_ items: [ElisionSlot], _ left: Double, _ width: Double, _ high: Double) -> [Spot] {
            var next = 0
            let start = top + (height - pitch * Double(items.count)) / 2
            return items.enumerated().map { index, item in
                let middle = start + pitch * (Double(index) + 0.5)
                let frame = Rect(left, middle - high / 2, width, high)
                let range: Range<Int>
                switch item {
                case .item(let own): range = own..<own + 1
                case .gap(let count): range = next..<next + count
                }
                next = range.upperBound
                return Spot(item: item, frame: frame, range: range)
            }
        }
        var left = numbers
        var before = spots(model.shownChannels, left, side, side)
        if !isSmall { self.numbers(before, at: { _ in 0 }, in: &builder) }
        maps(before, .input, model.maps, isCurrent: { reads($0, stage: 0) }, shows: { _ in true }, in: &builder)
        left += side + gap
        for (index, stage) in stages.enumerated() {
            let own = spots(stage.shown, left, filters[index], Self.slice)
            lines(from: before, to: own, index, stage, in: &builder)
            left += filters[index] + gap
            let after = spots(stage.shown, left, side, side)
            for (filter, map) in zip(own, after) {
                guard case .item(let number) = filter.item else { continue }
                let isCurrent = current == (index, number)
                builder.arrow(
                    Point(filter.frame.right + 3, filter.frame.center.y), Point(map.frame.left - 3, map.frame.center.y),
                    isCurrent ? builder.theme.emphasised(.output) : builder.theme.rule, width: isCurrent ? 1.2 : 0.75)
                slices(stage, at: filter.frame, isCurrent: isCurrent, in: &builder)
            }
            words(own, in: &builder)
            maps(
                after, .output, stage.maps,
                isCurrent: { current == (index, $0) || reads($0, stage: index + 1) },
                shows: { shows($0, index) }, in: &builder)
            before = after
            left += side + gap
        }
        if !isSmall { self.numbers(before, at: { $0.frame.right + 4 }, in: &builder) }
        guard !isSmall else { return }
        builder.depthwiseNotes(model, top: builder.below(12))
    }

    /// Whether the current filter reads a channel of its stage.
    private func reads(_ channel: Int, stage: Int) -> Bool {
        current.stage == stage && model.stages[stage].reads(current.filter).contains(channel)
    }

    private func shows(_ filter: Int, _ stage: Int) -> Bool {
        step.form == .still || stage < current.stage || stage == current.stage && filter <= current.filter
    }

    private func labels(_ builder: SceneBuilder) -> [CellLabel] {
        var labels = [CellLabel(.role(.input), counted(model.channels, "input channel"))]
        for (index, stage) in model.stages.enumerated() {
            let shape = builder.shape(stage.channels / stage.groups, stage.kernel)
            let kind = model.isSeparable ? (index == 0 ? "depthwise: " : "pointwise: ") : ""
            labels.append(CellLabel(.role(.kernel), "\(kind)\(counted(stage.filters, "filter")) of \(shape)"))
        }
        if !model.isSeparable { labels.append(CellLabel(.role(.kernel), model.groupWords)) }
        labels.append(
            CellLabel(.role(.output), counted(model.stages[model.stages.count - 1].filters, "output map"), .sizes))
        return labels
    }

    private static func filterWidth(_ stage: DepthwiseModel.Stage) -> Double {
        let each = stage.channels / stage.groups
        return Double(min(each, mostSlices)) * (slice + 1.5) - 1.5 + (each > mostSlices ? 22 : 0)
    }

    /// A filter's slices, one for each channel that it reads.
    private func slices(
        _ stage: DepthwiseModel.Stage, at frame: Rect, isCurrent: Bool, in builder: inout SceneBuilder
    ) {
        let each = stage.channels / stage.groups
        let (rows, columns) = (stage.kernel[0], stage.kernel[1])
        let isPoint = rows * columns == 1
        let cell = isPoint ? Size(7, 7) : Size(Self.slice / Double(columns), Self.slice / Double(rows))
        for index in 0..<min(each, Self.mostSlices) {
            let left = frame.left + Double(index) * (Self.slice + 1.5)
            let inset = isPoint ? (Self.slice - 7) / 2 : 0
            var grid = CellGrid(rows, columns, .kernel)
            grid.strength = { _, _ in isCurrent ? .usual : .weak }
            builder.grid(grid, at: Point(left + inset, frame.top + inset), cell: cell)
            builder.path(
                .rect(Rect(left + inset, frame.top + inset, cell.width * Double(columns), cell.height * Double(rows))),
                stroke: isCurrent
                    ? builder.theme.outline(.kernel) : Stroke(builder.theme.emphasised(.kernel), width: 0.5))
        }
        if each > Self.mostSlices {
            builder.text(
                Text("× \(each)", size: Text.smallSize),
                at: Point(frame.left + Double(Self.mostSlices) * (Self.slice + 1.5) + 1, frame.center.y),
                color: builder.theme.mutedInk, baseline: .middle)
        }
    }

    /// What each filter reads; the current one's lines stand out.
    private func lines(
        from channels: [Spot], to filters: [Spot], _ index: Int, _ stage: DepthwiseModel.Stage,
        in builder: inout SceneBuilder
    ) {
        let theme = builder.theme
        var strong: [(Point, Point)] = []
        for filter in filters {
            guard case .item(let number) = filter.item else { continue }
            let reads = stage.reads(number)
            for channel in channels where channel.range.overlaps(reads) {
                let ends = (
                    Point(channel.frame.right + 2, channel.frame.center.y),
                    Point(filter.frame.left - 2, filter.frame.center.y)
                )
                if current == (index, number) {
                    strong.append(ends)
                } else {
                    builder.line(ends.0, ends.1, Stroke(theme.rule, width: 0.6))
                }
            }
        }
        for ends in strong { builder.line(ends.0, ends.1, Stroke(theme.emphasised(.kernel), width: 1.2)) }
    }

    private func maps(
        _ spots: [Spot], _ role: Theme.Role, _ maps: Tensor?, isCurrent: (Int) -> Bool, shows: (Int) -> Bool,
        in builder: inout SceneBuilder
    ) {
        let values = maps.map { [$0] } ?? []
        let isBrightness = model.isPhoto && role == .input
        let scale =
            isBrightness
            ? ValueScale.photo
            : values.contains { $0.elements.contains { $0 < 0 } }
                ? .signed(values, builder.theme) : .sequential(values, builder.theme)
        for spot in spots {
            guard case .item(let index) = spot.item else { continue }
            guard shows(index) else {
                builder.path(.rect(spot.frame), stroke: Stroke(builder.theme.rule, width: 0.6))
                continue
            }
            if let map = maps?.map(index) {
                let ratio = map.elongation
                let width = ratio >= 1 ? spot.frame.width : spot.frame.width * ratio
                let height = ratio >= 1 ? spot.frame.height / ratio : spot.frame.height
                let frame = Rect(spot.frame.center.x - width / 2, spot.frame.center.y - height / 2, width, height)
                builder.image(scale.pixels(map), in: frame, outlined: false)
                if isCurrent(index) {
                    builder.path(.rect(frame), stroke: builder.theme.outline(role))
                } else {
                    builder.path(.rect(frame), stroke: Stroke(builder.theme.emphasised(role), width: 0.5))
                }
            } else {
                builder.path(
                    .rect(spot.frame),
                    fill: builder.theme.cellFill(role, isCurrent(index) ? .strong : .usual, isNumbered: false),
                    stroke: isCurrent(index) ? builder.theme.outline(role) : nil)
            }
        }
        words(spots, in: &builder)
    }

    /// Which channel or map each is, counted from 1.
    private func numbers(
        _ spots: [Spot], at x: (Spot) -> Double, in builder: inout SceneBuilder
    ) {
        for spot in spots {
            guard case .item(let index) = spot.item else { continue }
            builder.text(
                Text("\(index + 1)", size: Text.smallSize), at: Point(x(spot), spot.frame.center.y),
                color: builder.theme.mutedInk, baseline: .middle)
        }
    }

    /// How many are not drawn.
    private func words(_ spots: [Spot], in builder: inout SceneBuilder) {
        for spot in spots {
            guard case .gap(let count) = spot.item else { continue }
            builder.text(
                Text("… \(count)", size: Text.smallSize), at: spot.frame.center, color: builder.theme.mutedInk,
                anchor: .middle, baseline: .middle)
        }
    }
}

extension SceneBuilder {
    /// Weights, how they come about, and what other groups would take.
    mutating func depthwiseNotes(_ model: DepthwiseModel, top: Double) {
        var y = top
        for (index, stage) in model.stages.enumerated() {
            let name = model.isSeparable ? (index == 0 ? "depthwise" : "pointwise") : nil
            y = formula(stage.weights, of: Text("weights"), named: name, left: 0, top: y).bottom + 3
        }
        y += 5
        let names = model.choices.map { measure(Text($0.name)).width }.max() ?? 0
        let counts = model.choices.map { measure(Text(Quantity($0.weights).readable, style: .bold)).width }.max() ?? 0
        let room = max(30, min(240, width - names - counts - 24))
        let most = Double(max(1, model.choices.map(\.weights).max() ?? 1))
        for choice in model.choices {
            let style: Text.Style = choice.isCurrent ? .bold : .regular
            text(Text(choice.name, style: choice.isCurrent ? .medium : .regular), at: Point(0, y), baseline: .top)
            // A bar would give away what an exercise asks for.
            let isAsked = exercise.asks(for: .sizes)
            let long = isAsked ? 0 : max(0.8, room * Double(choice.weights) / most)
            if long > 0 {
                path(
                    .rect(Rect(names + 10, y + 2.5, long, 7)),
                    fill: theme.cellFill(.kernel, choice.isCurrent ? .strong : .weak, isNumbered: false),
                    stroke: Stroke(theme.emphasised(.kernel), width: 0.5))
            }
            answer(
                Text(Quantity(choice.weights).readable, style: style), .sizes, at: Point(names + 16 + long, y),
                baseline: .top)
            y += 15
        }
        paragraph(model.savingWords, left: 0, top: y + 3, width: width, size: 8, color: theme.mutedInk)
    }
}

extension DepthwiseModel {
    var groupWords: String {
        let stage = stages[0]
        let each = stage.channels / stage.groups
        if stage.groups == 1 { return "1 group: every filter reads all channels" }
        if each == 1 { return "\(stage.groups) groups, depthwise: every filter reads 1 channel" }
        return "\(stage.groups) groups: every filter reads \(each) of \(stage.channels) channels"
    }

    /// What it comes to.
    var savingWords: String {
        guard let now = choices.first(where: \.isCurrent), let usual = choices.first, now.weights > 0 else { return "" }
        let ratio = decimal(Float(Double(usual.weights) / Double(now.weights)))
        if isSeparable {
            return usual.weights >= now.weights
                ? "weights without biases: a separable convolution takes \(ratio) times fewer. First each channel by itself, then each pixel by itself."
                : "weights without biases: here a separable convolution takes more than the usual one."
        }
        if usual == now { return "weights without biases; more groups would take fewer." }
        return
            "weights without biases: \(ratio) times fewer than in one group, but groups do not see each other's channels."
    }
}
