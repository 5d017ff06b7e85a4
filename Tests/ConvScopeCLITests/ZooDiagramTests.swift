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

    @Test(arguments: [Architecture.Style.blocks, .graph, .volumes, .stacks])
    func groupsAreToldOnLabelsAndInWords(style: Architecture.Style) throws {
        let scene = try Self.scene("alexnet-grouped", style, width: 455)
        #expect(SceneDump(scene).description.contains("2\u{A0}groups"))
        let words = scene.description.details
        #expect(words.contains("conv2: 5×5 convolution, padding 2, 2 groups, ReLU"))
        #expect(words.contains("fc8: dense, softmax"))
    }

    @Test func layersAreCountedWithTheirOwnBlocks() throws {
        let words = try Self.scene("densenet121", .blocks, width: 455).description.details
        #expect(words.contains("denseblock1, 6 times (42 layers)") && words.contains("transition1 (4 layers)"))
    }

    /// Other strides, or more layers, are not the same.
    @Test(arguments: [
        ("mobilenet-v2", ["stage2, change; so are stage3, stage4 and stage6:", "stage5, change; so is stage7:"]),
        ("densenet121", ["transition1, transition; so are transition2 and transition3:"]),
        (
            "resnet50-v1",
            ["conv2.first, convolutional:", "conv3.first, convolutional; so are conv4.first and conv5.first:"]
        ),
        ("squeezenet1.1", ["fire2, fire; so are fire3, fire4, fire5, fire6, fire7, fire8 and fire9:"]),
    ])
    func onlyWhatIsAlikeIsSaidToBe(id: String, sentences: [String]) throws {
        let words = try Self.scene(id, .blocks, width: 455).description.details
        for sentence in sentences { #expect(words.contains("Inside \(sentence)"), "\(id): \(sentence)") }
    }
}
