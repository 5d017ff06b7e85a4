/// Where the items of a ladder stand across it: close to what they are joined with, and lanes straight.
///
/// Source: Brandes and Köpf, *Fast and simple horizontal coordinate assignment*, 2001.
struct Placement {
    /// The middle of each item.
    private(set) var across: [Double]

    private let ladder: Ladder
    private let spacing: Double
    private var position: [Int]

    /// - Parameters:
    ///   - spacing: Between neighbours, of which one is a box; half of it between lanes.
    ///   - breadth: What the whole may take, where its ranks fit into it.
    init(_ ladder: Ladder, spacing: Double, breadth: Double?) {
        (self.ladder, self.spacing) = (ladder, spacing)
        position = [Int](repeating: 0, count: ladder.rankOf.count)
        across = []
        for rank in ladder.ranks { for (place, item) in rank.enumerated() { position[item] = place } }
        let conflicts = Conflicts(ladder, position)
        var all: [[Double]] = []
        for isDown in [true, false] {
            for isLeft in [true, false] {
                all.append(aligned(conflicts, isDown: isDown, isLeft: isLeft))
            }
        }
        across = merged(all)
        if let breadth { hold(within: breadth) }
        let first = extent(across).lowerBound
        for item in across.indices { across[item] -= first }
    }

    private func gap(_ left: Int, _ right: Int) -> Double {
        ladder.isLane(left) && ladder.isLane(right) ? spacing / 2 : spacing
    }

    /// Between the middles of neighbours.
    private func distance(_ left: Int, _ right: Int) -> Double {
        (ladder.across[left] + ladder.across[right]) / 2 + gap(left, right)
    }

    private func extent(_ across: [Double]) -> ClosedRange<Double> {
        var range: ClosedRange<Double>?
        for (item, middle) in across.enumerated() {
            let own = middle - ladder.across[item] / 2...middle + ladder.across[item] / 2
            range = range?.union(own) ?? own
        }
        return range ?? 0...0
    }

    // MARK: One alignment

    /// The neighbours that an item wants to stand in line with: boxes rather than lanes; of two, the one with the longer
    /// way, so that a shortcut gives way to what it goes around.
    private func wanted(_ item: Int, isDown: Bool) -> [Int] {
        let neighbours = (isDown ? ladder.above : ladder.below)[item]
        if ladder.isLane(item) {
            let lanes = neighbours.filter(ladder.isLane)
            // A box that leads to boxes stands in line with those.
            return lanes.isEmpty
                ? neighbours.filter { (isDown ? ladder.below : ladder.above)[$0].allSatisfy(ladder.isLane) } : lanes
        }
        let boxes = neighbours.filter { !ladder.isLane($0) }
        guard boxes.count == 2 else { return boxes.isEmpty ? neighbours : boxes }
        let ways = boxes.map { (isDown ? ladder.depth : ladder.height)[$0] }
        return ways[0] == ways[1] ? boxes : [ways[0] > ways[1] ? boxes[0] : boxes[1]]
    }

    private func aligned(_ conflicts: Conflicts, isDown: Bool, isLeft: Bool) -> [Double] {
        var root = Array(ladder.rankOf.indices)
        var next = root
        for rank in isDown ? Array(ladder.ranks.indices) : ladder.ranks.indices.reversed() {
            let items = ladder.ranks[rank]
            var last = isLeft ? -1 : Int.max
            for item in isLeft ? items : items.reversed() {
                let neighbours = wanted(item, isDown: isDown).sorted { position[$0] < position[$1] }
                guard !neighbours.isEmpty else { continue }
                let (low, high) = ((neighbours.count - 1) / 2, neighbours.count / 2)
                for place in isLeft ? [low, high] : [high, low] {
                    let neighbour = neighbours[place]
                    let isFree = isLeft ? last < position[neighbour] : last > position[neighbour]
                    if next[item] == item, isFree, !conflicts.contains(item, neighbour) {
                        next[neighbour] = item
                        root[item] = root[neighbour]
                        next[item] = root[item]
                        last = position[neighbour]
                    }
                }
            }
        }
        return compacted(root, isLeft: isLeft)
    }

    /// Lines of aligned items as close to each other as their widths allow, then each as close as may be to the next.
    private func compacted(_ root: [Int], isLeft: Bool) -> [Double] {
        let sign = isLeft ? 1.0 : -1.0
        var following: [[(root: Int, distance: Double)]] = Array(repeating: [], count: root.count)
        var waiting = [Int](repeating: 0, count: root.count)
        for items in ladder.ranks {
            for (left, right) in zip(items, items.dropFirst()) {
                let (first, second) = isLeft ? (left, right) : (right, left)
                following[root[first]].append((root[second], distance(left, right)))
                waiting[root[second]] += 1
            }
        }
        var order = root.indices.filter { root[$0] == $0 && waiting[$0] == 0 }
        var place = [Double](repeating: 0, count: root.count)
        var index = 0
        while index < order.count {
            for (second, distance) in following[order[index]] {
                place[second] = max(place[second], place[order[index]] + distance)
                waiting[second] -= 1
                if waiting[second] == 0 { order.append(second) }
            }
            index += 1
        }
        for line in order.reversed() {
            if let room = following[line].map({ place[$0.root] - $0.distance }).min() {
                place[line] = max(place[line], room)
            }
        }
        return root.map { place[$0] * sign }
    }

    // MARK: All four

    /// The mean of the middle two, after all four have been laid over the narrowest.
    private func merged(_ all: [[Double]]) -> [Double] {
        let extents = all.map(extent)
        func width(_ range: ClosedRange<Double>) -> Double { range.upperBound - range.lowerBound }
        let narrowest = extents.min { width($0) < width($1) } ?? 0...0
        let shifts = extents.indices.map { index in
            index % 2 == 0
                ? narrowest.lowerBound - extents[index].lowerBound : narrowest.upperBound - extents[index].upperBound
        }
        return ladder.rankOf.indices.map { item in
            let places = all.indices.map { all[$0][item] + shifts[$0] }.sorted()
            return (places[1] + places[2]) / 2
        }
    }

    /// Items that stick out are pushed back, and push their neighbours.
    private mutating func hold(within breadth: Double) {
        let whole = extent(across)
        guard whole.upperBound - whole.lowerBound > breadth else { return }
        // Around the middle of everything.
        let first = (whole.lowerBound + whole.upperBound - breadth) / 2
        for items in ladder.ranks {
            var limit = first + breadth
            for (place, item) in items.enumerated().reversed() {
                across[item] = min(across[item], limit - ladder.across[item] / 2)
                if place > 0 { limit = across[item] - ladder.across[item] / 2 - gap(items[place - 1], item) }
            }
            limit = first
            for (place, item) in items.enumerated() {
                across[item] = max(across[item], limit + ladder.across[item] / 2)
                if place + 1 < items.count {
                    limit = across[item] + ladder.across[item] / 2 + gap(item, items[place + 1])
                }
            }
        }
    }
}

/// Arrows that cross a lane: they may not be made straight at its expense.
private struct Conflicts {
    private struct Pair: Hashable {
        let lower: Int
        let upper: Int
    }

    private var pairs: Set<Pair> = []

    init(_ ladder: Ladder, _ position: [Int]) {
        for (upper, lower) in zip(ladder.ranks, ladder.ranks.dropFirst()) {
            var (first, done) = (0, 0)
            for (place, item) in lower.enumerated() {
                let inner = ladder.isLane(item) ? ladder.above[item].first(where: ladder.isLane) : nil
                guard inner != nil || place == lower.count - 1 else { continue }
                let last = inner.map { position[$0] } ?? upper.count - 1
                for other in lower[done...place] {
                    for source in ladder.above[other] where position[source] < first || position[source] > last {
                        if !(ladder.isLane(other) && ladder.isLane(source)) {
                            pairs.insert(Pair(lower: other, upper: source))
                        }
                    }
                }
                (first, done) = (last, place + 1)
            }
        }
    }

    func contains(_ item: Int, _ neighbour: Int) -> Bool {
        pairs.contains(Pair(lower: item, upper: neighbour)) || pairs.contains(Pair(lower: neighbour, upper: item))
    }
}
