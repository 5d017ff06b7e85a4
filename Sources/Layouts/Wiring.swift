/// Where lines leave and enter, and the tracks on which they run across.
struct Wiring {
    /// A line from an item to one of the next rank.
    private struct Wire {
        let from: Int
        let to: Int
        let end: Double
        /// It passes the box's side and turns to it there.
        let isSideways: Bool
    }

    private let ladder: Ladder
    private let across: [Double]
    private let isOrthogonal: Bool
    /// By upper rank, then by item.
    private var wires: [[[Wire]]] = []
    /// By upper rank.
    private(set) var tracks: [Tracks] = []
    /// How far the farthest line of a gap runs across.
    private(set) var longest: [Double] = []

    /// Lines that are off by less than this run straight.
    private static let slack = 6.0
    private static let portDistance = 9.0

    init(_ graph: LayeredGraph, _ ladder: Ladder, _ across: [Double], isOrthogonal: Bool) {
        (self.ladder, self.across, self.isOrthogonal) = (ladder, across, isOrthogonal)
        for (upper, lower) in zip(ladder.ranks, ladder.ranks.dropFirst()) {
            var own = [[Wire]](repeating: [], count: upper.count)
            var places: [Int: Int] = [:]
            for (place, item) in upper.enumerated() { places[item] = place }
            for (place, item) in lower.enumerated() {
                for wire in incoming(item, place, lower, graph) { own[places[wire.from]!].append(wire) }
            }
            wires.append(own)
            let nets = zip(upper, own).map { Tracks.Net(start: across[$0], ends: $1.map(\.end)) }
            tracks.append(Tracks(nets))
            longest.append(nets.map { $0.range.upperBound - $0.range.lowerBound }.max() ?? 0)
        }
    }

    // MARK: Ports

    private func incoming(_ item: Int, _ place: Int, _ rank: [Int], _ graph: LayeredGraph) -> [Wire] {
        var sources = ladder.above[item].sorted { (across[$0], $0) < (across[$1], $1) }
        if ladder.isLane(item) {
            return sources.map { Wire(from: $0, to: item, end: across[item], isSideways: false) }
        }
        let box = graph.boxes[item]
        let half = box.across / 2
        var wires: [Wire] = []
        if box.opensSideways, isOrthogonal, sources.count > 1 {
            if let first = sources.first, across[first] < across[item] - half - Self.slack,
                place == 0 || right(rank[place - 1]) < across[first] - Self.slack
            {
                wires.append(Wire(from: first, to: item, end: across[first], isSideways: true))
                sources.removeFirst()
            }
            if let last = sources.last, across[last] > across[item] + half + Self.slack,
                place == rank.count - 1 || left(rank[place + 1]) > across[last] + Self.slack
            {
                wires.append(Wire(from: last, to: item, end: across[last], isSideways: true))
                sources.removeLast()
            }
        }
        for (source, end) in zip(sources, ports(sources, middle: across[item], half: half)) {
            wires.append(Wire(from: source, to: item, end: end, isSideways: false))
        }
        return wires
    }

    private func left(_ item: Int) -> Double { across[item] - ladder.across[item] / 2 }
    private func right(_ item: Int) -> Double { across[item] + ladder.across[item] / 2 }

    /// Where lines from `sources`, from left to right, enter a box: below their own places as far as it reaches.
    private func ports(_ sources: [Int], middle: Double, half: Double) -> [Double] {
        guard sources.count > 1 else {
            return sources.map { abs(across[$0] - middle) < min(Self.slack, half) ? across[$0] : middle }
        }
        let margin = min(6, half / 2)
        let (first, last) = (middle - half + margin, middle + half - margin)
        let distance = min(Self.portDistance, (last - first) / Double(sources.count - 1))
        var ports = sources.map { min(max(across[$0], first), last) }
        for index in ports.indices.dropFirst() { ports[index] = max(ports[index], ports[index - 1] + distance) }
        var limit = last
        for index in ports.indices.reversed() {
            ports[index] = min(ports[index], limit)
            limit = ports[index] - distance
        }
        return ports
    }

    // MARK: Lines

    func routes(
        _ boxes: [Area], _ bands: [ClosedRange<Double>], firstTracks: [Double], _ style: LayeredLayout.Style
    ) -> [LayeredLayout.Route] {
        var routes: [LayeredLayout.Route] = []
        for (rank, items) in wires.enumerated() {
            for (place, item) in ladder.ranks[rank].enumerated() {
                let start = ladder.isLane(item) ? bands[rank].lowerBound : boxes[item].along.upperBound
                for wire in items[place] {
                    var points = [Place(along: start, across: across[item])]
                    let end = ladder.isLane(wire.to) ? bands[rank + 1].lowerBound : boxes[wire.to].along.lowerBound
                    if !style.isOrthogonal {
                        points += [
                            Place(along: bands[rank].upperBound, across: across[item]),
                            Place(along: bands[rank + 1].lowerBound, across: wire.end),
                        ]
                    } else if abs(wire.end - across[item]) >= 0.01, let track = tracks[rank].tracks[place] {
                        let along = firstTracks[rank] + style.track * Double(track)
                        points += [Place(along: along, across: across[item]), Place(along: along, across: wire.end)]
                    }
                    if wire.isSideways {
                        let box = boxes[wire.to]
                        let isLeft = wire.end < box.middle.across
                        points += [
                            Place(along: box.middle.along, across: wire.end),
                            Place(
                                along: box.middle.along,
                                across: isLeft ? box.across.lowerBound : box.across.upperBound),
                        ]
                    } else {
                        points.append(Place(along: end, across: wire.end))
                    }
                    routes.append(
                        LayeredLayout.Route(
                            origin: ladder.origin[item], target: ladder.isLane(wire.to) ? nil : wire.to, points: points,
                            isSwung: !style.isOrthogonal,
                            rank: rank))
                }
            }
        }
        return routes
    }
}
