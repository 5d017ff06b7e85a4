import Training

/// A figure of what was recorded while networks learned.
protocol LearningFigure: Figure {
    var run: RunList { get set }
}

extension LearningFigure {
    static var runParameter: FigureParameter<Self> {
        .init("run", \.run, "the folder that a training was written to, or several with commas between them")
    }

    /// The runs, in the order of their folders; a folder may hold several.
    ///
    /// - Throws: `ParameterError` without a folder, or what reading one throws.
    func runs(in context: FigureContext) throws -> [LearningRun] {
        guard !run.paths.isEmpty else {
            throw ParameterError(
                option: "run", value: "", expected: "a folder that `convscope train` wrote, as --run digits")
        }
        let found = try run.paths.map { path in (path, try context.resources.records(path)) }
        for (path, records) in found where records.isEmpty {
            throw FigureError.nothingToDraw("the list of runs in \(path)")
        }
        return LearningRun.named(found)
    }
}

/// What was recorded of one run, with a name that tells it from the others.
struct LearningRun {
    let name: String
    let record: TrainingRecord

    /// Runs by their own names; by their folders too where these do not tell them apart, and by their numbers at last.
    fileprivate static func named(_ found: [(path: String, records: [TrainingRecord])]) -> [LearningRun] {
        let all = found.flatMap { path, records in records.map { (path: path, record: $0) } }
        func folder(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
        let candidates = [
            all.map(\.record.name),
            all.map { folder($0.path) },
            all.map { [folder($0.path), $0.record.name].filter { !$0.isEmpty }.joined(separator: ", ") },
        ]
        let names =
            candidates.first { Set($0).count == $0.count && !$0.contains("") }
            ?? all.indices.map { "run \($0 + 1)" }
        return zip(names, all).map { LearningRun(name: $0, record: $1.record) }
    }
}

extension [LearningRun] {
    /// What stands over a figure of them: the experiment, or the experiments.
    var title: String {
        let titles = map(\.record.title).filter { !$0.isEmpty }
        let unique = titles.enumerated().filter { titles.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        return unique.isEmpty ? listed(networks) : listed(unique)
    }

    var networks: [String] {
        let names = map(\.record.network)
        return names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }

    /// `seed 1 and seed 2`, with a colon; nothing of a single run.
    func lead(_ index: Int) -> String { count > 1 ? self[index].name + ": " : "" }
}

extension TrainingRecord {
    /// How many steps were recorded.
    var lastStep: Int { [losses.count, evaluations.last?.step ?? 0, snapshots.last?.step ?? 0].max() ?? 0 }

    /// `900 steps, 20 epochs of 45`
    var length: String {
        let steps = counted(lastStep, "step")
        guard stepsPerEpoch > 0, lastStep >= stepsPerEpoch else { return steps }
        let epochs = lastStep / stepsPerEpoch
        let isWhole = lastStep % stepsPerEpoch == 0
        return "\(steps), \(isWhole ? "" : "over ")\(counted(epochs, "epoch")) of \(stepsPerEpoch)"
    }

    /// `step 120, epoch 3`, counted from the first; step 0 lies before it.
    func time(of step: Int) -> String {
        guard stepsPerEpoch > 0, step > 0 else { return step == 0 ? "step 0, before learning" : "step \(step)" }
        return "step \(step), epoch \((step + stepsPerEpoch - 1) / stepsPerEpoch)"
    }
}

extension Loss {
    /// `cross-entropy`
    var words: String {
        switch self {
        case .crossEntropy: "cross-entropy"
        case .meanSquaredError: "mean squared error"
        }
    }
}

extension Array {
    /// `count` of them, evenly, the first and the last included.
    func evenly(_ count: Int) -> [Element] {
        guard self.count > count, count > 0 else { return self }
        if count == 1 { return [self[self.count - 1]] }
        return (0..<count).map { self[$0 * (self.count - 1) / (count - 1)] }
    }
}
