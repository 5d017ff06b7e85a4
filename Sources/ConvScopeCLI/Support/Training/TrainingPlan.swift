import ArgumentParser
import Files
import Networks
import Training

/// A run of an experiment with everything that it needs, and how far it is.
struct PlannedRun {
    let run: Experiment.Run
    let data: TrainingData
    let folder: RunFolder
    let origin: CheckpointFile.Origin
    let progress: RunFolder.Progress

    var isDone: Bool { if case .done = progress { true } else { false } }
}

/// All runs of an experiment, checked before the first one begins.
struct TrainingPlan {
    let file: ExperimentFile
    let runs: [PlannedRun]

    /// What decides which samples a network gets; networks that agree in it share them.
    private struct DataKey: Hashable {
        let input, output: FeatureShape?
        let field: ReceptiveField?
        let preprocessing: Preprocessing?

        init(_ network: Network) {
            let last = network.outputs.first.map { network.nodes[$0] }
            (input, output, field) = (network.inputs.first?.shape, last?.output, last?.field)
            preprocessing = network.header.preprocessing
        }
    }

    /// - Parameters:
    ///   - file: The experiment.
    ///   - output: The folder of its only run, or of the folders of all.
    ///   - restarts: Whether what is there already is to be forgotten.
    /// - Throws: what is wrong with the data, with the folder, or between them.
    init(_ file: ExperimentFile, in output: String, restarts: Bool) throws {
        var known: [DataKey: (data: TrainingData, fingerprint: String)] = [:]
        var runs: [PlannedRun] = []
        for run in file.experiment.runs {
            let key = DataKey(run.network)
            let samples: (data: TrainingData, fingerprint: String)
            if let found = known[key] {
                samples = found
            } else {
                let data = try file.source.data(for: run.network)
                samples = (data, data.fingerprint)
            }
            known[key] = samples
            try Trainer.check(run, of: file.experiment.recorded(in: run), data: samples.data.training)
            let folder = RunFolder(
                run.name.isEmpty ? output : FileSystem.join(output, Experiment.Run.folder(run.name)))
            let origin = CheckpointFile.Origin(
                experiment: file.experiment.fingerprint(of: run), data: samples.fingerprint,
                version: ConvScopeCommand.configuration.version)
            let progress = restarts ? .notBegun : try Self.progress(folder, origin)
            runs.append(
                PlannedRun(run: run, data: samples.data, folder: folder, origin: origin, progress: progress))
        }
        (self.file, self.runs) = (file, runs)
    }

    private static func progress(_ folder: RunFolder, _ origin: CheckpointFile.Origin) throws -> RunFolder.Progress {
        do {
            return try folder.progress(origin)
        } catch let error as FileError where error.category == .badData {
            throw Failure(message: "\(error.description) --restart begins anew.", status: Failure.badData)
        }
    }

    var isDone: Bool { runs.allSatisfy(\.isDone) }
}
