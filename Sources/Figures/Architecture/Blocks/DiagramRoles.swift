import Networks
import Scenes

/// What a diagram's colours stand for, with the number of layers of each.
struct DiagramRoles {
    private(set) var entries: [LegendEntry] = []

    /// - Parameter plans: What is drawn of the graph: what stands in closed cards alone has no box to explain.
    init(_ graph: BlockGraph, _ plans: [DiagramPlan], _ highlight: Highlight) {
        if graph.entries.contains(where: \.isInput) {
            entries.append(LegendEntry(swatch: .role(.input), words: "input"))
        }
        let nodes = graph.nodes
        for role in Theme.Role.allCases {
            let own = nodes.filter { $0.layer.role == role }
            switch role {
            case .normalisation, .activation: addFollowers(role, graph)
            case .input, .kernel, .output, .pooling, .dense:
                let words = own.map(\.layer.roleWords).reduce(into: [String]()) {
                    if !$0.contains($1) { $0.append($1) }
                }
                if !words.isEmpty {
                    entries.append(
                        LegendEntry(swatch: .role(role), words: words.joined(separator: ", ") + " × \(own.count)"))
                }
            }
        }
        let drawn = Set(plans.flatMap(\.drawnHeads).map(\.layer.kindName))
        let heads = graph.blocks.map(\.head.layer).filter { $0.role == nil && drawn.contains($0.kindName) }
        add(.pill, heads.filter(\.isMerge).map(\.kindName))
        add(.plain, heads.filter { !$0.isMerge }.map(\.kindName))
        if !highlight.isEmpty { entries.append(LegendEntry(swatch: .highlight, words: highlight.words)) }
    }

    /// Of what is a band at the edge of what it follows, or a box of its own.
    private mutating func addFollowers(_ role: Theme.Role, _ graph: BlockGraph) {
        let names = graph.nodes.flatMap { node -> [String] in
            let own = node.layer.role == role ? [node.layer.briefWords] : []
            return own + (role == .normalisation ? node.fusedNormalisation : node.fusedActivation)
        }
        let hasBands = graph.blocks.contains { $0.bands.contains(role) }
        let hasBoxes = graph.blocks.contains { $0.head.layer.role == role }
        add(hasBoxes ? .role(role, hasBand: hasBands) : .band(role), names)
    }

    /// Each name once, with its number.
    private mutating func add(_ swatch: LegendEntry.Swatch, _ names: [String]) {
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
        entries.append(LegendEntry(swatch: swatch, words: words))
    }
}

extension DiagramPlan {
    /// The layers that have boxes of their own.
    fileprivate var drawnHeads: [Node] {
        contents.flatMap { content -> [Node] in
            switch content {
            case .entry, .card: []
            case .blocks(let blocks): blocks.map(\.head)
            }
        }
    }
}
