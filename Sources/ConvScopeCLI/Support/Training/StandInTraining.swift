import Execution
import Networks
import Tensors
import Training

/// Takes the trainer's place until there is one: weights move by numbers that only the seed, the step and they themselves
/// decide, so that resuming can be tested. It learns nothing.
struct StandInTraining: SteppedTraining {
    private(set) var state: TrainingState
    let stepCount: Int
    private let seed: UInt64

    init(_ run: Experiment.Run, _ experiment: Experiment, _ data: TrainingData, state: TrainingState?) throws {
        let stepsPerEpoch = (data.training.count + experiment.batchSize - 1) / experiment.batchSize
        stepCount = stepsPerEpoch * experiment.epochs
        seed = run.seed
        if let state {
            self.state = state
            return
        }
        let weights =
            try run.weights
            ?? NetworkWeights(initializing: run.network, by: run.initializer, seed: run.seed)
        let record = TrainingRecord(
            title: experiment.title, name: run.name, network: run.network.title, loss: experiment.loss,
            stepsPerEpoch: stepsPerEpoch, layers: weights.layerNames)
        self.state = TrainingState(weights: weights, moments: ["momentum": weights], record: record)
        evaluate()
    }

    mutating func step() {
        state.step += 1
        var random = NormalGenerator(seed: seed, stream: UInt64(state.step))
        for layer in state.weights.layerNames {
            let moved = random.normal() * 0.01
            state.weights[layer] = state.weights[layer].mapValues { $0.map { 0.99 * $0 + moved } }
        }
        state.record.losses.append(1 / Float(state.step + 1) + random.uniform() * 0.01)
        if state.step % state.record.stepsPerEpoch == 0 { evaluate() }
    }

    private mutating func evaluate() {
        let loss = 1 / Float(state.step + 1)
        let score = TrainingRecord.Score(loss: loss, accuracy: 1 - loss)
        state.record.evaluations.append(.init(step: state.step, training: score, heldOut: score))
        var snapshot = TrainingRecord.Snapshot(step: state.step)
        for layer in state.weights.layerNames.prefix(1) { snapshot.kernels[layer] = state.weights[layer, .weight] }
        state.record.snapshots.append(snapshot)
    }
}
