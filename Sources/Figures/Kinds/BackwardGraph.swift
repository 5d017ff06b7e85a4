import Execution
import Networks
public import Scenes

/// What back-propagation keeps and what it cuts when only some layers learn, and what that saves.
public struct BackwardGraph: NetworkFigure {
    public var options = NetworkOptions()
    public var frozen: [String] = []
    public var learn: [String] = []

    public init() {}

    public static let summary =
        "What back-propagation keeps and cuts when some layers are frozen, with its costs."

    public static var parameters: [FigureParameter<BackwardGraph>] {
        structureParameters + [
            .init(
                "frozen", \.frozen,
                "layers or named blocks that do not learn, as conv1,conv2; those that the network calls frozen unless given"
            ),
            .init("learn", \.learn, "the layers or named blocks that learn; all others are frozen"),
        ]
    }

    /// A longer list is told by named blocks.
    private static let mostRows = 28

    public func scene(in context: FigureContext) throws -> Scene {
        let network = try options.prepared(in: context).network
        let sheet = try BackwardSheet(
            network, title: options.network.heading(network), frozen: try places(in: network), most: Self.mostRows)
        var builder = SceneBuilder(context)
        builder.backwardGraph(sheet)
        builder.backwardTotals(sheet)
        builder.footnote(sheet.notes)
        return builder.scene(sheet.words)
    }

    /// The layers that do not learn; nothing where the network's own word holds.
    private func places(in network: Network) throws -> Set<Int>? {
        func named(_ list: [String]) throws -> Set<Int> {
            var places = Set<Int>()
            for name in list.flatMap({ $0.split(separator: ",") }) {
                places.formUnion(try network.places(named: String(name)))
            }
            return places
        }
        if !learn.isEmpty {
            guard frozen.isEmpty else {
                throw ParameterError(
                    option: "learn", value: learn.joined(separator: ","),
                    expected: "either the layers that learn or those that are frozen, not both")
            }
            return Set(network.nodes.indices).subtracting(try named(learn))
        }
        return frozen.isEmpty ? nil : try named(frozen)
    }
}
