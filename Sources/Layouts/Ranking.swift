/// Which rank each box stands in: all that it reads stand before it.
///
/// Source: Sugiyama, Tagawa, Toda, *Methods for visual understanding of hierarchical system structures*, 1981.
struct Ranking {
    private(set) var ranks: [Int]

    var count: Int { (ranks.max() ?? -1) + 1 }

    /// - Parameters:
    ///   - breadth: What a rank may take across; a rank gets at least one box all the same.
    ///   - spacing: Between boxes.
    ///   - lane: What an arrow takes that passes a rank.
    init(_ graph: LayeredGraph, breadth: Double?, spacing: Double, lane: Double) {
        ranks = Self.longestPaths(graph)
        tighten(graph)
        guard let breadth else { return }
        if breadths(graph, spacing: spacing, lane: lane).contains(where: { $0 > breadth }) {
            ranks = Self.scheduled(graph, breadth: breadth, spacing: spacing, lane: lane)
        }
    }

    private static func longestPaths(_ graph: LayeredGraph) -> [Int] {
        var ranks = [Int](repeating: 0, count: graph.boxes.count)
        for edge in graph.edges { ranks[edge.to] = max(ranks[edge.to], ranks[edge.from] + 1) }
        return ranks
    }

    /// What is read by more boxes than it reads comes close to them: arrows become shorter.
    private mutating func tighten(_ graph: LayeredGraph) {
        for box in graph.boxes.indices.reversed() where graph.targets[box].count > graph.sources[box].count {
            ranks[box] = max(ranks[box], (graph.targets[box].map { ranks[$0] }.min() ?? 0) - 1)
        }
        let first = ranks.min() ?? 0
        for box in ranks.indices { ranks[box] -= first }
    }

    /// What each rank takes across.
    private func breadths(_ graph: LayeredGraph, spacing: Double, lane: Double) -> [Double] {
        var breadths = [Double](repeating: -spacing, count: count)
        // Arrows begin to pass after their box and end before the last that reads it: sums of differences.
        var lanes = [Int](repeating: 0, count: count + 1)
        for (box, rank) in ranks.enumerated() {
            breadths[rank] += graph.boxes[box].across + spacing
            if let last = graph.targets[box].map({ ranks[$0] }).max(), last > rank + 1 {
                lanes[rank + 1] += 1
                lanes[last] -= 1
            }
        }
        var passing = 0
        for rank in breadths.indices {
            passing += lanes[rank]
            breadths[rank] += Double(passing) * lane
        }
        return breadths
    }

    /// Rank after rank, those with the longest way to go first, as many as fit.
    ///
    /// Source: after Coffman and Graham, *Optimal scheduling for two-processor systems*, 1972.
    private static func scheduled(
        _ graph: LayeredGraph, breadth: Double, spacing: Double, lane: Double
    ) -> [Int] {
        var ways = [Int](repeating: 0, count: graph.boxes.count)
        for box in ways.indices.reversed() {
            for target in graph.targets[box] { ways[box] = max(ways[box], ways[target] + 1) }
        }
        var ranks = [Int](repeating: 0, count: graph.boxes.count)
        var open = graph.sources.map(\.count)
        var unread = graph.targets.map(\.count)
        var ready = graph.boxes.indices.filter { open[$0] == 0 }
        /// Boxes of earlier ranks that somebody still has to read.
        var passing = 0
        var rank = 0
        while !ready.isEmpty {
            ready.sort { (-ways[$0], $0) < (-ways[$1], $1) }
            var chosen: [Int] = []
            var left: [Int] = []
            var used = Double(passing) * lane
            for box in ready {
                let needed = graph.boxes[box].across + spacing
                if chosen.isEmpty || used + needed <= breadth {
                    used += needed
                    chosen.append(box)
                } else {
                    left.append(box)
                }
            }
            for box in chosen {
                ranks[box] = rank
                for source in graph.sources[box] {
                    unread[source] -= 1
                    if unread[source] == 0 { passing -= 1 }
                }
            }
            for box in chosen {
                if unread[box] > 0 { passing += 1 }
                for target in graph.targets[box] {
                    open[target] -= 1
                    if open[target] == 0 { left.append(target) }
                }
            }
            ready = left
            rank += 1
        }
        return ranks
    }
}
