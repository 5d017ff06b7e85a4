import Tensors
import Training

/// How often samples of each class were said to be of which.
struct PredictionCounts {
    let classes: [String]
    /// By right class, then by what was said.
    let counts: [[Int]]
    /// By sample.
    let said: [Int]

    /// - Throws: ``FigureError/badRecord(run:problem:)`` if labels, classes and probabilities do not go together.
    init(_ predictions: TrainingRecord.Predictions, run: String) throws(FigureError) {
        let (samples, classes) = (predictions.labels.count, predictions.classes.count)
        let shape = predictions.probabilities.shape
        guard samples > 0, classes > 0 else {
            throw .badRecord(run: run, problem: "its predictions are of no samples or no classes")
        }
        guard shape.rank == 2, shape[0] == samples, shape[1] == classes else {
            throw .badRecord(
                run: run, problem: "\(samples) samples of \(classes) classes have probabilities of \(shape)")
        }
        guard let most = predictions.labels.max(), let least = predictions.labels.min(), least >= 0, most < classes
        else {
            throw .badRecord(run: run, problem: "a label is none of the \(classes) classes")
        }
        let rows = predictions.probabilities.elements
        said = (0..<samples).map { sample in
            let own = rows[sample * classes..<(sample + 1) * classes]
            // The first of equals; what is no number is not said.
            return (own.indices.max { (own[$0].ranked, $1) < (own[$1].ranked, $0) } ?? own.startIndex) - own.startIndex
        }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for (label, said) in zip(predictions.labels, said) { counts[label][said] += 1 }
        (self.counts, self.classes) = (counts, predictions.classes.named)
    }

    var total: Int { said.count }
    var right: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }
    func samples(of label: Int) -> Int { counts[label].reduce(0, +) }
    func timesSaid(_ label: Int) -> Int { counts.reduce(0) { $0 + $1[label] } }

    /// `96.7 %`: of the samples of a class, those that were said to be of it; nothing where there are none.
    func recall(_ label: Int) -> String { percentage(counts[label][label], of: samples(of: label)) }
    /// Of the samples that were said to be of a class, those that are.
    func precision(_ label: Int) -> String { percentage(counts[label][label], of: timesSaid(label)) }

    /// `97.8 % of 359 right`
    var accuracy: String { "\(percentage(right, of: total)) of\u{A0}\(total) right" }

    /// What was mistaken for what, the most often first.
    var confusions: [(right: Int, said: Int, count: Int)] {
        let all = counts.indices.flatMap { right in
            counts.indices.filter { $0 != right && counts[right][$0] > 0 }
                .map { (right: right, said: $0, count: counts[right][$0]) }
        }
        return all.sorted { ($1.count, $0.right, $0.said) < ($0.count, $1.right, $1.said) }
    }
}

extension Float {
    /// What is no number lies below all that are.
    fileprivate var ranked: Float { isNaN ? -.infinity : self }
}

extension [String] {
    /// Classes without a name by their numbers.
    fileprivate var named: [String] { enumerated().map { $1.isEmpty ? "class \($0)" : $1 } }
}

extension TrainingRecord.Predictions {
    var accuracy: String? { (try? PredictionCounts(self, run: ""))?.accuracy }
}

extension LearningRun {
    /// - Throws: ``FigureError`` if none were recorded, or they do not go together.
    func predictions() throws(FigureError) -> (TrainingRecord.Predictions, PredictionCounts) {
        guard let predictions = record.predictions else {
            throw .notRecorded(
                run: name, what: "predictions",
                remedy: "they are made of held-out samples with classes, at the end of a training")
        }
        return (predictions, try PredictionCounts(predictions, run: name))
    }
}
