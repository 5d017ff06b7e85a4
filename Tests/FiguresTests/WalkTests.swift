import Execution
import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct WalkTests {
    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    @Test func everyLayerOfTheMainPathIsOnTheWay() throws {
        let network = try Network(
            chain: "3x32x32 -> [conv 4@3x3 p1 relu -> conv 4@3x3 p1 relu -> max-pool 2]*3 -> flatten -> dropout 0.5 -> "
                + "dense 20 relu -> dropout 0.5 -> dense 10 -> dense 4 softmax")
        let plan = try WalkPlan(network, layers: [])
        #expect(
            plan.stages.map(\.node.name)
                == ["conv2", "conv4", "conv6", "max-pool3", "flatten1", "dense1", "dense2", "dense3"])
        #expect(
            plan.stages.map { $0.steps.replacing("\u{A0}", with: " ") } == [
                "2 × conv 3×3", "max-pool 2×2, 2 × conv 3×3", "max-pool 2×2, 2 × conv 3×3", "max-pool 2×2", "flatten",
                "dense 20", "dense 10", "dense 4",
            ])
        let chosen = try WalkPlan(network, layers: ["conv3", "dense3"])
        #expect(chosen.stages.map(\.node.name) == ["conv3", "dense3"])
        #expect(throws: FigureError.self) { try WalkPlan(network, layers: ["conv33"]) }
    }

    @Test func scoresAreTheNetworksOwn() throws {
        var walk = Walk()
        walk.options.network = NetworkName("1x12x12 -> conv 3@3x3 relu -> flatten -> dense 9")
        walk.options[photo: .labels] = "names"
        walk.top = 4
        let prepared = try walk.options.prepared(in: context)
        let input = try NetworkInput(walk.options, for: prepared.network, in: context)
        let output = try #require(prepared.execution().run(input.tensors)["dense1"]).elements
        let order = output.indices.sorted { output[$0] > output[$1] }
        let details = try walk.scene(in: context).description.details
        let labels = SamplePictures.labels
        let expected = order.prefix(4).map { place in
            "\(place < labels.count && !labels[place].isEmpty ? labels[place] : "class \(place)") \(compact(output[place]))"
        }
        #expect(details.contains("The highest scores: \(expected.joined(separator: ", "))."), "\(details)")
    }

    /// A folded vector has a pixel for each value, and the most active maps are those that are shown.
    @Test func nothingIsLostOnTheWay() throws {
        var walk = Walk()
        walk.options.network = NetworkName("3x20x20 -> conv 12@3x3 -> flatten -> dense 400 tanh -> dense 3")
        walk.maps = 2
        let scene = try walk.scene(in: context)
        func images(_ marks: [Mark]) -> [PixelImage] {
            marks.flatMap { mark -> [PixelImage] in
                switch mark {
                case .image(let image): [image.pixels]
                case .group(let group): images(group.marks)
                case .path, .text, .matrix: []
                }
            }
        }
        let sizes = images(scene.marks).map { [$0.height, $0.width] }
        #expect(sizes.filter { $0 == [18, 18] }.count == 2)
        #expect(sizes.contains { $0[0] * $0[1] >= 400 && $0[0] * $0[1] < 400 + $0[1] && $0[0] > $0[1] })
        let prepared = try walk.options.prepared(in: context)
        let input = try NetworkInput(walk.options, for: prepared.network, in: context)
        let maps = try #require(prepared.execution(of: ["conv1"]).run(input.tensors, layers: ["conv1"])["conv1"]).slice(
            0)
        let activity = (0..<12).map { maps.slice($0).elements.reduce(0) { $0 + abs($1) } }
        let best = (0..<12).sorted { activity[$0] > activity[$1] }.prefix(2)
        #expect(scene.description.details.contains("of which maps \(best[0]) and \(best[1]) are shown"))
    }
}
