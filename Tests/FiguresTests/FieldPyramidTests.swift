import Execution
import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct FieldPyramidTests {
    private static let dilated = "3x41x29 -> conv 4@3x3 d3 p2 relu -> max-pool 2 -> conv 4@3x3 d2 s2 p1"

    private func context(_ theme: Theme = .light) -> FigureContext {
        FigureContext(theme: theme, measurer: FixedTextMeasurer(), resources: SamplePictures())
    }

    private func figure(_ chain: String, _ set: (inout FieldPyramid) -> Void = { _ in }) -> FieldPyramid {
        var figure = FieldPyramid()
        figure.options.network = NetworkName(chain)
        set(&figure)
        return figure
    }

    private func marks(_ scene: Scene) -> [Mark] {
        func flat(_ mark: Mark) -> [Mark] {
            if case .group(let group) = mark, group.transform.b == 0, group.transform.c == 0 {
                group.marks.flatMap(flat)
            } else {
                [mark]
            }
        }
        return scene.marks.flatMap(flat)
    }

    private func words(_ scene: Scene) -> [String] {
        marks(scene).compactMap { if case .text(let text) = $0 { text.text.plain } else { nil } }
    }

    @Test(arguments: [[0, 0], [3, 2], [8, 5]])
    func theOutlineIsTheHullOfWhatIsRead(_ unit: [Int]) throws {
        let network = try Network(chain: Self.dilated)
        let scene = try figure(Self.dilated) { $0.unit = .at(unit) }.scene(in: context())
        // The two upright pictures of the input.
        let images = marks(scene).compactMap { if case .image(let image) = $0 { image.frame } else { nil } }
        let input = try #require(images.first { $0.width > 20 })
        let ranges = try (0..<2).map { axis -> ClosedRange<Int> in
            let read = try #require(network.support(of: unit[axis], layer: 2, axis: axis))
            return try #require(read.firstIndex(of: true))...(try #require(read.lastIndex(of: true)))
        }
        let step = input.width / 29
        #expect(abs(step - input.height / 41) < 1e-9)
        let expected = Rect(
            input.left + Double(ranges[1].lowerBound) * step, input.top + Double(ranges[0].lowerBound) * step,
            Double(ranges[1].count) * step, Double(ranges[0].count) * step)
        let outlines = marks(scene).compactMap { mark -> Rect? in
            guard case .path(let path, nil, let stroke?) = mark, stroke.dash.isEmpty else { return nil }
            return path.bounds
        }
        #expect(
            outlines.contains { $0.contains(expected, tolerance: 1e-6) && expected.contains($0, tolerance: 1e-6) },
            "\(expected)")
    }

    /// Every pixel that is coloured as read is read, and no other.
    @Test func holesAreSeen() throws {
        let network = try Network(chain: Self.dilated)
        let view = UnitView(try UnitPath(network, to: 2, most: 6), unit: [4, 3])
        #expect(view.hasHoles(0) && view.hull(0) != nil)
        let figure = FieldFigure(view: view, photo: nil, maps: [:], effective: nil)
        let rows = try #require(network.support(of: 4, layer: 2, axis: 0))
        let columns = try #require(network.support(of: 3, layer: 2, axis: 1))
        for row in 0..<41 {
            for column in 0..<29 {
                #expect(figure.reads(row, column, of: 41, 29) == (rows[row] && columns[column]))
            }
        }
        let white = PixelImage(width: 29, height: 41, rgb: [UInt8](repeating: 255, count: 29 * 41 * 3))
        let faded = figure.faded(white, 0, by: 0.5, .dark)
        #expect(
            zip(0..., stride(from: 0, to: faded.rgb.count, by: 3)).allSatisfy { place, byte in
                (faded.rgb[byte] == 255) == (rows[place / 29] && columns[place % 29])
            })
    }

    @Test func theEffectiveFieldStaysInTheSupport() throws {
        let probe = try FieldProbe(figure(Self.dilated).options, in: context())
        let view = UnitView(try UnitPath(probe.prepared.network, to: 2, most: 6), unit: [5, 3])
        let field = try probe.field(view, channel: nil, draws: 3, in: context()) {
            try FieldProbe(figure(Self.dilated).options, in: $0)
        }
        #expect(field.draws == 3 && field.drawn == "random weights" && !field.isEmpty)
        #expect(field.values.shape == [41, 29] && field.values.finiteRange?.upperBound == 1)
        var inside = 0
        for row in 0..<41 {
            for column in 0..<29 where field.values[row, column] != 0 {
                #expect(view.reads[0][0][row] && view.reads[0][1][column])
                inside += 1
            }
        }
        #expect(inside > 20)
        let region = try #require(view.region)
        let parts = try [0.25, 0.5, 0.9, 1].map { try #require(field.holding($0, of: region)) }
        for (small, large) in zip(parts, parts.dropFirst()) {
            #expect(zip(small, large).allSatisfy { $1.contains($0.lowerBound) && $1.contains($0.upperBound) })
        }
        let half = parts[1].map(\.count)
        var sum: Float = 0
        for row in parts[1][0] { for column in parts[1][1] { sum += field.values[row, column] } }
        #expect(sum >= 0.5 * field.values.elements.reduce(0, +) && half[0] < region[0].count)
    }

    @Test func everyLayerThatChangesTheFieldIsToldOnce() throws {
        let blocks = "[conv 4@3x3 p1 -> batch-norm -> relu -> conv 4@1x1 -> conv 4@3x3 p1]*9"
        let network = try Network(
            chain: "1x64x64 -> \(blocks) -> max-pool 2 -> \(blocks) -> max-pool 2 -> conv 2@3x3 -> relu")
        let path = try UnitPath(network, to: network.nodes.count - 1, most: 6)
        let changing = network.nodes.indices.filter { index in
            let node = network.nodes[index]
            guard case .axes(let axes) = node.field else { return false }
            guard index > 0, case .axes(let before) = network.nodes[index - 1].field else { return true }
            return axes != before
        }
        #expect(path.layers == changing && changing.count == 39)
        #expect(
            path.stages.map(\.shape.spatial)
                == [[64, 64], [64, 64], [32, 32], [16, 16], [14, 14]].map { $0.map { Quantity($0) } })
        #expect(path.stages.last?.name == "relu19" && path.leavesOut)
        #expect(
            StepWords(path.stages[2].layers.map { network.nodes[$0] }).text.replacing("\u{A0}", with: " ")
                == "max-pool 2×2, 18 × conv 3×3")
    }

    @Test func theTableDerivesEverySize() throws {
        let scene = try figure("1x40x40 -> conv 2@5x5 s2 -> conv 2@3x3 d2 -> max-pool 3 s2") { $0.draws = 0 }
            .scene(in: context())
        let words = words(scene)
        for step in ["1 + (5 − 1)·1 = 5", "5 + 2·(3 − 1)·2 = 13", "13 + (3 − 1)·2 = 17"] {
            #expect(words.contains(step), "\(step) in \(words)")
        }
    }

    @Test func theUnitIsChosenAsAsked() throws {
        let chain = "1x24x24 -> conv 3@3x3 -> conv 3@3x3"
        let centre = try figure(chain).scene(in: context()).description
        #expect(centre.summary.contains("unit (9, 9) of layer conv2"))
        let strongest = figure(chain) {
            $0.unit = .strongest
            $0.options.image = ImageReference(TestImage.shapes.rawValue)
        }
        let prepared = try strongest.options.prepared(in: context())
        let input = try NetworkInput(strongest.options, for: prepared.network, in: context())
        let output = try #require(prepared.execution(of: ["conv2"]).run(input.tensors, layers: ["conv2"])["conv2"])
        let greatest = try #require(output.elements.indices.max { output.elements[$0] < output.elements[$1] }) % 400
        #expect(
            try strongest.scene(in: context()).description.summary.contains("unit (\(greatest / 20), \(greatest % 20))")
        )
        for wrong in [UnitChoice.at([20, 0]), .at([3]), .at([1, 2, 3])] {
            #expect(throws: (any Error).self) { try figure(chain) { $0.unit = wrong }.scene(in: context()) }
        }
        #expect(throws: FigureError.self) { try figure(chain) { $0.channel = 3 }.scene(in: context()) }
    }

    @Test func layersWithoutPlacesSayWhatToChoose() throws {
        let chain = "1x16x16 -> conv 2@3x3 -> flatten -> dense 3"
        for (layer, reason) in [("dense1", "sees the whole input"), ("flatten1", "no units with a place")] {
            do {
                _ = try figure(chain) { $0.layer = layer }.scene(in: context())
                Issue.record("\(layer)")
            } catch let error as FigureError {
                #expect(error.description.contains(reason) && error.description.contains("conv1"))
            }
        }
    }
}
