import Figures
import Training

/// How far a run is: a line that is drawn over on a terminal, a line an epoch elsewhere, nothing when quiet.
struct TrainingProgress {
    private let name: String
    private let firstStep: Int
    private let isQuiet: Bool
    private var bar = ProgressBar()

    /// - Parameter trainer: As it begins, or goes on.
    init(_ trainer: Trainer, isQuiet: Bool) {
        name = trainer.run.name.isEmpty ? "" : trainer.run.name + ": "
        (firstStep, self.isQuiet) = (trainer.step, isQuiet)
    }

    mutating func reached(_ trainer: Trainer) {
        guard !isQuiet else { return }
        if Console.isTerminal {
            guard bar.isDue(every: 0.1) || trainer.isDone else { return }
            bar.show(Double(trainer.step) / Double(trainer.steps), words(trainer, bar.seconds), before: name)
        } else if trainer.endsEpoch {
            bar.note(name + words(trainer, bar.seconds))
        }
    }

    /// Clears the line.
    mutating func end() {
        bar.clear()
    }

    /// `epoch 3/10, loss 0.21, accuracy 95.4 %, 12 s left`
    private func words(_ trainer: Trainer, _ seconds: Double) -> String {
        let record = trainer.record
        let epoch = (max(1, trainer.step) - 1) / trainer.stepsPerEpoch + 1
        var parts = ["epoch \(epoch)/\(trainer.experiment.epochs)"]
        // A single batch says little.
        let recent = record.losses.suffix(20)
        if !recent.isEmpty { parts.append("loss \(Self.short(recent.reduce(0, +) / Float(recent.count)))") }
        if let last = record.evaluations.last, let accuracy = (last.heldOut ?? last.training).accuracy {
            parts.append("accuracy \(Self.percent(accuracy))")
        }
        let done = trainer.step - firstStep
        if done > 0, !trainer.isDone {
            parts.append("\(ProgressBar.time(seconds / Double(done) * Double(trainer.steps - trainer.step))) left")
        }
        return parts.joined(separator: ", ")
    }

    /// With the decimals that count.
    static func short(_ value: Float) -> String {
        decimal(value, places: decimals(for: value.magnitude), isFixed: true)
    }

    /// `97.8 %`
    static func percent(_ share: Float) -> String { "\(decimal(share * 100, places: 1, isFixed: true)) %" }
}
