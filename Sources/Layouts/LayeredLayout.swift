/// Boxes in ranks, and lines between them that run through no box.
public struct LayeredLayout: Sendable {
    /// Distances, and how lines run.
    public struct Style: Sendable {
        /// Between neighbours in a rank.
        public var spacing = 14.0
        /// What a line takes that passes a rank.
        public var lane = 4.0
        /// Between a rank and the next, where lines run straight.
        public var gap = 14.0
        /// Between lines that run across.
        public var track = 5.0
        /// What the whole may take across.
        public var breadth: Double?
        /// Lines bend at right angles; otherwise they swing.
        public var isOrthogonal = true

        public init() {}
    }

    /// A line, or a part of it that others share.
    public struct Route: Hashable, Sendable {
        /// The box that it comes from.
        public let origin: Int
        /// Where it ends in an arrow head; nothing where it goes on in other routes.
        public let target: Int?
        public internal(set) var points: [Place]
        /// Along to the end of its rank, in a swing to the next one, and along again: four places.
        public let isSwung: Bool
        /// The rank that it leaves.
        let rank: Int
    }

    public internal(set) var boxes: [Area]
    public internal(set) var routes: [Route]
    /// As in the graph.
    public internal(set) var frames: [Area]
    public internal(set) var along: Double
    public internal(set) var across: Double
    /// Of each box.
    public let ranks: [Int]
    public let crossings: Int

    /// Where each rank begins and ends.
    let bands: [ClosedRange<Double>]
    /// What each rank takes across, its frames included.
    private(set) var extents: [ClosedRange<Double>]
    /// Ranks after which the layout may be cut, with the one box that stands there.
    let joints: [(rank: Int, box: Int)]

    public init(_ graph: LayeredGraph, _ style: Style = Style()) {
        let ranking = Ranking(
            graph, breadth: style.breadth, spacing: style.spacing, lane: style.lane + style.spacing / 2)
        var ladder = Ladder(graph, ranking, lane: style.lane)
        ladder.reduceCrossings()
        let placement = Placement(ladder, spacing: style.spacing, breadth: style.breadth)
        let wiring = Wiring(graph, ladder, placement.across, isOrthogonal: style.isOrthogonal)

        // Along: ranks, and between them as many tracks as their lines need.
        var before = [Double](repeating: 0, count: ladder.ranks.count)
        var after = before
        let frameRanks = graph.frames.map { frame in
            let own = frame.members.map { ranking.ranks[$0] }
            return own.min()!...own.max()!
        }
        for (frame, ranks) in zip(graph.frames, frameRanks) {
            before[ranks.lowerBound] += frame.padding
            after[ranks.upperBound] += frame.padding
        }
        var bands: [ClosedRange<Double>] = []
        /// Where the tracks of each gap begin.
        var firstTracks: [Double] = []
        var along = 0.0
        for (rank, items) in ladder.ranks.enumerated() {
            along += before[rank]
            let height = items.filter { !ladder.isLane($0) }.map { graph.boxes[$0].along }.max() ?? 0
            bands.append(along...along + height)
            along += height + after[rank]
            guard rank + 1 < ladder.ranks.count else { break }
            firstTracks.append(along + style.gap / 2)
            along +=
                style.isOrthogonal
                ? style.gap + style.track * Double(max(0, wiring.tracks[rank].count - 1))
                : style.gap + min(90, 0.12 * wiring.longest[rank])
        }
        let across = placement.across
        let boxes = graph.boxes.indices.map { box in
            let middle = (bands[ranking.ranks[box]].lowerBound + bands[ranking.ranks[box]].upperBound) / 2
            return Area(
                along: middle - graph.boxes[box].along / 2...middle + graph.boxes[box].along / 2,
                across: across[box] - graph.boxes[box].across / 2...across[box] + graph.boxes[box].across / 2)
        }
        var extents = ladder.ranks.map { items in
            items.map { across[$0] - ladder.across[$0] / 2...across[$0] + ladder.across[$0] / 2 }
                .reduce(nil) { (all: ClosedRange<Double>?, one) in all?.union(one) ?? one } ?? 0...0
        }
        // Inner frames first: outer ones stand around them.
        var frames = graph.frames.map { _ in Area(along: 0...0, across: 0...0) }
        var (tops, bottoms) = (bands.map(\.lowerBound), bands.map(\.upperBound))
        for (index, frame) in graph.frames.enumerated().reversed() {
            let ranks = frameRanks[index]
            let inner = extents[ranks].dropFirst().reduce(extents[ranks.lowerBound]) { $0.union($1) }
            let own = inner.lowerBound - frame.padding...inner.upperBound + frame.padding + frame.label
            tops[ranks.lowerBound] -= frame.padding
            bottoms[ranks.upperBound] += frame.padding
            frames[index] = Area(along: tops[ranks.lowerBound]...bottoms[ranks.upperBound], across: own)
            for rank in ranks { extents[rank] = extents[rank].union(own) }
        }
        (self.boxes, self.frames, self.bands, self.extents) = (boxes, frames, bands, extents)
        (ranks, crossings, self.along) = (ranking.ranks, ladder.crossings, along)
        routes = wiring.routes(boxes, bands, firstTracks: firstTracks, style)
        joints = ladder.ranks.enumerated().compactMap { rank, items in
            let isCut = zip(graph.frames, frameRanks).contains { $1.lowerBound <= rank && rank < $1.upperBound }
            return items.count == 1 && !ladder.isLane(items[0]) && !isCut ? (rank, items[0]) : nil
        }
        self.across = 0
        settle()
    }

    /// Moves everything to where places begin at 0.
    private mutating func settle() {
        let whole = extents.dropFirst().reduce(extents.first ?? 0...0) { $0.union($1) }
        across = whole.upperBound - whole.lowerBound
        let shift = -whole.lowerBound
        boxes = boxes.map { $0.moved(along: 0, across: shift) }
        frames = frames.map { $0.moved(along: 0, across: shift) }
        extents = extents.map { $0.lowerBound + shift...$0.upperBound + shift }
        for route in routes.indices {
            for point in routes[route].points.indices { routes[route].points[point].across += shift }
        }
    }
}
