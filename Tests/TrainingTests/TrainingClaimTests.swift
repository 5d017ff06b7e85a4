import Execution
import Networks
import Tensors
import Testing

@testable import Training

@Suite struct TrainingClaimTests {
    private static let place = SourceLocation(line: 1, column: 1)

    private static func state(_ heldOut: Float?, training: Float = 0.9, weight: Tensor? = nil) -> TrainingState {
        var record = TrainingRecord(title: "", network: "", loss: .crossEntropy, stepsPerEpoch: 1, layers: [])
        record.evaluations = [
            .init(step: 0, training: .init(loss: 5, accuracy: 0), heldOut: nil),
            .init(
                step: 9, training: .init(loss: 0.5, accuracy: training),
                heldOut: heldOut.map { .init(loss: 0.7, accuracy: $0) }),
        ]
        var weights = NetworkWeights()
        weights["conv1", .weight] = weight
        return TrainingState(weights: weights, record: record)
    }

    private static func outcome(
        _ statement: TrainingClaim.Statement, _ state: TrainingState
    ) -> TrainingClaim.Outcome {
        TrainingClaim(statement, location: place).outcome(of: state)
    }

    @Test func measuresAreThoseOfTheEnd() {
        let accuracy = TrainingClaim.Statement.measure(.accuracy, .atLeast(0.75))
        #expect(Self.outcome(accuracy, Self.state(0.75)).holds)
        let low = Self.outcome(accuracy, Self.state(0.5))
        #expect(!low.holds)
        #expect(low.words == "accuracy at least 0.75 claimed, it is 0.5")
        // Without held-out samples, those that it learned from.
        #expect(Self.outcome(accuracy, Self.state(nil)).holds)
        #expect(Self.outcome(.measure(.trainingAccuracy, .atMost(0.8)), Self.state(0.5)).holds == false)
        #expect(Self.outcome(.measure(.loss, .atMost(0.6)), Self.state(0.5)).holds == false)
        #expect(Self.outcome(.measure(.trainingLoss, .atMost(0.6)), Self.state(0.5)).holds)
        #expect(!Self.outcome(accuracy, Self.state(.nan)).holds)
        var unmeasured = Self.state(0.9)
        unmeasured.record.evaluations = []
        #expect(Self.outcome(accuracy, unmeasured).words.contains("has not been measured"))
    }

    @Test func kernelsAreComparedTapByTap() throws {
        let sobel = try Filter(parsing: "sobel-x")
        let kernel = sobel.kernels[0]
        func holds(_ weight: Tensor, _ filters: [Filter] = [sobel]) -> Bool {
            Self.outcome(.kernels(layer: "conv1", filters, within: 0.01), Self.state(1, weight: weight)).holds
        }
        let exact = kernel.reshaped(to: [1, 1, 3, 3])
        #expect(holds(exact))
        #expect(holds(exact.map { $0 + 0.009 }))
        #expect(!holds(exact.map { $0 + 0.011 }))
        #expect(!holds(exact.map { -$0 }))
        #expect(!holds(exact.map { $0 == 0 ? .nan : $0 }))
        // In the middle of a larger kernel, whose other taps are zero.
        var large = Tensor([1, 1, 5, 5])
        for y in 0..<3 { for x in 0..<3 { large[0, 0, y + 1, x + 1] = kernel[y, x] } }
        #expect(holds(large))
        large[0, 0, 0, 4] = 0.02
        #expect(!holds(large))
        #expect(!holds(Tensor([1, 1, 4, 4])))
        #expect(!holds(exact, [sobel, sobel]))
        #expect(!Self.outcome(.kernels(layer: "none", [sobel], within: 1), Self.state(1)).holds)
    }
}
