import Dispatch
import Figures
import Training

/// How far a run is: a line that is drawn over on a terminal, a line an epoch elsewhere, nothing when quiet.
struct TrainingProgress {
    private let name: String
    private let firstStep: Int
    private let isQuiet: Bool
    private let start = DispatchTime.now()
    private var shownAt = -1.0
    private var isLineShown = false

    /// - Parameter trainer: As it begins, or goes on.
    init(_ trainer: Trainer, isQuiet: Bool) {
        name = trainer.run.name.isEmpty ? "" : trainer.run.name + ": "
        (firstStep, self.isQuiet) = (trainer.step, isQuiet)
    }

    mutating func reached(_ trainer: Trainer) {
        guard !isQuiet else { return }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        if Console.isTerminal {
            guard seconds - shownAt > 0.1 || trainer.isDone else { return }
            shownAt = seconds
            isLineShown = true
            let bar = Progress.bar(Double(trainer.step) / Double(trainer.steps))
            Console.bare("\r\u{1B}[K\(name)\(bar) \(words(trainer, seconds))")
        } else if trainer.endsEpoch {
            Console.note(name + words(trainer, seconds))
        }
    }

    /// Clears the line.
    mutating func end() {
        if isLineShown { Console.bare("\r\u{1B}[K") }
        isLineShown = false
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
            parts.append("\(Progress.time(seconds / Double(done) * Double(trainer.steps - trainer.step))) left")
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
