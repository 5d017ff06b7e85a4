import Networks
import Scenes

/// What a diagram's colours stand for, with the number of layers of each.
struct DiagramRoles {
    let entries: [LegendEntry]

    init(_ graph: BlockGraph, _ highlight: Highlight) {
        var entries: [LegendEntry] = []
        if graph.entries.contains(where: \.isInput) {
            entries.append(LegendEntry(swatch: .role(.input), words: "input"))
        }
        let nodes = graph.nodes
        for role in Theme.Role.allCases where role != .normalisation && role != .activation {
            let kinds = nodes.filter { $0.layer.role == role }.map(\.layer.roleWords)
            var words: [String] = []
            for kind in kinds where !words.contains(kind) { words.append(kind) }
            guard !words.isEmpty else { continue }
            entries.append(
                LegendEntry(swatch: .role(role), words: words.joined(separator: ", ") + " × \(kinds.count)"))
        }
        func add(_ role: Theme.Role, _ names: [String]) {
            var counts: [(name: String, count: Int)] = []
            for name in names {
                if let index = counts.firstIndex(where: { $0.name == name }) {
                    counts[index].count += 1
                } else {
                    counts.append((name, 1))
                }
            }
            guard !counts.isEmpty else { return }
            let words = counts.map { "\($0.name) × \($0.count)" }.joined(separator: ", ")
            entries.append(LegendEntry(swatch: .band(role), words: words))
        }
        add(
            .normalisation,
            nodes.flatMap { node -> [String] in
                let fused = node.normalization == nil ? [] : ["batch norm"]
                return switch node.layer {
                case .batchNorm: ["batch norm"]
                case .localResponseNorm: ["local response norm"]
                case _: fused
                }
            })
        add(
            .activation,
            nodes.flatMap { node -> [String] in
                if case .activation(let activation) = node.layer { return [activation.function.figureWords] }
                return node.activation.map { [$0.function.figureWords] } ?? []
            })
        let others = nodes.filter { node in
            if case .dropout = node.layer { true } else { false }
        }.count
        if others > 0 { entries.append(LegendEntry(swatch: .plain, words: "dropout × \(others)")) }
        if !highlight.isEmpty { entries.append(LegendEntry(swatch: .highlight, words: highlight.words)) }
        self.entries = entries
    }
}
