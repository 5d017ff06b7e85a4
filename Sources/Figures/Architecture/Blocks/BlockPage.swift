import Networks
import Scenes

/// A diagram of blocks on one page, and what is in its cards where there is room for that: below it, or on slides beside it.
struct BlockPage {
    private let graph: BlockGraph
    private let builder: SceneBuilder
    private let drawing: DiagramDrawing
    private let details: Details?
    /// How many levels of named blocks are opened.
    private let depth: Int
    /// Whether all that is in cards is shown as well.
    private let isWhole: Bool

    /// Whether the diagram is no higher than the page.
    private let fits: Bool

    /// A slide is not set in smaller type than this share of the usual only to open more.
    static let leastShare = 0.6

    /// Whether it fits and shows everything.
    var isBest: Bool { fits && isWhole }

    private struct Details {
        let panels: [DetailPanel]
        let places: [Point]
        /// Between the diagram and its details.
        let rule: (Point, Point)
    }

    init(_ figure: Architecture, _ graph: BlockGraph, _ builder: SceneBuilder) {
        let network = graph.network
        let page = Size(builder.width, builder.width * (builder.isSlide ? 0.5 : 1.38))
        func planned(_ graph: BlockGraph, depth: Int) -> DiagramDrawing {
            let plan = DiagramPlan(graph, depth: depth, isFolding: figure.fold == .auto) { block in
                let words = BlockWords(block, figure.show, layout: network.layout)
                return
                    (block.nodes.flatMap { [$0.words, $0.figureWords] } + [sizes(block.output)] + words.rest)
                    .joined(separator: "; ")
            }
            return builder.drawing(plan, figure, layout: network.layout, page: page)
        }
        func details(_ drawing: DiagramDrawing) -> Details? {
            let kinds = drawing.plan.cardKinds
            if kinds.isEmpty { return nil }
            let panels = kinds.map { kind in
                DetailPanel(kind, planned(BlockGraph(network, places: kind.places), depth: .max), builder)
            }
            return Self.placed(panels, drawing.size, page, isSlide: builder.isSlide)
        }
        let deepest = graph.groupPaths.map(\.count).max() ?? 0
        var depth = figure.depth ?? deepest
        var drawing = planned(graph, depth: depth)
        while figure.depth == nil, drawing.size.height > page.height, depth > 0 {
            depth -= 1
            drawing = planned(graph, depth: depth)
        }
        (self.graph, self.builder, self.drawing, self.depth) = (graph, builder, drawing, depth)
        self.details = figure.depth == nil ? details(drawing) : nil
        isWhole = self.details != nil || drawing.plan.cardKinds.isEmpty
        fits = drawing.size.height <= page.height
    }

    /// - Parameter isReadable: Whether its type is not too small to be worth only a deeper level.
    func isBetter(than other: BlockPage, isReadable: Bool) -> Bool {
        if fits != other.fits { return fits }
        if isWhole != other.isWhole { return isWhole }
        return !isWhole && isReadable && depth > other.depth
    }

    /// Nothing where they have no room.
    private static func placed(_ panels: [DetailPanel], _ drawing: Size, _ page: Size, isSlide: Bool) -> Details? {
        let sizes = panels.map(\.size)
        let left = drawing.width + 34
        let beside = Shelves(sizes, width: page.width - left)
        if isSlide, beside.height <= page.height, sizes.allSatisfy({ left + $0.width <= page.width }) {
            let x = drawing.width + 17
            return Details(
                panels: panels, places: beside.places.map { $0 + (left, 0) },
                rule: (Point(x, 0), Point(x, max(drawing.height, beside.height))))
        }
        let shelves = Shelves(sizes, width: page.width)
        let room = isSlide ? page.height : 1.5 * page.height
        guard drawing.height + shelves.height < room else { return nil }
        let top = drawing.height + 12
        return Details(
            panels: panels, places: shelves.places.map { $0 + (0, top + 10) },
            rule: (Point(0, top), Point(page.width, top)))
    }

    func scene(_ highlight: Highlight) -> Scene {
        var builder = builder
        builder.draw(drawing, at: Point(0, 0), highlight)
        if let details {
            builder.line(details.rule.0, details.rule.1, Stroke(builder.theme.rule, width: 0.75))
            for (panel, place) in zip(details.panels, details.places) { builder.draw(panel, at: place, highlight) }
        }
        let panels = details?.panels ?? []
        builder.diagramLegend(graph, [drawing.plan] + panels.map(\.drawing.plan), highlight)
        return builder.scene(DiagramWords(graph, drawing.plan, details: panels, highlight, style: "blocks").text)
    }
}
