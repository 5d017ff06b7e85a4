/// Networks in a line: `1x28x28 -> conv 32@5x5 -> relu -> [conv 64@3x3 s1 p1 -> relu]*2 -> flatten -> dense 10`.
///
/// Layers are joined by `->` or `→`; `[…]*3` repeats. After a kind's name come `32@5x5` (filters and kernel), `s2`, `p1`, `d2`, `g4`
/// (stride, padding, dilation, groups), the kind's main value, an activation, or any option as `name=value`.
/// Capitals are the pattern of lecture notes: `INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC`, with
/// ``PatternDefaults`` for what it leaves open.
struct Chain {
    private var scanner: ChainScanner
    private var assumed: Set<String> = []
    private var hasFlattened = false

    /// The network that a chain describes.
    ///
    /// - Throws: ``NetworkError``, with places in the text.
    static func network(_ text: String, input: String? = nil) throws(NetworkError) -> Network {
        let root: SourceNode
        var chain: Chain
        do throws(ChainProblem) {
            guard text.utf8.count <= NetworkReader.mostBytes else {
                throw ChainProblem(.tooLong(bytes: text.utf8.count), SourceLocation(line: 1, column: 1))
            }
            chain = Chain(scanner: ChainScanner(text))
            root = try chain.root()
        } catch {
            throw NetworkError(problems: [NetworkProblem(.reading(error.problem), location: error.location)])
        }
        let assumptions = ["INPUT", "CONV", "POOL", "?", "FC"].filter {
            chain.assumed.contains($0) && ($0 != "INPUT" || input == nil)
        }
        return try NetworkReader.network(
            root, input: input, assumptions: assumptions.compactMap { PatternDefaults.statements[$0] })
    }

    private init(scanner: ChainScanner) { self.scanner = scanner }

    private mutating func root() throws(ChainProblem) -> SourceNode {
        let start = scanner.location
        let input = try self.input()
        var layers: [SourceNode] = []
        while try scanner.takeArrow() { layers += try step(depth: 0) }
        guard scanner.isAtEnd else { throw scanner.problem("expected '->' and a layer") }
        return SourceNode(
            .mapping([
                .init("network", SourceNode(.scalar(Network.chainTitle), at: start), at: start),
                .init("input", input, at: start),
                .init("layers", SourceNode(.list(layers), at: start), at: start),
            ]), at: start)
    }

    private mutating func input() throws(ChainProblem) -> SourceNode {
        let place = scanner.location
        let words = scanner.words()
        if words.first?.text == "INPUT" {
            guard words.count <= 2 else { throw scanner.problem("expected '->' after the input's shape", at: place) }
            if words.count == 2 { return SourceNode(.scalar(words[1].text), at: words[1].location) }
            assumed.insert("INPUT")
            return SourceNode(.scalar(PatternDefaults.input), at: place)
        }
        guard words.count == 1 else {
            throw scanner.problem("a chain begins with the input's shape, as 1x28x28, and '->'", at: place)
        }
        return SourceNode(.scalar(words[0].text), at: place)
    }

    /// One layer, or brackets with what they repeat.
    private mutating func step(depth: Int) throws(ChainProblem) -> [SourceNode] {
        guard depth < NetworkReader.deepest else { throw ChainProblem(.tooDeep, scanner.location) }
        let place = scanner.location
        guard scanner.take("[") else { return try layer() }
        var layers: [SourceNode] = []
        // What brings the image into a row stands before brackets that would repeat it.
        let needsFlatten = !hasFlattened
        repeat { layers += try step(depth: depth + 1) } while try scanner.takeArrow()
        guard scanner.take("]") else {
            throw scanner.problem("expected '->' or ']'; the '[' stands at column \(place.column)")
        }
        var before: [SourceNode] = []
        if needsFlatten, hasFlattened, layers.first?.scalar == "flatten" { before = [layers.removeFirst()] }
        let times = try scanner.repetitions()
        return before + [
            Self.entry(
                "repeat",
                [
                    .init("times", SourceNode(.scalar(times), at: place), at: place),
                    .init("layers", SourceNode(.list(layers), at: place), at: place),
                ], place)
        ]
    }

    private static func entry(_ kind: String, _ options: [SourceNode.Entry], _ place: SourceLocation) -> SourceNode {
        SourceNode(.mapping([.init(kind, SourceNode(.mapping(options), at: place), at: place)]), at: place)
    }

    private mutating func layer() throws(ChainProblem) -> [SourceNode] {
        let words = scanner.words()
        guard let first = words.first else { throw scanner.problem("expected a layer") }
        if let pattern = try pattern(first, words.dropFirst()) { return pattern }
        guard let kind = LayerName(rawValue: first.text) else {
            let names = LayerName.allCases.map(\.rawValue)
            throw ChainProblem(
                .unknownKind(first.text, nearest: LayerName.usual(first.text) ?? nearest(to: first.text, among: names)),
                first.location)
        }
        if kind == .flatten { hasFlattened = true }
        return [try layer(kind, words.dropFirst(), at: first.location)]
    }

    /// A word in capitals, with the options that the pattern leaves open.
    private mutating func pattern(
        _ word: ChainScanner.Word, _ arguments: ArraySlice<ChainScanner.Word>
    ) throws(ChainProblem) -> [SourceNode]? {
        var name = word.text
        // The pattern's `POOL?` may be there or not; here it is.
        if name.hasSuffix("?") {
            name.removeLast()
            assumed.insert("?")
        }
        let (kind, defaults): (LayerName, [(String, String)])
        switch name {
        case "CONV": (kind, defaults) = (.conv, [("filters", "1"), ("kernel", "3"), ("padding", "1")])
        case "POOL": (kind, defaults) = (.maxPool, [("size", "2")])
        case "FC": (kind, defaults) = (.dense, [("units", "1")])
        case "RELU": (kind, defaults) = (.relu, [])
        case "SOFTMAX": (kind, defaults) = (.softmax, [])
        case "DROPOUT": (kind, defaults) = (.dropout, [])
        case "BN": (kind, defaults) = (.batchNorm, [])
        case "FLATTEN": (kind, defaults) = (.flatten, [])
        default: return nil
        }
        var layers: [SourceNode] = []
        if kind == .dense, !hasFlattened {
            layers.append(SourceNode(.scalar("flatten"), at: word.location))
            hasFlattened = true
        }
        if kind == .flatten { hasFlattened = true }
        if defaults.isEmpty || !arguments.isEmpty {
            layers.append(try layer(kind, arguments, at: word.location))
        } else {
            assumed.insert(name)
            let options = (defaults + [(PatternDefaults.mark, "true")]).map {
                SourceNode.Entry($0.0, SourceNode(.scalar($0.1), at: word.location), at: word.location)
            }
            layers.append(Self.entry(kind.rawValue, options, word.location))
        }
        return layers
    }

    private func layer(
        _ kind: LayerName, _ arguments: ArraySlice<ChainScanner.Word>, at place: SourceLocation
    ) throws(ChainProblem) -> SourceNode {
        var options: [SourceNode.Entry] = []
        for word in arguments {
            for (name, value) in try Self.options(word, of: kind.declaration) {
                options.append(.init(name, SourceNode(value, at: word.location), at: word.location))
            }
        }
        return Self.entry(kind.rawValue, options, place)
    }

    /// What one word after a kind's name says.
    private static func options(
        _ word: ChainScanner.Word, of kind: LayerDeclaration
    ) throws(ChainProblem) -> [(String, SourceNode.Value)] {
        let text = word.text
        func list(_ text: Substring) -> SourceNode.Value {
            text.contains(",")
                ? .list(text.split(separator: ",").map { SourceNode(.scalar(String($0)), at: word.location) })
                : .scalar(String(text))
        }
        if let equals = text.firstIndex(of: "=") {
            return [(String(text[..<equals]), list(text[text.index(after: equals)...]))]
        }
        if let at = text.firstIndex(of: "@") {
            return [
                ("filters", .scalar(String(text[..<at]))), ("kernel", .scalar(String(text[text.index(after: at)...]))),
            ]
        }
        if Activation.Function(rawValue: text) != nil { return [("activation", .scalar(text))] }
        if ["same", "valid", "full"].contains(text) { return [("padding", .scalar(text))] }
        if let letter = text.first,
            let option = ["s": "stride", "p": "padding", "d": "dilation", "g": "groups"][letter],
            text.dropFirst().first?.isNumber == true
        {
            return [(option, list(text.dropFirst()))]
        }
        // A window's size may stand alone where nothing else can: depthwise-conv 3x3.
        let alone = kind.main ?? (kind.options.contains { $0.name == "filters" } ? nil : "kernel")
        guard text.first?.isNumber == true, let alone, kind.options.contains(where: { $0.name == alone }) else {
            let options = kind.options.map { "\($0.name)=…" }.joined(separator: ", ")
            throw ChainProblem(
                .chainSyntax(
                    "'\(text.prefix(40))' says nothing about '\(kind.kind.rawValue)'. "
                        + (options.isEmpty
                            ? "It takes no options."
                            : "Its options are \(options), and for short 32@5x5, s2, p1, d2, g4.")),
                word.location)
        }
        return [(alone, list(text[...]))]
    }
}

/// What is wrong with a chain, and where.
struct ChainProblem: Error {
    let problem: ReadingProblem
    let location: SourceLocation

    init(_ problem: ReadingProblem, _ location: SourceLocation) { (self.problem, self.location) = (problem, location) }
}
