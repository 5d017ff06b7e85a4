import Training

/// What the flow of gradients shows.
struct GradientFlowModel {
    /// The sizes at one step, by layer; nothing where a layer has none.
    struct Snapshot {
        let step: Int
        let sizes: [Double?]
    }

    struct Run {
        let run: LearningRun
        /// In the network's order, those with gradients.
        let layers: [String]
        let snapshots: [Snapshot]
    }

    let runs: [Run]
    let isRelative: Bool
    /// One for all runs.
    let axis: ChartAxis

    /// - Throws: ``FigureError``, `ParameterError` or what reading a run throws.
    init(_ figure: GradientFlow, _ context: FigureContext) throws {
        guard (1...12).contains(figure.snapshots) else {
            throw ParameterError(option: "snapshots", value: "\(figure.snapshots)", expected: "a number from 1 to 12")
        }
        isRelative = figure.relative
        var runs: [Run] = []
        for run in try figure.runs(in: context) {
            let recorded = run.record.snapshots.filter { !$0.gradients.isEmpty }
            let names = recorded.reduce(into: Set<String>()) { $0.formUnion($1.gradients.keys) }
            let layers = run.record.layers.filter(names.contains) + names.subtracting(run.record.layers).sorted()
            guard !layers.isEmpty else {
                throw FigureError.notRecorded(
                    run: run.name, what: "gradients",
                    remedy: "add `record: {gradients: true}` to the experiment and train again")
            }
            let snapshots = recorded.evenly(figure.snapshots).map { snapshot in
                Snapshot(
                    step: snapshot.step,
                    sizes: layers.map { snapshot.gradients[$0].flatMap { $0.size(isRelative: figure.relative) } })
            }
            runs.append(Run(run: run, layers: layers, snapshots: snapshots))
        }
        self.runs = runs
        let positive = runs.flatMap(\.snapshots).flatMap(\.sizes).compactMap(\.self).filter { $0 > 0 && $0.isFinite }
        axis = .logarithmic((positive.min() ?? 0.1)...(positive.max() ?? 1), most: 6)
    }

    var all: [LearningRun] { runs.map(\.run) }
    private var sizes: [Double?] { runs.flatMap(\.snapshots).flatMap(\.sizes) }
    var hasZeros: Bool { sizes.contains(0) }
    var hasInfinite: Bool { sizes.contains { $0.map { !$0.isFinite } ?? false } }

    /// How the gradient's size changes from the last layer back to the first: `conv1's is 1/450 of dense2's`.
    func change(_ run: Run, _ snapshot: Snapshot) -> String? {
        guard run.layers.count > 1, let first = snapshot.sizes.first ?? nil, let last = snapshot.sizes.last ?? nil,
            first.isFinite, last.isFinite
        else { return nil }
        let (near, far) = (run.layers[run.layers.count - 1], run.layers[0])
        if first == 0 || last == 0 { return "\(first == 0 ? far : near)'s is 0" }
        let ratio = first / last
        return ratio < 1
            ? "\(far)'s is 1/\(compact(Float(1 / ratio), digits: 2)) of \(near)'s"
            : "\(far)'s is \(compact(Float(ratio), digits: 2)) times \(near)'s"
    }

    var notes: [String] {
        var notes = [
            isRelative
                ? "root mean square of each layer's gradient, divided by that of its weights"
                : "root mean square of the gradient of each layer's weights",
            "layers from left to right as the signal goes; the gradient comes from the right",
        ]
        if hasZeros { notes.append("a hollow dot: exactly 0") }
        if hasInfinite { notes.append("gaps: not finite") }
        return notes
    }
}

extension TrainingRecord.GradientSize {
    /// Nothing where a layer without weights of any size is to be divided by them.
    fileprivate func size(isRelative: Bool) -> Double? {
        guard isRelative else { return Double(gradient) }
        return weight > 0 ? Double(gradient) / Double(weight) : nil
    }
}
