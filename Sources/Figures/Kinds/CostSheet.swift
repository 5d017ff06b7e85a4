import Networks
import Scenes

/// What a network costs, row by row.
struct CostSheet {
    struct Row {
        let name: String
        let words: String
        let shape: String
        let role: Theme.Role?
        /// One for each measure.
        let values: [Int]
    }

    let title: String
    let measures: [CostMeasure]
    let rows: [Row]
    /// Layers that cost less than those shown, all in one.
    let rest: (count: Int, values: [Int])?
    let totals: [Int]
    /// Whether named blocks are told as one.
    let isGrouped: Bool
    /// What colours mean.
    let roles: [(role: Theme.Role?, words: String)]

    /// - Throws: ``FigureError/unknownInput(network:shape:)`` where a size, or a sum, is no number.
    init(
        _ network: Network, title: String, _ measures: [CostMeasure], _ profile: Profile, most: Int
    ) throws(FigureError) {
        try network.requireKnownSizes()
        let unknown = FigureError.unknownInput(network: network.title, shape: network.inputs[0].shape.text())
        func values(_ nodes: [Node]) throws(FigureError) -> [Int] {
            var values: [Int] = []
            for measure in measures {
                let sum = nodes.map { measure.value($0, profile) }.reduce(0, +)
                // Halves of MACs come from averages over regions that do not divide.
                guard let value = sum.integer ?? sum.rational?.floor else { throw unknown }
                values.append(value)
            }
            return values
        }
        let graph = BlockGraph(whole: network)
        let grouped = graph.rows(most: most)
        var rows: [Row] = []
        for input in network.inputs where measures.contains(.memory) {
            rows.append(
                Row(
                    name: input.name, words: "", shape: sizes(input.shape, in: network.layout), role: .input,
                    values: measures.map { $0 == .memory ? (4 * input.shape.elementCount).integer ?? 0 : 0 }))
        }
        for row in grouped {
            rows.append(
                Row(
                    name: row.name, words: row.words, shape: sizes(row.output, in: network.layout), role: row.role,
                    values: try values(row.places.map { network.nodes[$0] })))
        }
        let totals = measures.indices.map { index in rows.reduce(0) { $0 + $1.values[index] } }
        let inputs = rows.count - grouped.count
        let layers = [Int](repeating: 0, count: inputs) + grouped.map(\.places.count)
        let kept = Self.largest(rows, totals, most: most)
        let left = rows.indices.filter { !kept.contains($0) }
        rest =
            left.isEmpty
            ? nil
            : (
                left.reduce(0) { $0 + max(1, layers[$1]) },
                measures.indices.map { index in left.reduce(0) { $0 + rows[$1].values[index] } }
            )
        var roles: [(role: Theme.Role?, words: String)] = []
        for row in grouped {
            let layer = graph.blocks[row.blocks.lowerBound].head.layer
            let words = row.blocks.count > 1 ? "several" : layer.roleWords
            if row.blocks.count == 1, !roles.contains(where: { $0.words == words }) { roles.append((row.role, words)) }
        }
        self.roles = roles
        isGrouped = grouped.contains { $0.blocks.count > 1 }
        self.rows = rows.indices.filter(kept.contains).map { rows[$0] }
        (self.title, self.measures, self.totals) = (title, measures, totals)
    }

    /// Those with the largest share of anything.
    private static func largest(_ rows: [Row], _ totals: [Int], most: Int) -> Set<Int> {
        guard rows.count > most else { return Set(rows.indices) }
        func share(_ row: Row) -> Double {
            zip(row.values, totals).map { $1 > 0 ? Double($0) / Double($1) : 0 }.max() ?? 0
        }
        let order = rows.indices.sorted { (share(rows[$1]), $0) < (share(rows[$0]), $1) }
        return Set(order.prefix(most))
    }

    /// The largest value of each measure in any row.
    static func scale(_ sheets: [CostSheet]) -> [Int] {
        sheets[0].measures.indices.map { index in
            sheets.flatMap { sheet in sheet.rows.map { $0.values[index] } + [sheet.rest?.values[index] ?? 0] }.max()
                ?? 0
        }
    }

    static func notes(_ sheets: [CostSheet]) -> [String] {
        var notes: [String] = []
        if sheets.contains(where: \.isGrouped) { notes.append("named blocks as one") }
        if sheets.contains(where: { $0.rest != nil }) { notes.append("the largest layers") }
        if sheets.count > 1 { notes.append("both networks on one scale") }
        return notes
    }

    static func words(_ sheets: [CostSheet]) -> AlternativeText {
        let what = listed(sheets[0].measures.map(\.title))
        let names = sheets.map(\.title).joined(separator: " against ")
        return AlternativeText(
            summary: "\(what.capitalisedFirst) of \(names), layer by layer as bars: \(totals(sheets)).",
            details: sheets.map(\.sentences).joined(separator: " "))
    }

    private static func totals(_ sheets: [CostSheet]) -> String {
        sheets.map { sheet in
            listed(zip(sheet.measures, sheet.totals).map { "\($0.text($1)) \($0.countedTitle)" })
        }.joined(separator: " against ")
    }

    private var sentences: String {
        func numbers(_ values: [Int]) -> String {
            listed(
                measures.indices.map { index in
                    "\(measures[index].text(values[index])) \(measures[index].countedTitle)"
                        + (totals[index] > 0 ? " (\(percentage(values[index], of: totals[index])))" : "")
                })
        }
        let lines = rows.map { row in
            "\(row.name): \(row.words.isEmpty ? "" : row.words + ", ")\(row.shape); \(numbers(row.values))."
        }
        let rest = rest.map { ["\($0.count) more: \(numbers($0.values))."] } ?? []
        return (["\(title):"] + lines + rest + ["In all \(numbers(totals))."]).joined(separator: " ")
    }

    /// `3.76`: how many times the larger is the smaller.
    static func ratio(_ a: Int, _ b: Int) -> String {
        if a == b { return "the same" }
        guard min(a, b) > 0 else { return "" }
        return "\(compact(Float(Double(max(a, b)) / Double(min(a, b)))))\u{A0}times"
    }
}

extension CostMeasure {
    /// After a number.
    fileprivate var countedTitle: String {
        switch self {
        case .parameters: "parameters"
        case .macs: "MACs"
        case .memory: "of values"
        }
    }
}

extension BlockGraph {
    /// All of a network.
    init(whole network: Network) {
        do {
            try self.init(network, range: LayerRange())
        } catch {
            preconditionFailure("a whole network has no part that could be missing: \(error)")
        }
    }
}
