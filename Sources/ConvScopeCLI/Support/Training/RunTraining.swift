import Dispatch
import Files
import Networks
import Training

/// One run on its way, from where it is to its results.
struct RunTraining {
    let plan: TrainingPlan
    let planned: PlannedRun
    let isQuiet: Bool
    /// How to go on, for those who interrupt it.
    let command: String

    /// How long a run goes on without a checkpoint, and how long it must have gone on where an epoch ends.
    private static let seconds = (between: 2.0, epoch: 0.25)

    /// - Returns: What the run has come to.
    /// - Throws: what cannot be written, what the trainer throws, and `Failure` where somebody asked to stop.
    func run() throws -> TrainingState {
        var trainer = try trainer()
        if trainer.step > 0, !isQuiet {
            Console.note("\(planned.folder.path): goes on after step \(trainer.step) of \(trainer.steps)")
        }
        var progress = TrainingProgress(trainer, isQuiet: isQuiet)
        var saved = DispatchTime.now().uptimeNanoseconds
        // A folder that cannot be written to shall be known before there is something to lose.
        try planned.folder.save(trainer.state, planned.origin)
        while !trainer.isDone {
            try trainer.advance()
            progress.reached(trainer)
            let seconds = Double(DispatchTime.now().uptimeNanoseconds - saved) / 1e9
            let status = trainer.isDone ? nil : Interruption.status
            if seconds > (trainer.endsEpoch ? Self.seconds.epoch : Self.seconds.between) || status != nil {
                try planned.folder.save(trainer.state, planned.origin)
                saved = DispatchTime.now().uptimeNanoseconds
            }
            if let status {
                progress.end()
                throw Failure(
                    message: "stopped after step \(trainer.step) of \(trainer.steps). To go on: \(command)",
                    status: status)
            }
        }
        progress.end()
        try planned.folder.finish(
            trainer.state, planned.run, of: plan.file.experiment, text: plan.file.text,
            classes: planned.data.classNames, planned.origin)
        return trainer.state
    }

    /// Where the run is.
    private func trainer() throws -> Trainer {
        let state: TrainingState? = if case .underway(let state) = planned.progress { state } else { nil }
        if state == nil { try planned.folder.clear() }
        return try Trainer(
            planned.run, of: plan.file.experiment.recorded(in: planned.run), data: planned.data.training,
            heldOut: planned.data.heldOut, pictures: planned.data.pictures, state: state)
    }
}

extension Trainer {
    /// Whether the last step was the last of an epoch.
    var endsEpoch: Bool { step % stepsPerEpoch == 0 }
}

extension Experiment {
    /// The same experiment, of whose recorded layers those remain that a run's network has.
    func recorded(in run: Run) -> Experiment {
        let names = Set(run.network.nodes.map(\.name))
        var copy = self
        copy.recording.kernels.removeAll { !names.contains($0) }
        copy.recording.activations.removeAll { !names.contains($0) }
        return copy
    }
}

extension TrainingData {
    /// What a network's scores stand for, where it tells classes apart.
    var classNames: [String]? {
        switch training.targets {
        case .classes(_, let names): names
        case .values: nil
        }
    }
}
