import Layouts
import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

/// Diagrams of blocks and graphs over networks that nobody has drawn before.
@Suite struct BlockDiagramTests {
    /// Options for the catalog's tests.
    static let variants: [[String: String]] = [
        [:], ["network": "deep", "orientation": "horizontal"], ["network": "branches"], ["network": "many"],
        ["network": "volume", "show": "shape,kernel,parameters,macs,receptive-field"],
        ["network": "signal", "show": "none", "highlight": "conv2"],
        ["network": "1xTx80 -> conv 32@3x3 s2 same -> [conv 32@3x3 same relu]*5", "fold": "none"],
        [
            "network":
                "3x64x64 -> [[conv 8@3x3 p1 relu]*2 -> conv 8@3x3 p1 -> max-pool 3 s1 p1]*3 -> flatten -> dense 4",
            "from": "conv2",
        ],
        ["network": "3x16x16 -> conv 8@3x3 p1 name=a_layer_whose_name_is_rather_long.and_has_two_parts -> batch-norm"],
        ["network": "9x4 -> lstm 6"],
    ]

    /// Convolutions, normalisations, activations, sums and concatenations over random earlier layers.
    static func network(seed: Int) throws -> Network {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 3
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(max(1, bound)))
        }
        var layers: [LayerDescription] = []
        var names = ["input"]
        func source() -> String { names[names.count - 1 - next(min(names.count, next(6) == 0 ? names.count : 4))] }
        for index in 0..<4 + next(36) {
            let name = "layer\(index)"
            var layer: LayerDescription
            switch next(8) {
            case 0: layer = LayerDescription(.add(Add())).reading(source(), names[names.count - 1])
            case 1:
                layers.append(
                    LayerDescription(.concat(Concat())).named("beside\(index)").reading(
                        source(), source(), names[names.count - 1]))
                layer = .conv(8, kernelSize: 1).reading("beside\(index)")
            case 2: layer = LayerDescription.batchNorm.reading(names[names.count - 1])
            case 3: layer = LayerDescription.relu.reading(source())
            case 4: layer = LayerDescription.conv(8, kernelSize: 5, padding: .same).reading(source())
            default: layer = LayerDescription.conv(8, kernelSize: 3, padding: .same).reading(names[names.count - 1])
            }
            layer.name = name
            layers.append(layer)
            names.append(name)
        }
        return try Network("random \(seed)", input: [8, 16, 16], layers: layers)
    }

    static func scene(
        _ style: Architecture.Style, _ network: Network, width: Double = 455,
        _ change: (inout Architecture) -> Void = { _ in }
    ) throws -> Scene {
        var figure = Architecture()
        figure.style = style
        change(&figure)
        let context = FigureContext(width: width, measurer: FixedTextMeasurer(), resources: SamplePictures())
        return switch style {
        case .blocks: try BlockDiagram(figure, network, LayerRange(), context).scene
        case .graph: try GraphDiagram(figure, network, LayerRange(), context).scene
        case .volumes, .stacks: try VolumeDiagram(figure, network, LayerRange(), context).scene
        case .units: throw FigureError.nothingToDraw("units")
        }
    }

    @Test(arguments: 0..<300)
    func randomNetworksAreDrawnWhole(seed: Int) throws {
        let network = try Self.network(seed: seed)
        let width = seed % 2 == 0 ? 455.0 : 960
        let blocks = try Self.scene(.blocks, network, width: width) { figure in
            if seed % 5 == 0 { figure.orientation = .horizontal }
            if seed % 7 == 0 { figure.fold = .none }
        }
        let problems = SceneAudit(blocks, measurer: FixedTextMeasurer()).problems
        #expect(problems.isEmpty, "\(seed): \(problems.prefix(3).map(\.description))")
        #expect(blocks.size.width <= width + 0.01, "\(seed): \(blocks.size.width)")
        if seed % 4 == 0 {
            let graph = try Self.scene(.graph, network)
            let problems = SceneAudit(graph, measurer: FixedTextMeasurer()).problems
            #expect(problems.isEmpty, "\(seed): \(problems.prefix(3).map(\.description))")
            let words = SceneDump(graph).description
            for node in network.nodes { #expect(words.contains(node.name), "\(seed): \(node.name)") }
        }
    }

    @Test(arguments: 0..<100)
    func everyLayerIsDrawnOrCounted(seed: Int) throws {
        let network = try Self.network(seed: seed)
        let graph = try BlockGraph(network)
        #expect(graph.blocks.reduce(0) { $0 + $1.nodes.count } == network.nodes.count)
        for isFolding in [true, false] {
            let plan = DiagramPlan(graph, depth: .max, isFolding: isFolding) { $0.head.stepWords }
            #expect(plan.layerCount == network.nodes.count, "\(seed)")
        }
    }

    @Test func equalSectionsBecomeOne() throws {
        let network = try Network(
            chain:
                "3x32x32 -> conv 8@3x3 p1 relu -> [conv 8@3x3 p1 -> relu -> max-pool 3 s1 p1]*4 -> flatten -> dense 10")
        let plan = DiagramPlan(try BlockGraph(network), depth: .max, isFolding: true) {
            $0.head.stepWords + sizes($0.output)
        }
        #expect(plan.repeats.map(\.count) == [4])
        #expect(plan.repeats.first.map { $0.members.count } == 2)
        #expect(plan.layerCount == network.nodes.count)
        #expect(plan.contents.count == 6)
    }

    @Test func equalLayersBecomeOneBlock() throws {
        let network = try Network(chain: "8x32x32 -> [conv 8@3x3 p1 relu]*3 -> max-pool 2")
        let plan = DiagramPlan(try BlockGraph(network), depth: .max, isFolding: true) {
            $0.head.stepWords + sizes($0.output)
        }
        #expect(plan.contents.count == 3 && plan.repeats.isEmpty)
        #expect(plan.layerCount == 4)
    }

    @Test func aPartKeepsWhatComesIn() throws {
        let network = try Network(
            chain: "1x8x8 -> conv 2@3x3 name=a -> conv 4@3x3 name=b -> conv 8@3x3 name=c -> flatten")
        let graph = try BlockGraph(network, range: LayerRange(from: "b", to: "c"))
        #expect(graph.blocks.map(\.name) == ["b", "c"])
        #expect(graph.entries.map(\.name) == ["a"] && graph.isPart)
        #expect(throws: FigureError.nothingBetween("c", "b")) {
            try BlockGraph(network, range: LayerRange(from: "c", to: "b"))
        }
        #expect(throws: FigureError.noSuchLayer("nothing-like-it", nearest: nil)) {
            try BlockGraph(network, range: LayerRange(from: "nothing-like-it"))
        }
    }
}
