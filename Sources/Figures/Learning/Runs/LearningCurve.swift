import Scenes
import Training

/// A number that changes while a network learns, by steps.
struct LearningCurve {
    /// x is the step.
    let points: [Point]

    init(_ points: [Point]) { self.points = points }

    var finite: [Point] { points.filter(\.y.isFinite) }
    var values: [Double] { points.map(\.y) }
    var first: Point? { finite.first }
    var last: Point? { finite.last }
    /// Where it is no number for the first time.
    var firstBroken: Int? { points.first { !$0.y.isFinite }.map { Int($0.x) } }

    /// The last value at or before a step.
    func point(at step: Int) -> Point? { finite.last { $0.x <= Double(step) } }

    /// When it has come half of the way from its first value to its last, for good or not.
    var halfway: Point? {
        guard let first, let last, first.y != last.y else { return nil }
        let middle = (first.y + last.y) / 2
        return finite.first { first.y > last.y ? $0.y <= middle : $0.y >= middle }
    }

    /// The mean of each value and its neighbours, `window` together, fewer at both ends; values that are no numbers are left
    /// out, and where there are only such, so is their mean.
    func smoothed(_ window: Int) -> LearningCurve {
        var sums = [0.0]
        var counts = [0]
        for value in values {
            sums.append(sums[sums.count - 1] + (value.isFinite ? value : 0))
            counts.append(counts[counts.count - 1] + (value.isFinite ? 1 : 0))
        }
        let half = window / 2
        return LearningCurve(
            points.indices.map { index in
                let (start, end) = (max(0, index - half), min(points.count, index + half + 1))
                let count = counts[end] - counts[start]
                guard points[index].y.isFinite, count > 0 else { return Point(points[index].x, .nan) }
                return Point(points[index].x, (sums[end] - sums[start]) / Double(count))
            })
    }
}

/// The curves of a run.
struct RunCurves {
    /// Of each step's batch.
    let batches: LearningCurve
    /// Means over ``window`` steps.
    let means: LearningCurve
    let window: Int
    let heldOutLoss: LearningCurve
    /// In percent.
    let trainingAccuracy: LearningCurve
    let heldOutAccuracy: LearningCurve

    init(_ record: TrainingRecord) {
        batches = LearningCurve(record.losses.enumerated().map { Point(Double($0 + 1), Double($1)) })
        // Odd, so that as many lie before as after.
        window = max(1, min(record.losses.count / 40, 200)) / 2 * 2 + 1
        means = window > 1 ? batches.smoothed(window) : batches
        func curve(_ value: (TrainingRecord.Evaluation) -> Float?) -> LearningCurve {
            LearningCurve(
                record.evaluations.compactMap { own in value(own).map { Point(Double(own.step), Double($0)) } })
        }
        heldOutLoss = curve { $0.heldOut?.loss }
        trainingAccuracy = curve { $0.training.accuracy.map { 100 * $0 } }
        heldOutAccuracy = curve { $0.heldOut?.accuracy.map { 100 * $0 } }
    }

    var isEmpty: Bool { batches.points.isEmpty && heldOutLoss.points.isEmpty }
    var hasAccuracy: Bool { !trainingAccuracy.points.isEmpty || !heldOutAccuracy.points.isEmpty }
    var losses: [Double] { batches.values + heldOutLoss.values }
}

extension TrainingRecord {
    /// `97.8 % of 359 right`: of the samples that it does not learn from, at the end.
    var finalAccuracy: String? {
        if let predictions, let share = predictions.accuracy { return share }
        guard let score = evaluations.last(where: { $0.heldOut?.accuracy != nil })?.heldOut?.accuracy else {
            return nil
        }
        return "\(decimal(100 * score, places: 1))\u{A0}% right"
    }
}
