import Networks
import Scenes

/// Some blocks of a network as one row of a list: a block by itself, or all of a named block.
struct NetworkRow {
    let name: String
    /// `conv 3×3, stride 2`; `10 layers`.
    let words: String
    let output: FeatureShape
    /// Places among the network's layers.
    let places: [Int]
    let role: Theme.Role?
    /// The blocks' places in their graph.
    let blocks: Range<Int>
}

extension BlockGraph {
    /// The blocks in the network's order, named blocks opened as deep as there is room for.
    ///
    /// - Parameters:
    ///   - most: How many rows; more remain where the network has no named blocks.
    func rows(most: Int) -> [NetworkRow] {
        let deepest = blocks.map { $0.groups.count }.max() ?? 0
        let depths = (0...deepest).reversed()
        var rows: [NetworkRow] = []
        for depth in depths {
            rows = self.rows(depth: depth == deepest ? .max : depth)
            // The outermost blocks are opened no further than this.
            if rows.count <= most || depth <= 1 { break }
        }
        return rows
    }

    private func rows(depth: Int) -> [NetworkRow] {
        var rows: [NetworkRow] = []
        var start = 0
        for index in blocks.indices {
            let own = blocks[index].groups.prefix(depth)
            let isLast = index + 1 == blocks.count
            // A block of which only a part stands open is closed as a whole.
            let isClosed = !own.isEmpty && own.count == depth && !isLast
            if isClosed, blocks[index + 1].groups.prefix(depth) == own { continue }
            rows.append(row(start..<index + 1))
            start = index + 1
        }
        return rows
    }

    /// Several blocks as one.
    func row(_ range: Range<Int>) -> NetworkRow {
        let own = blocks[range]
        let places = own.flatMap(\.places)
        let (first, last) = (own[range.lowerBound], own[range.upperBound - 1])
        guard range.count > 1 else {
            return NetworkRow(
                name: first.head.name, words: first.head.stepWords, output: first.output, places: places,
                role: first.head.layer.role, blocks: range)
        }
        let names = own.flatMap { $0.nodes.map(\.name) }
        return NetworkRow(
            name: Self.shared(names) ?? "\(first.head.name) … \(last.head.name)",
            words: "\(places.count)\u{A0}layers", output: last.output, places: places,
            role: own.lazy.compactMap { $0.head.layer.role }.first, blocks: range)
    }

    /// `layer1` for `layer1.conv1` and `layer1.conv2`.
    private static func shared(_ names: [String]) -> String? {
        var parts = names[0].split(separator: ".").dropLast()
        for name in names.dropFirst() {
            let own = name.split(separator: ".")
            while !parts.isEmpty, Array(own.prefix(parts.count)) != Array(parts) { parts.removeLast() }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ".")
    }
}

extension [NetworkRow] {
    /// In which row each layer stands.
    var rowOfPlace: [Int: Int] {
        var rows: [Int: Int] = [:]
        for (row, entry) in enumerated() {
            for place in entry.places { rows[place] = row }
        }
        return rows
    }
}

extension NetworkName {
    /// What stands over the figure of one of several networks: a chain as it is written.
    func heading(_ network: Network) -> String {
        name.contains("->") ? name.split(separator: "->").map(trimmed).joined(separator: " → ") : network.title
    }

    private func trimmed(_ part: Substring) -> String {
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension Network {
    /// - Throws: ``FigureError/unknownInput(network:shape:)`` where a size is a letter.
    func requireKnownSizes() throws(FigureError) {
        for node in nodes where node.output.sizes.contains(where: { $0.integer == nil }) {
            throw .unknownInput(network: title, shape: inputs[0].shape.text())
        }
    }
}

/// `74.3 %`, `< 0.1 %`
func percentage(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let tenths = Int((Double(part) / Double(whole) * 1000).rounded())
    if tenths == 0 { return part == 0 ? "0\u{A0}%" : "<\u{A0}0.1\u{A0}%" }
    return (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + "\u{A0}%"
}
