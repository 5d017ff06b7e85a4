import Foundation
import Tensors
import Training

/// Records of trainings that never were, plausible and the same on every machine: noise that becomes edge filters, curves
/// that fall, signals that die out on their way, mistakes between classes that look alike.
enum SyntheticRecords {
    /// Every name that ``records(_:)`` knows.
    static let names = [
        "digits", "seeds", "initializers", "colors", "signal", "sobel", "bare", "diverged", "large", "words", "tiny",
    ]

    static func records(_ name: String) -> [TrainingRecord]? {
        switch name {
        case "digits": [run(seed: 3)]
        case "seeds": [1, 2].map { run(name: "seed \($0)", seed: UInt64($0)) }
        case "initializers":
            [("constant 0.1", 0.02, 0.0), ("Xavier", 0.7, 0.9), ("He", 1.0, 1.0)].enumerated().map { place, kind in
                run(name: kind.0, seed: 7 + UInt64(place), layerCount: 7, gain: kind.1, success: kind.2)
            }
        case "colors": [run(seed: 5, kernel: [12, 3, 7, 7])]
        case "signal": [run(seed: 6, kernel: [5, 4, 9], layerCount: 2)]
        case "sobel":
            [
                TrainingRecord(
                    title: "Sobel from a photo", network: "1 → 1 channel, 3 × 3", loss: .meanSquaredError,
                    stepsPerEpoch: 0, layers: ["conv1"]
                ).learning(Tensor([1, 1, 3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1]))
            ]
        case "bare":
            ["a run with a name that is much longer than there is room for it", "b"].map { name in
                var record = run(name: name, seed: 8)
                (record.snapshots, record.evaluations, record.predictions) = ([], [], nil)
                return record
            }
        case "diverged": [diverged()]
        case "large": [run(seed: 9, layerCount: 24, classes: (0..<40).map { "a class called \($0)" }, samples: 2000)]
        case "words":
            [
                run(
                    seed: 10, layerCount: 2, success: 0.6,
                    classes: ["cat", "dog", "a class of its own with a name that is rather long", "bird", "", "ox"],
                    samples: 3000)
            ]
        case "tiny": [tiny()]
        default: nil
        }
    }

    // MARK: A run

    private static func run(
        name: String = "", seed: UInt64, kernel: [Int] = [8, 1, 5, 5], layerCount: Int = 4, gain: Double = 0.8,
        success: Double = 1, classes: [String] = (0..<10).map(String.init), samples: Int = 359
    ) -> TrainingRecord {
        var noise = SplitMix64(seed: seed)
        let layers = (1...layerCount).map {
            $0 <= (layerCount + 1) / 2 ? "conv\($0)" : "dense\($0 - (layerCount + 1) / 2)"
        }
        var record = TrainingRecord(
            title: "Digits", name: name, network: "8 × 8 digits", loss: .crossEntropy, stepsPerEpoch: 45, layers: layers
        )
        let steps = 900
        let pace = 100 + 40 * Double(seed % 4)
        func progress(_ step: Int) -> Double { success * (1 - exp(-Double(step) / pace)) }
        record.losses = (1...steps).map { step in
            let level = 2.3 * exp(-6 * progress(step)) + 0.02
            return Float(level * (1 + 0.35 * noise.normal() * progress(step)).magnitude)
        }
        record.evaluations = stride(from: 0, through: steps, by: 45).map { step in
            let share = 0.1 + 0.88 * progress(step)
            return .init(
                step: step,
                training: .init(loss: Float(2.3 * exp(-6 * progress(step))), accuracy: Float(min(1, share + 0.015))),
                heldOut: .init(
                    loss: Float(2.3 * exp(-4 * progress(step)) + 0.05 * Double(step) / 900), accuracy: Float(share)))
        }
        record.snapshots = snapshotSteps(to: steps).map { step in
            var snapshot = TrainingRecord.Snapshot(step: step)
            snapshot.kernels["conv1"] = kernels(kernel, progress(step), seed: seed)
            for (depth, layer) in layers.enumerated() {
                let size = pow(gain, Double(depth)) * (0.6 + 0.6 * progress(step))
                snapshot.activations[layer] = histogram(
                    deviation: size, zeros: 0.5 - 0.08 * progress(step) * Double(depth % 3))
                let distance = Double(layers.count - 1 - depth)
                snapshot.gradients[layer] = .init(
                    gradient: Float(
                        0.05 * pow(gain * 0.8, distance) * (1.1 - progress(step)) * (1 + 0.2 * noise.normal().magnitude)
                    ),
                    weight: Float(0.1 * (1 + progress(step))))
            }
            return snapshot
        }
        record.predictions = predictions(classes, samples, success, &noise)
        return record
    }

    /// Early steps more closely, as they are recorded.
    private static func snapshotSteps(to last: Int) -> [Int] {
        [0, 1, 2, 4, 7, 11, 17, 25, 36, 50, 70, 95, 130, 170, 220, 280, 350, 430, 510, 590, 670, 750, 830, last]
    }

    /// SplitMix64 and, the further it has come, an edge; each kernel's in its own direction.
    private static func kernels(_ shape: [Int], _ progress: Double, seed: UInt64) -> Tensor {
        var noise = SplitMix64(seed: 100 * seed)
        let rows = shape.count > 3 ? shape[shape.count - 2] : 1
        let columns = shape[shape.count - 1]
        var values: [Float] = []
        for place in 0..<shape.reduce(1, *) {
            let (x, y) = (
                Double(place % columns) - Double(columns - 1) / 2,
                Double(place / columns % rows) - Double(rows - 1) / 2
            )
            let channel = place / columns / rows % shape[1]
            let angle = Double(place / columns / rows / shape[1]) * 0.8 + Double(channel) * 0.3
            let edge = (x * cos(angle) + y * sin(angle)) * exp(-(x * x + y * y) / Double(columns)) * 0.5
            values.append(Float((1 - 0.8 * progress) * 0.2 * noise.normal() + progress * edge))
        }
        return Tensor(Shape(shape), values)
    }

    /// Half a bell with its zeros, as behind a ReLU.
    static func histogram(deviation: Double, zeros: Double) -> ValueHistogram {
        let bins = 40
        var shares = (0..<bins).map { Float(exp(-pow((Double($0) + 0.5) / 12, 2))) }
        let sum = shares.reduce(0, +)
        shares = shares.map { $0 / sum * Float(1 - zeros) }
        shares[0] += Float(zeros)
        return ValueHistogram(
            range: 0...Float(4 * deviation), shares: shares, zeros: Float(zeros), mean: Float(0.5 * deviation),
            deviation: Float(deviation))
    }

    private static func predictions(
        _ classes: [String], _ samples: Int, _ success: Double, _ noise: inout SplitMix64
    ) -> TrainingRecord.Predictions {
        let labels = (0..<samples).map { $0 * 7 % classes.count }
        var probabilities: [Float] = []
        var mistakes: [(sureness: Float, mistake: TrainingRecord.Mistake)] = []
        for (index, label) in labels.enumerated() {
            // Some are mistaken for a class that looks like theirs; without success, most for one and the same.
            let other = success > 0.5 ? (label * 3 + 1) % classes.count : 1
            let isWrong = (noise.uniform() < (success > 0.5 ? 0.03 : 0.9)) && other != label
            let sureness = Float(0.5 + 0.49 * noise.uniform())
            var row = [Float](repeating: (1 - sureness) / 4 / Float(classes.count - 2), count: classes.count)
            row[isWrong ? other : label] = sureness
            row[isWrong ? label : other == label ? (label + 1) % classes.count : other] = (1 - sureness) * 3 / 4
            probabilities += row
            if isWrong { mistakes.append((sureness, .init(index: index, image: image(label, &noise)))) }
        }
        mistakes.sort { $0.sureness > $1.sureness }
        return .init(
            classes: classes, labels: labels,
            probabilities: Tensor([samples, classes.count], probabilities),
            mistakes: mistakes.prefix(24).map(\.mistake))
    }

    /// A slanted stroke, one for each class.
    private static func image(_ label: Int, _ noise: inout SplitMix64) -> Tensor {
        Tensor(
            [1, 8, 8],
            (0..<64).map { place in
                let (x, y) = (Double(place % 8) - 3.5, Double(place / 8) - 3.5)
                let angle = Double(label) * 0.6
                let distance = (x * cos(angle) + y * sin(angle)).magnitude
                return Float(min(1, max(0, 1.2 - distance / 1.5 + 0.1 * noise.normal())))
            })
    }

    // MARK: What goes wrong

    /// A loss that is no number any more, gradients that explode or are none, activations that are all alike.
    private static func diverged() -> TrainingRecord {
        var record = run(seed: 11, gain: 9)
        record.losses = record.losses.prefix(60).enumerated().map {
            $0 < 40 ? $1 * Float(exp(Double($0) / 4)) : $0 < 50 ? .infinity : .nan
        }
        record.evaluations = [
            .init(step: 0, training: .init(loss: 2.3, accuracy: nil), heldOut: nil),
            .init(step: 45, training: .init(loss: .nan, accuracy: nil), heldOut: .init(loss: .nan, accuracy: 0)),
        ]
        record.snapshots = Array(record.snapshots.prefix(10))
        record.snapshots[3].gradients["conv1"] = .init(gradient: 0, weight: 0)
        record.snapshots[5].gradients["dense1"] = .init(gradient: .infinity, weight: .nan)
        record.snapshots[9].kernels["conv1"] = Tensor([8, 1, 5, 5], repeating: .nan)
        record.snapshots[9].activations["conv2"] = ValueHistogram(
            range: 0...0, shares: [1], zeros: 1, mean: 0, deviation: 0)
        record.snapshots[9].activations["dense1"] = ValueHistogram(
            range: -1e30...3e30, shares: [0.5, 0, 0.5], zeros: 0, mean: .infinity, deviation: .nan)
        return record
    }

    /// One step of a single weight.
    private static func tiny() -> TrainingRecord {
        var record = TrainingRecord(
            title: "", network: "1 -> dense 1", loss: .meanSquaredError, stepsPerEpoch: 1, layers: ["dense1"])
        record.losses = [0.25]
        var snapshot = TrainingRecord.Snapshot(step: 0)
        snapshot.kernels["dense1"] = Tensor([1, 1], [0.5])
        snapshot.gradients["dense1"] = .init(gradient: 1, weight: 0.5)
        snapshot.activations["dense1"] = ValueHistogram(range: 1...1, shares: [1], zeros: 0, mean: 1, deviation: 0)
        record.snapshots = [snapshot]
        record.predictions = .init(
            classes: ["yes", ""], labels: [0], probabilities: Tensor([1, 2], [0.25, 0.75]),
            mistakes: [.init(index: 0, image: Tensor([3, 1, 2], [0, 1, 0.5, 0.5, 1, 0]))])
        return record
    }
}

extension TrainingRecord {
    /// A single kernel on its straight way from noise to another.
    fileprivate func learning(_ kernel: Tensor) -> TrainingRecord {
        var record = self
        var noise = SplitMix64(seed: 4)
        let start = kernel.elements.map { _ in Float(0.3 * noise.normal()) }
        record.losses = (0..<200).map { Float(0.4 * exp(-Double($0) / 18)) }
        record.snapshots = stride(from: 0, through: 200, by: 10).map { step in
            let share = Float(1 - exp(-Double(step) / 36))
            var snapshot = Snapshot(step: step)
            snapshot.kernels["conv1"] = Tensor(
                kernel.shape, zip(start, kernel.elements).map { $0 + share * ($1 - $0) })
            return snapshot
        }
        return record
    }
}

extension SplitMix64 {
    fileprivate mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Nearly: the sum of twelve.
    fileprivate mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
