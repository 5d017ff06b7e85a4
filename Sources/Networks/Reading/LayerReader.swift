/// Reads one layer: its kind, its options, and what every layer may have.
struct LayerReader {
    static let common = ["name", "from", "expect", "frozen"]

    let kind: LayerName
    let item: SourceNode.Entry
    let unknowns: [String: Unknown]

    /// A layer and the names it reads, still as written.
    struct Result {
        var description: LayerDescription
        var from: [String]?
    }

    /// - Parameter resolved: A node with a block's parameters put in.
    func read(
        _ problems: inout ProblemList, resolved: (SourceNode, inout ProblemList) -> SourceNode?
    ) -> Result? {
        let before = problems.all.count
        let declaration = kind.declaration
        var values: [String: OptionValue] = [:]
        var result = Result(description: LayerDescription(.flatten(Flatten())))
        var seen: Set<String> = []
        for entry in entries(declaration, &problems) {
            guard seen.insert(entry.key).inserted else {
                problems.add(.repeatedKey(entry.key), entry.location)
                continue
            }
            guard let node = resolved(entry.value, &problems) else { continue }
            switch entry.key {
            case "name": result.description.name = name(node, &problems)
            case "from":
                let names = node.items.compactMap(\.scalar).filter { !$0.isEmpty }
                if names.isEmpty || names.count < node.items.count {
                    problems.add(
                        .badValue(
                            option: "from", found: node.excerpt, expectation: "a layer's name, or a list of names"),
                        node.location)
                }
                result.from = names
                problems.work += node.items.count
                if node.items.count > NetworkReader.mostNames {
                    problems.add(.tooMany("names in 'from'", most: NetworkReader.mostNames), node.location)
                }
            case "expect":
                result.description.expectation = ExpectationReader.expectation(node, unknowns, &problems)
            case PatternDefaults.mark: result.description.assumption = PatternDefaults.mark
            case "frozen": result.description.isFrozen = node.scalar == "true"
            case "activation" where declaration.takesActivation:
                result.description.activation = activation(node, &problems)
            default:
                guard let option = declaration.options.first(where: { $0.name == entry.key }) else {
                    problems.add(unknown(entry.key, declaration), entry.location)
                    continue
                }
                // Nothing given is the default, where there is one.
                if node.scalar == "" {
                    seen.remove(entry.key)
                    continue
                }
                values[entry.key] = problems.attempt(at: node.location) { () throws(ReadingProblem) in
                    try option.value(of: node)
                }
            }
        }
        for option in declaration.options where option.isRequired && !seen.contains(option.name) {
            problems.add(
                .missingOption(option.name, kind: kind.rawValue, expectation: option.type.expectation), item.location)
        }
        guard problems.all.count == before else { return nil }
        result.description.layer = kind.layer(LayerOptions(values, declared: declaration.options))
        result.description.location = item.location
        return result
    }

    /// The options; a value alone is that of the kind's main one.
    private func entries(_ declaration: LayerDeclaration, _ problems: inout ProblemList) -> [SourceNode.Entry] {
        if let entries = item.value.entries { return entries }
        guard let main = declaration.main else {
            problems.add(
                .expected("options of '\(kind.rawValue)' as { name: value }", found: item.value.excerpt),
                item.value.location)
            return []
        }
        return [SourceNode.Entry(main, item.value, at: item.value.location)]
    }

    private func unknown(_ key: String, _ declaration: LayerDeclaration) -> ReadingProblem {
        if key == "activation" { return .noActivation(kind: kind.rawValue) }
        let names = declaration.options.map(\.name) + Self.common
        return .unknownOption(key, kind: kind.rawValue, nearest: nearest(to: key, among: names), options: names)
    }

    private func name(_ node: SourceNode, _ problems: inout ProblemList) -> String? {
        guard let name = node.scalar, Self.isName(name) else {
            problems.add(.badName(node.scalar ?? node.excerpt), node.location)
            return nil
        }
        return name
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter || first.isNumber || first == "_", text.utf8.count <= 200 else {
            return false
        }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "_-/.:".contains($0) }
    }

    /// `relu`, or with its coefficient: `{ leaky-relu: 0.2 }`.
    private func activation(_ node: SourceNode, _ problems: inout ProblemList) -> Activation? {
        let entry: SourceNode.Entry
        if let name = node.scalar {
            entry = .init(name, SourceNode(.scalar(""), at: node.location), at: node.location)
        } else if let entries = node.entries, entries.count == 1 {
            entry = entries[0]
        } else {
            entry = .init(node.excerpt, node, at: node.location)
        }
        let names = Activation.Function.allCases.map(\.rawValue)
        guard let function = Activation.Function(rawValue: entry.key) else {
            problems.add(
                .badValue(option: "activation", found: "'\(entry.key)'", expectation: names.joined(separator: ", ")),
                node.location)
            return nil
        }
        let reader = LayerReader(kind: function.kind, item: entry, unknowns: unknowns)
        let read = reader.read(&problems) { node, _ in node }
        guard case .activation(let activation)? = read?.description.layer else { return nil }
        return activation
    }
}
