/// Reads `expect:`, on a network or a layer: one mapping, or a list of them for different profiles.
enum ExpectationReader {
    static let keys = Expectation.Property.allCases.map(\.rawValue) + ["profile"]

    static func expectation(
        _ node: SourceNode, _ unknowns: [String: Unknown] = [:], _ problems: inout ProblemList
    ) -> Expectation {
        var expectation = Expectation()
        for item in node.items {
            let reader = Reader(unknowns: unknowns, profile: nil)
            reader.read(item, into: &expectation, &problems)
        }
        return expectation
    }

    private struct Reader {
        let unknowns: [String: Unknown]
        var profile: Profile?

        func read(_ node: SourceNode, into expectation: inout Expectation, _ problems: inout ProblemList) {
            let values = problems.values(
                of: node, keys: keys, "what is claimed, as { output: 10, parameters: 217706 }")
            var reader = self
            if let value = values["profile"] {
                reader.profile =
                    HeaderReader.choice(value, "profile", Profile.allCases.map(\.rawValue), &problems)
                    .flatMap(Profile.init)
            }
            for property in Expectation.Property.allCases {
                guard let value = values[property.rawValue] else { continue }
                switch property {
                case .layers where value.entries != nil:
                    for entry in value.entries ?? [] {
                        var own = Expectation()
                        reader.read(entry.value, into: &own, &problems)
                        expectation.layers.append(
                            .init(name: entry.key, location: entry.location, claims: own.claims))
                    }
                case .output where value.entries?.isEmpty == false:
                    // One shape for each of several outputs.
                    for entry in value.entries ?? [] {
                        guard var claim = reader.claim(.output, entry.value, &problems) else { continue }
                        claim.output = entry.key
                        expectation.claims.append(claim)
                    }
                case .output, .parameters, .trainable, .macs, .flops, .memory, .receptiveField, .jump, .start,
                    .padding, .layers:
                    if let claim = reader.claim(property, value, &problems) { expectation.claims.append(claim) }
                }
            }
        }

        private func claim(
            _ property: Expectation.Property, _ node: SourceNode, _ problems: inout ProblemList
        ) -> Expectation.Claim? {
            let read = problems.attempt(at: node.location) { () throws(ReadingProblem) in
                try value(of: property, node)
            }
            return read.map { .init(property: property, value: $0, profile: profile, location: node.location) }
        }

        private func value(
            of property: Expectation.Property, _ node: SourceNode
        ) throws(ReadingProblem) -> Expectation.Value {
            func wrong(_ expectation: String) -> ReadingProblem {
                .badValue(option: property.rawValue, found: node.excerpt, expectation: expectation)
            }
            switch property {
            case .output:
                guard let sizes = ExpectationReader.shape(node, unknowns) else {
                    throw wrong("a shape, as 32x24x24")
                }
                return .shape(sizes)
            case .receptiveField:
                if node.scalar == "all" { return .all }
                if node.scalar == "null" || node.scalar == "" { return .none }
                guard let sizes = axes(node, { Int($0).map { Quantity($0) } }) else {
                    throw wrong("a size in pixels, one for each axis as [5, 7], all, or null")
                }
                return .axes(sizes)
            case .jump, .start, .padding:
                guard let values = axes(node, { Rational(text: $0).map(Quantity.number) }) else {
                    throw wrong("a number of pixels, or one for each axis as [2, 2]")
                }
                return .axes(values)
            case .parameters, .trainable, .macs, .flops, .memory, .layers:
                // Digits as people group them: 217,706 or 217_706.
                let text = node.scalar?.filter { $0 != "," && $0 != "_" } ?? ""
                guard let number = Int(text) else { throw wrong("an integer") }
                return .number(Quantity(number))
            }
        }

        private func axes(_ node: SourceNode, _ number: (String) -> Quantity?) -> [Quantity]? {
            let values = node.items.map { $0.scalar.flatMap(number) }
            guard (1...3).contains(values.count), !values.contains(nil) else { return nil }
            return values.compactMap(\.self)
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
}

extension Rational {
    /// `3`, `-0.5` or `1/2`.
    fileprivate init?(text: String) {
        let fraction = text.split(separator: "/", omittingEmptySubsequences: false)
        if fraction.count == 2, let top = Int(fraction[0]), let bottom = Int(fraction[1]) {
            self.init(top, bottom)
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let digits = Int(parts.joined()), parts.count == 1 || parts[1].count <= 9,
            parts.count == 1 || parts[1].allSatisfy(\.isNumber)
        else { return nil }
        let scale = parts.count == 1 ? 1 : (0..<parts[1].count).reduce(1) { scale, _ in scale * 10 }
        self.init(digits, scale)
    }
}
