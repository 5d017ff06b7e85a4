public import Scenes
import Training

/// What a classifier says of samples of each class: the confusion matrix, with recall and precision.
public struct Confusion: LearningFigure {
    public var run = RunList()
    public var numbers = CellNumber.count

    /// What stands in a cell.
    public enum CellNumber: String, ParameterChoice, Sendable {
        case count
        /// Of the row, in percent.
        case share
        case none
    }

    public init() {}

    public static let summary =
        "The confusion matrix of held-out samples: what each class is said to be, with recall, precision and accuracy."

    public static var parameters: [FigureParameter<Confusion>] {
        [
            runParameter,
            .init("numbers", \.numbers, "how many samples stand in a cell, or their share of the row in percent"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let all = try runs(in: context)
        var counts: [PredictionCounts] = []
        for run in all { counts.append(try run.predictions().1) }
        let most = counts.map(\.mostMistaken).max() ?? 0
        let matrices = counts.map { ConfusionMatrix(counts: $0, numbers: numbers, most: most) }
        var builder = SceneBuilder.fitted(context) { draw(all, matrices, in: &$0) }
        return builder.scene(
            AlternativeText(
                summary: "Confusion matrix of \(counted(counts[0].classes.count, "class", plural: "classes")): "
                    + zip(all, counts).enumerated().map { all.lead($0) + $1.1.accuracy }.joined(separator: "; ") + ".",
                details: counts.enumerated().map { all.lead($0) + $1.words }.joined(separator: " ")))
    }

    private func draw(_ all: [LearningRun], _ matrices: [ConfusionMatrix], in builder: inout SceneBuilder) {
        builder.heading(all)
        var matrices = matrices
        // On slides height is what is scarce.
        if builder.isSlide { for index in matrices.indices { matrices[index].tallest = 0.5 * builder.width - 70 } }
        builder.panels(all.count, least: matrices.map { $0.leastWidth(builder) }.max() ?? 0) { index, part in
            part.paragraph(
                all.lead(index) + matrices[index].counts.accuracy, left: 0, top: 0, width: part.width, style: .bold)
            matrices[index].draw(in: &part)
        }
        builder.footnote(notes(hasMargins: matrices.allSatisfy(\.hasMargins)))
    }

    private func notes(hasMargins: Bool) -> [String] {
        var notes = ["rows: what it is, columns: what it is said to be"]
        switch numbers {
        case .count: if hasMargins { notes.append("numbers: samples") }
        case .share: if hasMargins { notes.append("numbers: percent of the row's samples") }
        case .none: break
        }
        notes.append("colours: mistakes, by their share of the row's samples")
        if hasMargins {
            notes.append("recall: the share of a class that is found, precision: of what is said, both in percent")
        }
        return notes
    }
}

extension PredictionCounts {
    /// The greatest share of a class that is said to be one other, in percent.
    fileprivate var mostMistaken: Double {
        confusions.map { 100 * Double($0.count) / Double(samples(of: $0.right)) }.max() ?? 0
    }

    fileprivate var words: String {
        let classes = classes.indices.map { label in
            let (recall, precision) = (recall(label), precision(label))
            return "\(self.classes[label]): \(counted(samples(of: label), "sample")), recall "
                + "\(recall.isEmpty ? "unknown" : recall), precision \(precision.isEmpty ? "unknown" : precision)"
        }
        let confusions = confusions
        let most = confusions.prefix(12).map {
            "\(self.classes[$0.right]) said to be \(self.classes[$0.said]) \($0.count == 1 ? "once" : "\($0.count) times")"
        }
        let rest = confusions.count > most.count ? ", and \(confusions.count - most.count) other kinds of mistake" : ""
        return "\(right) of \(total) samples are right. "
            + (most.isEmpty ? "Nothing is mistaken. " : "Mistakes: \(most.joined(separator: ", "))\(rest). ")
            + classes.joined(separator: "; ").capitalisedFirst + "."
    }
}
