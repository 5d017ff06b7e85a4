import Tensors
import Testing

@testable import Networks

/// Lesson 16: what back-propagation costs when only some layers learn.
@Suite struct BackwardPlanTests {
    private static let chain =
        "1x28x28 -> conv 32@5x5 relu -> max-pool 2 -> conv 32@3x3 relu -> max-pool 2 -> flatten -> dense 256 relu -> "
        + "dense 10 softmax"

    private func plan(_ chain: String, learning names: Set<String>?) throws -> BackwardPlan {
        let network = try Network(chain: chain)
        let frozen = names.map { names in Set(network.nodes.indices.filter { !names.contains(network.nodes[$0].name) })
        }
        return BackwardPlan(network, frozen: frozen)
    }

    @Test(
        arguments: [
            // conv1 460,800 · conv2 921,600 · dense1 204,800 · dense2 2,560
            (nil, 1_589_760, 1_128_960),
            (["conv1", "conv2"], 1_382_400, 1_128_960),
            (["dense1", "dense2"], 207_360, 2_560),
            (["dense2"], 2_560, 0),
            (["conv1"], 460_800, 1_128_960),
            ([], 0, 0),
        ] as [(Set<String>?, Int, Int)])
    func costsOfTheWayBack(_ learning: Set<String>?, _ toWeights: Int, _ toInputs: Int) throws {
        let total = try plan(Self.chain, learning: learning).total
        #expect(total.forward == 1_589_760)
        #expect(total.toWeights == Quantity(toWeights))
        #expect(total.toInputs == Quantity(toInputs))
        #expect(total.total == Quantity(1_589_760 + toWeights + toInputs))
    }

    @Test func whatIsFrozenBeforeTheFirstThatLearnsIsNeverReached() throws {
        let steps = try plan(Self.chain, learning: ["conv2"]).steps
        #expect(steps.map(\.isReached) == [false, false, true, true, true, true, true])
        #expect(steps.map(\.learns) == [false, false, true, false, false, false, false])
        #expect(steps.map { $0.passesOn[0] } == [false, false, false, true, true, true, true])
        #expect(steps.map(\.isTrainable) == [true, false, true, false, false, true, true])
    }

    /// The network's own word, and a branch with nothing to learn.
    @Test func gradientsGoOnlyWhereSomethingLearns() throws {
        let network = try Network(
            input: [4, 8, 8],
            layers: [
                .conv(4, kernelSize: 3, padding: .same).named("stem").frozen(),
                .conv(4, kernelSize: 3, padding: .same).named("branch"),
                LayerDescription(.add(Add())).named("sum").reading("branch", "stem"),
                .conv(2, kernelSize: 1).named("head").frozen(),
            ])
        let steps = BackwardPlan(network).steps
        #expect(steps.map(\.passesOn) == [[false], [false], [true, false], [true]])
        #expect(steps.map(\.learns) == [false, true, false, false])
        let all = BackwardPlan(network, frozen: []).steps
        #expect(all.map(\.passesOn) == [[false], [true], [true, true], [true]])
    }

    /// What the loss never sees has no gradient.
    @Test func layersBesideTheOutputsAreCut() throws {
        var header = Network.Header()
        header.outputs = [(name: "head", location: nil)]
        let network = try Network(
            header: header, inputs: [Network.Input(FeatureShape([8]))],
            layers: [
                .dense(6).named("stem"), .dense(3).named("aside"), .dense(2).named("head").reading("stem"),
            ])
        let plan = BackwardPlan(network)
        #expect(plan.steps.map(\.isReached) == [true, false, true])
        #expect(plan.total.toWeights == Quantity(60))
        #expect(plan.total.toInputs == Quantity(12))
    }

    /// Through time, and through the second of two convolutions, the way back is needed for the layer's own weights.
    @Test func someLayersNeedAWayBackOfTheirOwn() throws {
        let recurrent = try plan("5x3 -> lstm 4", learning: nil).total
        #expect(recurrent.forward == Quantity(560))
        #expect(recurrent.toInputs == Quantity(320))
        let separable = try plan("4x8x8 -> separable-conv 6@3 p1", learning: nil).total
        #expect(separable.forward == Quantity(3840))
        #expect(separable.toInputs == Quantity(1536))
    }

    /// Sizes that are unknown stay formulas.
    @Test func unknownSizesAreCarried() throws {
        let total = try plan("1xT -> conv 4@3 p1 -> conv 2@3 p1", learning: nil).total
        #expect(total.toWeights.unknowns.count == 1 && total.toWeights == total.forward)
        #expect(total.toInputs.unknowns.count == 1)
    }
}
