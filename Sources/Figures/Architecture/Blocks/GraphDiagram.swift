import Layouts
import Networks
import Scenes

/// Every layer as a node of its own, in ranks, on a page as large as it needs; frames around named blocks.
struct GraphDiagram {
    let scene: Scene

    private static let shortest = 500.0

    init(_ figure: Architecture, _ network: Network, _ part: LayerRange, _ context: FigureContext) throws {
        let graph = try BlockGraph(network, range: part, isMerging: false)
        let highlight = try Highlight(figure.highlight, network)
        let plan = DiagramPlan(graph, depth: .max, isFolding: false) { _ in "" }
        let frames = GroupFrames(plan)
        var builder = SceneBuilder(context)
        let labels = plan.contents.map { builder.label($0, figure, layout: network.layout) }
        let isHorizontal = figure.orientation == .horizontal
        let boxes = labels.map { label in
            isHorizontal
                ? LayeredGraph.Box(along: label.size.width, across: label.size.height)
                : LayeredGraph.Box(along: label.size.height, across: label.size.width)
        }
        var style = LayeredLayout.Style()
        style.isOrthogonal = false
        style.gap = 20
        let strip = LayeredLayout(LayeredGraph(boxes: boxes, edges: plan.edges, frames: frames.frames), style)
        // A page that is neither a strip nor a wall.
        let length = max(Self.shortest, (1.3 * strip.along * strip.across).squareRoot())
        let layout = strip.wrapped(length: length, breadth: .infinity, gutter: 30)
        builder.draw(
            DiagramDrawing(plan: plan, labels: labels, layout: layout, isHorizontal: isHorizontal), at: Point(0, 0),
            highlight,
            frameNames: frames.names)
        builder.diagramLegend(graph, [plan], highlight)
        scene = builder.scene(DiagramWords(graph, plan, details: [], highlight, style: "a graph of all layers").text)
    }
}

/// Named blocks that stand by themselves, between boxes that everything passes.
struct GroupFrames {
    private(set) var frames: [LayeredGraph.Frame] = []
    private(set) var names: [String] = []

    init(_ plan: DiagramPlan) {
        let joints = Set(Joints(count: plan.contents.count, edges: plan.edges).places)
        let paths = plan.graph.groupPaths
        let first = plan.graph.entries.count
        for level in 0..<(paths.map(\.count).max() ?? 0) {
            var start = 0
            while start < paths.count {
                guard paths[start].count > level else {
                    start += 1
                    continue
                }
                let group = paths[start][level]
                var end = start
                while end + 1 < paths.count, paths[end + 1].count > level, paths[end + 1][level] == group { end += 1 }
                let members = first + start...first + end
                if joints.contains(members.upperBound), members.lowerBound > 0, joints.contains(members.lowerBound - 1)
                {
                    frames.append(LayeredGraph.Frame(members, padding: 13, label: 0))
                    names.append(group.copies > 1 ? "\(group.name).\(group.copy)" : group.name)
                }
                start = end + 1
            }
        }
    }
}
