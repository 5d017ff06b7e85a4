extension Network {
    /// The network as a YAML file, blocks written out: what reads it gets the same layers.
    ///
    /// Options at their default are left out, and so are names that layers have without being given one.
    /// Names must be such as the reader takes, which all names in files and chains are.
    ///
    /// - Throws: ``YAMLError`` for operators, which only ONNX has words for.
    public func yaml() throws(YAMLError) -> String {
        let operators = nodes.filter { $0.layer.name == nil }
        guard operators.isEmpty else { throw YAMLError(layers: operators.map { "\($0.name) (\($0.layer.kindName))" }) }
        return spelledOut.written
    }

    private var written: String {
        var lines = header.assumptions.map { "# Assumed: \($0)" }
        lines.append(YAMLText.line(title, after: "network"))
        if let about = header.about { lines.append(YAMLText.line(about, after: "about")) }
        if let paper = header.paper { lines.append(YAMLText.line(paper, after: "paper")) }
        if let url = header.url { lines.append("url: \(url.contains(" ") ? YAMLText.quoted(url) : YAMLText.url(url))") }
        lines.append("")
        lines += inputLines
        if layout != .channelsFirst { lines.append("layout: \(layout.rawValue)") }
        if let preprocessing = header.preprocessing { lines.append("preprocess: \(preprocessing.yaml)") }
        lines += ["", "layers:"]
        let given = givenNames
        for index in nodes.indices { lines.append("  - \(item(index, name: given[index]))") }
        if let outputs = header.outputs {
            lines += ["", "outputs: [\(outputs.map { YAMLText.word($0.name) }.joined(separator: ", "))]"]
        }
        if let expectation = header.expectation { lines += ["", "expect: \(expectation.yaml(layout))"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private var inputLines: [String] {
        func shape(_ input: Input) -> String {
            let sizes = input.shape.sizes(in: layout).map(\.text)
            // The letter x would end a size.
            return sizes.contains("x") ? "[\(sizes.joined(separator: ", "))]" : sizes.joined(separator: "x")
        }
        var lines: [String]
        if inputs.count == 1, inputs[0].name == "input" {
            lines = ["input: \(shape(inputs[0]))"]
        } else {
            lines = ["inputs:"] + inputs.map { "  \(YAMLText.word($0.name)): \(shape($0))" }
        }
        let multiples = Set((inputs.flatMap(\.shape.sizes) + claimedSizes).flatMap(\.unknowns)).filter {
            $0.multiple > 1
        }
        if !multiples.isEmpty {
            let known = multiples.sorted { $0.name < $1.name }.map { "\($0.name): multiple of \($0.multiple)" }
            lines.append("where: { \(known.joined(separator: ", ")) }")
        }
        return lines
    }

    /// Sizes of `expect:`, on the network and its layers.
    private var claimedSizes: [Quantity] {
        let own = header.expectation.map { $0.claims + $0.layers.flatMap(\.claims) } ?? []
        let claims = own + nodes.flatMap { $0.expectation?.claims ?? [] }
        return claims.flatMap { claim -> [Quantity] in
            if case .shape(let sizes) = claim.value { sizes } else { [] }
        }
    }

    /// Nothing where a layer is called as it would be without a name.
    private var givenNames: [String?] {
        var counts: [String: Int] = [:]
        return nodes.map { node in
            let kind = node.layer.kindName
            counts[kind, default: 0] += 1
            return node.name == "\(kind)\(counts[kind]!)" ? nil : node.name
        }
    }

    // MARK: Layers

    /// `conv: { filters: 32, kernel: 3, activation: relu }`
    private func item(_ index: Int, name: String?) -> String {
        let node = nodes[index]
        guard let kind = node.layer.name else { preconditionFailure("operators are not written") }
        var entries: [(key: String, value: String)] = []
        if let from = from(index) { entries.append(("from", from)) }
        let options = node.layer.kind.options
        for option in kind.declaration.options {
            guard let value = options[option.name], !value.isSame(as: option.defaultValue) else { continue }
            entries.append((option.name, option.yaml(value)))
        }
        if let activation = node.activation { entries.append(("activation", activation.yaml)) }
        if let name { entries.append(("name", YAMLText.word(name))) }
        if node.isFrozen { entries.append(("frozen", "true")) }
        if let expectation = node.expectation { entries.append(("expect", expectation.yaml(layout))) }
        if entries.isEmpty { return kind.rawValue }
        if entries.count == 1, entries[0].key == kind.declaration.main {
            return "\(kind.rawValue): \(entries[0].value)"
        }
        return "\(kind.rawValue): { \(entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ")) }"
    }

    /// Nothing where a layer reads the one before it.
    private func from(_ index: Int) -> String? {
        let node = nodes[index]
        let previous: Node.Source? = index > 0 ? .node(index - 1) : inputs.count == 1 ? .input(0) : nil
        if node.sources.count == 1, node.sources[0] == previous { return nil }
        let names = node.sources.map { source in
            if case .input = source, inputs.count == 1 { return "input" }
            return YAMLText.word(self.name(of: source))
        }
        // One name beside a merge means the previous layer and that one.
        if node.sources.count == 2, node.sources[0] == previous { return names[1] }
        return names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
    }
}

extension YAMLText {
    /// An address may hold a colon, but no space after it.
    static func url(_ text: String) -> String {
        let isPlain =
            text.hasPrefix("http")
            && text.utf8.allSatisfy { byte in
                (0x21...0x7E).contains(byte) && !"\"'\\`{}[]|>*&!,".utf8.contains(byte)
            }
        return isPlain && !text.contains("#") && !text.hasSuffix(":") ? text : quoted(text)
    }
}

extension OptionValue {
    /// 1 and 1.0 are the same.
    fileprivate func isSame(as other: OptionValue?) -> Bool {
        guard let other else { return false }
        if let left = double, let right = other.double { return left == right }
        return self == other
    }
}

extension OptionDeclaration {
    fileprivate func yaml(_ value: OptionValue) -> String {
        switch type {
        case .shape: value.integers.map(String.init).joined(separator: "x")
        case .integer, .number, .flag, .perAxis, .padding, .choice, .integers, .regions: value.yaml
        }
    }
}

extension Activation {
    /// `relu`, or `{ leaky-relu: 0.2 }`.
    fileprivate var yaml: String {
        guard self != Activation(function), let coefficient else { return function.rawValue }
        return "{ \(function.rawValue): \(OptionValue.number(coefficient).yaml) }"
    }
}

/// Layers that a network file cannot express.
public struct YAMLError: Error, CustomStringConvertible, Sendable {
    /// Their names and kinds.
    public let layers: [String]

    public var description: String {
        let names = layers.prefix(8).joined(separator: ", ") + (layers.count > 8 ? ", … (\(layers.count))" : "")
        return "a network file has layers, but no operators of ONNX: \(names). Export ONNX or JSON instead."
    }
}
