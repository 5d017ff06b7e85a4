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
        return "{ \(entries.joined(separator: ", ")) }"
    }
}

extension Expectation {
    func yaml(_ layout: Layout) -> String {
        var entries = claims.map(\.subject.yaml)
        if !layers.isEmpty {
            let claims = layers.map { layer in
                "\(YAMLText.word(layer.name)): { \(layer.claims.map(\.subject.yaml).joined(separator: ", ")) }"
            }
            entries.append("layers: { \(claims.joined(separator: ", ")) }")
        }
        if let profile { entries.append("profile: \(profile.rawValue)") }
        return entries.isEmpty ? "{}" : "{ \(entries.joined(separator: ", ")) }"
    }
}

extension Expectation.Subject {
    fileprivate var yaml: String {
        switch self {
        case .output(let sizes): "output: \(sizes.map(\.text).joined(separator: "x"))"
        case .parameters(let count): "parameters: \(count)"
        case .trainable(let count): "trainable: \(count)"
        case .macs(let count): "macs: \(count)"
        case .flops(let count): "flops: \(count)"
        case .layers(let count): "layers: \(count)"
        case .receptiveField(.all): "receptive-field: all"
        case .receptiveField(.none): "receptive-field: null"
        case .receptiveField(.sizes(let sizes)):
            "receptive-field: "
                + (sizes.count == 1 ? "\(sizes[0])" : "[\(sizes.map(String.init).joined(separator: ", "))]")
        }
    }
}
