/// Turns what is written under `layers:` into layers one after another: blocks are filled in, repeated and numbered, and
/// names find what they mean.
struct BlockExpansion {
    private(set) var layers: [LayerDescription] = []
    var problems = ProblemList()

    private let unknowns: [String: Unknown]
    private let inputs: [String]
    private var blocks: [String: Block] = [:]
    private var start = SourceLocation(line: 1, column: 1)

    private static let mostParameters = 100
    private static let mostValuesOfParameter = 10_000

    private struct Block {
        /// In the order in which they are declared; without a value where one must be given.
        var parameters: [(name: String, value: SourceNode?)]
        let layers: [SourceNode]
    }

    /// Where names are looked up: a block in use, or the network itself.
    private struct Scope {
        var prefix: String
        /// What `input` means here.
        var input: LayerDescription.Reference
        var parameters: [String: SourceNode] = [:]
        var places: [String: LayerDescription.Reference] = [:]
        /// Those of the scopes around brackets, whose names hold inside as well; innermost last.
        var outerPlaces: [[String: LayerDescription.Reference]] = []
        /// What the next layer reads unless it says otherwise, where that is not the layer before it.
        var entrance: LayerDescription.Reference?
        /// Names that layers of this scope will have.
        var declared: Set<String> = []
        var groups: [LayerDescription.Group] = []
        /// The blocks in use, to find circles.
        var path: [String] = []
        var uses: [String: Int] = [:]
    }

    init(blocks: SourceNode?, unknowns: [String: Unknown], inputs: [String]) {
        (self.unknowns, self.inputs) = (unknowns, inputs)
        for entry in blocks?.entries ?? [] { declare(entry) }
        if let blocks, blocks.entries == nil {
            problems.add(.expected("blocks by name", found: blocks.excerpt), blocks.location)
        }
    }

    private mutating func declare(_ entry: SourceNode.Entry) {
        guard LayerReader.isName(entry.key), LayerName(rawValue: entry.key) == nil, entry.key != "repeat" else {
            problems.add(.badName(entry.key), entry.location)
            return
        }
        let values = problems.values(of: entry.value, keys: ["parameters", "layers"], "a block with 'layers'")
        guard let list = values["layers"], case .list(let layers) = list.value else {
            problems.add(.missingKey("layers"), entry.location)
            return
        }
        var block = Block(parameters: [], layers: layers)
        if let node = values["parameters"] {
            if let entries = node.entries {
                block.parameters = entries.map { ($0.key, $0.value.scalar == "" ? nil : $0.value) }
            } else {
                block.parameters = node.items.map { ($0.scalar ?? "", nil) }
            }
            if block.parameters.count > Self.mostParameters {
                problems.add(.tooMany("parameters", most: Self.mostParameters), node.location)
                return
            }
        }
        if blocks.updateValue(block, forKey: entry.key) != nil { problems.add(.repeatedKey(entry.key), entry.location) }
    }

    mutating func expand(_ node: SourceNode) {
        guard case .list(let items) = node.value else {
            problems.add(.expected("a list of layers, each after a dash", found: node.excerpt), node.location)
            return
        }
        start = node.location
        var scope = Scope(prefix: "", input: .input(nil))
        expand(items, &scope)
    }

    private mutating func expand(_ items: [SourceNode], _ scope: inout Scope) {
        guard scope.groups.count <= NetworkReader.deepest else {
            problems.add(.tooDeep, items[0].location)
            return
        }
        scope.declared = Set(items.compactMap(Self.declaredName))
        for item in items where canGoOn {
            problems.work += 1
            guard let entry = entry(of: item) else { continue }
            if entry.key == "repeat" {
                group(entry, &scope)
            } else if let block = blocks[entry.key] {
                use(block, entry, &scope)
            } else if let kind = LayerName(rawValue: entry.key) {
                layer(kind, entry, &scope)
            } else {
                let names = LayerName.allCases.map(\.rawValue) + blocks.keys.sorted()
                problems.add(
                    .unknownKind(
                        entry.key, nearest: LayerName.usual(entry.key) ?? nearest(to: entry.key, among: names)),
                    entry.location)
            }
        }
    }

    /// Whether neither problems nor layers nor values are too many; the last is a problem itself.
    private var canGoOn: Bool {
        mutating get {
            guard problems.work <= NetworkReader.mostValues else {
                if problems.all.isEmpty {
                    problems.add(
                        .tooMany("values in all repetitions together", most: NetworkReader.mostValues), start)
                }
                return false
            }
            return !problems.isFull && layers.count <= NetworkProblem.mostLayers
        }
    }

    /// `relu`, or `conv: …`.
    private mutating func entry(of item: SourceNode) -> SourceNode.Entry? {
        switch item.value {
        case .scalar(let kind):
            return .init(kind, SourceNode(.scalar(""), at: item.location), at: item.location)
        case .mapping(let entries) where entries.count == 1:
            return entries[0]
        case .mapping(let entries):
            problems.add(.severalKinds(entries.map(\.key)), item.location)
            return nil
        case .list:
            problems.add(.expected("a layer", found: item.excerpt), item.location)
            return nil
        }
    }

    private static func declaredName(_ item: SourceNode) -> String? {
        guard case .mapping(let entries) = item.value, let first = entries.first else { return nil }
        return first.value.entries?.first { $0.key == "name" }?.value.scalar
    }

    // MARK: Layers

    private mutating func layer(_ kind: LayerName, _ entry: SourceNode.Entry, _ scope: inout Scope) {
        let reader = LayerReader(kind: kind, item: entry, unknowns: unknowns)
        let parameters = scope.parameters
        guard var read = reader.read(&problems, resolved: { Self.resolved($0, parameters, &$1) }) else {
            // Its place is taken all the same, or those that follow would read another layer.
            return
        }
        // Not yet under its own name, which would be a circle.
        if let names = read.from {
            let references = names.map { reference($0, scope) }
            read.description.inputs = references
        } else if let entrance = scope.entrance {
            read.description.inputs = [entrance]
        }
        scope.entrance = nil
        if let name = read.description.name {
            scope.places[name] = .index(layers.count)
            read.description.name = scope.prefix + name
        }
        read.description.groups = scope.groups
        layers.append(read.description)
    }

    private func reference(_ name: String, _ scope: Scope) -> LayerDescription.Reference {
        if name == "previous" { return scope.entrance ?? .previous }
        if name == "input", inputs.count == 1 || !scope.path.isEmpty { return scope.input }
        if let place = scope.places[name] { return place }
        for places in scope.outerPlaces.reversed() {
            if let place = places[name] { return place }
        }
        // Not there yet: the graph says that it comes later, or that layers read each other.
        if scope.declared.contains(name) { return .layer(scope.prefix + name) }
        return .layer(name)
    }

    /// The node with `$name` and `$(…)` replaced.
    private static func resolved(
        _ node: SourceNode, _ parameters: [String: SourceNode], _ problems: inout ProblemList
    ) -> SourceNode? {
        problems.work += 1
        switch node.value {
        case .scalar(let text):
            guard text.utf8.first == UInt8(ascii: "$") else { return node }
            let inner = text.dropFirst()
            if inner.hasPrefix("("), inner.hasSuffix(")") {
                let value = problems.attempt(at: node.location) { () throws(ReadingProblem) in
                    try BlockArithmetic.value(String(inner.dropFirst().dropLast()), parameters)
                }
                return value.map { SourceNode(.scalar(String($0)), at: node.location) }
            }
            guard let value = parameters[String(inner)] else {
                problems.add(.unknownParameter(String(inner), parameters: parameters.keys.sorted()), node.location)
                return nil
            }
            problems.work += value.count(upTo: mostValuesOfParameter)
            return SourceNode(value.value, at: node.location)
        case .list(let items):
            let all = items.map { resolved($0, parameters, &problems) }
            return all.contains { $0 == nil } ? nil : SourceNode(.list(all.compactMap(\.self)), at: node.location)
        case .mapping(let entries):
            var all: [SourceNode.Entry] = []
            for entry in entries {
                guard let value = resolved(entry.value, parameters, &problems) else { return nil }
                all.append(.init(entry.key, value, at: entry.location))
            }
            return SourceNode(.mapping(all), at: node.location)
        }
    }

    // MARK: Blocks

    /// `repeat: { times: 3, layers: […] }`: brackets of a chain.
    private mutating func group(_ entry: SourceNode.Entry, _ scope: inout Scope) {
        let values = problems.values(of: entry.value, keys: ["times", "layers"], "'times' and 'layers'")
        guard let list = values["layers"], case .list(let items) = list.value, !items.isEmpty else {
            problems.add(.missingKey("layers"), entry.location)
            return
        }
        guard let times = times(values["times"], scope), times > 0 else { return }
        scope.uses["", default: 0] += 1
        let name = scope.prefix + "[\(scope.uses[""]!)]"
        for copy in 1...times where problems.all.isEmpty {
            let before = layers.count
            var inner = scope
            inner.outerPlaces.append(scope.places)
            inner.places = [:]
            problems.work += scope.uses.count
            inner.groups.append(.init(block: "", name: name, copy: copy, copies: times))
            inner.prefix = times == 1 ? scope.prefix : "\(scope.prefix)\(copy)."
            expand(items, &inner)
            scope.entrance = inner.entrance
            guard layers.count > before, canGoOn else { return }
        }
    }

    private mutating func times(_ node: SourceNode?, _ scope: Scope) -> Int? {
        guard let node else { return 1 }
        guard let value = Self.resolved(node, scope.parameters, &problems) else { return nil }
        guard let times = value.scalar.flatMap(Int.init), (0...NetworkProblem.mostLayers).contains(times) else {
            problems.add(
                .badValue(
                    option: "repeat", found: value.excerpt,
                    expectation: "an integer from 0 to \(NetworkProblem.mostLayers)"),
                node.location)
            return nil
        }
        return times
    }

    private mutating func use(_ block: Block, _ entry: SourceNode.Entry, _ scope: inout Scope) {
        guard !scope.path.contains(entry.key) else {
            problems.add(.blockInItself(scope.path + [entry.key]), entry.location)
            return
        }
        guard let arguments = arguments(of: block, entry, scope) else { return }
        guard let times = times(arguments["repeat"], scope) else { return }
        scope.uses[entry.key, default: 0] += 1
        let local = arguments["name"]?.scalar ?? "\(entry.key)\(scope.uses[entry.key]!)"
        guard LayerReader.isName(local) else {
            problems.add(.badName(local), entry.location)
            return
        }
        let name = scope.prefix + local
        var entering: LayerDescription.Reference
        if let from = arguments["from"] {
            entering = reference(from.scalar ?? "", scope)
        } else {
            // A block that begins the network reads its input.
            entering = scope.entrance ?? (layers.isEmpty ? .input(nil) : .index(layers.count - 1))
        }
        // Used no times, it passes on what enters it.
        scope.entrance = times == 0 ? entering : nil
        for copy in 0..<times where problems.all.isEmpty && canGoOn {
            var inner = Scope(prefix: times == 1 ? "\(name)." : "\(name).\(copy + 1).", input: entering)
            inner.parameters = arguments
            inner.groups = scope.groups + [.init(block: entry.key, name: name, copy: copy + 1, copies: times)]
            inner.path = scope.path + [entry.key]
            inner.entrance = entering
            let before = layers.count
            expand(block.layers, &inner)
            guard layers.count > before else { return }
            entering = .index(layers.count - 1)
        }
        scope.places[local] = entering
    }

    /// The block's parameters with their values, and `name`, `from` and `repeat`.
    private mutating func arguments(
        of block: Block, _ entry: SourceNode.Entry, _ scope: Scope
    ) -> [String: SourceNode]? {
        let before = problems.all.count
        problems.work += block.parameters.count
        var given: [SourceNode.Entry] = []
        if let entries = entry.value.entries {
            given = entries
        } else if let first = block.parameters.first {
            given = [.init(first.name, entry.value, at: entry.location)]
        }
        let names = block.parameters.map(\.name)
        let written = problems.values(
            of: SourceNode(.mapping(given), at: entry.location), keys: names + ["name", "from", "repeat"], "parameters")
        var values: [String: SourceNode] = [:]
        for (key, node) in written {
            values[key] = Self.resolved(node, scope.parameters, &problems)
            // Lists that hold a parameter twice would double with every block in a block.
            if let value = values[key], value.count(upTo: Self.mostValuesOfParameter) > Self.mostValuesOfParameter {
                problems.add(.tooMany("values in '\(key)'", most: Self.mostValuesOfParameter), node.location)
            }
        }
        for parameter in block.parameters where values[parameter.name] == nil {
            guard let value = parameter.value else {
                problems.add(.missingParameter(parameter.name, block: entry.key), entry.location)
                continue
            }
            // A default may use the parameters before it.
            values[parameter.name] = Self.resolved(value, values, &problems)
        }
        return problems.all.count == before ? values : nil
    }
}
