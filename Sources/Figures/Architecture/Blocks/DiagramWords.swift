import Layouts
import Networks
import Scenes

/// What a diagram says to those who do not see it.
struct DiagramWords {
    let text: AlternativeText

    init(
        _ graph: BlockGraph, _ plan: DiagramPlan, details: [DiagramPlan], _ highlight: Highlight, style: String
    ) {
        var sentences = Self.sentences(plan)
        for detail in details {
            sentences.append("Inside \(detail.name(detail.graph.entries.count)):")
            sentences += Self.sentences(detail)
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
                sentences.append(
                    "The next \(counted(section.members.count, "block")) come \(section.count) times in turn.")
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
                let sources = plan.edges.filter { $0.to == index }.map { plan.name($0.from) }
                let from = sources.count > 1 ? " of \(listed(sources))" : ""
                let followers = blocks[0].nodes.dropFirst().map(\.stepWords)
                sentences.append(
                    "\(names): \(([blocks[0].head.stepWords + from] + followers).joined(separator: ", ")); "
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
