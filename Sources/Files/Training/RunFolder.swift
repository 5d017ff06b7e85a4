import Execution
public import Networks
public import Training

/// Where one run of an experiment is kept: a checkpoint while it learns, its results when it is done.
public struct RunFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    private func file(_ name: String) -> String { FileSystem.join(path, name) }

    private var checkpoint: String { file(CheckpointFile.name) }
    /// Written last: a run whose record is there is done.
    private var record: String { file(Self.recordName) }
    static let recordName = "record.safetensors"
    static let experimentName = "experiment.yml"
    private var weights: String { file("weights.safetensors") }

    /// How far the run is.
    public enum Progress: Sendable {
        case notBegun
        case underway(TrainingState)
        case done
    }

    /// - Parameter origin: What the run would be begun with now.
    /// - Throws: ``FileError`` for damaged files, ``OtherExperiment`` for those of a run that began with something else.
    public func progress(_ origin: CheckpointFile.Origin) throws -> Progress {
        if FileSystem.exists(record) {
            try compare(origin, try RecordFile.origin(record), record)
            return .done
        }
        guard FileSystem.exists(checkpoint) else { return .notBegun }
        let (state, earlier) = try CheckpointFile.read(checkpoint)
        try compare(origin, earlier, checkpoint)
        return .underway(state)
    }

    private func compare(
        _ origin: CheckpointFile.Origin, _ earlier: CheckpointFile.Origin, _ file: String
    ) throws(OtherExperiment) {
        if let change = origin.change(since: earlier) { throw OtherExperiment(path: file, change: change) }
    }

    /// Forgets a run, so that it begins anew.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public func clear() throws(FileError) {
        for file in [record, checkpoint] { try FileSystem.remove(file) }
    }

    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public func save(_ state: TrainingState, _ origin: CheckpointFile.Origin) throws(FileError) {
        try CheckpointFile.write(state, origin, to: checkpoint)
    }

    /// What a run that is done has come to.
    ///
    /// - Throws: ``FileError``
    public func finalState(_ network: Network) throws(FileError) -> TrainingState {
        let record = try RecordFile.read(record)
        let (weights, _) = NetworkWeights.matched(try WeightsFile.read(weights), to: network)
        return TrainingState(step: record.losses.count, weights: weights, record: record)
    }

    /// Writes the results, and takes the checkpoint away.
    ///
    /// - Parameters:
    ///   - state: At the end.
    ///   - run: What has been run.
    ///   - experiment: Whose run it is.
    ///   - text: The experiment as it was written.
    ///   - classes: What the network's scores stand for, if they are those of classes.
    ///   - origin: What the run was begun with.
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public func finish(
        _ state: TrainingState, _ run: Experiment.Run, of experiment: Experiment, text: String, classes: [String]?,
        _ origin: CheckpointFile.Origin
    ) throws(FileError) {
        try AtomicFile.write(text, to: file(Self.experimentName))
        try writeNetwork(run.network, classes)
        let tensors = state.weights.named(in: run.network).map { (name: $0.name, tensor: $0.tensor) }
        try AtomicFile.write(Safetensors.encode(tensors), to: weights, durably: true)
        let metrics = MetricsFile.text(state.record, run, epochs: experiment.epochs)
        try AtomicFile.write(metrics, to: file("metrics.csv"))
        try RecordFile.write(state.record, origin, to: record)
        try FileSystem.remove(checkpoint)
    }

    /// The network as a file beside its weights, with the classes that it has learned.
    private func writeNetwork(_ network: Network, _ classes: [String]?) throws(FileError) {
        var network = network
        var preprocessing = network.header.preprocessing
        preprocessing?.labels = nil
        if let classes {
            let labels = "classes.json"
            try AtomicFile.write(JSON.list(classes.map(JSON.text)).text, to: file(labels))
            preprocessing = preprocessing ?? Preprocessing()
            preprocessing?.labels = labels
        }
        network = network.withPhotos(prepared: preprocessing, labels: nil)
        // Operators cannot be written, nor can they learn.
        if let text = try? network.yaml() { try AtomicFile.write(text, to: file("network.yml")) }
    }
}

/// A folder holds a run that was begun with something else.
public struct OtherExperiment: Error, CustomStringConvertible, Sendable {
    public let path: String
    public let change: String

    public var description: String {
        "\(path): this run cannot go on: \(change). Give --restart to begin anew in its place, or another folder."
    }
}
