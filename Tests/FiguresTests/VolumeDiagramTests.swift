import Execution
import Scenes
import Tensors
import Testing

@testable import Figures
@testable import Networks

/// Diagrams of volumes and stacks, over chains and over networks whose branches are drawn at random.
@Suite struct VolumeDiagramTests {
    /// Options for the catalog's tests.
    static let variants: [[String: String]] =
        [
            "lenet5", "deep", "signal", "volume", "long", "colors",
            "3x224x224 -> conv 64@11x11 s4 p2 relu -> max-pool 3 s2 -> conv 192@5x5 p2 relu -> max-pool 3 s2 -> "
                + "[conv 384@3x3 p1 relu]*3 -> max-pool 3 s2 -> flatten -> dropout 0.5 -> dense 4096 relu -> "
                + "dropout 0.5 -> dense 4096 relu -> dense 1000 softmax",
            "1xTx80 -> conv 32@3x3 s2 same -> conv 32@3x3 s2 same",
            "9x4 -> lstm 6",
            "3x16x16 -> conv 8@3x3 p1 name=a_layer_whose_name_is_rather_long.and_has_two_parts -> batch-norm -> relu",
        ].flatMap { network in
            ["volumes", "stacks"].map { ["network": network, "style": $0] }
        } + [
            ["style": "volumes", "show": "shape,kernel,parameters,macs,receptive-field"],
            ["style": "stacks", "show": "none", "highlight": "conv2"],
            ["style": "volumes", "show": "none", "from": "conv2", "highlight": "conv2,dense1"],
            ["style": "volumes", "network": "3x32x32 -> [conv 4@3x3 p1 relu -> max-pool 2]*4", "fold": "none"],
        ]

    private struct OneNetwork: FigureResources {
        let own: Network
        func image(at path: String) throws -> Tensor { throw SamplePictures.Missing() }
        func kernel(at path: String) throws -> Tensor { throw SamplePictures.Missing() }
        func tensor(at path: String) throws -> Tensor { throw SamplePictures.Missing() }
        func network(_ request: NetworkRequest) throws -> PreparedNetwork { PreparedNetwork(own, request) }
    }

    private func scene(
        _ network: Network, width: Double = 455, _ change: (inout Architecture) -> Void = { _ in }
    ) throws -> Scene {
        var figure = Architecture()
        figure.style = .volumes
        change(&figure)
        return try figure.scene(
            in: FigureContext(width: width, measurer: FixedTextMeasurer(), resources: OneNetwork(own: network)))
    }

    private func texts(_ marks: [Mark]) -> [String] {
        marks.flatMap { mark -> [String] in
            switch mark {
            case .text(let text): [text.text.plain]
            case .group(let group): texts(group.marks)
            case .path, .image, .matrix: []
            }
        }
    }

    /// Layers of 8 maps that read earlier ones at random.
    private func network(_ random: inout SplitMix64) throws -> Network {
        var layers = [LayerDescription.conv2D(8, kernelSize: 3, padding: .same).named("first")]
        let count = 3 + random.below(24)
        for index in 0..<count {
            let names = ["first"] + (0..<index).map { "layer\($0)" }
            func earlier() -> String { names[max(0, names.count - 1 - random.below(5))] }
            let one = earlier()
            let other = earlier()
            let layer: LayerDescription =
                switch random.below(4) {
                case 0 where one != other: LayerDescription(.add(Add())).reading(one, other)
                case 1 where one != other:
                    LayerDescription(.add(Add())).reading(
                        one, other, names[0] == one || names[0] == other ? one : names[0])
                case 2: LayerDescription.batchNorm.reading(one)
                case _: LayerDescription.conv2D(8, kernelSize: 3, padding: .same, activation: .relu).reading(one)
                }
            layers.append(layer.named("layer\(index)"))
        }
        return try Network("Random", input: [3, 24, 24], layers: layers)
    }

    @Test func randomNetworksAreReadableAndWhole() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<60 {
            let network = try network(&random)
            for width in [240.0, 455] {
                let scene = try scene(network, width: width) { $0.fold = .none }
                let problems = SceneAudit(scene, measurer: FixedTextMeasurer()).problems
                #expect(problems.isEmpty, "\(network.nodes.count) layers: \(problems.map(\.description))")
                #expect(scene.size.width <= width + 0.01)
                let words = Set(
                    texts(scene.marks).flatMap {
                        $0.split { " ,+\u{A0}".contains($0) }.map(String.init)
                    })
                // What follows is named by its kind.
                for block in try BlockGraph(network).blocks {
                    #expect(words.contains(block.head.name), "\(block.head.name) is not on the page")
                    for follower in block.nodes.dropFirst() {
                        let kind = follower.layer.briefWords.split(separator: " ").map(String.init)
                        #expect(kind.allSatisfy(words.contains), "\(follower.name) is not told")
                    }
                }
            }
        }
    }

    @Test func linesRunThroughNoStage() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<150 {
            let count = 2 + random.below(40)
            let sources = (0..<count).map { stage -> [Int] in
                guard stage > 0 else { return [] }
                return Set((0...random.below(3)).map { _ in max(0, stage - 1 - random.below(6)) }).sorted()
            }
            let cells = (0..<count).map { _ in
                let glyph = Size(8 + Double(random.below(30)), 8 + Double(random.below(40)))
                return VolumeCell(
                    glyph: glyph, above: 9, below: 9, words: 8.5 * Double(random.below(4)),
                    width: glyph.width + Double(random.below(20)))
            }
            let segments = VolumeSegment.segments(sources)
            let frames = segments.map { _ in Int?.none }
            #expect(segments.flatMap(\.members) == Array(0..<count))
            let rows = VolumeRows(segments, cells, frames: frames, width: 440)
            let arrangement = VolumeArrangement(segments, rows, cells, frames: frames, width: 440) { _, _, _ in 9 }
            check(arrangement, cells)
            // Every reading is a line or a link.
            let arrows = arrangement.lines.filter(\.hasArrow).count + arrangement.links.count
            #expect(arrows == sources.map(\.count).reduce(0, +))
        }
    }

    /// Bodies stand apart, and lines touch none but at its sides.
    private func check(_ arrangement: VolumeArrangement, _ cells: [VolumeCell]) {
        let bodies = zip(arrangement.places, cells).map { place, cell in
            Rect(
                place.center.x - cell.glyph.width / 2, place.center.y - cell.glyph.height / 2 - cell.above,
                cell.glyph.width, cell.glyph.height + cell.above + cell.below
            ).inset(by: 0.6)
        }
        for (index, body) in bodies.enumerated() {
            for other in bodies[(index + 1)...] { #expect(body.intersection(other) == nil) }
        }
        for line in arrangement.lines {
            for (from, to) in zip(line.points, line.points.dropFirst()) {
                let box = Rect(from.x, from.y, 0, 0).union(Rect(to.x, to.y, 0, 0))
                for body in bodies { #expect(body.intersection(box) == nil, "\(from) to \(to) runs through \(body)") }
            }
        }
    }

    // MARK: Structure

    @Test func networksFallApartWhereAllPassesThrough() {
        // A stem, a residual block of two layers, two results side by side.
        let segments = VolumeSegment.segments([[], [0], [1], [2], [3, 1], [4], [4]])
        #expect(segments.map(\.members) == [[0], [1], [2, 3, 4], [5, 6]])
        let residual = segments[2]
        #expect(residual.columnCount == 3)
        #expect(residual.place(2).lane == residual.mainLane && residual.place(4).lane == residual.mainLane)
        #expect(residual.lines.first { $0.from == 1 && $0.to == 4 }?.way == .aside(lane: 0))
        #expect(residual.lines.filter { $0.way == .straight }.count == 3)
        #expect(segments[3].lines.allSatisfy { $0.way == .fan })
    }

    @Test func branchesStandSideBySide() {
        // Four ways of one, two, two and two layers, as in an inception module.
        let segments = VolumeSegment.segments([[], [0], [0], [2], [0], [4], [0], [6], [1, 3, 5, 7]])
        #expect(segments.map(\.members.count) == [1, 8])
        let module = segments[1]
        #expect(module.mainLane == nil && module.columnCount == 3)
        #expect(Set((1...7).map { module.place($0).lane }).count == 4)
        #expect(module.lines.filter { $0.to == 8 }.allSatisfy { $0.way == .gather })
        #expect(!module.lines.contains { if case .aside = $0.way { true } else { false } })
    }

    @Test func aUIsFound() throws {
        let sizes: [[Double]] = [[64], [64], [32], [32], [16], [16], [32], [32], [64], [64], [64]].map { $0 + $0 }
        let sources = [[], [0], [1], [2], [3], [4], [5], [6, 3], [7], [8, 1], [9]]
        let shape = try #require(VolumeUShape(sources: sources, sizes: sizes))
        #expect(shape.levels.map(\.left) == [[0, 1], [2, 3]])
        #expect(shape.bottom == [4, 5])
        #expect(shape.levels.map(\.right) == [[8, 9, 10], [6, 7]])
        // Residual blocks after one another are none.
        #expect(VolumeUShape(sources: [[], [0], [1, 0], [2], [3, 2]], sizes: Array(sizes.prefix(5))) == nil)
    }

    @Test func sizesAreCompressedInOrder() {
        let scale = VolumeScale(largest: 224, factor: 1)
        let sides = [1.0, 3, 7, 14, 28, 56, 112, 224].map(scale.side)
        #expect(sides == sides.sorted() && Set(sides).count == sides.count)
        #expect(abs(sides[7] - 100) < 0.01 && sides[0] >= 4)
        let depths = [3.0, 64, 128, 256, 512, 1024, 2048].map(scale.depth)
        #expect(depths == depths.sorted() && depths[0] >= 2.5 && depths[6] <= 34)
        #expect(scale.bar(4096) > scale.bar(1000) && scale.bar(1e9) <= 108)
        #expect(VolumeScale.nominal(Quantity(Unknown("T"))) == 240)
    }

    // MARK: Plans

    private func plan(_ network: Network, _ change: (inout Architecture) -> Void = { _ in }) throws -> VolumePlan {
        var figure = Architecture()
        figure.style = .volumes
        change(&figure)
        return VolumePlan(try BlockGraph(network), figure, try Highlight(figure.highlight, network))
    }

    @Test func equalLayersAreOneRunAndCounted() throws {
        let network = try Network(chain: "3x32x32 -> [conv 4@3x3 p1 relu]*7 -> max-pool 2 -> conv 8@3x3 p1 relu")
        let folded = try plan(network)
        let drawn = folded.stages.map(\.count).reduce(0, +)
        #expect(drawn < network.nodes.count)
        #expect(folded.frames.map(\.copies).reduce(0, +) == 7 || drawn == 10)
        let whole = try plan(network) { $0.fold = .none }
        #expect(whole.stages.flatMap(\.names).filter { $0.hasPrefix("conv") }.count == 8)
    }

    @Test func repeatsOfUnnamedLayersSayWhatRepeats() throws {
        let network = try Network(chain: "3x32x32 -> [conv 4@3x3 p1 -> relu]*1200 -> flatten")
        let plan = try plan(network)
        #expect(plan.frames.map(\.words) == ["conv, ReLU\u{A0} ×\u{A0}1,200"])
        #expect(plan.frames[0].sentence == "Repeated block of conv, ReLU, 1,200 times.")
    }

    @Test func modulesThatGoOnInTheNextRowSaySo() throws {
        let layers = (0..<14).map { index -> LayerDescription in
            var layer = LayerDescription.conv2D(4 + index, kernelSize: 3, padding: .same).named("long.conv\(index)")
            layer.groups = [.init(block: "module", name: "long", copy: 1, copies: 1)]
            return layer
        }
        let scene = try scene(
            try Network("Long", input: [3, 32, 32], layers: layers + [.conv2D(4, kernelSize: 1)]), width: 240)
        let names = texts(scene.marks).filter { $0.hasPrefix("long") }
        #expect(names.filter { $0 == "long" }.count == 1)
        #expect(names.filter { $0 == "long (continued)" }.count >= 1)
    }

    @Test func groupsOfOneChannelAreDepthwise() throws {
        let network = try Network(chain: "8x16x16 -> conv 8@3x3 g8 -> conv 8@3x3 g2 -> conv 8@3x3")
        #expect(
            network.nodes.map(\.stepWords) == [
                "conv\u{A0}3×3, depthwise", "conv\u{A0}3×3, 2\u{A0}groups", "conv\u{A0}3×3",
            ])
        #expect(network.nodes[0].figureWords == "3×3 convolution, depthwise")
        #expect(network.nodes[1].figureWords == "3×3 convolution, 2 groups")
    }

    @Test func equalNamedBlocksAreEachNamed() {
        func frame(_ name: String, copy: Int = 1, copies: Int = 1) -> VolumeFrame {
            VolumeFrame(.init(block: "fire", name: name, copy: copy, copies: copies), kinds: ["conv"])
        }
        var two = frame("fire2")
        two.add(frame("fire3"))
        #expect(two.words == "×\u{A0}2: fire2 and fire3")
        var copies = frame("layer1", copy: 1, copies: 2)
        #expect(copies.words == "layer1.1")
        copies.add(frame("layer1", copy: 2, copies: 2))
        #expect(copies.words == "layer1\u{A0} ×\u{A0}2")
    }

    @Test func theLegendShowsWhatIsDrawn() throws {
        let network = try Network(
            chain: "3x32x32 -> conv 4@3x3 relu -> batch-norm -> max-pool 2 -> flatten -> dense 8 relu -> dropout 0.5 "
                + "-> dense 3 softmax")
        var figure = Architecture()
        figure.style = .volumes
        let highlight = try Highlight(nil, network)
        let context = FigureContext(width: 455, measurer: FixedTextMeasurer(), resources: SamplePictures())
        let drawing = VolumeDrawing(
            VolumePlan(try BlockGraph(network), figure, highlight), figure, SceneBuilder(context))
        let entries = VolumeLegend(drawing, highlight).entries
        #expect(
            entries == [
                LegendEntry(swatch: .face(.input), words: "input"),
                LegendEntry(swatch: .window(.kernel), words: "kernel"),
                LegendEntry(swatch: .face(.output), words: "convolution"),
                LegendEntry(swatch: .face(.pooling), words: "pooling"),
                LegendEntry(swatch: .face(.dense), words: "dense"),
                LegendEntry(swatch: .band(.normalisation), words: "normalisation"),
                LegendEntry(swatch: .band(.activation), words: "ReLU, softmax"),
                LegendEntry(swatch: .face(nil), words: "flatten"),
            ])
        let graph = try BlockGraph(network)
        let plan = DiagramPlan(graph, depth: .max, isFolding: false) { _ in "" }
        let blocks = DiagramRoles(graph, [plan], highlight).entries
        #expect(blocks.last == LegendEntry(swatch: .plain, words: "flatten × 1"))
        #expect(!blocks.contains { $0.words.contains("dropout") })
        // Where each layer has a box of its own, so have dropout and normalisation.
        let single = try BlockGraph(network, isMerging: false)
        let all = DiagramRoles(
            single, [DiagramPlan(single, depth: .max, isFolding: false) { _ in "" }], highlight
        ).entries
        #expect(all.contains(LegendEntry(swatch: .role(.normalisation), words: "batch norm × 1")))
        #expect(all.contains(LegendEntry(swatch: .plain, words: "flatten × 1, dropout × 1")))
    }

    @Test func stacksRefuseBranches() throws {
        let network = try Network(
            "Residual", input: [3, 8, 8],
            layers: [
                .conv2D(4, kernelSize: 3, padding: .same).named("one"),
                .conv2D(4, kernelSize: 3, padding: .same), .add("one").named("sum"),
            ])
        #expect(throws: FigureError.onlyChains(style: "stacks", layer: "sum", instead: ["blocks", "graph", "volumes"]))
        {
            try scene(network) { $0.style = .stacks }
        }
        #expect(try scene(network).size.width <= 455)
    }

    @Test func whatStandsOutIsNamed() throws {
        let network = try Network(chain: "3x32x32 -> conv 4@3x3 relu -> conv 4@5x5 -> flatten -> dense 3")
        let graph = try BlockGraph(network)
        let highlight = try Highlight("conv2, dense1", network)
        #expect(graph.blocks.map { highlight.contains($0) } == [false, true, false, true])
        #expect(highlight.words == "conv2, dense1")
        #expect(try Highlight(nil, network).isEmpty)
        #expect(throws: FigureError.self) { try Highlight("conv9", network) }
        #expect(throws: FigureError.self) { try Highlight("frozen", network) }
    }
}

extension SplitMix64 {
    fileprivate mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
