/// The lines between two ranks: each item's arrow runs along to a *track* of its own, across on it, and along again.
struct Tracks {
    /// One item of the upper rank and where its arrows end in the lower one.
    struct Net {
        let start: Double
        let ends: [Double]

        var range: ClosedRange<Double> { min(start, ends.min() ?? start)...max(start, ends.max() ?? start) }
        /// Whether it needs no track.
        var isStraight: Bool { ends.allSatisfy { abs($0 - start) < 0.01 } }
    }

    /// The track of each net, from the upper rank down; nothing for straight ones.
    let tracks: [Int?]
    let count: Int

    /// Above this many nets, crossings are left as they come.
    private static let mostCompared = 80
    private static let clearance = 3.0

    init(_ nets: [Net]) {
        let bent = nets.indices.filter { !nets[$0].isStraight }
        var tracks = [Int?](repeating: nil, count: nets.count)
        var placed: [Int] = []
        for net in Self.ordered(bent, nets) {
            let range = nets[net].range
            let meets = placed.filter { other in
                let second = nets[other].range
                return range.lowerBound < second.upperBound + Self.clearance
                    && second.lowerBound < range.upperBound + Self.clearance
            }
            tracks[net] = (meets.compactMap { tracks[$0] }.max() ?? -1) + 1
            placed.append(net)
        }
        self.tracks = tracks
        count = (tracks.compactMap(\.self).max() ?? -1) + 1
    }

    /// From the uppermost track down, so that few lines cross and none lies on another.
    private static func ordered(_ bent: [Int], _ nets: [Net]) -> [Int] {
        guard bent.count > 1, bent.count <= mostCompared else { return bent }
        // What it costs to have one above the other.
        var costs = [[Int]](repeating: [Int](repeating: 0, count: bent.count), count: bent.count)
        for one in bent.indices {
            for other in bent.indices where one != other {
                costs[one][other] = cost(upper: nets[bent[one]], lower: nets[bent[other]])
            }
        }
        var left = Array(bent.indices)
        var order: [Int] = []
        while !left.isEmpty {
            // The one that is best above all that are left.
            let best = left.min { a, b in
                let (first, second) = (advantage(a, left, costs), advantage(b, left, costs))
                return (first, a) < (second, b)
            }!
            order.append(bent[best])
            left.removeAll { $0 == best }
        }
        return order
    }

    private static func advantage(_ one: Int, _ others: [Int], _ costs: [[Int]]) -> Int {
        others.reduce(0) { $0 + costs[one][$1] - costs[$1][one] }
    }

    /// Crossings, and a hundred for a line upon a line.
    private static func cost(upper: Net, lower: Net) -> Int {
        var cost = 0
        // The lower net's beginning comes down through the upper one's track.
        if upper.range.contains(lower.start) { cost += 1 }
        // The upper net's ends go down through the lower one's track.
        for end in upper.ends where lower.range.contains(end) { cost += 1 }
        for end in upper.ends where abs(end - lower.start) < clearance { cost += 100 }
        return cost
    }
}
