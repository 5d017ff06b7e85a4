/// Reads what stands beside the layers.
enum HeaderReader {
    static func header(_ values: [String: SourceNode], _ problems: inout ProblemList) -> Network.Header {
        var header = Network.Header()
        header.title = values["network"]?.scalar ?? "Network"
        header.about = values["about"]?.scalar
        header.paper = values["paper"]?.scalar
        header.url = values["url"]?.scalar
        header.outputs = values["outputs"].map { $0.items.map { ($0.scalar ?? "", $0.location) } }
        if let node = values["layout"] {
            header.layout =
                choice(node, "layout", Layout.allCases.map(\.rawValue), &problems).flatMap(Layout.init)
                ?? .channelsFirst
        }
        if let node = values["preprocess"] { header.preprocessing = preprocessing(node, &problems) }
        return header
    }

    static func choice(
        _ node: SourceNode, _ option: String, _ names: [String], _ problems: inout ProblemList
    ) -> String? {
        guard let text = node.scalar, names.contains(text) else {
            problems.add(
                .badValue(option: option, found: node.excerpt, expectation: names.joined(separator: " or ")),
                node.location)
            return nil
        }
        return text
    }

    /// `where: { T: multiple of 4 }`
    static func unknowns(_ node: SourceNode?, _ problems: inout ProblemList) -> [String: Unknown] {
        guard let node else { return [:] }
        guard let entries = node.entries else {
            problems.add(
                .expected("letters with what is known, as { T: multiple of 4 }", found: node.excerpt), node.location)
            return [:]
        }
        var unknowns: [String: Unknown] = [:]
        for entry in entries {
            let words = entry.value.scalar?.split(separator: " ") ?? []
            guard words.count == 3, words[0] == "multiple", words[1] == "of", let multiple = Int(words[2]),
                (1...1 << 20).contains(multiple), entry.key.count == 1
            else {
                problems.add(
                    .badValue(
                        option: entry.key, found: entry.value.excerpt, expectation: "a letter's 'multiple of N'"),
                    entry.location)
                continue
            }
            unknowns[entry.key] = Unknown(entry.key, multipleOf: multiple)
        }
        return unknowns
    }

    static func inputs(
        _ values: [String: SourceNode], instead: String?, _ layout: Layout, _ unknowns: [String: Unknown],
        _ root: SourceNode, _ problems: inout ProblemList
    ) -> [Network.Input] {
        func input(_ node: SourceNode, _ name: String) -> Network.Input? {
            guard var sizes = ShapeText.sizes(node, unknowns) else {
                problems.add(.expected("a shape, as 3x224x224", found: node.excerpt), node.location)
                return nil
            }
            if layout == .channelsLast, sizes.count > 1 { sizes = [sizes[sizes.count - 1]] + sizes.dropLast() }
            return Network.Input(FeatureShape(sizes), name: name)
        }
        if let instead {
            return [input(SourceNode(.scalar(instead), at: SourceLocation(line: 1, column: 1)), "input")].compactMap(
                \.self)
        }
        guard let node = values["input"] ?? values["inputs"] else {
            problems.add(.missingKey("input"), root.location)
            return []
        }
        guard let entries = node.entries, !entries.isEmpty else { return [input(node, "input")].compactMap(\.self) }
        guard entries.count <= NetworkReader.mostNames else {
            problems.add(.tooMany("inputs", most: NetworkReader.mostNames), node.location)
            return []
        }
        return entries.compactMap { input($0.value, $0.key) }
    }

    fileprivate static func preprocessing(_ node: SourceNode, _ problems: inout ProblemList) -> Preprocessing {
        let values = problems.values(
            of: node, keys: Preprocessing.Key.allCases.map(\.rawValue), "how a photo is prepared")
        var preprocessing = Preprocessing()
        for key in Preprocessing.Key.allCases {
            guard let node = values[key.rawValue] else { continue }
            let text = node.scalar ?? node.items.map { $0.scalar ?? "" }.joined(separator: ",")
            do throws(PreprocessingProblem) {
                try preprocessing.set(key, to: text)
            } catch {
                let problem = ReadingProblem.badValue(
                    option: key.rawValue, found: node.excerpt, expectation: error.expectation)
                problems.add(problem, node.location)
            }
        }
        return preprocessing
    }
}

extension Preprocessing {
    /// What `preprocess:` of a file says; nothing if something of it cannot be.
    package init?(_ node: SourceNode) {
        var problems = ProblemList()
        self = HeaderReader.preprocessing(node, &problems)
        if !problems.all.isEmpty { return nil }
    }
}

extension StringProtocol {
    var trimmingSpaces: SubSequence {
        let start = drop { $0 == " " }
        let end = start.lastIndex { $0 != " " }.map(index(after:)) ?? start.startIndex
        return start[start.startIndex..<end]
    }
}
