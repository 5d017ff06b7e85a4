import ArgumentParser
import Files
import Networks
import Training

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Let a network learn, and keep what is seen of it.",
        discussion: """
            An experiment is YAML: a network, its data, how it learns, and what is promised about the end.

              experiment: Digits
              network: "1x8x8 -> conv 16@3x3 p1 relu -> max-pool 2 -> flatten -> dense 10"
              data: digits.npz
              epochs: 20
              expect: { accuracy: at least 0.97 }

            The folder gets weights.safetensors and network.yml, which `run` and `draw` read, metrics.csv, and \
            record.safetensors, from which `draw training --run FOLDER` and its like draw; some figures stand there as SVG
            already. With several `runs:`, each has a folder of its own there. \
            Whatever stops a training, the same command goes on from there. Ends with 1 if a promise is not kept.

              convscope train digits.yml -o digits
            """)

    @Argument(help: ArgumentHelp("The experiment (.yml), or - for standard input.", valueName: "file.yml"))
    var experiment: String

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditional,
        help: ArgumentHelp("The folder for what is learned.", valueName: "folder"))
    var output: String

    @Flag(help: "Begin anew, whatever the folder holds.")
    var restart = false

    @Flag(name: .shortAndLong, help: "No progress, no notes.")
    var quiet = false

    func run() throws {
        do {
            let file = try ExperimentFile.read(experiment)
            let lock = try FolderLock(output)
            AtomicFile.removeLeftovers(in: output)
            let plan = try TrainingPlan(file, in: output, restarts: restart)
            if plan.isDone {
                try drawFigures(anew: false)
                if !quiet { Console.note("\(output): done already; --restart trains anew.") }
                return
            }
            Interruption.watch()
            let states = try train(plan)
            try drawFigures(anew: true)
            _ = consume lock
            try tell(plan, states)
        } catch let status as ExitCode {
            throw status
        } catch {
            throw Failure(error)
        }
    }

    private func drawFigures(anew: Bool) throws {
        try TrainingFigures(folder: output, records: try RunFolder.records(output)).draw(anew: anew)
    }

    /// - Returns: What each run has come to; those that were done already are read.
    private func train(_ plan: TrainingPlan) throws -> [TrainingState] {
        let command = "convscope train \(experiment) -o \(output)"
        var states: [TrainingState] = []
        for planned in plan.runs {
            if planned.isDone {
                if !quiet { Console.note("\(planned.folder.path): done already") }
                states.append(try planned.folder.finalState(planned.run.network))
            } else {
                AtomicFile.removeLeftovers(in: planned.folder.path)
                states.append(
                    try RunTraining(plan: plan, planned: planned, isQuiet: quiet, command: command).run())
            }
        }
        return states
    }

    /// A line a run, and the promises that are not kept.
    private func tell(_ plan: TrainingPlan, _ states: [TrainingState]) throws {
        var holding = 0
        var failing = 0
        for (planned, state) in zip(plan.runs, states) {
            let name = planned.run.name
            if !quiet { try Console.print((name.isEmpty ? "" : "\(name): ") + Self.words(state)) }
            for claim in plan.file.claims where claim.run == nil || claim.run == name {
                let outcome = claim.outcome(of: state)
                if outcome.holds {
                    holding += 1
                    continue
                }
                failing += 1
                let place = "\(plan.file.path):\(claim.location.line):\(claim.location.column)"
                try Console.print("\(place): \(name.isEmpty ? "" : "\(name): ")\(outcome.words)")
            }
        }
        if holding + failing > 0, !quiet {
            try Console.print("\(ClaimsReport.words(holding: holding, failing: failing)).")
        }
        if failing > 0 { throw ExitCode(1) }
    }

    /// `loss 0.081, accuracy 97.8 % of the held-out samples, after 460 steps`
    private static func words(_ state: TrainingState) -> String {
        guard let last = state.record.evaluations.last else { return "\(state.step) steps" }
        let score = last.heldOut ?? last.training
        var parts = ["loss \(TrainingProgress.short(score.loss))"]
        if let accuracy = score.accuracy { parts.append("accuracy \(TrainingProgress.percent(accuracy))") }
        let side = last.heldOut == nil ? "samples that it learned from" : "held-out samples"
        return "\(parts.joined(separator: ", ")) on the \(side), after \(state.step) steps"
    }
}
