public import Training

/// How a run went, step by step, as CSV (RFC 4180, 2005).
public enum MetricsFile {
    /// A line a step: its epoch, counted from 1, the loss of its batch, the learning rate, and how well the network did after it
    /// where that was measured. Step 0 is before the first.
    public static func text(_ record: TrainingRecord, _ run: Experiment.Run, epochs: Int) -> String {
        var lines = [
            [
                "step", "epoch", "loss", "rate", "training_loss", "training_accuracy", "held_out_loss",
                "held_out_accuracy",
            ].joined(separator: ",")
        ]
        let evaluations = Dictionary(record.evaluations.map { ($0.step, $0) }) { $1 }
        for step in 0...record.losses.count {
            let epoch = step == 0 ? 0 : (step - 1) / max(1, record.stepsPerEpoch) + 1
            let rate = run.rate * run.schedule.factor(epoch: max(0, epoch - 1), of: epochs)
            let evaluation = evaluations[step]
            let fields = [
                "\(step)", "\(epoch)", step == 0 ? "" : "\(record.losses[step - 1])", step == 0 ? "" : "\(rate)",
                field(evaluation?.training.loss), field(evaluation?.training.accuracy),
                field(evaluation?.heldOut?.loss), field(evaluation?.heldOut?.accuracy),
            ]
            lines.append(fields.joined(separator: ","))
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func field(_ value: Float?) -> String { value.map { "\($0)" } ?? "" }
}
