import Scenes

/// Where rows, columns and lanes stand.
struct VolumeRowPlan {
    /// A piece of a segment on the page.
    struct Strip {
        var left = 0.0
        var right = 0.0
        var axis = 0.0
        /// From the axis to the middle of each lane.
        var lanes: [Int: Double] = [:]
        var above = 0.0
        var below = 0.0
        var columns: [Int: ClosedRange<Double>] = [:]
        var fans: [Int: [Int: Double]] = [:]
        var gathers: [Int: Double] = [:]

        func y(_ lane: Int?) -> Double { axis + (lane.flatMap { lanes[$0] } ?? 0) }
        func fanX(_ stage: Int, before column: Int) -> Double { fans[column]?[stage] ?? left }
        func gatherX(_ stage: Int) -> Double { gathers[stage] ?? left }
    }

    let segments: [VolumeSegment]
    let rows: [[VolumeRows.Piece]]
    let width: Double
    private let cells: [VolumeCell]
    private let frameOf: [Int?]
    private(set) var strips: [[Strip]] = []
    private(set) var places: [Int: VolumeArrangement.Place] = [:]
    private(set) var frames: [VolumeArrangement.Frame] = []
    /// Where each row ends.
    private(set) var bottoms: [Double] = []
    private var letters: [[Int: String]] = []

    init(
        _ segments: [VolumeSegment], _ rows: [[VolumeRows.Piece]], _ cells: [VolumeCell], frames: [Int?], width: Double
    ) {
        (self.segments, self.rows, self.cells, frameOf, self.width) = (segments, rows, cells, frames, width)
    }

    func right(of stage: Int) -> Point {
        guard let place = places[stage] else { return Point(0, 0) }
        return Point(place.center.x + cells[stage].glyph.width / 2, place.center.y)
    }

    func left(of stage: Int) -> Point {
        guard let place = places[stage] else { return Point(0, 0) }
        return Point(place.center.x - cells[stage].glyph.width / 2, place.center.y)
    }

    /// Whether a segment's entrance stands in the same row as its first column.
    func isBeside(_ stage: Int, _ segment: Int) -> Bool {
        rows.contains { row in
            row.contains { $0.segment == segment && $0.columns.lowerBound == 0 }
                && row.contains { segments[$0.segment].members.contains(stage) && isLast(stage, $0) }
        }
    }

    private func isLast(_ stage: Int, _ piece: VolumeRows.Piece) -> Bool {
        piece.columns.contains(segments[piece.segment].place(stage).column)
    }

    /// Where what comes in begins: at the stage itself, or at the row's start.
    func entry(of segment: Int, _ stage: Int, _ strip: Strip) -> Point {
        isBeside(stage, segment) ? right(of: stage) : Point(strip.left, strip.axis)
    }

    func letter(of stage: Int, before piece: VolumeRows.Piece) -> String {
        // Letters in the order of what passes from one row of the segment to the next.
        let segment = segments[piece.segment]
        let breaks = rows.joined().filter { $0.segment == piece.segment }.map(\.columns.lowerBound)
        var sources: [Int] = []
        for line in segment.lines where breaks.contains(where: { $0 > 0 && segment.crosses(line, before: $0) }) {
            if !sources.contains(line.from) { sources.append(line.from) }
        }
        return Self.letters(sources.firstIndex(of: stage) ?? 0)
    }

    private static func letters(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(97 + index % 26)))
        return index < 26 ? letter : letters(index / 26 - 1) + letter
    }

    // MARK: Placing

    mutating func place(_ labelHeight: (Int, Bool, Double) -> Double) {
        let extra = stretch()
        var top = 0.0
        for (row, pieces) in rows.enumerated() {
            var left = rows.count > 1 ? (row == 0 ? 0 : VolumeRows.margin) : 0
            var strips: [Strip] = []
            for (index, piece) in pieces.enumerated() {
                var strip = Strip()
                left += padding(before: piece)
                strip.left = left
                lay(piece, &strip, isFirst: index == 0, extra: extra[row])
                left = strip.right
                layLanes(piece, &strip)
                strips.append(strip)
            }
            top = settle(row, &strips, top: top, labelHeight) + VolumeArrangement.rowGap
        }
    }

    private func padding(before piece: VolumeRows.Piece) -> Double {
        guard piece.columns.lowerBound == 0 else { return 0 }
        let (own, before) = (frameOf[piece.segment], piece.segment > 0 ? frameOf[piece.segment - 1] : nil)
        guard own != before else { return 0 }
        return (own == nil ? 0 : VolumeRows.framePadding) + (before == nil ? 0 : VolumeRows.framePadding)
    }

    /// By how much the space before each column may grow, so that rows fill the page.
    private func stretch() -> [Double] {
        guard rows.count > 1 else { return [0] }
        let limit = width - 2 * VolumeRows.margin
        let slacks = rows.map { pieces -> Double in
            var used = 0.0
            var count = 0
            for (index, piece) in pieces.enumerated() {
                used += padding(before: piece)
                var strip = Strip()
                lay(piece, &strip, isFirst: index == 0, extra: 0)
                used += strip.right - strip.left
                count += piece.columns.count
            }
            return max(0, (limit - used) / Double(max(1, count)))
        }
        let usual = slacks.dropLast().min() ?? 0
        return slacks.enumerated().map { min(10, $1, $0 + 1 == slacks.count ? usual : $1) }
    }

    /// Columns from left to right.
    private func lay(_ piece: VolumeRows.Piece, _ strip: inout Strip, isFirst: Bool, extra: Double) {
        let segment = segments[piece.segment]
        var x = strip.left
        func fan(before column: Int) {
            for (index, stage) in segment.fans(before: column).enumerated() {
                strip.fans[column, default: [:]][stage] = x + (Double(index) + 0.75) * VolumeRows.track
            }
            x += segment.fanWidth(before: column)
        }
        for column in piece.columns {
            if column > piece.columns.lowerBound || column == 0 { fan(before: column) }
            for (index, stage) in segment.gathers(before: column).enumerated() {
                strip.gathers[stage] = x + extra + (Double(index) + 0.75) * VolumeRows.track
            }
            x += segment.gatherWidth(before: column) + (segment.lines.isEmpty ? 0 : VolumeRows.room + extra)
            let width = segment.width(of: column, cells)
            strip.columns[column] = x...x + width
            x += width
        }
        if piece.columns.upperBound < segment.columnCount { fan(before: piece.columns.upperBound) }
        strip.right = x
    }

    /// Lanes from top to bottom, around the axis.
    private func layLanes(_ piece: VolumeRows.Piece, _ strip: inout Strip) {
        let segment = segments[piece.segment]
        var lanes: [Int: (above: Double, below: Double)] = [:]
        func need(_ lane: Int?, _ above: Double, _ below: Double) {
            guard let lane else {
                (strip.above, strip.below) = (max(strip.above, above), max(strip.below, below))
                return
            }
            let old = lanes[lane] ?? (0, 0)
            lanes[lane] = (max(old.above, above), max(old.below, below))
        }
        for line in segment.lines {
            for column in piece.columns.lowerBound...piece.columns.upperBound
            where segment.crosses(line, before: column) {
                need(segment.lane(of: line), 4, 4)
            }
        }
        for stage in segment.members {
            let place = segment.place(stage)
            guard piece.columns.contains(place.column) else { continue }
            let (above, below) = room(stage)
            need(place.lane, above, below + cells[stage].words)
        }
        // Words of one lane stand on one line.
        for lane in lanes.keys.sorted() {
            let own = segment.members.filter {
                segment.place($0).lane == lane && piece.columns.contains(segment.place($0).column)
            }
            let deepest = own.map { room($0).below }.max() ?? 0
            let words = own.map { cells[$0].words }.max() ?? 0
            if !own.isEmpty { need(lane, 0, deepest + words) }
        }
        var y = 0.0
        for lane in lanes.keys.sorted() {
            guard let extent = lanes[lane] else { continue }
            strip.lanes[lane] = y + extent.above
            y += extent.above + extent.below + VolumeArrangement.laneGap
        }
        let height = max(0, y - VolumeArrangement.laneGap)
        let axis = segment.mainLane.flatMap { strip.lanes[$0] } ?? height / 2
        for lane in lanes.keys { strip.lanes[lane]? -= axis }
        if !lanes.isEmpty {
            (strip.above, strip.below) = (max(strip.above, axis), max(strip.below, height - axis))
        }
    }

    private func room(_ stage: Int) -> (above: Double, below: Double) {
        let cell = cells[stage]
        return (cell.glyph.height / 2 + cell.above, cell.glyph.height / 2 + cell.below)
    }

    /// Gives a row its height.
    ///
    /// - Returns: where it ends.
    private mutating func settle(
        _ row: Int, _ strips: inout [Strip], top: Double, _ labelHeight: (Int, Bool, Double) -> Double
    ) -> Double {
        let framed = frameSpans(row, strips)
        // A frame's label stands on what is in it.
        let labels = framed.map { labelHeight($0.frame, isContinued($0.frame), $0.right - $0.left - 8) + 5 }
        let above = max(
            strips.map(\.above).max() ?? 0, zip(framed, labels).map { $0.above + $1 }.max() ?? 0)
        for index in strips.indices { strips[index].axis = top + above }
        // Stages on the axis share the line of their words.
        let onAxis = zip(rows[row], strips).flatMap { piece, _ in
            segments[piece.segment].members.filter {
                let place = segments[piece.segment].place($0)
                return piece.columns.contains(place.column)
                    && (place.lane == nil || place.lane == segments[piece.segment].mainLane)
            }
        }
        let axisWords = onAxis.map { room($0).below }.max() ?? 0
        var bottom = top
        for (piece, strip) in zip(rows[row], strips) {
            let segment = segments[piece.segment]
            for stage in segment.members where piece.columns.contains(segment.place(stage).column) {
                let place = segment.place(stage)
                guard let column = strip.columns[place.column] else { continue }
                let y = strip.y(place.lane)
                let isAlone = segment.members.count == 1
                let below =
                    isAlone
                    ? axisWords
                    : segment.members.filter {
                        segment.place($0).lane == place.lane && piece.columns.contains(segment.place($0).column)
                    }.map { room($0).below }.max() ?? 0
                places[stage] = .init(
                    center: Point((column.lowerBound + column.upperBound) / 2, y), wordsTop: y + below, cell: column)
                bottom = max(bottom, y + below + cells[stage].words)
            }
            bottom = max(bottom, strip.axis + strip.below)
        }
        for (span, label) in zip(framed, labels) {
            let frameTop = top + above - span.above - label
            frames.append(
                .init(
                    frame: span.frame,
                    rect: Rect(span.left, frameTop, span.right - span.left, bottom + 3 - frameTop),
                    isContinued: isContinued(span.frame)))
        }
        bottoms.append(bottom + (framed.isEmpty ? 0 : 3))
        self.strips.append(strips)
        return bottoms[row]
    }

    /// Of frames in the row that is being placed.
    private func isContinued(_ frame: Int) -> Bool { frames.contains { $0.frame == frame } }

    /// From left to right, and how far up the columns in them reach from the axis.
    private func frameSpans(
        _ row: Int, _ strips: [Strip]
    ) -> [(frame: Int, left: Double, right: Double, above: Double)] {
        var spans: [(frame: Int, left: Double, right: Double, above: Double)] = []
        for (piece, strip) in zip(rows[row], strips) {
            guard let frame = frameOf[piece.segment] else { continue }
            let right = strip.right + 4
            if spans.last?.frame == frame {
                spans[spans.count - 1].right = right
                spans[spans.count - 1].above = max(spans[spans.count - 1].above, strip.above)
            } else {
                spans.append((frame, strip.left - 2, right, strip.above))
            }
        }
        return spans
    }
}
