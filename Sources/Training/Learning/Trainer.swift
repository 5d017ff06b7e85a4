public import Execution
import Networks
public import Tensors

/// One run of an experiment, a step at a time.
public struct Trainer {
    public let experiment: Experiment
    public let run: Experiment.Run
    let data: Dataset
    let heldOut: Dataset?
    let pictures: Tensor?
    let batches: Batches
    let pass: TrainingPass
    /// Samples whose outputs' histograms are taken.
    let probe: Dataset
    let snapshotSteps: [Int]

    public private(set) var step = 0
    public internal(set) var record: TrainingRecord
    private var parameters: [Parameter] = []
    /// Running statistics, which follow but do not learn, and what is frozen.
    private var others = NetworkWeights()
    private var order: (epoch: Int, places: [Int]) = (-1, [])

    /// Updates of the whole run.
    public var steps: Int { experiment.epochs * batches.perEpoch }
    public var stepsPerEpoch: Int { batches.perEpoch }
    public var isDone: Bool { step >= steps }

    /// - Parameters:
    ///   - run: What learns, and how.
    ///   - experiment: What it has in common with other runs.
    ///   - data: What it learns from.
    ///   - heldOut: What it is only tried on.
    ///   - pictures: Of the held-out samples, `[N, C, H, W]` from 0 to 1, where they went through a preparation.
    ///   - state: Where an earlier run was left; from the beginning unless given.
    /// - Throws: ``TrainingError`` if experiment and data do not go together, `ExecutionError`.
    public init(
        _ run: Experiment.Run, of experiment: Experiment, data: Dataset, heldOut: Dataset?, pictures: Tensor? = nil,
        state: TrainingState? = nil
    ) throws {
        (self.experiment, self.run, self.data, self.heldOut) = (experiment, run, data, heldOut)
        self.pictures = pictures
        pass = try Self.pass(run.network, experiment, data)
        batches = Batches(count: data.count, size: min(experiment.batchSize, data.count), seed: run.seed)
        probe = data.samples(0..<min(64, data.count))
        let network = run.network
        snapshotSteps = Self.snapshotSteps(experiment.recording.snapshots, of: experiment.epochs * batches.perEpoch)
        record =
            state?.record
            ?? TrainingRecord(
                title: experiment.title, name: run.name,
                network: network.title == Network.chainTitle ? experiment.title : network.title, loss: experiment.loss,
                stepsPerEpoch: batches.perEpoch,
                layers: network.nodes.filter { $0.inference.parameters.tensors.contains { $0.role.isTrained } }
                    .map(\.name))
        try Self.checkRecording(run, experiment)

        let weights =
            try state?.weights ?? run.weights
            ?? NetworkWeights(initializing: network, by: run.initializer, seed: run.seed)
        // Checks that all are there, of the right shape.
        _ = try NetworkExecution(network, weights: weights)
        step = state?.step ?? 0
        others = weights
        for (node, plan) in zip(network.nodes, pass.plan.steps) where plan.learns {
            for tensor in node.inference.parameters.tensors where tensor.role.isTrained {
                guard let value = weights[node.name, tensor.role] else { continue }
                var parameter = Parameter(node.name, tensor.role, value, run.optimizer)
                if let first = state?.moments["first"]?[node.name, tensor.role] { parameter.first = first }
                if let second = state?.moments["second"]?[node.name, tensor.role] { parameter.second = second }
                parameters.append(parameter)
            }
        }
        if state == nil { try observe() }
    }

    public var weights: NetworkWeights {
        var weights = others
        for parameter in parameters { weights[parameter.layer, parameter.role] = parameter.value }
        return weights
    }

    public var state: TrainingState {
        var moments = ["first": NetworkWeights(), "second": NetworkWeights()]
        for parameter in parameters {
            if parameter.first.shape == parameter.value.shape {
                moments["first"]![parameter.layer, parameter.role] = parameter.first
            }
            if parameter.second.shape == parameter.value.shape {
                moments["second"]![parameter.layer, parameter.role] = parameter.second
            }
        }
        return TrainingState(step: step, weights: weights, moments: moments, record: record)
    }

    /// Learns from one batch. After the last step of an epoch the network is tried out; where it is due, it is recorded.
    ///
    /// - Throws: ``TrainingError/diverged(step:)``, `ExecutionError`.
    public mutating func advance() throws {
        precondition(!isDone, "the run has made its \(steps) steps")
        let result = try gradients(of: step)
        record.losses.append(Float(result.loss))
        guard result.loss.isFinite else { throw TrainingError.diverged(step: step) }
        let rate = run.rate * run.schedule.factor(epoch: step / batches.perEpoch, of: experiment.epochs)
        step += 1
        for index in parameters.indices {
            guard let gradient = result.gradients[parameters[index].layer]?[parameters[index].role] else { continue }
            parameters[index].follow(gradient, run.optimizer, rate: rate, decay: run.weightDecay, step: step)
        }
        for (layer, statistics) in result.statistics { follow(statistics, of: layer) }
        try observe()
    }

    /// Runs on to the end.
    public mutating func finish(_ progress: (Trainer) -> Void = { _ in }) throws {
        while !isDone {
            try advance()
            progress(self)
        }
    }

    struct BatchGradients {
        let loss: Double
        let gradients: [String: NetworkWeights.Layer]
        let statistics: [String: TrainingPass.BatchStatistics]
    }

    /// What the batch of a step says about the weights as they are.
    mutating func gradients(of step: Int) throws -> BatchGradients {
        let batch = batch(of: step)
        // Weights are let go of before they change, so that they change in place.
        let weights = self.weights
        let forward = try pass.forward([batch.inputs], weights: weights, seed: run.seed &+ UInt64(step) << 24)
        let outputs = forward.output(of: pass.output)!
        let loss = experiment.loss(outputs, batch.targets)
        var cotangents = [pass.output: loss.gradient]
        if let sparsity = experiment.sparsity {
            let place = run.network.nodes.firstIndex { $0.name == sparsity.layer }!
            if let values = forward.output(of: place) {
                let size = sparsity.weight / Float(values.shape.elementCount)
                cotangents[place] = values.map { $0 > 0 ? size : $0 < 0 ? -size : 0 }
            }
        }
        let statistics = forward.statistics
        let gradients = try pass.backward(forward, weights: weights, cotangents: cotangents)
        return BatchGradients(loss: loss.value, gradients: gradients, statistics: statistics)
    }

    private mutating func batch(of step: Int) -> Dataset {
        let epoch = step / batches.perEpoch
        if order.epoch != epoch { order = (epoch, batches.order(epoch: epoch)) }
        let batch = data.samples(batches.places(of: step, order: order.places))
        guard experiment.shift > 0, batch.inputs.shape.rank > 2 else { return batch }
        let shifts = batches.shifts(
            of: step, samples: batch.count, axes: batch.inputs.shape.rank - 2, most: experiment.shift)
        return Dataset(inputs: batch.inputs.shifted(by: shifts), targets: batch.targets)
    }

    /// r ← 0.9·r + 0.1·s; the variance is that of the population which the batch is drawn from.
    private mutating func follow(_ statistics: TrainingPass.BatchStatistics, of layer: String) {
        func followed(_ role: ParameterTensor.Role, _ values: [Float]) -> Tensor? {
            others[layer, role].map { old in
                Tensor(old.shape, zip(old.elements, values).map { 0.9 * $0 + 0.1 * $1 })
            }
        }
        let population = Float(statistics.count) / Float(max(1, statistics.count - 1))
        others[layer, .runningMean] = followed(.runningMean, statistics.mean)
        others[layer, .runningVariance] = followed(.runningVariance, statistics.variance.map { $0 * population })
    }
}
