import Networks

/// What the nodes of a graph's network are called: as the graph's outputs, as their weights, as the graph's nodes, or by
/// their kind and a number.
struct NodeNames {
    private let results: [String: String]
    private let labels: [String]
    private let operations: [String]
    private var used: Set<String>
    private var resultsLeft: Set<String>
    private var counts: [String: Int] = [:]

    init(_ graph: OperatorGraph, _ values: GraphValues, inputs: [String]) {
        results = Dictionary(graph.outputs.map { (values.resolved($0), $0) }) { first, _ in first }
        resultsLeft = Set(graph.outputs).subtracting(inputs)
        labels = values.steps.map(\.label)
        operations = values.steps.map(\.call.name.rawValue)
        // Results keep their names, whatever else would take them.
        used = Set(inputs + ["input", "previous"] + graph.outputs)
    }

    mutating func name(of match: Match) -> String {
        if let result = results[match.result], resultsLeft.remove(result) != nil { return result }
        let own = match.weightName.flatMap(Self.layer) ?? label(match)
        if let own, !own.isEmpty { return unused(own) }
        let kind = match.layer.kindName
        var name: String
        repeat {
            counts[kind, default: 0] += 1
            name = LayerName.numbered(kind, counts[kind]!)
        } while used.contains(name)
        return unused(name)
    }

    private mutating func unused(_ wanted: String) -> String {
        var (name, number) = (wanted, 1)
        while !used.insert(name).inserted {
            number += 1
            name = "\(wanted)-\(number)"
        }
        return name
    }

    /// `layer1.0.conv1.weight` names the layer `layer1.0.conv1`; numbers that an exporter made up name nothing.
    private static func layer(_ weights: String) -> String? {
        let endings = [
            ".weight", "/weight", "_weight", "/kernel", "/kernel:0", "/Conv2D/ReadVariableOp:0",
            "/Conv2D/ReadVariableOp", "/MatMul/ReadVariableOp:0", "/depthwise/ReadVariableOp:0", "_w_0", "_W", ".W",
        ]
        guard !weights.hasPrefix("onnx::"), let ending = endings.first(where: weights.hasSuffix) else { return nil }
        let name = weights.dropLast(ending.count)
        return name.contains { $0.isLetter } ? cleaned(name) : nil
    }

    /// PyTorch's `/layer1/layer1.0/conv1/Conv` is `layer1.0.conv1`.
    private func label(_ match: Match) -> String? {
        guard let place = match.members.first else { return nil }
        let label = labels[place]
        guard label.hasPrefix("/") else {
            // A name that says no more than the operator and a number is none.
            let words = label.lowercased().split { !$0.isLetter }.map(String.init)
            let plain = [operations[place].lowercased(), "p", "o", "n", "node", "op"]
            return words.allSatisfy(plain.contains) ? nil : Self.cleaned(label[...])
        }
        var parts = label.split(separator: "/").map(String.init)
        // The last one is the operator, numbered where there are several.
        if parts.count > 1 { parts.removeLast() }
        let kept = parts.indices.filter { index in
            index + 1 == parts.count || !parts[index + 1].hasPrefix(parts[index] + ".")
        }
        return Self.cleaned(kept.map { parts[$0] }.joined(separator: ".")[...])
    }

    private static func cleaned(_ name: Substring) -> String {
        String(name.prefix(80)).replacing("\n", with: " ")
    }
}
