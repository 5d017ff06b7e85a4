import Execution
import Networks
import Tensors
import Training

/// States of trainings that hold everything that one can, with numbers of every kind.
struct RandomRecord {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    /// Any bits, so that infinities and what is no number are among them.
    private mutating func float() -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }

    private mutating func finite() -> Float { Float(below(2_000_001) - 1_000_000) / 997 }

    private mutating func tensor(_ sizes: [Int]) -> Tensor {
        let shape = Shape(sizes)
        return Tensor(shape, (0..<shape.elementCount).map { _ in float() })
    }

    private mutating func text() -> String {
        let pieces = ["", "é", "a.b", "\"", "\\", "\n", "{[", "*x", "😀", " ", "\u{1}", "conv"]
        return (0..<below(5)).map { _ in pieces[below(pieces.count)] }.joined()
    }

    private mutating func score() -> TrainingRecord.Score {
        .init(loss: float(), accuracy: below(2) == 0 ? nil : finite())
    }

    private mutating func histogram() -> ValueHistogram {
        let (a, b) = (finite(), finite())
        return ValueHistogram(
            range: min(a, b)...max(a, b), shares: (0..<below(6)).map { _ in float() }, zeros: finite(), mean: float(),
            deviation: float())
    }

    mutating func record() -> TrainingRecord {
        let layers = ["conv1", "a.b", "größe/x", "dense \"1\""]
        var record = TrainingRecord(
            title: text(), name: text(), network: text(), loss: Loss.allCases[below(2)], stepsPerEpoch: below(100),
            layers: Array(layers.prefix(below(5))))
        record.losses = (0..<below(40)).map { _ in float() }
        for step in 0..<below(5) {
            let heldOut = below(2) == 0 ? nil : score()
            record.evaluations.append(.init(step: step * 7, training: score(), heldOut: heldOut))
        }
        for step in 0..<below(4) {
            var snapshot = TrainingRecord.Snapshot(step: step * 1_000_000_007)
            for layer in layers where below(2) == 0 { snapshot.kernels[layer] = tensor([1 + below(3), 1, 2, 3]) }
            for layer in layers where below(2) == 0 { snapshot.activations[layer] = histogram() }
            for layer in layers where below(2) == 0 {
                snapshot.gradients[layer] = .init(gradient: float(), weight: float())
            }
            record.snapshots.append(snapshot)
        }
        if below(2) == 0 {
            let classes = ["0", "a \"quoted\" one", "ä"]
            let labels = (0..<1 + below(6)).map { _ in below(3) }
            let mistakes = (0..<below(4)).map { _ in
                TrainingRecord.Mistake(index: below(labels.count), image: tensor([1, 2, 2]))
            }
            record.predictions = .init(
                classes: classes, labels: labels, probabilities: tensor([labels.count, 3]), mistakes: mistakes)
        }
        return record
    }

    private mutating func weights() -> NetworkWeights {
        var weights = NetworkWeights()
        for layer in ["conv1", "a.b.c", "lstm"] where below(3) > 0 {
            for role in [ParameterTensor.Role.weight, .inputWeight, .runningMean] where below(2) == 0 {
                weights[layer, role] = tensor([below(3), 2])
            }
        }
        return weights
    }

    mutating func state() -> TrainingState {
        var moments: [String: NetworkWeights] = [:]
        for name in ["first", "second", "with.dots"] where below(2) == 0 { moments[name] = weights() }
        return TrainingState(step: below(1 << 40), weights: weights(), moments: moments, record: record())
    }
}

/// All that a record says, so that two can be compared bit by bit.
func description(_ record: TrainingRecord) -> String {
    func bits(_ value: Float?) -> String { value.map { String($0.bitPattern, radix: 16) } ?? "none" }
    func bits(_ values: [Float]) -> String { values.map { bits($0) }.joined(separator: " ") }
    func bits(_ tensor: Tensor) -> String { "\(tensor.shape) \(bits(tensor.elements))" }
    func bits(_ score: TrainingRecord.Score?) -> String {
        score.map { "\(bits($0.loss)) \(bits($0.accuracy))" } ?? "none"
    }
    func sorted<Value>(_ values: [String: Value], _ words: (Value) -> String) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key): \(words($0.value))" }.joined(separator: "; ")
    }
    var lines = [record.title, record.name, record.network, record.loss.rawValue, "\(record.stepsPerEpoch)"]
    lines += ["\(record.layers)", bits(record.losses)]
    lines += record.evaluations.map { "\($0.step): \(bits($0.training)) / \(bits($0.heldOut))" }
    for snapshot in record.snapshots {
        lines.append("\(snapshot.step)")
        lines.append(sorted(snapshot.kernels) { bits($0) })
        lines.append(
            sorted(snapshot.activations) { histogram in
                let spread = [
                    histogram.range.lowerBound, histogram.range.upperBound, histogram.zeros, histogram.mean,
                    histogram.deviation,
                ]
                return bits(spread + histogram.shares)
            })
        lines.append(sorted(snapshot.gradients) { "\(bits($0.gradient)) \(bits($0.weight))" })
    }
    if let predictions = record.predictions {
        lines.append("\(predictions.classes) \(predictions.labels) \(bits(predictions.probabilities))")
        lines += predictions.mistakes.map { "\($0.index) \(bits($0.image))" }
    }
    return lines.joined(separator: "\n")
}

func description(_ weights: NetworkWeights) -> String {
    weights.layerNames.map { layer in
        let roles = weights[layer].sorted { $0.key.rawValue < $1.key.rawValue }
        return "\(layer) " + roles.map { "\($0.key) \($0.value.shape) \($0.value.elements.map(\.bitPattern))" }.joined()
    }.joined(separator: "\n")
}
