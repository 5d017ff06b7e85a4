import Execution
import Networks
import Training

/// Reads an experiment from what somebody wrote; every independent problem is told.
struct ExperimentReader {
    private enum Key: String, CaseIterable {
        case experiment, about, data, loss, epochs, batch, shift, sparsity, record, runs, expect
    }

    private static let keys = Key.allCases.map(\.rawValue) + RunReader.Key.allCases.map(\.rawValue)

    let path: String
    private var folder: String { FileSystem.folder(of: path) }

    init(path: String) { self.path = path }

    func read(_ root: SourceNode) throws(NetworkError) -> (Experiment, DataSource, [TrainingClaim]) {
        var problems = ProblemList()
        let values = problems.values(of: root, keys: Self.keys, "an experiment with 'network' and 'data'")
        let source = source(values, root, &problems)
        let runs = runs(values, root, &problems)
        let title = problems.text(values[Key.experiment.rawValue], "experiment", "a title")
        var experiment = Experiment(
            title: title ?? FileSystem.stem(of: path), runs: runs,
            loss: loss(values[Key.loss.rawValue], source, &problems))
        experiment.epochs = problems.integer(values[Key.epochs.rawValue], "epochs", 1...1_000_000) ?? 10
        experiment.batchSize = problems.integer(values[Key.batch.rawValue], "batch", 1...1 << 20) ?? 32
        experiment.shift = problems.integer(values[Key.shift.rawValue], "shift", 0...1000) ?? 0
        experiment.sparsity = sparsity(values[Key.sparsity.rawValue], runs, &problems)
        experiment.recording = recording(values[Key.record.rawValue], runs, &problems)
        let claims = ClaimReader(runs: runs).claims(values[Key.expect.rawValue], &problems)
        try problems.check()
        guard let source else { preconditionFailure("a problem has been told") }
        return (experiment, source, claims)
    }

    private func source(
        _ values: [String: SourceNode], _ root: SourceNode, _ problems: inout ProblemList
    ) -> DataSource? {
        guard let node = values[Key.data.rawValue] else {
            problems.add(.missingKey("data"), root.location)
            return nil
        }
        return DataReader(folder: folder).source(node, &problems)
    }

    /// What is usual for the data, unless something else is said. Only values have no cross-entropy.
    private func loss(_ node: SourceNode?, _ source: DataSource?, _ problems: inout ProblemList) -> Loss {
        let usual = source?.goal.isClass ?? true ? Loss.crossEntropy : .meanSquaredError
        guard let node, let loss = problems.choice(node, "loss", of: Loss.allCases) else { return usual }
        if loss == .crossEntropy, usual == .meanSquaredError {
            problems.add(
                .badValue(
                    option: "loss", found: node.excerpt, expectation: "\(usual.rawValue), since values are learned"),
                node.location)
        }
        return loss
    }

    // MARK: Runs

    private func runs(
        _ values: [String: SourceNode], _ root: SourceNode, _ problems: inout ProblemList
    ) -> [Experiment.Run] {
        let reader = RunReader(path: path, folder: folder)
        guard let node = values[Key.runs.rawValue] else {
            return [reader.run("", values, root, &problems)].compactMap(\.self)
        }
        let mostRuns = 64
        guard case .list(let items) = node.value, (1...mostRuns).contains(items.count) else {
            problems.add(
                .expected("a list of at most \(mostRuns) runs under 'runs'", found: node.excerpt), node.location)
            return []
        }
        var runs: [Experiment.Run] = []
        var folders: Set<String> = []
        for (index, item) in items.enumerated() {
            let own = problems.values(
                of: item, keys: ["name"] + RunReader.Key.allCases.map(\.rawValue),
                "a run, as { name: He, initializer: he }")
            let name = problems.text(own["name"], "name", "a name") ?? "run \(index + 1)"
            if !folders.insert(Experiment.Run.folder(name).lowercased()).inserted {
                problems.add(.stated("two runs are called '\(name)'. Give each a name of its own."), item.location)
            }
            if let run = reader.run(name, values.merging(own) { $1 }, item, &problems) { runs.append(run) }
        }
        return runs
    }

    // MARK: Beside the runs

    private func sparsity(
        _ node: SourceNode?, _ runs: [Experiment.Run], _ problems: inout ProblemList
    ) -> (layer: String, weight: Float)? {
        guard let node else { return nil }
        let values = problems.values(of: node, keys: ["layer", "weight"], "a layer, as { layer: code, weight: 0.01 }")
        for key in ["layer", "weight"] where values[key] == nil { problems.add(.missingKey(key), node.location) }
        guard let layer = problems.text(values["layer"], "layer", "a layer's name"),
            let weight = problems.number(values["weight"], "weight", 0...1000)
        else { return nil }
        for run in runs where run.network.node(named: layer) == nil {
            problems.add(
                unknownLayer: layer, among: run.network.nodes.map(\.name), values["layer"]?.location ?? node.location)
        }
        return (layer, Float(weight))
    }

    private func recording(
        _ node: SourceNode?, _ runs: [Experiment.Run], _ problems: inout ProblemList
    ) -> Recording {
        var recording = Recording()
        guard let node else { return recording }
        let values = problems.values(
            of: node, keys: ["kernels", "activations", "gradients", "snapshots"],
            "what is recorded, as { kernels: [conv1], snapshots: 24 }")
        let nodes = runs.flatMap(\.network.nodes)
        let weighted = nodes.filter { node in node.inference.parameters.tensors.contains { $0.role == .weight } }
        recording.kernels = layers(values["kernels"], "kernels", among: weighted.map(\.name), all: weighted, &problems)
        recording.activations = layers(
            values["activations"], "activations", among: nodes.map(\.name), all: weighted, &problems)
        recording.gradients = problems.flag(values["gradients"], "gradients") ?? recording.gradients
        recording.snapshots = problems.integer(values["snapshots"], "snapshots", 2...10_000) ?? recording.snapshots
        return recording
    }

    /// Names of layers; `all` is every one with weights.
    private func layers(
        _ node: SourceNode?, _ key: String, among names: [String], all: [Node], _ problems: inout ProblemList
    ) -> [String] {
        let texts = problems.texts(node, key, "layers, as [conv1, conv2], or all") ?? []
        if texts.count == 1, texts[0].text == "all" {
            var seen: Set<String> = []
            return all.map(\.name).filter { seen.insert($0).inserted }
        }
        for (name, node) in texts where !names.contains(name) {
            problems.add(unknownLayer: name, among: names, node.location)
        }
        return texts.map(\.text)
    }
}
