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
        var rows = blocks.indices.map { row($0..<$0 + 1, name: nil) }
        for depth in (1...max(1, deepest)).reversed() where rows.count > most { rows = self.rows(depth: depth) }
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
            let name = own.count == depth ? own.last.flatMap(Self.name) : nil
            rows.append(row(start..<index + 1, name: name))
            start = index + 1
        }
        return rows
    }

    /// `layer2.more.3`; nothing for what has no name.
    private static func name(_ group: LayerDescription.Group) -> String? {
        if group.block.isEmpty || group.name.isEmpty { return nil }
        return group.copies > 1 ? "\(group.name).\(group.copy)" : group.name
    }

    /// Several blocks as one.
    private func row(_ range: Range<Int>, name: String?) -> NetworkRow {
        let own = blocks[range]
        let places = own.flatMap(\.places)
        let (first, last) = (own[range.lowerBound], own[range.upperBound - 1])
        guard range.count > 1 else {
            return NetworkRow(
                name: first.head.name, words: first.head.rowWords, output: first.output, places: places,
                role: first.head.layer.role, blocks: range)
        }
        let names = own.flatMap { $0.nodes.map(\.name) }
        return NetworkRow(
            name: name ?? Self.shared(names) ?? "\(first.head.name) … \(last.head.name)",
            words: "\(places.count)\u{A0}layers", output: last.output, places: places,
            role: own.lazy.compactMap { $0.head.layer.role }.first, blocks: range)
    }

    /// `layer1` for `layer1.conv1` and `layer1.conv2`.
    private static func shared(_ names: [String]) -> String? {
        var parts = names[0].split(separator: ".").dropLast()
        for name in names.dropFirst() where !parts.isEmpty {
            let own = name.split(separator: ".")
            while !parts.isEmpty, Array(own.prefix(parts.count)) != Array(parts) { parts.removeLast() }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ".")
    }
}

extension Node {
    /// What it is, without what its shape tells.
    fileprivate var rowWords: String {
        if case .dense = layer { layer.kindName } else { stepWords }
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
    if part == whole { return "100\u{A0}%" }
    return "\(tenths / 10).\(tenths % 10)\u{A0}%"
}
