import CairoRendering
import Execution
import Figures
import Files
import Networks
import Scenes
import Testing

/// Every network of the zoo, drawn as users get it: with its own file and the renderer's own text sizes.
@Suite struct ZooDiagramTests {
    private static let measurer = PangoTextMeasurer()

    private static func network(_ id: String) throws -> Network {
        try FileResources().network(NetworkRequest(id)).network
    }

    private static func scene(_ id: String, _ style: Architecture.Style, width: Double) throws -> Scene {
        let figure = try Architecture([("network", .text(id)), ("style", .text(style.rawValue))])
        return try figure.scene(in: FigureContext(width: width, measurer: measurer, resources: FileResources()))
    }

    @Test(arguments: Zoo.ids, [455.0, 960, 240])
    func nothingOverlapsOrIsCut(id: String, width: Double) throws {
        for style in [Architecture.Style.volumes, .blocks, .graph, .stacks] {
            let scene: Scene
            do {
                scene = try Self.scene(id, style, width: width)
            } catch is FigureError where style == .stacks {
                continue
            }
            let problems = SceneAudit(scene, measurer: Self.measurer).problems
            #expect(
                problems.isEmpty, "\(id) \(style) \(width): \(problems.count) \(problems.prefix(4).map(\.description))")
            if style != .graph { #expect(scene.size.width <= width + 0.01, "\(id) \(style): \(scene.size.width)") }
        }
    }

    @Test(arguments: Zoo.ids)
    func graphsNameEveryLayer(id: String) throws {
        let network = try Self.network(id)
        let words = SceneDump(try Self.scene(id, .graph, width: 960)).description
        for node in network.nodes { #expect(words.contains(node.name), "\(id): \(node.name)") }
    }
}
