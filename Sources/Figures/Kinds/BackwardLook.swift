import Networks
import Scenes

/// Lines beside a column of boxes, for edges that lead past others: each in a lane that is free from its beginning to its
/// end.
struct SideLanes {
    private struct Edge: Hashable {
        let from: Int
        let to: Int
    }

    private var lanes: [Edge: Int] = [:]
    private(set) var count = 0

    /// - Parameter edges: From a row to a later one; those to the next row need no lane.
    init(_ edges: [(from: Int, to: Int)]) {
        // The shortest first, so that they lie inside; each lane knows the ranges that it carries.
        var ranges: [[Range<Int>]] = []
        let long = edges.filter { $0.to > $0.from + 1 }.sorted {
            ($0.to - $0.from, $0.from) < ($1.to - $1.from, $1.from)
        }
        for edge in long where lanes[Edge(from: edge.from, to: edge.to)] == nil {
            let own = edge.from..<edge.to
            let lane = ranges.indices.first { lane in !ranges[lane].contains { $0.overlaps(own) } } ?? ranges.count
            if lane == ranges.count { ranges.append([]) }
            ranges[lane].append(own)
            lanes[Edge(from: edge.from, to: edge.to)] = lane
        }
        count = ranges.count
    }

    func lane(from: Int, to: Int) -> Int? { lanes[Edge(from: from, to: to)] }
}

/// Where the boxes of a forward and backward chain stand.
struct BackwardLook {
    struct Label {
        /// Each line in pieces of different looks.
        let lines: [[Text]]
        /// The layer's MACs, at the end of its first line.
        let count: Text?
    }

    static let lineHeight = 9.5
    private static let gap = 12.0

    let forwardLanes: SideLanes
    let backwardLanes: SideLanes
    let lanePitch: Double
    let forwardLeft: Double
    let forwardWidth: Double
    let inputsLeft: Double
    let weightsLeft: Double
    let gradientWidth: Double
    let labels: [Label]
    /// The forward boxes.
    let frames: [Rect]
    let loss: Rect
    private let isShort: Bool

    init(_ sheet: BackwardSheet, _ canvas: SceneBuilder) {
        let end = sheet.rows.count
        let toLoss = sheet.results.map { (from: $0.row, to: end) }
        let forward = sheet.rows.enumerated().flatMap { index, row in row.sources.map { (from: $0.row, to: index) } }
        // The next row is not next where only some rows have inputs of their own.
        let back = sheet.rows.enumerated().flatMap { index, row in
            row.sources.filter(\.wouldBeKept).map { (from: $0.row, to: index) }
        }
        forwardLanes = SideLanes(forward + toLoss)
        backwardLanes = SideLanes(back + toLoss)
        let count = Double(max(forwardLanes.count, backwardLanes.count, 1))
        let width = canvas.width
        let pitch = min(5, 0.07 * width / count)
        lanePitch = pitch
        func room(_ lanes: SideLanes) -> Double { lanes.count > 0 ? pitch * Double(lanes.count) + 4 : 0 }

        let counts = sheet.rows.flatMap { [$0.full.toInputs, $0.full.toWeights, $0.cost.toInputs] }
        func widest(_ isShort: Bool) -> Double {
            counts.map { canvas.measure(Text(Self.number($0, isShort), size: Text.smallSize)).width }.max() ?? 0
        }
        isShort = width < 330 && widest(false) > 44
        gradientWidth = max(width < 330 ? 42 : 62, widest(isShort) + 10)
        let between = width < 330 ? 9.0 : 16.0
        forwardLeft = room(forwardLanes)
        weightsLeft = width - gradientWidth
        inputsLeft = weightsLeft - between - gradientWidth
        forwardWidth = inputsLeft - between - room(backwardLanes) - forwardLeft
        let short = isShort
        let own = forwardWidth
        let isOneLine = sheet.rows.allSatisfy { row in Label(row, isShort: short).width(canvas) <= own - 10 }
        labels = sheet.rows.map { row in
            isOneLine ? Label(row, isShort: short) : Label(row, isShort: short, width: own - 10, canvas)
        }
        var y = 0.0
        var frames: [Rect] = []
        for label in labels {
            let height = Self.lineHeight * Double(label.lines.count) + 6
            frames.append(Rect(forwardLeft, y, forwardWidth, height))
            y += height + Self.gap
        }
        self.frames = frames
        loss = Rect(forwardLeft, y, inputsLeft + gradientWidth - forwardLeft, 15)
    }

    /// Where the gradient of what a row gives comes together, and forks.
    func joint(_ row: Int) -> Point {
        Point(inputsLeft + gradientWidth / 2, frames[row].bottom + Self.gap / 2)
    }

    func inputs(_ middle: Double) -> Rect { Rect(inputsLeft, middle - 7.5, gradientWidth, 15) }
    func weights(_ middle: Double) -> Rect { Rect(weightsLeft, middle - 7.5, gradientWidth, 15) }

    func number(_ count: Int) -> String { Self.number(count, isShort) }

    fileprivate static func number(_ count: Int, _ isShort: Bool) -> String {
        isShort ? shortened(count) : Quantity(count).readable
    }
}

/// `1.85 G`: three digits and a unit.
func shortened(_ count: Int) -> String {
    for (size, unit) in [(1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")]
    where count >= size {
        return compact(Float(Double(count) / Double(size))) + "\u{A0}" + unit
    }
    return "\(count)"
}

extension BackwardLook.Label {
    /// Everything in one line.
    fileprivate init(_ row: BackwardSheet.Row, isShort: Bool) {
        lines = [[Text(row.name, style: .bold, size: 8), Text(Self.words(row), size: Text.smallSize)]]
        count = Self.count(row, isShort)
    }

    /// In as many lines as it takes.
    fileprivate init(_ row: BackwardSheet.Row, isShort: Bool, width: Double, _ canvas: SceneBuilder) {
        let names = canvas.wrapped(row.name, width: width, size: 8, style: .bold)
        var lines = names.map { [Text($0, style: .bold, size: 8)] }
        var rest = canvas.wrapped(Self.words(row), width: width, size: Text.smallSize)
        let count = Self.count(row, isShort)
        var isBeside = true
        if let count {
            let first = canvas.measure(lines[0][0]).width
            isBeside = first + 8 + canvas.measure(count).width <= width
            if !isBeside { rest += canvas.wrapped("\(count.plain) MACs", width: width, size: Text.smallSize) }
        }
        lines += rest.map { [Text($0, size: Text.smallSize)] }
        self.lines = lines
        self.count = isBeside ? count : nil
    }

    private static func words(_ row: BackwardSheet.Row) -> String {
        var words = row.words
        if row.isFrozen {
            words += " · frozen"
        } else if row.learning < row.trainable {
            words += " · \(row.learning) of \(row.trainable) learn"
        }
        return words
    }

    private static func count(_ row: BackwardSheet.Row, _ isShort: Bool) -> Text? {
        row.full.forward > 0 ? Text(BackwardLook.number(row.full.forward, isShort), size: Text.smallSize) : nil
    }

    fileprivate func width(_ canvas: SceneBuilder) -> Double {
        let texts = lines[0].map { canvas.measure($0).width }.reduce(0) { $0 + $1 + 6 }
        return texts + (count.map { canvas.measure($0).width + 4 } ?? 0)
    }
}
