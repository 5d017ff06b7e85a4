import Training

/// What the history of activations shows.
struct ActivationHistoryModel {
    /// A layer's values, one histogram a step.
    struct Track {
        let layer: String
        /// At least one, in order of their steps.
        let ridges: [(step: Int, histogram: ValueHistogram)]
        let axis: ClosedRange<Float>
    }

    struct Run {
        let run: LearningRun
        /// In the network's order.
        let tracks: [Track]
    }

    let runs: [Run]
    let layers: [String]
    /// How many layers more were recorded.
    let omitted: Int
    let axis: ColorScale

    private static let mostLayers = 12

    /// - Throws: ``FigureError``, `ParameterError` or what reading a run throws.
    init(_ figure: ActivationHistory, _ context: FigureContext) throws {
        if let snapshots = figure.snapshots, !(1...40).contains(snapshots) {
            throw ParameterError(option: "snapshots", value: "\(snapshots)", expected: "a number from 1 to 40")
        }
        let all = try figure.runs(in: context)
        let recorded = all.map { $0.record.activatedLayers }
        for (run, layers) in zip(all, recorded) where layers.isEmpty {
            throw FigureError.notRecorded(
                run: run.name, what: "activations",
                remedy:
                    "add `record: {activations: [\(run.record.layers.first ?? "conv1")]}` to the experiment and train again"
            )
        }
        let common = recorded[0].filter { layer in recorded.allSatisfy { $0.contains(layer) } }
        for layer in figure.layer where !common.contains(layer) {
            throw FigureError.notRecorded(
                run: all[0].name, what: "activations of '\(layer)'",
                remedy: common.isEmpty ? "its runs have no layer in common" : "it recorded those of \(listed(common))")
        }
        guard !common.isEmpty else { throw FigureError.nothingToDraw("the list of layers that all runs recorded") }
        layers = figure.layer.isEmpty ? common.evenly(Self.mostLayers) : figure.layer
        omitted = figure.layer.isEmpty ? common.count - layers.count : 0
        axis = figure.axis ?? (all.count > 1 ? .shared : .each)
        let count = figure.snapshots ?? (all.count > 1 ? 2 : 6)
        let (names, scale) = (layers, axis)
        runs = all.map { run in
            let ridges = names.map { layer in
                run.record.snapshots.compactMap { own in own.activations[layer].map { (step: own.step, histogram: $0) }
                }
                .evenly(count)
            }
            let cores = ridges.map { $0.compactMap(\.histogram.core) }
            let shared = Self.union(cores.flatMap(\.self))
            return Run(
                run: run,
                tracks: zip(names, zip(ridges, cores)).map { layer, own in
                    Track(
                        layer: layer, ridges: own.0,
                        axis: ActivationAxis.around(scale == .shared ? shared : Self.union(own.1)))
                })
        }
    }

    private static func union(_ ranges: [ClosedRange<Float>]) -> ClosedRange<Float> {
        guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else { return 0...0 }
        return low...high
    }

    /// What becomes of a signal's size on its way through a run's layers before learning, or after.
    func passage(_ run: Run, isEnd: Bool) -> String? {
        guard run.tracks.count > 1, let first = run.tracks.first, let last = run.tracks.last else { return nil }
        guard let start = isEnd ? first.ridges.last : first.ridges.first,
            let end = isEnd ? last.ridges.last : last.ridges.first
        else { return nil }
        let (before, after) = (start.histogram.deviation, end.histogram.deviation)
        guard before.isFinite, after.isFinite else { return "step \(start.step): not finite in all layers" }
        let verdict =
            before <= 0 || after <= 0
            ? "nothing is left" : after < before / 5 ? "dies out" : after > before * 5 ? "explodes" : "keeps its size"
        return
            "step \(start.step): sd \(compact(before)) in \(first.layer), \(compact(after)) in \(last.layer): \(verdict)"
    }
}

extension TrainingRecord {
    /// The layers whose values were recorded: those with weights in the network's order, then the others by their names.
    fileprivate var activatedLayers: [String] {
        let recorded = snapshots.reduce(into: Set<String>()) { $0.formUnion($1.activations.keys) }
        return layers.filter(recorded.contains) + recorded.subtracting(layers).sorted()
    }
}

extension ValueHistogram {
    /// Whether it can be drawn.
    var isSound: Bool {
        range.lowerBound.isFinite && range.upperBound.isFinite && !shares.isEmpty
            && shares.allSatisfy { $0.isFinite && $0 >= 0 }
    }

    /// What is left of the range without the outermost values, and with 0 where there are zeros.
    var core: ClosedRange<Float>? {
        guard isSound else { return nil }
        let spare = Float(LayerHistogram.outerShare)
        func cut(_ shares: some Sequence<Float>) -> Int {
            var sum: Float = 0
            return shares.prefix {
                sum += $0
                return sum <= spare
            }.count
        }
        let step = range.width / Double(shares.count)
        let low = Float(Double(range.lowerBound) + Double(cut(shares)) * step)
        let high = Float(Double(range.upperBound) - Double(cut(shares.reversed())) * step)
        guard low <= high else { return range }
        return zeros > 0 ? min(low, 0)...max(high, 0) : low...high
    }
}
