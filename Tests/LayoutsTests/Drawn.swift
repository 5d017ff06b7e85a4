@testable import Layouts

/// Random graphs, and what a picture of one must keep.
struct RandomGraph {
    var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, bound)))
    }

    /// Each box but the first reads one to three earlier ones, mostly near.
    mutating func graph(boxes count: Int, reach: Int = 6) -> LayeredGraph {
        var edges: [LayeredGraph.Edge] = []
        for box in 1..<max(2, count) where box < count {
            for _ in 0...next(3) {
                let far = next(8) == 0 ? box : min(box, reach)
                edges.append(LayeredGraph.Edge(box - 1 - next(far), box))
            }
        }
        let boxes = (0..<count).map { _ in
            next(5) == 0
                ? LayeredGraph.Box(along: 16, across: 16, opensSideways: true)
                : LayeredGraph.Box(along: Double(20 + next(20)), across: Double(40 + next(50)))
        }
        return LayeredGraph(boxes: boxes, edges: edges)
    }
}

extension LayeredLayout {
    /// Boxes that overlap, and lines that run through a box, which is neither their beginning nor their end.
    var faults: [String] {
        var faults: [String] = []
        for (one, first) in boxes.enumerated() {
            for (other, second) in boxes.enumerated() where other > one {
                if Self.overlaps(first.along, second.along), Self.overlaps(first.across, second.across) {
                    faults.append("boxes \(one) and \(other) overlap")
                }
            }
        }
        for route in routes {
            for (start, end) in zip(route.points, route.points.dropFirst()) {
                // A swung line stays between its ends.
                let along = min(start.along, end.along)...max(start.along, end.along)
                let across = min(start.across, end.across)...max(start.across, end.across)
                for (index, box) in boxes.enumerated()
                where Self.overlaps(along, box.along) && Self.overlaps(across, box.across) {
                    faults.append("a line from \(route.origin) runs through box \(index)")
                }
            }
            for point in route.points
            where point.along < -0.01 || point.along > along + 0.01 || point.across < -0.01
                || point.across > across + 0.01
            {
                faults.append("a line from \(route.origin) leaves the page at \(point) of \(along) x \(across)")
            }
        }
        return faults
    }

    private static func overlaps(_ one: ClosedRange<Double>, _ other: ClosedRange<Double>) -> Bool {
        one.lowerBound < other.upperBound - 0.01 && other.lowerBound < one.upperBound - 0.01
    }

    /// What each box is reached from: lines followed from place to place.
    var reached: Set<LayeredGraph.Edge> {
        Set(routes.compactMap { route in route.target.map { LayeredGraph.Edge(route.origin, $0) } })
    }
}
