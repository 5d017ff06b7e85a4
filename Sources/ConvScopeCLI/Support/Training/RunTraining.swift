import Dispatch
import Files
import Training

/// One run on its way, from where it is to its results.
struct RunTraining {
    let plan: TrainingPlan
    let planned: PlannedRun
    let isQuiet: Bool
    /// How to go on, for those who interrupt it.
    let command: String

    private static let secondsBetweenCheckpoints = 2.0

    /// - Returns: What the run has come to.
    /// - Throws: what cannot be written, what the training throws, and `Failure` where somebody asked to stop.
    func run() throws -> TrainingState {
        let experiment = plan.file.experiment
        var training = try start()
        let first = training.state.step
        if first > 0, !isQuiet {
            Console.note("\(planned.folder.path): goes on after step \(first) of \(training.stepCount)")
        }
        var progress = TrainingProgress(
            planned.run.name, epochs: experiment.epochs, stepCount: training.stepCount, firstStep: first,
            isQuiet: isQuiet)
        var saved = DispatchTime.now().uptimeNanoseconds
        // A folder that cannot be written to shall be known before there is something to lose.
        try planned.folder.save(training.state, planned.origin)
        while !training.isDone {
            try training.step()
            let isEpoch = training.state.step % max(1, training.state.record.stepsPerEpoch) == 0
            progress.reached(training.state, isEpoch: isEpoch)
            let seconds = Double(DispatchTime.now().uptimeNanoseconds - saved) / 1e9
            let status = training.isDone ? nil : Interruption.status
            if isEpoch || seconds > Self.secondsBetweenCheckpoints || status != nil {
                try planned.folder.save(training.state, planned.origin)
                saved = DispatchTime.now().uptimeNanoseconds
            }
            if let status {
                progress.end()
                throw Failure(
                    message: "stopped after step \(training.state.step) of \(training.stepCount). To go on: \(command)",
                    status: status)
            }
        }
        progress.end()
        try planned.folder.finish(
            training.state, planned.run, of: experiment, text: plan.file.text, classes: planned.data.classNames,
            planned.origin)
        return training.state
    }

    private func start() throws -> any SteppedTraining {
        let state: TrainingState? = if case .underway(let state) = planned.progress { state } else { nil }
        if state == nil { try planned.folder.clear() }
        return try StandInTraining(planned.run, plan.file.experiment, planned.data, state: state)
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
