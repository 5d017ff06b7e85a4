import Networks
import Scenes

/// A network as boxes in parallel projection, height and width in space and depth for channels; or a chain of layers as
/// stacks of offset squares, one for each map: LeNet's classic look. Only the bodies differ.
struct VolumeDiagram {
    let scene: Scene

    /// - Throws: ``FigureError/onlyChains(style:layer:instead:)`` for stacks of networks with branches.
    init(_ figure: Architecture, _ network: Network, _ part: LayerRange, _ context: FigureContext) throws {
        let graph = try BlockGraph(network, range: part)
        let highlight = try Highlight(figure.highlight, network)
        let plan = VolumePlan(graph, figure, highlight)
        if figure.style == .stacks, let merge = plan.firstMerge {
            throw FigureError.onlyChains(
                style: figure.style.rawValue, layer: merge, instead: ["blocks", "graph", "volumes"])
        }
        var builder = SceneBuilder(context)
        let drawing = VolumeDrawing(plan, figure, builder)
        builder.volumes(drawing, highlight)
        builder.legend(
            VolumeLegend(drawing, highlight).entries, note: "sizes compressed", top: (builder.bounds?.bottom ?? 0) + 10)
        scene = builder.scene(VolumeWords(graph, plan, highlight, figure.style).text)
    }
}

/// A plan with its measures and places: the largest drawing that takes the fewest rows.
struct VolumeDrawing {
    let plan: VolumePlan
    let scale: VolumeScale
    let glyphs: [VolumeGlyph]
    let labels: [VolumeLabel]
    let cells: [VolumeCell]
    let arrangement: VolumeArrangement

    /// From the largest down: what is tried for networks without and with branches.
    private static let factors = (
        chains: [1, 0.9, 0.8, 0.72], branches: [0.62, 0.54, 0.48], stacks: [0.66, 0.6, 0.54, 0.48]
    )
    /// Of words; names are broken rather than rows.
    private static let widest = [84.0, 62]
    /// With the width of the widest words.
    private static let uShapes = [(0.66, 84.0), (0.6, 84), (0.54, 60), (0.48, 60), (0.42, 60), (0.36, 46), (0.3, 46)]

    init(_ plan: VolumePlan, _ figure: Architecture, _ builder: SceneBuilder) {
        let segments = VolumeSegment.segments(plan.stages.map(\.sources))
        let frames = segments.map { segment -> Int? in
            let first = plan.stages[segment.members[0]].frame
            return segment.members.allSatisfy { plan.stages[$0].frame == first } ? first : nil
        }
        let isChain = segments.allSatisfy { $0.columnCount == 1 }
        if figure.style == .volumes, let shape = VolumeUShape(plan) {
            for (factor, widest) in Self.uShapes {
                let sized = Sized(plan, figure, builder, factor: factor, widest: widest)
                guard let arrangement = VolumeArrangement(shape, sized.cells, width: builder.width) else { continue }
                self.init(plan, sized, arrangement)
                return
            }
        }
        var best: VolumeDrawing?
        var fewest = Int.max
        let factors =
            figure.style == .stacks ? Self.factors.stacks : isChain ? Self.factors.chains : Self.factors.branches
        for (factor, widest) in Self.widest.flatMap({ widest in factors.map { ($0, widest) } }) {
            let sized = Sized(plan, figure, builder, factor: factor, widest: widest)
            let rows = VolumeRows(segments, sized.cells, frames: frames, width: builder.width)
            guard rows.rows.count < fewest else { continue }
            fewest = rows.rows.count
            let arrangement = VolumeArrangement(segments, rows, sized.cells, frames: frames, width: builder.width) {
                builder.frameLabel(plan.frames[$0], isContinued: $1, width: $2).height
            }
            best = VolumeDrawing(plan, sized, arrangement)
        }
        guard let best else { preconditionFailure("there is always a first drawing") }
        self = best
    }

    private init(_ plan: VolumePlan, _ sized: Sized, _ arrangement: VolumeArrangement) {
        (self.plan, self.arrangement) = (plan, arrangement)
        (scale, glyphs, labels, cells) = (sized.scale, sized.glyphs, sized.labels, sized.cells)
    }

    /// Everything whose size depends on the scale.
    struct Sized {
        let scale: VolumeScale
        let glyphs: [VolumeGlyph]
        let labels: [VolumeLabel]
        let cells: [VolumeCell]

        init(_ plan: VolumePlan, _ figure: Architecture, _ builder: SceneBuilder, factor: Double, widest: Double) {
            let largest = plan.stages.flatMap { VolumeMap($0.output).axes.suffix(2) }.max() ?? 1
            let scale = VolumeScale(largest: largest, factor: factor)
            let usual = VolumeDrawing.usualActivation(plan)
            self.scale = scale
            let glyphs = plan.stages.map { stage in
                switch figure.style {
                case .stacks: scale.stack(stage.output)
                case .volumes, .blocks, .graph, .units:
                    stage.block?.head.layer.mergeSign == nil ? scale.glyph(stage.output, count: stage.count) : .circle
                }
            }
            self.glyphs = glyphs
            let widest = min(widest, builder.width / 2 - 2 * VolumeRows.margin)
            let labels = zip(plan.stages, glyphs).map { stage, glyph in
                VolumeLabel(
                    stage, figure, plan.layout, usual: usual, glyph: glyph.size.width, widest: widest, builder)
            }
            self.labels = labels
            cells = zip(glyphs, labels).map { glyph, label in
                VolumeCell(
                    glyph: glyph.size, above: label.above == nil ? 2 : VolumeLabel.edgeHeight,
                    below: label.below == nil ? 2 : VolumeLabel.edgeHeight + 1, words: label.height,
                    width: max(glyph.size.width, label.width(builder)) + 1)
            }
        }
    }

    static func usualActivation(_ plan: VolumePlan) -> Activation.Function? {
        let all = plan.stages.compactMap { $0.block?.activation }
        return Activation.Function.allCases.max { one, other in
            all.filter { $0 == one }.count < all.filter { $0 == other }.count
        }
    }

    func marks(_ index: Int, _ highlight: Highlight) -> SceneBuilder.VolumeMarks {
        let stage = plan.stages[index]
        var marks = SceneBuilder.VolumeMarks(role: stage.role)
        guard let block = stage.block else { return marks }
        marks.bands = block.bands
        marks.sign = block.head.layer.mergeSign
        marks.isHighlighted = highlight.contains(block)
        if stage.isConcatenation {
            let channels = stage.sources.map { VolumeMap(plan.stages[$0].output).channels }
            let whole = channels.reduce(0, +)
            marks.parts = zip(stage.sources, channels).map { (share: $1 / whole, role: plan.stages[$0].role) }
        }
        return marks
    }
}

extension SceneBuilder {
    func frameLabel(
        _ frame: VolumeFrame, isContinued: Bool, width: Double
    ) -> (lines: [String], height: Double) {
        let words = frame.words + (isContinued ? " (continued)" : "")
        let lines = wrapped(words, width: width, size: Self.frameSize, style: .medium)
        return (lines, Double(lines.count) * 9.5)
    }

    private static let frameSize = 8.0
    /// A pyramid longer than this would say less than an arrow.
    private static let longestPyramid = 130.0

    mutating func volumes(_ drawing: VolumeDrawing, _ highlight: Highlight) {
        let (plan, arrangement) = (drawing.plan, drawing.arrangement)
        for frame in arrangement.frames {
            path(
                .roundedRect(frame.rect, radius: 4), fill: .solid(theme.page.mixed(with: theme.ink, 0.035)),
                stroke: Stroke(theme.rule, width: 0.5))
            let label = frameLabel(
                plan.frames[frame.frame], isContinued: frame.isContinued, width: frame.rect.width - 8)
            for (index, line) in label.lines.enumerated() {
                text(
                    Text(line, style: .medium, size: Self.frameSize),
                    at: Point(frame.rect.left + 4, frame.rect.top + 2.5 + 9.5 * Double(index)), color: theme.mutedInk,
                    baseline: .top)
            }
        }
        let stroke = Stroke(theme.mutedInk, width: 0.75, join: .round)
        for line in arrangement.lines { polyline(line.points, hasArrow: line.hasArrow, stroke) }
        for dot in arrangement.dots { path(.circle(dot, radius: 1.4), fill: .solid(theme.mutedInk)) }
        for index in plan.stages.indices {
            layers(plan.stages[index].nodes) {
                $0.draw(
                    drawing.glyphs[index], drawing.marks(index, highlight), center: arrangement.places[index].center)
            }
        }
        for link in arrangement.links { layers(plan.stages[link.to].nodes) { $0.link(link, drawing, stroke) } }
        for index in plan.stages.indices { layers(plan.stages[index].nodes) { $0.words(index, drawing) } }
        for connector in arrangement.connectors {
            path(
                .circle(connector.center, radius: 4.5), fill: .solid(theme.page),
                stroke: Stroke(theme.mutedInk, width: 0.6))
            text(Text(connector.letter, size: Text.smallSize), at: connector.center, anchor: .middle, baseline: .middle)
        }
    }

    private mutating func link(_ link: VolumeSegment.Line, _ drawing: VolumeDrawing, _ stroke: Stroke) {
        let (from, to) = (drawing.arrangement.places[link.from].center, drawing.arrangement.places[link.to].center)
        let (source, target) = (drawing.glyphs[link.from], drawing.glyphs[link.to])
        let start = Point(from.x + source.size.width / 2, from.y)
        let end = Point(to.x - target.size.width / 2, to.y)
        if let node = drawing.plan.stages[link.to].block?.head, let window = VolumeWindow(node),
            source.hasFace, end.x - start.x < Self.longestPyramid
        {
            // Among lines to other readers a pyramid would be lost.
            let isAlone = !drawing.plan.stages.indices.contains { reader in
                reader != link.to && drawing.plan.stages[reader].sources.contains(link.from)
            }
            if !isAlone { polyline([start, end], hasArrow: true, stroke) }
            pyramid(window, on: source, center: from, to: isAlone ? target.cell(at: to) : nil, drawing.scale)
        } else {
            polyline([start, end], hasArrow: true, stroke)
        }
    }

    private mutating func words(_ index: Int, _ drawing: VolumeDrawing) {
        let (place, label) = (drawing.arrangement.places[index], drawing.labels[index])
        let glyph = drawing.glyphs[index]
        let middle = (place.cell.lowerBound + place.cell.upperBound) / 2
        /// As near to `x` as the cell allows.
        func edge(_ words: String, _ x: Double, _ y: Double, _ color: Color) {
            let text = Text(words, size: Text.smallSize)
            let half = measure(text).width / 2
            let center = max(place.cell.lowerBound + half, min(place.cell.upperBound - half, x))
            self.text(text, at: Point(center, y), color: color, anchor: .middle)
        }
        let left = place.center.x - glyph.size.width / 2
        if let above = label.above {
            let shift = glyph.size.width / 2 - glyph.frontCenter
            edge(
                above, left + glyph.frontCenter + 2 * shift * 0.75, place.center.y - glyph.size.height / 2 - 3,
                theme.mutedInk)
        }
        if let below = label.below {
            edge(below, left + glyph.frontCenter, place.center.y + glyph.size.height / 2 + 8, theme.ink)
        }
        for (row, line) in label.lines.enumerated() {
            text(
                line.text, at: Point(middle, place.wordsTop + VolumeLabel.lineHeight * Double(row) + 7),
                color: line.isMuted ? theme.mutedInk : theme.ink, anchor: .middle)
        }
    }
}
