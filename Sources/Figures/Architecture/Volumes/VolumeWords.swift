import Networks
import Scenes

/// What a diagram of volumes or stacks says to those who do not see it.
struct VolumeWords {
    let text: AlternativeText

    init(_ graph: BlockGraph, _ plan: VolumePlan, _ highlight: Highlight, _ style: Architecture.Style) {
        var sentences: [String] = []
        var before: Int?
        for (index, stage) in plan.stages.enumerated() {
            if let frame = stage.frame, frame != before { sentences.append(plan.frames[frame].sentence) }
            before = stage.frame
            sentences.append(Self.sentence(stage, index, plan))
        }
        sentences.append("Sizes are compressed.")
        if !highlight.isEmpty { sentences.append("Standing out: \(highlight.words).") }
        text = AlternativeText(summary: graph.summary(as: style.rawValue), details: sentences.joined(separator: " "))
    }

    private static func sentence(_ stage: VolumeStage, _ index: Int, _ plan: VolumePlan) -> String {
        let shape = sizes(stage.output, in: plan.layout)
        let last = stage.lastCopy.map { " (in the last copy \(sizes($0, in: plan.layout)))" } ?? ""
        guard let block = stage.block else { return "\(stage.names[0]): \(shape)." }
        // Only what does not come right before is named.
        let isNext = stage.sources == [index - 1] || stage.sources.isEmpty
        let sources = isNext ? "" : listed(stage.sources.map { plan.stages[$0].names.last ?? "" })
        let (of, from) = stage.sources.count > 1 ? (" of \(sources)", "") : ("", isNext ? "" : ", from \(sources)")
        let steps = [block.head.figureWords + of] + block.nodes.dropFirst().map(\.figureWords)
        let each = stage.count > 1 ? " each" : ""
        return "\(listed(stage.names))\(from): \(steps.joined(separator: ", ")); \(shape)\(each)\(last)."
    }
}
