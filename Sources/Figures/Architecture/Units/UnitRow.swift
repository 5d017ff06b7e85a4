import Networks
import Scenes
import Tensors

/// How large circles are, and what stands in them and below.
struct UnitLook {
    /// Whether single weights and biases are to be read.
    let isDetailed: Bool
    let radius: Double
    private let linesBelow: Int

    static let lineHeight = 8.5
    /// More edges between two columns carry no numbers.
    static let mostLabels = 48

    init(_ chain: UnitChain) {
        isDetailed = zip(chain.columns, chain.columns.dropFirst()).contains { Self.wantsLabels($0, $1) }
        radius = isDetailed ? 15 : 12
        linesBelow =
            isDetailed
            ? (chain.columns.contains { $0.bias != nil } ? 1 : 0) + (chain.columns.contains { $0.sums != nil } ? 1 : 0)
            : 0
    }

    static func wantsLabels(_ column: UnitChain.Column, _ next: UnitChain.Column) -> Bool {
        next.links.weights != nil && column.shown.count * next.shown.count <= mostLabels
    }

    /// From a column's middle to the end of what belongs to it.
    var reach: Double { isDetailed ? 22 : 16 }
    /// Between the middles of neighbours.
    var leastDistance: Double { 2 * radius + (isDetailed ? 36 : 30) }
    var pitch: Double { 2 * radius + Self.lineHeight * Double(linesBelow) + (isDetailed ? 8 : 4) }

    /// The value of a unit, or its sign: *x₁*.
    func label(_ column: UnitChain.Column, _ unit: Int, _ measure: (Text) -> Double) -> Text {
        if let values = column.values {
            let texts = ([column.text(of: values[unit])] + [3, 2, 1].map { compact(values[unit], digits: $0) }).map {
                Text($0, size: Text.smallSize)
            }
            return texts.first { measure($0) <= 2 * radius - 3 } ?? texts[3]
        }
        let letter =
            switch column.role {
            case .input: "x"
            case .hidden: "h"
            case .output: "y"
            }
        let sign = Text(
            [.init(letter, style: .variable), .init("\(unit + 1)", script: .subscript)], size: isDetailed ? 9 : 8)
        return measure(sign) <= 2 * radius - 3 ? sign : Text("\(unit + 1)", size: Text.smallSize)
    }

    /// Bias and sum.
    func below(_ column: UnitChain.Column, _ unit: Int) -> [Text] {
        guard isDetailed else { return [] }
        func line(_ letter: String, _ number: String) -> Text {
            Text([.init(letter + " ", style: .variable), .init(number)], size: Text.smallSize)
        }
        var lines: [Text] = []
        if let bias = column.bias { lines.append(line("b", WeightFormat(bias.elements).text(bias[unit]))) }
        if let sums = column.sums { lines.append(line("z", compact(Float(sums[unit]), digits: 5))) }
        return lines
    }

    /// What comes out of a unit, and of what: `0.970388`, `tanh(2.098905)`.
    func result(_ column: UnitChain.Column, _ unit: Int) -> [Text]? {
        guard let values = column.values else { return nil }
        let value = Text(compact(values[unit], digits: 6), style: .bold, size: 9)
        guard let sums = column.sums, let function = column.function, function != .softmax else { return [value] }
        let sum = sums[unit].magnitude < 1e4 ? sixPlaces(sums[unit]) : compact(Float(sums[unit]))
        return [value, Text("\(function.figureWords)(\(sum))", size: Text.smallSize)]
    }

    /// Float32 would be a digit short.
    private func sixPlaces(_ value: Double) -> String {
        let millionths = Int((abs(value) * 1e6).rounded())
        let fraction = String(millionths % 1_000_000)
        return (value < 0 && millionths > 0 ? "−" : "") + "\(millionths / 1_000_000)."
            + String(repeating: "0", count: 6 - fraction.count) + fraction
    }

    func results(_ chain: UnitChain, _ measure: (Text) -> Double) -> Double {
        let column = chain.columns[chain.columns.count - 1]
        let lines = column.shown.flatMap { result(column, $0) ?? [] }
        return lines.isEmpty ? 0 : (lines.map(measure).max() ?? 0) + 5
    }
}

/// Some columns side by side: where everything of them stands.
struct UnitRow {
    struct Header {
        let names: [String]
        let words: [String]
    }

    struct Edge {
        let line: LabelledEdge
        let weight: Float?
        let label: String
    }

    let columns: [Int]
    let top: Double
    let headers: [Header]
    let xs: [Double]
    let radius: Double
    private(set) var centers: [[Point]] = []
    /// Where units are left out.
    private(set) var gaps: [Point?] = []
    /// For each column the labels of the weights before it; nothing where there is no room for all.
    private(set) var labels: [[Rect]?] = []
    /// For measuring.
    private let canvas: SceneBuilder

    init(
        _ chain: UnitChain, _ columns: [Int], _ look: UnitLook, top: Double, results: Double,
        on canvas: SceneBuilder
    ) {
        (self.columns, self.top, self.canvas, radius) = (columns, top, canvas, look.radius)
        let width = canvas.width
        let own = columns.map { chain.columns[$0] }
        let steps = Double(max(1, columns.count - 1))
        let right = columns.last == chain.columns.count - 1 ? look.radius + results : 0
        // Headers are as wide as columns stand apart; those at the ends may make the rest narrower.
        var distance = min(190, (width - 2 * look.reach - max(0, right - look.reach)) / steps)
        var headers: [Header] = []
        var left = look.reach
        for _ in 0..<2 {
            headers = own.map { column in
                Header(column, width: columns.count == 1 ? width : distance - 6, canvas)
            }
            left = max(look.reach, headers[0].width(canvas) / 2)
            let last = max(look.reach, right, headers[headers.count - 1].width(canvas) / 2)
            distance = min(distance, (width - left - last) / steps)
        }
        self.headers = headers
        xs = columns.indices.map { left + Double($0) * distance }
        let heights = headers.map { $0.height(canvas) }
        let first = top + (heights.max() ?? 0) + 6
        // As near to each other as the numbers between them allow.
        for factor in [1.0, 1.15, 1.35, 1.6, 1.9] {
            place(own, look, first, pitch: look.pitch * factor)
            label(chain, look)
            let isComplete = columns.indices.dropFirst().allSatisfy { index in
                labels[index] != nil || !UnitLook.wantsLabels(own[index - 1], own[index])
            }
            if isComplete { return }
        }
        place(own, look, first, pitch: look.pitch)
        label(chain, look)
    }

    private mutating func place(_ own: [UnitChain.Column], _ look: UnitLook, _ first: Double, pitch: Double) {
        let omission = 13.0
        let heights = own.map { Double($0.shown.count) * pitch + ($0.omitted > 0 ? omission : 0) }
        let highest = heights.max() ?? 0
        (centers, gaps) = ([], [])
        for (index, column) in own.enumerated() {
            var y = first + (highest - heights[index]) / 2 + look.radius
            var (points, gap): ([Point], Point?) = ([], nil)
            for (slot, unit) in column.shown.enumerated() {
                if slot > 0, unit > column.shown[slot - 1] + 1 {
                    gap = Point(xs[index], y - look.radius + omission / 2 - 3)
                    y += omission
                }
                points.append(Point(xs[index], y))
                y += pitch
            }
            centers.append(points)
            gaps.append(gap)
        }
    }

    /// Every line that leads to a column.
    func edges(_ gap: Int, _ chain: UnitChain) -> [Edge] {
        let (before, own) = (chain.columns[columns[gap - 1]], chain.columns[columns[gap]])
        let format = own.links.weights.map { weights in
            // What is drawn tells how numbers are written.
            WeightFormat(own.shown.flatMap { unit in before.shown.map { weights[unit, $0] } })
        }
        var edges: [Edge] = []
        for (slot, unit) in own.shown.enumerated() {
            for (source, input) in before.shown.enumerated() {
                if case .same = own.links, unit != input { continue }
                let weight = own.links.weights.map { $0[unit, input] }
                let label = weight.flatMap { format?.text($0) } ?? ""
                let width = label.isEmpty ? 0 : canvas.measure(Text(label, size: Text.smallSize)).width + 2
                edges.append(
                    Edge(
                        line: LabelledEdge(
                            between: centers[gap - 1][source], centers[gap][slot], radius: radius,
                            size: Size(width, 8)), weight: weight, label: label))
            }
        }
        return edges
    }

    private mutating func label(_ chain: UnitChain, _ look: UnitLook) {
        labels = columns.indices.map { gap in
            guard gap > 0 else { return nil }
            let (before, own) = (chain.columns[columns[gap - 1]], chain.columns[columns[gap]])
            guard UnitLook.wantsLabels(before, own) else { return nil }
            let obstacles = [(gap - 1, before), (gap, own)].flatMap { place, column in
                column.shown.enumerated().flatMap { slot, unit in
                    let center = centers[place][slot]
                    let below = look.below(column, unit)
                    let wide = below.map { canvas.measure($0).width }.max() ?? 0
                    return [
                        Rect(center.x - radius, center.y - radius, 2 * radius, 2 * radius),
                        Rect(
                            center.x - wide / 2, center.y, wide,
                            radius + 2 + UnitLook.lineHeight * Double(below.count)),
                    ]
                }
            }
            let counts = [gap - 1, gap].compactMap { place in
                gaps[place].map { Rect($0.x - 24, $0.y - 6, 48, 12) }
            }
            // Beside the larger column fewer lines meet.
            let preferred = own.shown.count >= before.shown.count ? 0.66 : 0.34
            return EdgeLabels(edges: edges(gap, chain).map(\.line), obstacles: obstacles + counts, preferred: preferred)
                .placed()
        }
    }
}

extension UnitRow.Header {
    fileprivate init(_ column: UnitChain.Column, width: Double, _ canvas: SceneBuilder) {
        names = canvas.wrapped(column.name, width: width, size: 8, style: .bold)
        words = ([column.unitWords] + column.words).flatMap {
            canvas.wrapped($0, width: width, size: Text.smallSize)
        }
    }

    fileprivate func width(_ canvas: SceneBuilder) -> Double {
        texts.map { canvas.measure($0).width }.max() ?? 0
    }

    fileprivate func height(_ canvas: SceneBuilder) -> Double {
        texts.reduce(0) { $0 + canvas.measure($1).height }
    }

    private var texts: [Text] {
        names.map { Text($0, style: .bold, size: 8) } + words.map { Text($0, size: Text.smallSize) }
    }
}

extension LabelledEdge {
    /// From the rim of one circle to that of another.
    fileprivate init(between a: Point, _ b: Point, radius: Double, size: Size) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = (dx * dx + dy * dy).squareRoot()
        let share = length > 2 * radius ? radius / length : 0
        self.init(
            from: Point(a.x + dx * share, a.y + dy * share), to: Point(b.x - dx * share, b.y - dy * share), size: size)
    }
}
