import Scenes

/// A network that goes down in resolution and up again, with lines across between equal resolutions.
struct VolumeUShape {
    struct Level {
        /// Stages on the way down, up to the one that is read across, and on the way up.
        let left: [Int]
        let right: [Int]
        /// The stage that is read across, and the one that reads it.
        let skip: (from: Int, to: Int)
    }

    /// From the top.
    let levels: [Level]
    let bottom: [Int]

    private static let leastLevels = 2

    /// Nothing for networks that are no such U.
    init?(_ plan: VolumePlan) {
        self.init(
            sources: plan.stages.map(\.sources), sizes: plan.stages.map { VolumeMap($0.output).axes },
            isFramed: !plan.frames.isEmpty)
    }

    init?(sources: [[Int]], sizes: [[Double]], isFramed: Bool = false) {
        guard !isFramed, sizes.allSatisfy({ !$0.isEmpty }) else { return nil }
        var skips: [(from: Int, to: Int)] = []
        for (stage, own) in sources.enumerated() {
            let far = own.filter { $0 != stage - 1 }
            guard stage == 0 ? own.isEmpty : own.contains(stage - 1), far.count <= 1 else { return nil }
            if let source = far.first { skips.append((source, stage)) }
        }
        skips.sort { $0.from < $1.from }
        guard skips.count >= Self.leastLevels else { return nil }
        for (skip, inner) in zip(skips, skips.dropFirst()) {
            // Nested, and each level smaller than the one above it.
            guard inner.from > skip.from, inner.to < skip.to, sizes[inner.from][0] < sizes[skip.from][0] else {
                return nil
            }
        }
        guard skips.allSatisfy({ sizes[$0.from] == sizes[$0.to] }) else { return nil }
        // What makes the maps larger stands on the level that it leads to.
        let rises = skips.indices.map { level -> Int in
            var first = skips[level].to
            let floor = level + 1 < skips.count ? skips[level + 1].to : skips[level].from
            while first - 1 > floor, sizes[first - 1] == sizes[first] { first -= 1 }
            return first
        }
        levels = skips.indices.map { level in
            let start = level == 0 ? 0 : skips[level - 1].from + 1
            let end = level == 0 ? sources.count : rises[level - 1]
            return Level(
                left: Array(start...skips[level].from), right: Array(rises[level]..<end), skip: skips[level])
        }
        bottom = Array(skips[skips.count - 1].from + 1..<rises[skips.count - 1])
        guard !bottom.isEmpty else { return nil }
    }
}

extension VolumeArrangement {
    private static let uGap = 26.0
    private static let uStep = 20.0
    /// Between levels, for the lines down and up.
    private static let uBetween = 13.0
    private static let uExit = 5.0

    /// In the shape of a U; nothing if that is wider than the page.
    init?(_ shape: VolumeUShape, _ cells: [VolumeCell], width: Double) {
        func span(_ stages: [Int]) -> Double {
            stages.reduce(0) { $0 + cells[$1].width } + VolumeRows.room * Double(max(0, stages.count - 1))
        }
        let outside = 2 * Self.uExit
        let step = { (steps: Double) in
            shape.levels.indices.map { level in
                span(shape.levels[level].left) + span(shape.levels[level].right) + steps * 2 * Double(level)
            }.max() ?? 0
        }
        let lefts = shape.levels.indices.map { span(shape.levels[$0].left) }
        let rights = shape.levels.indices.map { span(shape.levels[$0].right) }
        let count = Double(shape.levels.count)
        let fixed = (lefts.max() ?? 0) + (rights.max() ?? 0) + Self.uGap + 2 * outside
        guard fixed <= width, step(0) <= width, span(shape.bottom) + 2 * outside <= width else { return nil }
        self.init(stageCount: cells.count)
        // The way down leans to the right, the way up to the left, as far as there is room.
        let lean = min(Self.uStep, (width - fixed) / (2 * max(1, count - 1)))
        let rightStart = fixed - (rights.max() ?? 0) - outside + 2 * lean * (count - 1)

        var top = 0.0
        var axes: [Double] = []
        var betweens: [Double] = []
        func lay(_ stages: [Int], from left: Double, axis: Double, wordsTop: Double) {
            var x = left
            for stage in stages {
                place(
                    stage,
                    Place(
                        center: Point(x + cells[stage].width / 2, axis), wordsTop: wordsTop,
                        cell: x...x + cells[stage].width))
                x += cells[stage].width + VolumeRows.room
            }
        }
        for level in 0...shape.levels.count {
            let isBottom = level == shape.levels.count
            let left = isBottom ? [] : shape.levels[level].left
            let right = isBottom ? shape.bottom : shape.levels[level].right
            let all = left + right
            let above = (all.map { cells[$0].glyph.height / 2 + cells[$0].above }.max() ?? 0) + (isBottom ? 0 : 6)
            let below = all.map { cells[$0].glyph.height / 2 + cells[$0].below }.max() ?? 0
            let axis = top + above
            axes.append(axis)
            lay(left, from: outside + lean * Double(level), axis: axis, wordsTop: axis + below)
            let start =
                isBottom
                ? max(
                    outside,
                    min(width - outside - span(right), (rightStart + lefts[level - 1] + outside) / 2 - span(right) / 2))
                : rightStart - lean * Double(level)
            lay(right, from: start, axis: axis, wordsTop: axis + below)
            let end = axis + below + (all.map { cells[$0].words }.max() ?? 0)
            betweens.append(end + Self.uBetween / 2)
            top = end + Self.uBetween
        }
        func port(_ stage: Int, _ side: Double) -> Point {
            Point(places[stage].center.x + side * cells[stage].glyph.width / 2, places[stage].center.y)
        }
        func connect(_ stages: [Int]) {
            for (from, to) in zip(stages, stages.dropFirst()) { add(link: .init(from: from, to: to, way: .straight)) }
        }
        /// From a level to the next one below or above it.
        func change(_ from: Int, _ to: Int, at y: Double) {
            let out = places[from].cell.upperBound + Self.uExit
            let into = places[to].cell.lowerBound - Self.uExit
            let (start, end) = (port(from, 1), port(to, -1))
            add(
                Line(
                    points: [
                        start, Point(out, start.y), Point(out, y), Point(into, y), Point(into, end.y), end,
                    ], hasArrow: true))
        }
        connect(shape.bottom)
        for (index, level) in shape.levels.enumerated() {
            connect(level.left)
            connect(level.right)
            let next = index + 1 < shape.levels.count ? shape.levels[index + 1].left : shape.bottom
            let last = index + 1 < shape.levels.count ? shape.levels[index + 1].right : shape.bottom
            change(level.skip.from, next[0], at: betweens[index] - 1.5)
            if let end = last.last { change(end, level.right[0], at: betweens[index] + 1.5) }
            let (start, end) = (port(level.skip.from, 1), port(level.skip.to, -1))
            let out = places[level.skip.from].cell.upperBound + Self.uExit
            if level.right[0] == level.skip.to {
                add(Line(points: [start, end], hasArrow: true))
            } else {
                let into = places[level.skip.to].cell.lowerBound - Self.uExit
                let between = level.left + level.right.prefix { $0 != level.skip.to }
                let high =
                    axes[index] - 4 - (between.map { cells[$0].glyph.height / 2 + cells[$0].above }.max() ?? 0)
                add(
                    Line(
                        points: [
                            start, Point(out, start.y), Point(out, high), Point(into, high), Point(into, end.y), end,
                        ], hasArrow: true))
            }
            add(dot: Point(out, start.y))
        }
    }
}
