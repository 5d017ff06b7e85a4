/// A graph whose arrows lead from each rank to the next: longer ones pass ranks in *lanes*, one for each box that they come
/// from, however many read it.
struct Ladder {
    let boxCount: Int
    /// Boxes first, then lanes.
    private(set) var rankOf: [Int]
    private(set) var across: [Double]
    /// The box that a lane, or box, carries.
    private(set) var origin: [Int]
    private(set) var above: [[Int]]
    private(set) var below: [[Int]]
    /// The items of each rank, from left to right.
    var ranks: [[Int]]
    /// Boxes on the longest way before and after each box.
    let (depth, height): ([Int], [Int])

    func isLane(_ item: Int) -> Bool { item >= boxCount }

    init(_ graph: LayeredGraph, _ ranking: Ranking, lane: Double) {
        boxCount = graph.boxes.count
        rankOf = ranking.ranks
        across = graph.boxes.map(\.across)
        origin = Array(graph.boxes.indices)
        above = [[Int]](repeating: [], count: boxCount)
        below = above
        var (depth, height) = ([Int](repeating: 0, count: boxCount), [Int](repeating: 0, count: boxCount))
        for box in graph.boxes.indices {
            for source in graph.sources[box] { depth[box] = max(depth[box], depth[source] + 1) }
        }
        for box in graph.boxes.indices.reversed() {
            for target in graph.targets[box] { height[box] = max(height[box], height[target] + 1) }
        }
        (self.depth, self.height) = (depth, height)
        ranks = []
        for box in graph.boxes.indices {
            let targets = graph.targets[box].sorted { (rankOf[$0], $0) < (rankOf[$1], $1) }
            var item = box
            for target in targets {
                while rankOf[item] + 1 < rankOf[target] {
                    let next = rankOf.count
                    rankOf.append(rankOf[item] + 1)
                    across.append(lane)
                    origin.append(box)
                    above.append([])
                    below.append([])
                    link(item, next)
                    item = next
                }
                link(item, target)
            }
        }
        ranks = firstOrder(count: ranking.count)
    }

    private mutating func link(_ item: Int, _ next: Int) {
        below[item].append(next)
        above[next].append(item)
    }

    /// As a walk from box to box meets them, lanes first, so that what passes by stands outside.
    private func firstOrder(count: Int) -> [[Int]] {
        var order = [[Int]](repeating: [], count: count)
        var isMet = [Bool](repeating: false, count: rankOf.count)
        var stack = (0..<boxCount).filter { above[$0].isEmpty }.reversed().map { $0 }
        while let item = stack.popLast() {
            if isMet[item] { continue }
            isMet[item] = true
            order[rankOf[item]].append(item)
            stack.append(
                contentsOf: below[item].sorted { (isLane($0) ? 0 : 1, $0) > (isLane($1) ? 0 : 1, $1) })
        }
        return order
    }
}
