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
        var builder = SceneBuilder(context)
        let isSlide = context.width > 1.3 * FigureWidth.text.points
        let page = Size(builder.width, builder.width * (isSlide ? 0.5 : 1.38))
        func planned(_ graph: BlockGraph, depth: Int) -> DiagramDrawing {
            let plan = DiagramPlan(graph, depth: depth, isFolding: figure.fold == .auto) { block in
                let words = BlockWords(block, figure.show, layout: network.layout)
                return
                    ([block.head.stepWords, sizes(block.output)] + block.nodes.dropFirst().map(\.stepWords)
                    + words.rest).joined(separator: "; ")
            }
            return builder.drawing(plan, figure, layout: network.layout, page: page)
        }
        let deepest = graph.groupPaths.map(\.count).max() ?? 0
        var drawing = planned(graph, depth: figure.depth ?? deepest)
        if figure.depth == nil {
            for depth in (0..<deepest).reversed() where drawing.size.height > page.height {
                drawing = planned(graph, depth: depth)
            }
        }
        builder.draw(drawing, at: Point(0, 0), highlight)
        let details = drawing.plan.cardKinds.map { kind in
            (kind: kind, drawing: planned(BlockGraph(network, places: kind.places), depth: .max))
        }
        let shelves = Shelves(
            details.map { Size($0.drawing.size.width, $0.drawing.size.height + DetailWords.height) }, width: page.width)
        let isDetailed = figure.depth == nil && drawing.size.height + shelves.height < 1.5 * page.height
        if isDetailed, !details.isEmpty {
            let top = (builder.bounds?.bottom ?? 0) + 12
            builder.line(Point(0, top), Point(page.width, top), Stroke(builder.theme.rule, width: 0.75))
            for (detail, place) in zip(details, shelves.places) {
                let corner = Point(place.x, top + 10 + place.y)
                builder.detailHeading(DetailWords(detail.kind), at: corner, width: max(detail.drawing.size.width, 100))
                builder.draw(detail.drawing, at: corner + (0, DetailWords.height), highlight)
            }
        }
        builder.diagramLegend(graph, highlight)
        scene = builder.scene(
            DiagramWords(
                graph, drawing.plan, details: isDetailed ? details.map(\.drawing.plan) : [], highlight, style: "blocks"
            ).text)
    }
}

/// The heading of what is in a card.
struct DetailWords {
    let name: String
    let others: String

    static let height = 24.0

    init(_ kind: DiagramPlan.CardKind) {
        name = kind.cards[0].name + (kind.cards[0].copies > 1 ? ".1" : "")
        let rest = kind.cards.dropFirst().map(\.name)
        others = rest.isEmpty ? kind.template : "\(kind.template); so are \(listed(rest))"
    }
}

/// Panels from left to right, in as many rows as they need.
struct Shelves {
    private(set) var places: [Point] = []
    private(set) var height = 0.0

    private static let gap = 22.0

    init(_ sizes: [Size], width: Double) {
        var (x, y, tallest) = (0.0, 0.0, 0.0)
        for size in sizes {
            if x > 0, x + size.width > width {
                (x, y, tallest) = (0, y + tallest + Self.gap, 0)
            }
            places.append(Point(x, y))
            x += max(size.width, 100) + Self.gap
            tallest = max(tallest, size.height)
        }
        height = sizes.isEmpty ? 0 : y + tallest
    }
}

extension DiagramPlan {
    /// Cards made from one block of the network's file.
    struct CardKind {
        let template: String
        fileprivate(set) var cards: [Card]

        /// The layers of the first one's first copy.
        var places: Set<Int> { cards[0].places }
    }

    /// In the order of their first cards.
    var cardKinds: [CardKind] {
        var kinds: [CardKind] = []
        for case .card(let card) in contents {
            if let index = kinds.firstIndex(where: { $0.template == card.group.block }) {
                kinds[index].cards.append(card)
            } else {
                kinds.append(CardKind(template: card.group.block, cards: [card]))
            }
        }
        return kinds
    }
}

extension SceneBuilder {
    private static let gutter = 22.0
    private static let repeatPadding = 5.0
    private static let repeatLabel = 22.0
    /// Columns no longer than this share of the page's width look well, where there is room for so many.
    private static let wantedLength = 0.5

    /// A plan in columns that fill the page's width, or in rows, where rows fit it.
    fileprivate func drawing(
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
            LayeredGraph.Frame($0.members, padding: Self.repeatPadding, label: Self.repeatLabel)
        }
        let room = frames.isEmpty ? breadth : breadth - 2 * Self.repeatPadding - Self.repeatLabel
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

    fileprivate mutating func detailHeading(_ words: DetailWords, at corner: Point, width: Double) {
        let name = Text(tail(of: words.name, width: width, size: 8), style: .bold, size: 8)
        let frame = text(name, at: corner, baseline: .top)
        let line = wrapped(words.others, width: width, size: Text.smallSize).first ?? ""
        let isWhole = line.count == words.others.count
        text(
            Text(
                isWhole ? line : words.others.split(separator: ";").first.map(String.init) ?? "", size: Text.smallSize),
            at: Point(corner.x, frame.bottom + 1), color: theme.mutedInk, baseline: .top)
    }
}
