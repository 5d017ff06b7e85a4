import Execution
import Networks
public import Scenes
import Tensors

/// A network as a diagram, laid out by itself.
public struct Architecture: NetworkFigure {
    public var options = NetworkOptions()
    public var style = Style.blocks
    public var show = DiagramLabels([.shape, .kernel])
    public var from: String?
    public var to: String?
    public var highlight: String?
    public var fold = Fold.auto
    public var depth: Int?
    public var orientation: Orientation?
    public var values: NumberList?

    public enum Style: String, ParameterChoice, Sendable {
        case volumes, blocks, graph, units, stacks
    }

    public enum Fold: String, ParameterChoice, Sendable {
        case auto, none
    }

    public enum Orientation: String, ParameterChoice, Sendable {
        case horizontal, vertical
    }

    public init() {}

    public static let summary =
        "A network as a diagram: volumes, blocks, a graph of all layers, units, or stacks of maps."

    public static var parameters: [FigureParameter<Architecture>] {
        networkParameters + photoParameters + [
            imageParameter,
            .init("style", \.style, "what a layer looks like"),
            .init("show", \.show, "what stands on each layer beside its name, as shape,kernel"),
            .init("from", \.from, "the first layer, or named block, of the part that is drawn"),
            .init("to", \.to, "the last one"),
            .init(
                "highlight", \.highlight,
                "layers or named blocks that stand out, as conv1,layer2; `frozen` for those that do not learn"),
            .init("fold", \.fold, "whether repeated blocks are drawn once, with their number"),
            .init("depth", \.depth, "how many levels of named blocks are opened; as many as fit the page unless given"),
            .init(
                "orientation", \.orientation,
                "which way blocks and graphs run, where the page is wide enough; vertical unless given"),
            .init("values", \.values, "the numbers that go in, as 0.5,-0.25, for the values of `units`"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        if let depth, depth < 0 {
            throw ParameterError(option: "depth", value: "\(depth)", expected: "a whole number of at least 0")
        }
        if values != nil, style != .units {
            throw FigureError.onlyForStyle(
                option: "values", needed: Style.units.rawValue, style: style.rawValue)
        }
        let prepared = try options.prepared(in: context)
        let part = LayerRange(from: from, to: to)
        switch style {
        case .blocks: return try BlockDiagram(self, prepared.network, part, context).scene
        case .graph: return try GraphDiagram(self, prepared.network, part, context).scene
        case .volumes, .stacks: return try VolumeDiagram(self, prepared.network, part, context).scene
        case .units: return try UnitDiagram(self, prepared, part, context).scene
        }
    }
}
