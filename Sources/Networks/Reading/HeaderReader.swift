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

    private static func preprocessing(_ node: SourceNode, _ problems: inout ProblemList) -> Preprocessing {
        let keys = ["resize", "crop", "pixel-range", "mean", "std", "bgr", "layout"]
        let values = problems.values(of: node, keys: keys, "how a photo is prepared")
        var preprocessing = Preprocessing()
        func numbers(_ key: String, _ counts: ClosedRange<Int>, _ what: String) -> [Double]? {
            guard let node = values[key] else { return nil }
            let items =
                node.scalar.map { $0.split(whereSeparator: { "x,".contains($0) }).map(String.init) }
                ?? node.items.map { $0.scalar ?? "" }
            let numbers = items.compactMap { Double($0.trimmingSpaces) }
            guard numbers.count == items.count, counts.contains(numbers.count), numbers.allSatisfy(\.isFinite) else {
                problems.add(.badValue(option: key, found: node.excerpt, expectation: what), node.location)
                return nil
            }
            return numbers
        }
        func pixels(_ key: String) -> [Int]? {
            let sizes = numbers(key, 1...2, "a size in pixels, or height x width")
            guard let sizes, sizes.allSatisfy({ (1...65_536).contains($0) && $0 == $0.rounded() }) else { return nil }
            return sizes.map { Int($0) }
        }
        if let sizes = pixels("resize") {
            preprocessing.resize =
                sizes.count == 1 ? .shorterSide(sizes[0]) : .exactly(height: sizes[0], width: sizes[1])
        }
        preprocessing.crop = pixels("crop").map { $0.count == 1 ? [$0[0], $0[0]] : $0 }
        preprocessing.pixelRange = numbers("pixel-range", 1...1, "1 or 255")?[0] ?? 1
        preprocessing.mean = numbers("mean", 1...64, "one number for each channel")
        preprocessing.deviation = numbers("std", 1...64, "one number for each channel")
        preprocessing.isBGR = values["bgr"]?.scalar == "true"
        return preprocessing
    }
}

extension StringProtocol {
    var trimmingSpaces: SubSequence {
        let start = drop { $0 == " " }
        let end = start.lastIndex { $0 != " " }.map(index(after:)) ?? start.startIndex
        return start[start.startIndex..<end]
    }
}
