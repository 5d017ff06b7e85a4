/// A part of a network between two places through which everything passes, on a grid: columns from left to right by how
/// many stages come before, lanes from top to bottom for branches. Lines have lanes of their own where no other is free.
struct VolumeSegment {
    /// How a line gets from one stage to another.
    enum Way: Hashable {
        /// To its neighbour in the same lane.
        case straight
        /// Up or down behind its source, then along the lane of its reader.
        case fan
        /// Along the lane of its source, then up or down before its reader.
        case gather
        /// Along a lane that holds lines alone.
        case aside(lane: Int)
    }

    struct Place: Hashable {
        var column: Int
        /// Nothing: on the axis of all segments.
        var lane: Int?
    }

    struct Line: Hashable {
        let from: Int
        let to: Int
        let way: Way
    }

    /// Stages, in order; the first column of each is 0.
    let members: [Int]
    private let places: [Int: Place]
    let columnCount: Int
    /// The lane that lies on the axis; nothing: all lanes are centred on it.
    let mainLane: Int?
    let lines: [Line]
    /// The stage through which all comes in.
    let entrance: Int?

    func place(_ stage: Int) -> Place { places[stage] ?? Place(column: -1, lane: mainLane) }

    /// The lane in which a line crosses the space before a column.
    func lane(of line: Line) -> Int? {
        switch line.way {
        case .straight, .gather: place(line.from).lane
        case .fan: place(line.to).lane
        case .aside(let lane): lane
        }
    }

    func crosses(_ line: Line, before column: Int) -> Bool {
        place(line.from).column < column && column <= place(line.to).column
    }

    /// Stages with a line up or down right behind them, before a column; from left to right.
    func fans(before column: Int) -> [Int] {
        unique(
            lines.filter {
                if $0.way == .straight || $0.way == .gather { return false }
                return place($0.from).column + 1 == column
            }.map(\.from))
    }

    /// Stages that lines reach from above or below, before their column.
    func gathers(before column: Int) -> [Int] {
        unique(
            lines.filter {
                if $0.way == .straight || $0.way == .fan { return false }
                return place($0.to).column == column
            }.map(\.to))
    }

    private func unique(_ stages: [Int]) -> [Int] {
        stages.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// - Parameter sources: What each stage reads, all of them earlier ones.
    static func segments(_ sources: [[Int]]) -> [VolumeSegment] {
        var last = [Int](repeating: -1, count: sources.count)
        for (stage, own) in sources.enumerated() { for source in own { last[source] = stage } }
        var segments: [VolumeSegment] = []
        var (start, reach) = (0, 0)
        for stage in sources.indices {
            // Whether anything but this stage is still to be read.
            let isJoint = reach <= stage && (last[stage] > stage || stage == sources.count - 1)
            reach = max(reach, last[stage])
            if isJoint || stage == sources.count - 1 {
                let members = Array(start...stage)
                segments.append(VolumeSegment(members, sources, entrance: start > 0 ? start - 1 : nil))
                start = stage + 1
            }
        }
        return segments
    }

    private init(_ members: [Int], _ sources: [[Int]], entrance: Int?) {
        self.members = members
        self.entrance = entrance
        guard members.count > 1 else {
            places = [members[0]: Place(column: 0, lane: nil)]
            (columnCount, mainLane) = (1, nil)
            lines = sources[members[0]].map { Line(from: $0, to: members[0], way: .straight) }
            return
        }
        var grid = LaneGrid(members, sources, entrance: entrance)
        grid.route(sources)
        (places, columnCount, mainLane, lines) = (grid.places, grid.columnCount, grid.mainLane, grid.lines)
    }
}

/// Finds columns, lanes and ways.
private struct LaneGrid {
    var places: [Int: VolumeSegment.Place] = [:]
    var columnCount = 0
    var mainLane: Int?
    var lines: [VolumeSegment.Line] = []

    private let members: [Int]
    private let entrance: Int?
    /// The stage that all others lead to.
    private let end: Int?
    /// Stages along each lane, from top to bottom.
    private var chains: [[Int]] = []

    init(_ members: [Int], _ sources: [[Int]], entrance: Int?) {
        (self.members, self.entrance) = (members, entrance)
        let last = members[members.count - 1]
        let read = Set(members.flatMap { sources[$0] })
        // At the end of a network several results may stand side by side.
        let isEnd = members.dropLast().allSatisfy { read.contains($0) } || last < sources.count - 1
        end = isEnd ? last : nil
        placeColumns(sources)
        findChains(sources)
    }

    private mutating func placeColumns(_ sources: [[Int]]) {
        var columns: [Int: Int] = [:]
        for stage in members where stage != end {
            columns[stage] = (sources[stage].compactMap { columns[$0] }.max() ?? -1) + 1
        }
        // What nothing leads to stands right before what reads it.
        for stage in members where sources[stage].isEmpty {
            let readers = members.filter { sources[$0].contains(stage) }.compactMap { columns[$0] }
            if let first = readers.min() { columns[stage] = max(0, first - 1) }
        }
        let count = (columns.values.max() ?? -1) + 1
        if let end { columns[end] = count }
        columnCount = count + (end == nil ? 0 : 1)
        for (stage, column) in columns { places[stage] = .init(column: column, lane: nil) }
    }

    private mutating func findChains(_ sources: [[Int]]) {
        for stage in members where stage != end {
            let extended = sources[stage].compactMap { source in
                chains.firstIndex { $0.last == source && column(source) < column(stage) }
            }.first
            if let extended {
                chains[extended].append(stage)
                continue
            }
            let beside = sources[stage].compactMap { source in chains.firstIndex { $0.contains(source) } }.first
            chains.insert([stage], at: beside.map { $0 + 1 } ?? chains.count)
        }
        // Of one or two ways, the longer is the main one.
        guard let longest = chains.indices.max(by: { chains[$0].count < chains[$1].count }), chains.count <= 2,
            !chains.indices.contains(where: { $0 != longest && chains[$0].count == chains[longest].count }),
            let first = chains[longest].first, entrance == nil || sources[first].contains(entrance ?? -1)
        else { return }
        mainLane = longest
        if longest == 0, chains.count == 2 {
            chains.swapAt(0, 1)
            mainLane = 1
        }
    }

    private func column(_ stage: Int) -> Int { places[stage]?.column ?? -1 }

    mutating func route(_ sources: [[Int]]) {
        for (lane, chain) in chains.enumerated() { for stage in chain { places[stage]?.lane = lane } }
        if let end { places[end]?.lane = mainLane }
        var claimed: [Int: Int] = [:]
        var aside: [(source: Int, columns: Range<Int>)] = []
        var ways: [(from: Int, to: Int, way: VolumeSegment.Way?)] = []
        for stage in members {
            for source in sources[stage] {
                let way = way(from: source, to: stage, &claimed)
                ways.append((source, stage, way))
                guard way == nil else { continue }
                let columns = column(source) + 1..<column(stage) + 1
                if let index = aside.firstIndex(where: { $0.source == source }) {
                    let old = aside[index].columns
                    aside[index].columns =
                        min(old.lowerBound, columns.lowerBound)..<max(old.upperBound, columns.upperBound)
                } else {
                    aside.append((source, columns))
                }
            }
        }
        shift(by: packed(aside), aside, ways)
    }

    /// Nothing: it needs a lane of its own.
    private func way(from source: Int, to stage: Int, _ claimed: inout [Int: Int]) -> VolumeSegment.Way? {
        let (from, to) = (chain(of: source), chain(of: stage))
        if let from, from == to {
            let all = (from == mainLane ? [entrance] : []) + chains[from].map { $0 } + (from == mainLane ? [end] : [])
            let known = all.compactMap { $0 }
            if let index = known.firstIndex(of: source), index + 1 < known.count, known[index + 1] == stage {
                return .straight
            }
            return nil
        }
        let isFirst = to.map { chains[$0].first == stage } ?? false
        // A lane holds the line of one source.
        let isFree = to.map { claimed[$0] == nil || claimed[$0] == source } ?? false
        if column(stage) == column(source) + 1 {
            guard isFirst, isFree, let to else { return .gather }
            claimed[to] = source
            return .fan
        }
        if let from, chains[from].last == source, from != mainLane || end == nil { return .gather }
        if isFirst, isFree, let to, to != mainLane || entrance == nil {
            claimed[to] = source
            return .fan
        }
        return nil
    }

    private func chain(of stage: Int) -> Int? {
        if stage == end || stage == entrance { return mainLane }
        return places[stage]?.lane
    }

    /// Which of the lanes for lines each source gets, as few as possible.
    private func packed(_ aside: [(source: Int, columns: Range<Int>)]) -> [Int: Int] {
        var lanes: [[Range<Int>]] = []
        var laneOf: [Int: Int] = [:]
        for item in aside.sorted(by: {
            ($0.columns.lowerBound, $1.columns.count) < ($1.columns.lowerBound, $0.columns.count)
        }) {
            let free = lanes.firstIndex { $0.allSatisfy { !$0.overlaps(item.columns) } }
            if let free {
                lanes[free].append(item.columns)
            } else {
                lanes.append([item.columns])
            }
            laneOf[item.source] = free ?? lanes.count - 1
        }
        return laneOf
    }

    /// Lanes for lines go above all others.
    private mutating func shift(
        by laneOf: [Int: Int], _ aside: [(source: Int, columns: Range<Int>)],
        _ ways: [(from: Int, to: Int, way: VolumeSegment.Way?)]
    ) {
        let count = (laneOf.values.max() ?? -1) + 1
        for stage in members { if let lane = places[stage]?.lane { places[stage]?.lane = lane + count } }
        mainLane = mainLane.map { $0 + count }
        lines = ways.map { .init(from: $0.from, to: $0.to, way: $0.way ?? .aside(lane: laneOf[$0.from] ?? 0)) }
    }
}
