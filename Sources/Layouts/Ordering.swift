extension Ladder {
    /// Above this many items, neighbours are not tried in exchange one by one.
    private static let mostExchanged = 20_000

    /// Brings the items of each rank into an order in which few arrows cross.
    ///
    /// Source: barycentres and exchanges after Gansner, Koutsofios, North, Vo, *A technique for drawing directed graphs*,
    /// 1993.
    mutating func reduceCrossings(sweeps: Int = 14) {
        var position = [Int](repeating: 0, count: rankOf.count)
        for rank in ranks.indices { number(rank, &position) }
        var (best, fewest) = (ranks, crossings(position))
        var idle = 0
        for sweep in 0..<sweeps where fewest > 0 && idle < 4 {
            let isDown = sweep % 2 == 0
            for rank in isDown ? Array(ranks.indices.dropFirst()) : ranks.indices.dropLast().reversed() {
                sort(rank, by: isDown ? above : below, &position)
            }
            if rankOf.count <= Self.mostExchanged { exchange(&position) }
            let count = crossings(position)
            idle += 1
            if count < fewest { (best, fewest, idle) = (ranks, count, 0) }
        }
        ranks = best
    }

    private func number(_ rank: Int, _ position: inout [Int]) {
        for (place, item) in ranks[rank].enumerated() { position[item] = place }
    }

    /// By the mean place of the neighbours; items without any keep theirs.
    private mutating func sort(_ rank: Int, by neighbours: [[Int]], _ position: inout [Int]) {
        let items = ranks[rank]
        let keys = items.map { item -> Double in
            let all = neighbours[item]
            guard !all.isEmpty else { return Double(position[item]) }
            return Double(all.reduce(0) { $0 + position[$1] }) / Double(all.count)
        }
        ranks[rank] = items.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { items[$0] }
        number(rank, &position)
    }

    /// Neighbours change places while that takes crossings away.
    private mutating func exchange(_ position: inout [Int]) {
        for _ in 0..<4 {
            var isChanged = false
            for rank in ranks.indices where ranks[rank].count > 1 {
                for place in 0..<ranks[rank].count - 1 {
                    let (left, right) = (ranks[rank][place], ranks[rank][place + 1])
                    var gain = 0
                    for neighbours in [above, below] {
                        let (a, b) = (neighbours[left].map { position[$0] }, neighbours[right].map { position[$0] })
                        for one in a { for other in b { gain += one > other ? 1 : one < other ? -1 : 0 } }
                    }
                    if gain > 0 {
                        ranks[rank].swapAt(place, place + 1)
                        (position[left], position[right]) = (place + 1, place)
                        isChanged = true
                    }
                }
            }
            if !isChanged { return }
        }
    }

    /// How many arrows cross, all ranks together.
    var crossings: Int {
        var position = [Int](repeating: 0, count: rankOf.count)
        for rank in ranks.indices { number(rank, &position) }
        return crossings(position)
    }

    private func crossings(_ position: [Int]) -> Int {
        var total = 0
        for rank in ranks.indices.dropLast() {
            // Inversions among the ends of arrows, in the order of their beginnings, counted in a tree of sums.
            let size = ranks[rank + 1].count
            var sums = [Int](repeating: 0, count: size + 1)
            var seen = 0
            for item in ranks[rank] {
                let ends = below[item].map { position[$0] }
                for end in ends {
                    var (index, before) = (end + 1, 0)
                    while index > 0 {
                        before += sums[index]
                        index -= index & -index
                    }
                    total += seen - before
                }
                for end in ends {
                    var index = end + 1
                    while index <= size {
                        sums[index] += 1
                        index += index & -index
                    }
                }
                seen += ends.count
            }
        }
        return total
    }
}
