extension Preprocessing {
    /// `{ resize: 256, crop: 224, pixel-range: 1 }`
    public var yaml: String {
        func list(_ numbers: [Double]) -> String { OptionValue.list(numbers.map(OptionValue.number)).yaml }
        var entries: [String] = []
        switch resize {
        case .shorterSide(let size): entries.append("resize: \(size)")
        case .exactly(let height, let width): entries.append("resize: [\(height), \(width)]")
        case nil: break
        }
        if let crop { entries.append("crop: \(Set(crop).count == 1 ? "\(crop[0])" : "[\(crop[0]), \(crop[1])]")") }
        entries.append("pixel-range: \(OptionValue.number(pixelRange).yaml)")
        if isBGR { entries.append("bgr: true") }
        if let mean { entries.append("mean: \(list(mean))") }
        if let deviation { entries.append("std: \(list(deviation))") }
        if axes != .nchw { entries.append("layout: \(axes.rawValue)") }
        if let labels { entries.append("labels: \(YAMLText.quoted(labels))") }
        return "{ \(entries.joined(separator: ", ")) }"
    }
}

extension Expectation {
    /// One mapping, or a list with one for each profile.
    func yaml(_ layout: Layout) -> String {
        var profiles: [Profile?] = []
        for claim in claims where !profiles.contains(claim.profile) { profiles.append(claim.profile) }
        var groups = profiles.map { profile in
            Self.entries(claims.filter { $0.profile == profile })
                + (profile.map { ["profile: \($0.rawValue)"] } ?? [])
        }
        if !layers.isEmpty {
            let claims = layers.map { "\(YAMLText.word($0.name)): \(Self.flow(Self.entries($0.claims)))" }
            if groups.isEmpty { groups.append([]) }
            groups[0].append("layers: \(Self.flow(claims))")
        }
        return groups.count == 1
            ? Self.flow(groups[0]) : "[" + groups.map { Self.flow($0) }.joined(separator: ", ") + "]"
    }

    private static func flow(_ entries: [String]) -> String {
        entries.isEmpty ? "{}" : "{ \(entries.joined(separator: ", ")) }"
    }

    /// The claims; those about several outputs share one key.
    private static func entries(_ claims: [Claim]) -> [String] {
        let outputs = claims.filter { $0.output != nil }.map { "\(YAMLText.word($0.output ?? "")): \($0.value.yaml)" }
        let others = claims.filter { $0.output == nil }.map { "\($0.property.rawValue): \($0.value.yaml)" }
        return (outputs.isEmpty ? [] : ["output: \(flow(outputs))"]) + others
    }
}

extension Expectation.Value {
    fileprivate var yaml: String {
        switch self {
        case .number(let number): number.text
        case .shape(let sizes): sizes.map(\.text).joined(separator: "x")
        case .axes(let values):
            values.count == 1 ? values[0].text : "[\(values.map(\.text).joined(separator: ", "))]"
        case .all: "all"
        case .none: "null"
        }
    }
}
