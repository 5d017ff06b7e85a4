import Scenes

/// Where everything of a volume diagram stands.
struct VolumeArrangement {
    /// A stage: the middle of its glyph, the middle of its words and where they begin, and its cell from left to right.
    struct Place {
        var center: Point
        var wordsTop: Double
        var cell: ClosedRange<Double>
    }

    struct Line {
        var points: [Point]
        var hasArrow: Bool
    }

    /// A line that goes on elsewhere, under the same letter.
    struct Connector {
        var center: Point
        var letter: String
    }

    struct Frame {
        let frame: Int
        var rect: Rect
        /// Whether it began in a row before.
        var isContinued: Bool
    }

    static let laneGap = 5.0
    static let rowGap = 16.0
    static let connectorRadius = 4.5

    private(set) var places: [Place]
    private(set) var lines: [Line] = []
    /// Straight ways from one stage to the next one in a row, along which a kernel's pyramid may stand.
    private(set) var links: [VolumeSegment.Line] = []
    private(set) var dots: [Point] = []
    private(set) var connectors: [Connector] = []
    private(set) var frames: [Frame] = []

    init(stageCount: Int) {
        places = Array(repeating: Place(center: Point(0, 0), wordsTop: 0, cell: 0...0), count: stageCount)
    }

    mutating func place(_ stage: Int, _ place: Place) { places[stage] = place }
    mutating func add(_ line: Line) { lines.append(line) }
    mutating func add(link: VolumeSegment.Line) { links.append(link) }
    mutating func add(dot: Point) { if !dots.contains(dot) { dots.append(dot) } }
    mutating func add(_ connector: Connector) { connectors.append(connector) }
    mutating func add(_ frame: Frame) { frames.append(frame) }
}

extension VolumeArrangement {
    /// In rows.
    ///
    /// - Parameter labelHeight: Of a frame's label, there or continued, in so much width.
    init(
        _ segments: [VolumeSegment], _ rows: VolumeRows, _ cells: [VolumeCell], frames: [Int?], width: Double,
        labelHeight: (_ frame: Int, _ isContinued: Bool, _ width: Double) -> Double
    ) {
        self.init(stageCount: cells.count)
        var rowPlan = VolumeRowPlan(segments, rows.rows, cells, frames: frames, width: width)
        rowPlan.place(labelHeight)
        for (stage, place) in rowPlan.places { self.places[stage] = place }
        self.frames = rowPlan.frames
        for row in rows.rows.indices { draw(row, rowPlan) }
        for row in rows.rows.indices.dropLast() { join(row, rowPlan) }
    }

    // MARK: Lines

    private mutating func draw(_ row: Int, _ plan: VolumeRowPlan) {
        for (piece, strip) in zip(plan.rows[row], plan.strips[row]) {
            let segment = plan.segments[piece.segment]
            for line in segment.lines {
                let (from, to) = (segment.place(line.from), segment.place(line.to))
                // What lies wholly in other rows.
                let comesIn = from.column < piece.columns.lowerBound
                let goesOut = to.column >= piece.columns.upperBound
                if comesIn, !segment.crosses(line, before: piece.columns.lowerBound) { continue }
                if goesOut, !segment.crosses(line, before: piece.columns.upperBound) { continue }
                draw(line, segment, piece, strip, plan, comesIn: comesIn, goesOut: goesOut)
            }
        }
    }

    private mutating func draw(
        _ line: VolumeSegment.Line, _ segment: VolumeSegment, _ piece: VolumeRows.Piece, _ strip: VolumeRowPlan.Strip,
        _ plan: VolumeRowPlan, comesIn: Bool, goesOut: Bool
    ) {
        let isEntrance = comesIn && segment.place(line.from).column < 0 && piece.columns.lowerBound == 0
        let lane = strip.y(segment.lane(of: line))
        let siblings = segment.lines.filter { $0.from == line.from }
        var points: [Point] = []
        if isEntrance || !comesIn {
            let before = segment.place(line.from).column + 1
            let start: Point
            if isEntrance {
                start = plan.entry(of: piece.segment, line.from, strip)
            } else {
                start = plan.right(of: line.from)
            }
            points.append(start)
            switch line.way {
            case .straight, .gather: break
            case .fan, .aside:
                let x = strip.fanX(line.from, before: before)
                points += [Point(x, start.y), Point(x, lane)]
                if siblings.count > 1 { add(dot: Point(x, start.y)) }
            }
        } else {
            points.append(Point(strip.left, lane))
        }
        if goesOut {
            points.append(Point(strip.right, lane))
            add(Line(points: points, hasArrow: false))
            return
        }
        let end = plan.left(of: line.to)
        switch line.way {
        case .straight, .fan: break
        case .gather, .aside:
            let x = strip.gatherX(line.to)
            points += [Point(x, lane), Point(x, end.y)]
            let goesOn = siblings.contains {
                $0 != line && segment.lane(of: $0) == segment.lane(of: line)
                    && segment.place($0.to).column >= segment.place(line.to).column
            }
            if goesOn { add(dot: Point(x, lane)) }
        }
        points.append(end)
        add(Line(points: points, hasArrow: true))
        if line.way == .straight, !comesIn || isEntrance && plan.isBeside(line.from, piece.segment) {
            add(link: line)
            lines.removeLast()
        }
    }

    /// From the end of a row to the start of the next one.
    private mutating func join(_ row: Int, _ plan: VolumeRowPlan) {
        guard let next = plan.rows[row + 1].first, let last = plan.strips[row].last,
            let first = plan.strips[row + 1].first
        else { return }
        let segment = plan.segments[next.segment]
        var crossing: [(lane: Int?, source: Int)] = []
        for line in segment.lines where segment.crosses(line, before: next.columns.lowerBound) {
            let lane = next.columns.lowerBound == 0 ? nil : segment.lane(of: line)
            if !crossing.contains(where: { $0.lane == lane && $0.source == line.from }) {
                crossing.append((lane, line.from))
            }
        }
        // All that follows reads what the row before ends with.
        let isJoint = next.columns.lowerBound == 0
        if let only = crossing.first, crossing.count == 1 {
            let start = isJoint ? plan.right(of: only.source) : Point(last.right, last.y(only.lane))
            let end =
                isJoint
                ? plan.entry(of: next.segment, only.source, first) : Point(first.left, first.y(only.lane))
            let (right, left) = (plan.width - 2, 2.0)
            let between = plan.bottoms[row] + Self.rowGap / 2
            add(
                Line(
                    points: [
                        start, Point(right, start.y), Point(right, between), Point(left, between), Point(left, end.y),
                        end,
                    ], hasArrow: false))
            return
        }
        for (lane, source) in crossing {
            let letter = plan.letter(of: source, before: next)
            let radius = Self.connectorRadius
            add(Connector(center: Point(last.right + radius, last.y(lane)), letter: letter))
            add(Connector(center: Point(first.left - radius, first.y(lane)), letter: letter))
        }
    }
}
