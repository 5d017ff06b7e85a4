import Scenes
import Tensors

/// What the figure of a training says.
struct TrainingWords {
    let model: TrainingModel

    /// - Parameter step: Among the model's; `nil` is all of the training.
    func text(step: Int?) -> AlternativeText {
        let names = listed(model.all.networks)
        var summary =
            "\(model.all.title.isEmpty ? names : model.all.title): how \(names) learns, "
            + (step.map { model.runs[0].run.record.time(of: model.steps[$0]) } ?? model.runs[0].run.record.length)
        if let layer = model.layer { summary += ", with \(counted(model.kernels.count, "kernel")) of \(layer)" }
        if model.runs.count > 1 { summary += ", for \(listed(model.all.map(\.name)))" }
        let details = model.runs.enumerated().map { index, run in
            let sentences = step.map { [now(run, at: model.steps[$0]).map { "There: \($0)." } ?? ""] } ?? curves(run)
            let kernels = kernels(run, at: step.map { model.steps[$0] })
            return (model.runs.count > 1 ? run.run.name.capitalisedFirst + ". " : "")
                + (sentences + kernels).filter { !$0.isEmpty }.joined(separator: " ")
        }
        return AlternativeText(summary: summary + ".", details: details.joined(separator: " "))
    }

    /// `training loss 0.52, held-out loss 0.6, 81.2 % right (at step 90)`: what is known at a step.
    func now(_ run: TrainingModel.Run, at step: Int) -> String? {
        var parts: [String] = []
        let curves = run.curves
        // Before the first step there is no batch yet: what it begins with is the first one's.
        if let loss = curves.means.point(at: max(step, 1)) { parts.append("training loss \(compact(Float(loss.y)))") }
        // Evaluations are further apart than steps.
        var measured: Point?
        if let loss = curves.heldOutLoss.point(at: step) {
            parts.append("held-out loss \(compact(Float(loss.y)))")
            measured = loss
        }
        if let share = curves.heldOutAccuracy.point(at: step) ?? curves.trainingAccuracy.point(at: step) {
            parts.append("\(percentWords(share.y)) right")
            measured = share
        }
        if let measured, Int(measured.x) < step { parts[parts.count - 1] += " (at step\u{A0}\(Int(measured.x)))" }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// `97.8 % of 359 right, training loss 0.02, held-out loss 0.083 at the end`
    func end(_ run: TrainingModel.Run) -> String? {
        var parts: [String] = []
        if let accuracy = run.run.record.finalAccuracy {
            parts.append(accuracy)
        } else if let last = run.curves.trainingAccuracy.last {
            parts.append("\(percentWords(last.y)) right")
        }
        if let loss = run.curves.means.last { parts.append("training loss \(compact(Float(loss.y)))") }
        if let loss = run.curves.heldOutLoss.last { parts.append("held-out loss \(compact(Float(loss.y)))") }
        let broken = run.curves.batches.firstBroken.map { "; the loss is no number from step \($0) on" } ?? ""
        return parts.isEmpty ? nil : parts.joined(separator: ", ") + " at the end" + broken
    }

    private func curves(_ run: TrainingModel.Run) -> [String] {
        let curves = run.curves
        var sentences: [String] = []
        if !curves.means.points.isEmpty {
            let name = curves.window > 1 ? "The batches' loss (means of \(curves.window) steps)" : "The batches' loss"
            sentences.append("\(name) \(curves.means.words()).")
        }
        if !curves.heldOutLoss.points.isEmpty {
            sentences.append("The loss on held-out samples \(curves.heldOutLoss.words()).")
        }
        if !curves.trainingAccuracy.points.isEmpty {
            sentences.append("The share of right training samples \(curves.trainingAccuracy.words(percentWords)).")
        }
        if !curves.heldOutAccuracy.points.isEmpty {
            sentences.append("The share of right held-out samples \(curves.heldOutAccuracy.words(percentWords)).")
        }
        if let end = end(run) { sentences.append(end.capitalisedFirst + ".") }
        return sentences
    }

    /// How large the kernels are, and how much of what they began as, or end as, is in them.
    private func kernels(_ run: TrainingModel.Run, at step: Int?) -> [String] {
        guard let track = run.track, let first = track.weights.first, let last = track.weights.last else { return [] }
        let all = model.kernels.map { kernel -> String in
            let (start, end) = (first.kernels.slice(kernel), last.kernels.slice(kernel))
            guard let step else {
                return "kernel \(kernel) has norm \(compact(start.norm)) at step \(first.step) and "
                    + "\(compact(end.norm)) at step \(last.step), likeness \(start.likeness(to: end)), "
                    + "and ends as \(track.picture(kernel, in: last.kernels).patternWords)"
            }
            let now = track.nearest(to: step).kernels.slice(kernel)
            return "kernel \(kernel) has norm \(compact(now.norm)), likeness \(now.likeness(to: start)) to its "
                + "beginning and \(now.likeness(to: end)) to its end"
        }
        return [
            all.joined(separator: "; ").capitalisedFirst + ".",
            "Likeness is the cosine of the angle between two kernels: 1 is the same pattern, 0 another one, −1 its opposite.",
        ]
    }
}

extension Tensor {
    /// The cosine of the angle between two of one shape.
    fileprivate func likeness(to other: Tensor) -> String {
        let product = zip(elements, other.elements).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let norms = Double(norm) * Double(other.norm)
        return norms > 0 && product.isFinite ? decimal(Float(product / norms)) : "none"
    }

    /// Where a picture is bright and where dark: `positive on the right, negative on the left`.
    fileprivate var patternWords: String {
        guard shape.rank == 2, shape[0] > 1 || shape[1] > 1 else { return "a colour pattern" }
        func side(_ weigh: (Int, Int) -> Double) -> Double {
            var sum = 0.0
            for row in 0..<shape[0] {
                for column in 0..<shape[1] { sum += weigh(row, column) * Double(self[row, column]) }
            }
            return sum
        }
        let total = elements.reduce(0.0) { $0 + abs(Double($1)) }
        guard total > 0, total.isFinite else { return "nothing but zeros" }
        let right = side { _, column in Double((2 * column + 1 - shape[1]).signum()) } / total
        let below = side { row, _ in Double((2 * row + 1 - shape[0]).signum()) } / total
        let sum = side { _, _ in 1 } / total
        if max(abs(right), abs(below)) < 0.4 {
            return abs(sum) > 0.6 ? "nearly all \(sum > 0 ? "positive" : "negative")" : "a mixed pattern"
        }
        let (across, along) = (
            right > 0 ? ("right", "left") : ("left", "right"), below > 0 ? ("below", "above") : ("above", "below")
        )
        if abs(right) < 0.4 { return "positive \(along.0), negative \(along.1): a horizontal edge" }
        if abs(below) < 0.4 { return "positive on the \(across.0), negative on the \(across.1): a vertical edge" }
        return "positive \(along.0) on the \(across.0), negative on the other side: a slanted edge"
    }
}
