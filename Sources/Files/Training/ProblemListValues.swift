import Networks

/// Values as files hold them; what cannot be is a problem, and nothing.
extension ProblemList {
    mutating func number(_ node: SourceNode?, _ key: String, _ range: ClosedRange<Double>) -> Double? {
        guard let node else { return nil }
        if let number = node.scalar.flatMap(Double.init), range.contains(number) { return number }
        return refuse(node, key, "a number from \(short(range.lowerBound)) to \(short(range.upperBound))")
    }

    mutating func integer(_ node: SourceNode?, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let node else { return nil }
        if let number = node.scalar.flatMap({ Int($0) }), range.contains(number) { return number }
        return refuse(node, key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    mutating func seed(_ node: SourceNode?, _ key: String) -> UInt64? {
        guard let node else { return nil }
        return node.scalar.flatMap { UInt64($0) } ?? refuse(node, key, "a whole number from 0")
    }

    mutating func flag(_ node: SourceNode?, _ key: String) -> Bool? {
        guard let node else { return nil }
        switch node.scalar {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: return refuse(node, key, "true or false")
        }
    }

    mutating func text(_ node: SourceNode?, _ key: String, _ expectation: String) -> String? {
        guard let node else { return nil }
        guard let text = node.scalar, !text.isEmpty else { return refuse(node, key, expectation) }
        return text
    }

    /// One text, or a list of some.
    mutating func texts(_ node: SourceNode?, _ key: String, _ expectation: String) -> [(
        text: String, node: SourceNode
    )]? {
        guard let node else { return nil }
        let items = node.items.compactMap { item in item.scalar.map { ($0, item) } }
        guard !items.isEmpty, items.count == node.items.count, items.allSatisfy({ !$0.0.isEmpty }) else {
            return refuse(node, key, expectation)
        }
        return items
    }

    mutating func choice<Choice: RawRepresentable<String>>(
        _ node: SourceNode?, _ key: String, of choices: [Choice]
    ) -> Choice? {
        guard let node else { return nil }
        if let choice = choices.first(where: { $0.rawValue == node.scalar }) { return choice }
        return refuse(node, key, choices.map(\.rawValue).joined(separator: " or "))
    }

    /// `NAME`, or `{ NAME: options }` as the only key of a mapping.
    mutating func variant(
        _ node: SourceNode?, _ key: String, of names: [String]
    ) -> (name: String, options: SourceNode?)? {
        guard let node else { return nil }
        if let text = node.scalar, names.contains(text) { return (text, nil) }
        if let entries = node.entries, entries.count == 1, names.contains(entries[0].key) {
            return (entries[0].key, entries[0].value)
        }
        return refuse(node, key, names.joined(separator: ", ") + ", or one of them with options, as { NAME: … }")
    }

    /// Nothing, and the problem that the value is not as it must be.
    mutating func refuse<Value>(_ node: SourceNode, _ key: String, _ expectation: String) -> Value? {
        add(.badValue(option: key, found: node.excerpt, expectation: expectation), node.location)
        return nil
    }

    /// The result of reading something else; what it throws is a problem at this place.
    mutating func reading<Value>(_ node: SourceNode, _ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch {
            add(.stated("\(error)"), node.location)
            return nil
        }
    }

    private func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : "\(value)"
    }
}
