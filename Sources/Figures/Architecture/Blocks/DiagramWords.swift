import Layouts
import Networks
import Scenes

/// What a diagram says to those who do not see it.
struct DiagramWords {
    let text: AlternativeText

    init(
        _ graph: BlockGraph, _ plan: DiagramPlan, details: [DetailPanel], _ highlight: Highlight, style: String
    ) {
        var sentences = Self.sentences(plan)
        for detail in details {
            sentences.append("Inside \(detail.words.name), \(detail.words.others):")
            sentences += Self.sentences(detail.drawing.plan)
        }
        if !highlight.isEmpty { sentences.append("Standing out: \(highlight.words).") }
        text = AlternativeText(summary: graph.summary(as: style), details: sentences.joined(separator: " "))
    }

    /// Box by box.
    private static func sentences(_ plan: DiagramPlan) -> [String] {
        let network = plan.graph.network
        var sentences: [String] = []
        for (index, content) in plan.contents.enumerated() {
            for section in plan.repeats where section.members.lowerBound == index {
                let names = section.names.isEmpty ? "" : ", as \(listed(section.names))"
                let count = section.members.count
                let blocks = count == 1 ? "The next block comes" : "The next \(count) blocks come"
                sentences.append("\(blocks) \(section.count) times in turn\(names).")
            }
            switch content {
            case .entry(let entry):
                sentences.append("What comes in, \(entry.name): \(sizes(entry.shape, in: network.layout)).")
            case .card(let card):
                let copies = card.copies > 1 ? ", \(card.copies) times" : ""
                sentences.append(
                    "\(card.name)\(copies) (\(counted(card.layerCount, "layer"))): \(sizes(card.output, in: network.layout))."
                )
            case .blocks(let blocks):
                let names = blocks.count > 1 ? "\(blocks[0].name) to \(blocks[blocks.count - 1].name)" : blocks[0].name
                let sources = plan.edges.filter { $0.to == index }.map(\.from)
                let of = sources.count > 1 ? " of \(listed(sources.map(plan.name)))" : ""
                // Only what does not come right before is named.
                let from = sources.count == 1 && sources[0] != index - 1 ? ", from \(plan.name(sources[0]))" : ""
                let followers = blocks[0].nodes.dropFirst().map(\.figureWords)
                sentences.append(
                    "\(names)\(from): \(([blocks[0].head.figureWords + of] + followers).joined(separator: ", ")); "
                        + "\(sizes(blocks[0].output, in: network.layout)).")
            }
        }
        return sentences
    }
}

extension DiagramPlan {
    /// What a box is called.
    func name(_ index: Int) -> String {
        switch contents[index] {
        case .entry(let entry): entry.name
        case .blocks(let blocks): blocks[blocks.count - 1].name
        case .card(let card): card.name
        }
    }
}
