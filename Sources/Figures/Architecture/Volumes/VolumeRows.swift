import Scenes

/// How much room a stage takes: its glyph, the sizes above and below it, and its words.
struct VolumeCell: Hashable {
    var glyph: Size
    /// Of the label above the glyph, and of the one below it, with their distances.
    var above: Double
    var below: Double
    /// Of the words below both.
    var words: Double
    var width: Double
}

/// Columns of segments in rows that fit a page: few of them, evenly filled, and broken where few lines pass.
struct VolumeRows {
    /// Some columns of a segment in one row.
    struct Piece: Hashable {
        let segment: Int
        var columns: Range<Int>
    }

    static let track = 4.5
    /// For an arrow, or a kernel's pyramid.
    static let room = 13.0
    static let framePadding = 7.0
    /// Beside rows, for the lines that lead from one to the next.
    static let margin = 12.0

    let rows: [[Piece]]

    /// - Parameters:
    ///   - frames: For every segment, the named block that is drawn around it.
    init(_ segments: [VolumeSegment], _ cells: [VolumeCell], frames: [Int?], width: Double) {
        let columns = segments.indices.flatMap { index in
            (0..<segments[index].columnCount).map { Column(index, $0, segments, cells, frames) }
        }
        let whole =
            columns.enumerated().reduce(0) { $0 + $1.element.width(startsRow: $1.offset == 0) }
            + (frames.last.flatMap(\.self) == nil ? 0 : Self.framePadding)
        if whole <= width {
            rows = [segments.indices.map { Piece(segment: $0, columns: 0..<segments[$0].columnCount) }]
            return
        }
        let limit = width - 2 * Self.margin
        // The least cost of all rows from a column on, and where the first of them ends.
        var best = [(cost: Double, end: Int)](repeating: (0, columns.count), count: columns.count + 1)
        for start in columns.indices.reversed() {
            var used = 0.0
            best[start].cost = .infinity
            for end in start..<columns.count {
                used += columns[end].width(startsRow: end == start)
                let full = used + (end + 1 < columns.count ? columns[end + 1].trail : 0)
                if full > limit, end > start { break }
                let isLast = end + 1 == columns.count
                let slack = max(0, limit - full) / limit
                let rest = isLast ? 0 : best[end + 1].cost + columns[end + 1].breakCost
                let cost = 1 + slack * slack * (isLast ? 0.3 : 0.8) + rest
                if cost < best[start].cost { best[start] = (cost, end + 1) }
            }
        }
        var rows: [[Piece]] = []
        var start = 0
        while start < columns.count {
            var row: [Piece] = []
            for column in columns[start..<best[start].end] {
                if row.last?.segment == column.segment {
                    row[row.count - 1].columns = row[row.count - 1].columns.lowerBound..<column.column + 1
                } else {
                    row.append(Piece(segment: column.segment, columns: column.column..<column.column + 1))
                }
            }
            rows.append(row)
            start = best[start].end
        }
        self.rows = rows
    }

    private struct Column {
        let segment: Int
        let column: Int
        let breakCost: Double
        /// Of lines up and down that stay in the row before when this column begins a row.
        let trail: Double
        private let lead: Double
        private let padding: Double
        private let cell: Double

        init(_ segment: Int, _ column: Int, _ segments: [VolumeSegment], _ cells: [VolumeCell], _ frames: [Int?]) {
            (self.segment, self.column) = (segment, column)
            let own = segments[segment]
            cell = own.width(of: column, cells)
            lead = own.gatherWidth(before: column) + (own.lines.isEmpty ? 0 : VolumeRows.room)
            let fan = own.fanWidth(before: column)
            trail = column == 0 ? 0 : fan
            let starts =
                column == 0 && frames[segment] != nil && (segment == 0 || frames[segment - 1] != frames[segment])
            let ends =
                column == 0 && segment > 0 && frames[segment - 1] != nil && frames[segment - 1] != frames[segment]
            padding =
                (starts ? VolumeRows.framePadding : 0) + (ends ? VolumeRows.framePadding : 0) + (column == 0 ? fan : 0)
            let crossing = Set(
                own.lines.filter { own.crosses($0, before: column) }.map { "\($0.from) \(own.lane(of: $0) ?? -1)" })
            let isInFrame = segment > 0 && frames[segment] != nil && frames[segment - 1] == frames[segment]
            breakCost = column == 0 ? (isInFrame ? 0.4 : 0) : 1.2 + 0.2 * Double(crossing.count)
        }

        func width(startsRow: Bool) -> Double { lead + padding + cell + (startsRow ? 0 : trail) }
    }
}

extension VolumeSegment {
    func width(of column: Int, _ cells: [VolumeCell]) -> Double {
        members.filter { place($0).column == column }.map { cells[$0].width }.max() ?? 0
    }

    func fanWidth(before column: Int) -> Double { Double(fans(before: column).count) * VolumeRows.track }
    func gatherWidth(before column: Int) -> Double { Double(gathers(before: column).count) * VolumeRows.track }
}
