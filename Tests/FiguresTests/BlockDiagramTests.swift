import Layouts
import Scenes
import Tensors
import Testing

@testable import Figures
@testable import Networks

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

    private static func pointable(_ marks: [Mark]) -> [String] {
        marks.flatMap { mark -> [String] in
            switch mark {
            case .group(let group): group.layers + pointable(group.marks)
            case .path, .text, .image, .matrix: []
            }
        }
    }

    @Test(arguments: 0..<40)
    func everyLayerCanBePointedAt(seed: Int) throws {
        let network = try Self.network(seed: seed)
        for style in [Architecture.Style.blocks, .graph] {
            let layers = Self.pointable(try Self.scene(style, network) { $0.fold = .none }.marks)
            #expect(layers.sorted() == network.nodes.map(\.name).sorted(), "\(seed), \(style)")
        }
    }

    @Test func volumesAndTheirWordsStandForLayers() throws {
        let network = try Network(
            chain: "1x28x28 -> conv 6@5x5 -> batch-norm -> relu -> max-pool 2 -> flatten -> dense 10")
        let layers = Self.pointable(try Self.scene(.volumes, network).marks)
        #expect(Set(layers) == Set(network.nodes.map(\.name)))
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

    // MARK: Bands

    /// Where bands of a colour begin, those of legends left out.
    private static func lefts(_ color: Color, _ marks: [Mark]) -> [Double] {
        marks.flatMap { mark -> [Double] in
            switch mark {
            case .group(let group): lefts(color, group.marks)
            case .path(let path, let fill, _):
                path.bounds.map { fill == .solid(color) && $0.height > 12 ? [$0.left] : [] } ?? []
            case .text, .image, .matrix: []
            }
        }
    }

    @Test(arguments: [Architecture.Style.blocks, .volumes, .stacks])
    func bandsStandInTheNetworksOrder(style: Architecture.Style) throws {
        for (steps, bands) in [
            ("relu -> batch-norm", [Theme.Role.activation, .normalisation]),
            ("batch-norm -> relu", [.normalisation, .activation]),
        ] {
            let network = try Network(chain: "3x64x64 -> conv 64@3x3 -> \(steps)")
            #expect(try BlockGraph(network).blocks.map(\.bands) == [bands])
            let marks = try Self.scene(style, network).marks
            let places = bands.map { Self.lefts(Theme.light.accent($0), marks).min() }
            let (first, second) = (try #require(places[0]), try #require(places[1]))
            #expect(first < second, "\(style): \(steps)")
        }
        // Fused with a layer, and following it.
        let fused = try Network(
            "Fused", input: [3, 8, 8],
            layers: [
                .conv2D(4, kernelSize: 3, activation: .relu), .batchNorm, .relu, LayerDescription(.dropout(Dropout())),
            ])
        #expect(try BlockGraph(fused).blocks.map(\.bands) == [[.activation, .normalisation, .activation]])
    }

    @Test func whatFollowsWithoutEndGetsBlocksOfItsOwn() throws {
        let network = try Network(chain: "3x8x8 -> conv 4@3x3 -> [relu]*40")
        let graph = try BlockGraph(network)
        #expect(graph.nodes.count == 41)
        #expect(graph.blocks.allSatisfy { $0.bands.count <= 6 })
    }

    // MARK: Slides

    @Test func slidesShowWhatPagesShow() throws {
        // Stages of two blocks each: too much to be opened in the type of slides.
        var layers: [LayerDescription] = []
        for stage in 0..<6 {
            for (part, kernel) in [("one", 1), ("two", 3), ("three", 5)] {
                var layer = LayerDescription.conv2D(8 * (stage + 1), kernelSize: .all(kernel), padding: .same)
                layer.name = "stage\(stage).\(part)"
                layer.groups = [.init(block: "stage", name: "stage\(stage)", copy: 1, copies: 1)]
                layers.append(layer)
            }
        }
        let network = try Network("Stages", input: [8, 32, 32], layers: layers)
        for width in [455.0, 960] {
            let scene = try Self.scene(.blocks, network, width: width)
            let words = scene.description.details
            #expect(words.contains("stage0.three") || words.contains("stage5.three"), "\(width)")
            #expect(SceneAudit(scene, measurer: FixedTextMeasurer()).problems.isEmpty)
            #expect(scene.size.width <= width && scene.size.height < (width > 900 ? 0.65 : 2.4) * width)
        }
    }

    // MARK: Graphs

    private static func builder() -> SceneBuilder {
        SceneBuilder(FigureContext(width: 455, measurer: FixedTextMeasurer(), resources: SamplePictures()))
    }

    @Test func namesOfFramesStandWhereNoLineRuns() {
        let frame = Rect(0, 0, 120, 80)
        func place(_ lines: DrawnLines) -> Rect? {
            var builder = Self.builder()
            builder.name("layer1.1", of: frame, lines)
            return builder.bounds
        }
        var lines = DrawnLines()
        #expect(place(lines)?.left == 4)
        // Down the left side, as shortcuts run.
        lines.add([Point(14, -10), Point(14, 90)], swing: [])
        let right = place(lines)
        #expect(right.map { $0.left > 60 && $0.top < 10 } == true)
        // A swing through the upper edge sends the name to the lower one.
        lines.add(
            [Point(200, -20), Point(200, -20), Point(60, 14), Point(60, 14)], swing: [Point(200, 6), Point(60, 6)])
        lines.add([Point(20, 6), Point(70, 6)], swing: [])
        let low = place(lines)
        #expect(low.map { !lines.pass($0) && $0.top > 60 } == true)
    }

    @Test func linesEndAtTheOutlineOfAPill() {
        let builder = Self.builder()
        let pill = Rect(10, 20, 60, 24)
        for x in stride(from: 12.0, through: 68, by: 4) {
            let end = builder.touching(pill, Point(x, 20))
            #expect(end.x == x)
            let center = Point(min(max(x, 22), 58), 32)
            let distance = ((end.x - center.x) * (end.x - center.x) + (end.y - center.y) * (end.y - center.y))
                .squareRoot()
            #expect(abs(distance - 12) < 1e-9, "\(x): \(end)")
        }
        // From its sides it is reached where it is widest.
        #expect(builder.touching(pill, Point(10, 32)) == Point(10, 32))
    }

    // MARK: Repeats

    @Test func repeatedBlocksOfOtherNamesAreNamed() throws {
        func fire(_ name: String) -> [LayerDescription] {
            [("one", 1), ("three", 3)].map { part, kernel in
                var layer = LayerDescription.conv2D(8, kernelSize: .all(kernel), padding: .same).named(
                    "\(name).\(part)")
                layer.groups = [
                    .init(block: "fire", name: name, copy: 1, copies: 1),
                    .init(block: "part", name: "\(name).\(part)", copy: 1, copies: 1),
                ]
                return layer
            }
        }
        let network = try Network("Fires", input: [8, 8, 8], layers: ["a", "b", "c"].flatMap(fire))
        let plan = DiagramPlan(try BlockGraph(network), depth: .max, isFolding: true) { $0.head.figureWords }
        #expect(plan.repeats.map(\.names) == [["a", "b", "c"]] && plan.repeats.map(\.count) == [3])
        let scene = try Self.scene(.blocks, network)
        #expect(scene.description.details.contains("3 times in turn, as a, b and c."))
        // Closed, they are called by the block that is closed, not by one in it.
        let closed = DiagramPlan(try BlockGraph(network), depth: 0, isFolding: true) { $0.head.figureWords }
        #expect(closed.repeats.map(\.names) == [["a", "b", "c"]])
    }

    @Test func whatFollowsInAnotherBlockStaysThere() throws {
        var norm = LayerDescription.batchNorm.named("second.norm")
        norm.groups = [.init(block: "transition", name: "second", copy: 1, copies: 1)]
        var conv = LayerDescription.conv2D(8, kernelSize: 3).named("first.conv")
        conv.groups = [.init(block: "stage", name: "first", copy: 1, copies: 1)]
        let network = try Network("Two", input: [8, 8, 8], layers: [conv, norm, .relu])
        #expect(try BlockGraph(network).blocks.map(\.places) == [[0], [1], [2]])
    }

    @Test func valuesAreForUnits() throws {
        var figure = Architecture()
        figure.values = NumberList([1, 2.5, -3])
        #expect(figure.values?.parameterText == "1,2.5,-3")
        #expect(throws: FigureError.onlyForStyle(option: "values", needed: "units", style: "blocks")) {
            try figure.scene(
                in: FigureContext(width: 455, measurer: FixedTextMeasurer(), resources: SamplePictures()))
        }
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
