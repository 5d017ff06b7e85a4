import Execution
import Networks
import Tensors
import Testing

@testable import Training

@Suite struct TrainerTests {
    /// A network with everything that is drawn at random: initial weights, order, shifts, dropout; and statistics.
    static func network() throws -> Network {
        try Network(
            chain:
                "1x8x8 -> conv 4@3 name=conv -> batch-norm relu -> max-pool 2 -> flatten -> dropout 0.25 -> dense 3 softmax"
        )
    }

    /// Noise with a bright bar whose place is the class.
    static func data(_ count: Int) -> Dataset {
        var random = NormalGenerator(seed: 5)
        var inputs = Tensor([count, 1, 8, 8])
        for index in 0..<count {
            for y in 0..<8 {
                for x in 0..<8 { inputs[index, 0, y, x] = 0.3 * random.normal() + (x / 3 == index % 3 ? 1 : 0) }
            }
        }
        return Dataset(
            inputs: inputs, targets: .classes((0..<count).map { $0 % 3 }, names: ["left", "middle", "right"]))
    }

    static func trainer(seed: UInt64 = 7, epochs: Int = 3, state: TrainingState? = nil) throws -> Trainer {
        let run = Experiment.Run(network: try network(), seed: seed, rate: 0.01)
        let experiment = Experiment(
            title: "bars", runs: [run], loss: .crossEntropy, epochs: epochs, batchSize: 16, shift: 1)
        return try Trainer(run, of: experiment, data: data(100), heldOut: data(30), state: state)
    }

    static func bits(_ trainer: Trainer) -> [UInt32] {
        let weights = trainer.weights
        return trainer.run.network.nodes.flatMap { node in
            node.inference.parameters.tensors.flatMap { weights[node.name, $0.role]!.elements.map(\.bitPattern) }
        }
    }

    @Test func itLearnsWhatIsThere() throws {
        var trainer = try Self.trainer(epochs: 12)
        try trainer.finish()
        let first = try #require(trainer.record.evaluations.first)
        let last = try #require(trainer.record.evaluations.last)
        #expect(last.training.loss < 0.5 * first.training.loss)
        #expect(try #require(last.heldOut?.accuracy) >= 0.9)
        #expect(trainer.record.evaluations.count == 13 && trainer.record.losses.count == trainer.steps)
    }

    @Test func aRunIsTheSameOnAnyNumberOfThreads() throws {
        let runs = try [1, 2, 3].map { threads in
            try Parallelism.$threadCount.withValue(threads) {
                var trainer = try Self.trainer()
                try trainer.finish()
                return Self.bits(trainer)
            }
        }
        #expect(runs[0] == runs[1] && runs[0] == runs[2])
    }

    @Test(arguments: [1, 6, 7, 8, 13, 20])
    func aRunTakenUpAgainEndsInTheSameBits(_ step: Int) throws {
        var whole = try Self.trainer()
        try whole.finish()
        var first = try Self.trainer()
        while first.step < step { try first.advance() }
        var second = try Self.trainer(state: first.state)
        try second.finish()
        #expect(Self.bits(second) == Self.bits(whole))
        #expect(second.record.losses == whole.record.losses)
        #expect(second.record.evaluations == whole.record.evaluations)
        #expect(second.record.snapshots.map(\.step) == whole.record.snapshots.map(\.step))
    }

    @Test func seedsMakeRunsDiffer() throws {
        var (a, b) = (try Self.trainer(seed: 1), try Self.trainer(seed: 2))
        try a.advance()
        try b.advance()
        #expect(Self.bits(a) != Self.bits(b))
    }

    @Test func snapshotsBeginAndEndWithTheRun() {
        for steps in [1, 2, 5, 24, 1000] {
            let found = Trainer.snapshotSteps(24, of: steps)
            #expect(
                found.first == 0 && found.last == steps && found == found.sorted() && Set(found).count == found.count)
        }
    }

    @Test func whatDoesNotGoTogetherIsSaid() throws {
        let run = Experiment.Run(network: try Self.network())
        func message(_ loss: Loss, _ data: Dataset, _ recording: Recording = Recording()) -> String {
            let experiment = Experiment(title: "wrong", runs: [run], loss: loss, epochs: 1, recording: recording)
            do {
                _ = try Trainer(run, of: experiment, data: data, heldOut: nil)
                return "nothing"
            } catch { return "\(error)" }
        }
        let good = Self.data(6)
        #expect(
            message(.crossEntropy, Dataset(inputs: Tensor([2, 1, 8, 8]), targets: .values(Tensor([2, 3]))))
                == "cross-entropy needs data with classes. Use mean-squared-error for values.")
        #expect(
            message(.meanSquaredError, Dataset(inputs: Tensor([2, 1, 8, 8]), targets: .values(Tensor([2, 4]))))
                .contains("gives"))
        #expect(
            message(
                .crossEntropy,
                Dataset(inputs: Tensor([2, 1, 9, 8]), targets: .classes([0, 1], names: ["a", "b", "c"]))
            ).contains("takes"))
        #expect(
            message(
                .crossEntropy, Dataset(inputs: good.inputs, targets: .classes([0, 1, 0, 1, 0, 1], names: ["a", "b"]))
            ).contains("for 2 classes"))
        var recording = Recording()
        recording.kernels = ["cnov"]
        #expect(message(.crossEntropy, good, recording).contains("did you mean 'conv'"))
    }
}
