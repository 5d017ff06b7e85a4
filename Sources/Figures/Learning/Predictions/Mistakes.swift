public import Scenes
import Training

/// Samples that a classifier gets wrong, the surest first, with what it says of them.
public struct Mistakes: LearningFigure {
    public var run = RunList()
    public var count = 12

    public init() {}

    public static let summary =
        "Held-out samples that are said to be what they are not, the surest first, with the probabilities of both."

    public static var parameters: [FigureParameter<Mistakes>] {
        [
            runParameter,
            .init("count", \.count, "at most this many samples of each run"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        guard (1...96).contains(count) else {
            throw ParameterError(option: "count", value: "\(count)", expected: "a number from 1 to 96")
        }
        let all = try runs(in: context)
        var sheets: [MistakeSheet] = []
        for run in all { sheets.append(try MistakeSheet(run, count: count)) }
        guard sheets.contains(where: { !$0.cards.isEmpty }) else {
            throw FigureError.nothingToDraw("the list of mistakes (\(sheets[0].counts.accuracy))")
        }
        var builder = SceneBuilder.fitted(context) { builder in
            builder.heading(all)
            for (index, sheet) in sheets.enumerated() { builder.mistakes(sheet, all.lead(index)) }
            builder.footnote(["bars: the probabilities of what was said and of what it is", "the surest first"])
        }
        return builder.scene(
            AlternativeText(
                summary: "Mistakes of \(listed(all.networks)): "
                    + sheets.enumerated().map { all.lead($0) + $1.summary }.joined(separator: "; ") + ".",
                details: sheets.enumerated().map { all.lead($0) + $1.details }.joined(separator: " ")))
    }
}
