import Layouts
import Networks
import Scenes

/// Rounded blocks in ranks: branches side by side, shortcuts around them, repeats folded, wrapped into columns. Named blocks
/// that the page has no room to open are cards, and what is in them stands below, once for each kind.
struct BlockDiagram {
    let scene: Scene

    init(_ figure: Architecture, _ network: Network, _ part: LayerRange, _ context: FigureContext) throws {
        let graph = try BlockGraph(network, range: part)
        let highlight = try Highlight(figure.highlight, network)
        var page = BlockPage(figure, graph, SceneBuilder(context))
        // Slides have little room for large type: a smaller one may show more.
        for enlargement in SceneBuilder.enlargements(context) where figure.depth == nil && !page.isBest {
            let other = BlockPage(figure, graph, SceneBuilder(context, enlargement: enlargement))
            let isReadable = enlargement > BlockPage.leastShare * SceneBuilder.fullEnlargement(context)
            if other.isBetter(than: page, isReadable: isReadable) { page = other }
        }
        scene = page.scene(highlight)
    }
}

extension SceneBuilder {
    private static let gutter = 22.0
    private static let repeatPadding = 5.0
    /// Columns no longer than this share of the page's width look well, where there is room for so many.
    private static let wantedLength = 0.5

    /// A plan in columns that fill the page's width, or in rows, where rows fit it.
    func drawing(
        _ plan: DiagramPlan, _ figure: Architecture, layout: Networks.Layout, page: Size
    ) -> DiagramDrawing {
        if figure.orientation == .horizontal {
            let rows = drawing(plan, figure, layout: layout, page: page, isHorizontal: true)
            if rows.size.width <= page.width { return rows }
        }
        return drawing(plan, figure, layout: layout, page: page, isHorizontal: false)
    }

    private func drawing(
        _ plan: DiagramPlan, _ figure: Architecture, layout: Networks.Layout, page: Size, isHorizontal: Bool
    ) -> DiagramDrawing {
        let labels = plan.contents.map { label($0, figure, layout: layout) }
        let breadth = isHorizontal ? page.height : page.width
        let frames = plan.repeats.map {
            LayeredGraph.Frame(
                $0.members, padding: Self.repeatPadding, label: RepeatLabel($0).room(self, isHorizontal: isHorizontal))
        }
        let room = breadth - (frames.map { 2 * Self.repeatPadding + $0.label }.max() ?? 0)
        func laidOut(width: Double, bounded: Bool) -> LayeredLayout {
            let boxes = labels.map { label in
                let wide = label.shape == .pill ? label.size.width : max(label.size.width, width)
                let box = Size(wide, label.size.height)
                return LayeredGraph.Box(
                    along: isHorizontal ? box.width : box.height, across: isHorizontal ? box.height : box.width,
                    opensSideways: label.shape == .pill)
            }
            var style = LayeredLayout.Style()
            style.spacing = 12
            style.gap = isHorizontal ? 15 : 14
            style.breadth = bounded ? room : nil
            return LayeredLayout(LayeredGraph(boxes: boxes, edges: plan.edges, frames: frames), style)
        }
        // Blocks of one width look calm, where there is room for them.
        var layout = laidOut(width: labels.map(\.size.width).max() ?? 0, bounded: false)
        if layout.across > breadth { layout = laidOut(width: 0, bounded: false) }
        if layout.across > breadth { layout = laidOut(width: 0, bounded: true) }
        let length = isHorizontal ? page.width : Self.wantedLength * page.width
        return DiagramDrawing(
            plan: plan, labels: labels,
            layout: layout.wrapped(length: length, breadth: breadth, gutter: Self.gutter), isHorizontal: isHorizontal)
    }
}
