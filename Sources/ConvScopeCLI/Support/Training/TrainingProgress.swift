import Dispatch
import Figures
import Training

/// How far a run is: a line that is drawn over on a terminal, a line an epoch elsewhere, nothing when quiet.
struct TrainingProgress {
    private let name: String
    private let epochs: Int
    private let stepCount: Int
    private let firstStep: Int
    private let isQuiet: Bool
    private let start = DispatchTime.now()
    private var shownAt = -1.0
    private var isLineShown = false

    /// - Parameters:
    ///   - name: The run's; empty where there is only one.
    ///   - stepCount: Of the whole run.
    ///   - firstStep: How many of them had been made before.
    init(_ name: String, epochs: Int, stepCount: Int, firstStep: Int, isQuiet: Bool) {
        self.name = name.isEmpty ? "" : name + ": "
        (self.epochs, self.stepCount, self.firstStep, self.isQuiet) = (epochs, stepCount, firstStep, isQuiet)
    }

    /// - Parameter isEpoch: Whether an epoch ends with this step.
    mutating func reached(_ state: TrainingState, isEpoch: Bool) {
        guard !isQuiet else { return }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        if Console.isTerminal {
            guard seconds - shownAt > 0.1 || state.step == stepCount else { return }
            shownAt = seconds
            isLineShown = true
            let bar = Progress.bar(Double(state.step) / Double(stepCount))
            Console.bare("\r\u{1B}[K\(name)\(bar) \(words(state, seconds))")
        } else if isEpoch {
            Console.note(name + words(state, seconds))
        }
    }

    /// Clears the line.
    mutating func end() {
        if isLineShown { Console.bare("\r\u{1B}[K") }
        isLineShown = false
    }

    /// `epoch 3/10, loss 0.21, accuracy 95.4 %, 12 s left`
    private func words(_ state: TrainingState, _ seconds: Double) -> String {
        let record = state.record
        let epoch = min(epochs, (max(1, state.step) - 1) / max(1, record.stepsPerEpoch) + 1)
        var parts = ["epoch \(epoch)/\(epochs)"]
        // A single batch says little.
        let recent = record.losses.suffix(20)
        if !recent.isEmpty { parts.append("loss \(Self.short(recent.reduce(0, +) / Float(recent.count)))") }
        if let last = record.evaluations.last, let accuracy = (last.heldOut ?? last.training).accuracy {
            parts.append("accuracy \(Self.percent(accuracy))")
        }
        let done = state.step - firstStep
        if done > 0, state.step < stepCount {
            parts.append("\(Progress.time(seconds / Double(done) * Double(stepCount - state.step))) left")
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
