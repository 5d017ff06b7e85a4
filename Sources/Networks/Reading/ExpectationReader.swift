/// Reads `expect:`, on a network or a layer.
enum ExpectationReader {
    static let keys = ["output", "parameters", "trainable", "macs", "flops", "receptive-field", "layers", "profile"]

    static func expectation(
        _ node: SourceNode, _ unknowns: [String: Unknown] = [:], _ problems: inout ProblemList
    ) -> Expectation {
        var expectation = Expectation()
        let values = problems.values(of: node, keys: keys, "what is claimed, as { output: 10, parameters: 217706 }")
        for key in keys {
            guard let value = values[key] else { continue }
            if key == "profile" {
                expectation.profile =
                    HeaderReader.choice(value, key, Profile.allCases.map(\.rawValue), &problems).flatMap(Profile.init)
                continue
            }
            if key == "layers", let entries = value.entries {
                for entry in entries {
                    let claims = Self.expectation(entry.value, unknowns, &problems).claims
                    expectation.layers.append((entry.key, entry.location, claims))
                }
                continue
            }
            if let subject = problems.attempt(
                at: value.location,
                { () throws(ReadingProblem) in
                    try subject(key, value, unknowns)
                })
            {
                expectation.claims.append(.init(subject: subject, location: value.location))
            }
        }
        return expectation
    }

    private static func subject(
        _ key: String, _ node: SourceNode, _ unknowns: [String: Unknown]
    ) throws(ReadingProblem) -> Expectation.Subject {
        switch key {
        case "output":
            guard let sizes = shape(node, unknowns) else {
                throw .badValue(option: key, found: node.excerpt, expectation: "a shape, as 32x24x24")
            }
            return .output(sizes)
        case "receptive-field": return .receptiveField(try field(node))
        default:
            // Digits as people group them: 217,706 or 217_706.
            let text = node.scalar?.filter { $0 != "," && $0 != "_" } ?? ""
            guard let number = Int(text) else {
                throw .badValue(option: key, found: node.excerpt, expectation: "an integer")
            }
            switch key {
            case "parameters": return .parameters(number)
            case "trainable": return .trainable(number)
            case "macs": return .macs(number)
            case "flops": return .flops(number)
            default: return .layers(number)
            }
        }
    }

    /// A shape whose sizes may be `T/4` or `ceil(T/4)`.
    private static func shape(_ node: SourceNode, _ unknowns: [String: Unknown]) -> [Quantity]? {
        if let sizes = ShapeText.sizes(node, unknowns) { return sizes }
        let parts =
            node.scalar.map { $0.split(separator: "x").map(String.init) } ?? node.items.map { $0.scalar ?? "" }
        let sizes = parts.map { part -> Quantity? in
            let inner =
                part.hasPrefix("ceil(") || part.hasPrefix("floor(")
                ? part.split(separator: "(").last?.dropLast() : part[...]
            let sides = (inner ?? "").split(separator: "/")
            guard sides.count == 2, let divisor = Int(sides[1]), divisor > 0,
                let top = ShapeText.sizes(SourceNode(.scalar(String(sides[0])), at: node.location), unknowns)?.first
            else { return Int(part).map { Quantity($0) } }
            let quotient = top / Quantity(divisor)
            return part.hasPrefix("ceil(") ? quotient.ceiling : part.hasPrefix("floor(") ? quotient.floor : quotient
        }
        return sizes.contains(nil) || sizes.isEmpty ? nil : sizes.compactMap(\.self)
    }

    private static func field(_ node: SourceNode) throws(ReadingProblem) -> Expectation.Field {
        if node.scalar == "all" { return .all }
        if node.scalar == "null" || node.scalar == "" { return .none }
        let sizes = node.items.map { $0.scalar.flatMap(Int.init) }
        guard !sizes.isEmpty, sizes.count <= 3, !sizes.contains(nil) else {
            throw .badValue(
                option: "receptive-field", found: node.excerpt,
                expectation: "a size in pixels, one for each axis as [5, 7], all, or null")
        }
        return .sizes(sizes.compactMap(\.self))
    }
}
