import Execution
import Networks
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Trainer {
    /// The steps at which a run is looked at: closer together at its beginning, where most happens.
    static func snapshotSteps(_ count: Int, of steps: Int) -> [Int] {
        guard count > 1 else { return [0, steps] }
        var found: [Int] = []
        for index in 0..<count {
            let share = Double(index) / Double(count - 1)
            // Never the same step twice, as long as there are enough.
            found.append(min(steps, max((found.last ?? -1) + 1, Int((share * share * Double(steps)).rounded()))))
        }
        found[found.count - 1] = steps
        return Array(Set(found)).sorted()
    }

    /// Writes down what is due at this step.
    mutating func observe() throws {
        if step % stepsPerEpoch == 0 {
            record.evaluations.append(
                TrainingRecord.Evaluation(
                    step: step, training: try score(data.samples(0..<min(data.count, 2000))),
                    heldOut: try heldOut.map { try score($0) }))
        }
        if snapshotSteps.contains(step) { record.snapshots.append(try snapshot()) }
        if isDone, let heldOut, case .classes(let labels, let names) = heldOut.targets {
            record.predictions = try predictions(heldOut, labels, names)
        }
    }

    private mutating func snapshot() throws -> TrainingRecord.Snapshot {
        var snapshot = TrainingRecord.Snapshot(step: step)
        let weights = self.weights
        for layer in kernelLayers {
            let own = weights[layer]
            snapshot.kernels[layer] = own[.weight] ?? own[.depthwiseWeight]
        }
        if !experiment.recording.activations.isEmpty {
            let execution = try NetworkExecution(run.network, weights: weights)
            let values = try execution.run(
                [run.network.inputs[0].name: probe.inputs], layers: experiment.recording.activations)
            for (layer, values) in values { snapshot.activations[layer] = ValueHistogram(values.elements) }
        }
        if experiment.recording.gradients {
            let gradients = try gradients(of: step).gradients
            for (layer, own) in gradients {
                guard let role = own.keys.first(where: { $0.isMatrix }), let gradient = own[role],
                    let weight = weights[layer, role]
                else { continue }
                snapshot.gradients[layer] = TrainingRecord.GradientSize(
                    gradient: gradient.rootMeanSquare, weight: weight.rootMeanSquare)
            }
        }
        return snapshot
    }

    /// The loss and the share of right classes, without dropout and by the running statistics.
    private func score(_ samples: Dataset) throws -> TrainingRecord.Score {
        var (loss, right) = (0.0, 0)
        var hasClasses = false
        try forEachBatch(of: samples) { batch, outputs in
            let result = experiment.loss(outputs, batch.targets)
            loss += result.value * Double(batch.count)
            right += result.right ?? 0
            hasClasses = result.right != nil
        }
        return TrainingRecord.Score(
            loss: Float(loss / Double(samples.count)),
            accuracy: hasClasses ? Float(right) / Float(samples.count) : nil)
    }

    private func predictions(
        _ samples: Dataset, _ labels: [Int], _ names: [String]
    ) throws -> TrainingRecord.Predictions {
        var probabilities: [Float] = []
        try forEachBatch(of: samples) { batch, outputs in
            let rows = outputs.reshaped(to: [batch.count, names.count])
            for row in 0..<batch.count { probabilities += experiment.loss.probabilities(rows.slice(row).elements) }
        }
        let wide = names.count
        var mistakes: [(index: Int, sureness: Float)] = []
        for (index, label) in labels.enumerated() {
            let row = probabilities[index * wide..<(index + 1) * wide]
            let said = row.indices.max { row[$0] < row[$1] }! - index * wide
            if said != label { mistakes.append((index, row[row.startIndex + said])) }
        }
        mistakes.sort { ($1.sureness, $0.index) < ($0.sureness, $1.index) }
        return TrainingRecord.Predictions(
            classes: names, labels: labels, probabilities: Tensor([labels.count, wide], probabilities),
            mistakes: mistakes.prefix(48).map {
                TrainingRecord.Mistake(index: $0.index, image: (pictures ?? samples.inputs).slice($0.index))
            })
    }

    /// What the network gives for all samples, a few hundred at a time; for cross-entropy the scores before a softmax.
    private func forEachBatch(
        of samples: Dataset, _ body: (Dataset, _ outputs: Tensor) throws -> Void
    ) throws {
        let weights = self.weights
        let node = run.network.nodes[pass.output]
        let execution = try NetworkExecution(run.network, weights: weights)
        for first in stride(from: 0, to: samples.count, by: 256) {
            let batch = samples.samples(first..<min(samples.count, first + 256))
            let outputs = try execution.run([run.network.inputs[0].name: batch.inputs])[node.name]!
            try body(batch, pass.givesScores ? outputs.map { log(max($0, .leastNormalMagnitude)) } : outputs)
        }
    }
}

extension Loss {
    /// What scores say about each class: their softmax, or, where they were to be 0 and 1, their shares.
    fileprivate func probabilities(_ scores: [Float]) -> [Float] {
        let greatest = scores.max() ?? 0
        let parts = scores.map { score in
            switch self {
            case .crossEntropy: exp(score - greatest)
            case .meanSquaredError: max(0, score)
            }
        }
        let sum = parts.reduce(0, +)
        return parts.map { sum > 0 ? $0 / sum : 1 / Float(scores.count) }
    }
}

extension ParameterTensor.Role {
    /// Weights that values are multiplied by and summed up, as opposed to what is added or scales.
    var isMatrix: Bool {
        switch self {
        case .weight, .depthwiseWeight, .inputWeight, .recurrentWeight: true
        case .bias, .inputBias, .recurrentBias, .scale, .shift, .runningMean, .runningVariance: false
        }
    }
}

extension Tensor {
    fileprivate var rootMeanSquare: Float {
        Float((elements.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, elements.count))).squareRoot())
    }
}

extension ValueHistogram {
    /// Forty bins from the least to the greatest finite value.
    init(_ values: [Float], bins: Int = 40) {
        let finite = values.filter(\.isFinite)
        let count = Double(max(1, finite.count))
        let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
        let width = (high - low) / Float(bins)
        var counts = [Float](repeating: 0, count: bins)
        for value in finite {
            counts[width > 0 && width.isFinite ? min(bins - 1, Int((value - low) / width)) : 0] += 1
        }
        let mean = finite.reduce(0.0) { $0 + Double($1) } / count
        let squares = finite.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        self.init(
            range: low...high, shares: counts.map { $0 / Float(count) },
            zeros: Float(Double(finite.count { $0 == 0 }) / count), mean: Float(mean),
            deviation: Float((squares / count).squareRoot()))
    }
}
