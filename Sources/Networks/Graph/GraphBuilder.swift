/// Puts layers together, and goes on after a problem to find the independent ones.
struct GraphBuilder {
    let inputs: [Network.Input]
    let layout: Layout
    /// Nothing where a layer, or one that it reads, is broken.
    private(set) var nodes: [Node?] = []
    private(set) var problems: [NetworkProblem] = []
    private var names: [String] = []
    private var places: [String: Int] = [:]
    private var isRead: Set<Int> = []
    private let inputPlaces: [String: Int]

    init(inputs: [Network.Input], layout: Layout) {
        (self.inputs, self.layout) = (inputs, layout)
        inputPlaces = Dictionary(zip(inputs.map(\.name), inputs.indices)) { first, _ in first }
        for input in inputs where !Self.isUsable(input.shape) {
            problems.append(NetworkProblem(.emptyInput(input.shape.text(layout))))
        }
    }

    private static func isUsable(_ shape: FeatureShape) -> Bool {
        !shape.sizes.isEmpty && shape.sizes.allSatisfy { ($0.integer ?? 1) >= 1 } && 4 * shape.elementCount != .overflow
    }

    mutating func build(_ layers: [LayerDescription]) {
        guard problems.isEmpty else { return }
        guard !layers.isEmpty else {
            problems.append(NetworkProblem(.noLayers))
            return
        }
        guard layers.count <= NetworkProblem.mostLayers else {
            problems.append(NetworkProblem(.tooManyLayers(layers.count)))
            return
        }
        nameAll(layers)
        nodes.reserveCapacity(layers.count)
        for (index, layer) in layers.enumerated() {
            nodes.append(node(index, layer, among: layers))
            // More would not help, and looking for each costs.
            if problems.count >= 20 { break }
        }
    }

    /// Layers without a name are called by their kind and their number among all of that kind.
    private mutating func nameAll(_ layers: [LayerDescription]) {
        var counts: [String: Int] = [:]
        for (index, layer) in layers.enumerated() {
            let kind = layer.layer.kindName
            counts[kind, default: 0] += 1
            let name = layer.name ?? LayerName.numbered(kind, counts[kind]!)
            names.append(name)
            let reserved = name == "input" || name == "previous" || inputPlaces[name] != nil
            if reserved { report(.reservedName(name), index, layer) }
            if places.updateValue(index, forKey: name) != nil { report(.repeatedName(name), index, layer) }
        }
    }

    private mutating func report(_ fact: NetworkProblem.Fact, _ index: Int, _ layer: LayerDescription) {
        problems.append(
            NetworkProblem(fact, layer: names[index], number: index + 1, location: layer.location))
    }

    private mutating func node(_ index: Int, _ layer: LayerDescription, among layers: [LayerDescription]) -> Node? {
        var sources: [Node.Source] = []
        var isBroken = false
        for reference in references(layer) {
            switch source(reference, of: index, among: layers) {
            case .success(let source): sources.append(source)
            case .failure(let problem):
                problems.append(problem)
                isBroken = true
            }
        }
        for case .node(let source) in sources { isRead.insert(source) }
        if !layer.layer.merges, sources.count > 1 {
            report(.severalInputs(kind: layer.layer.kindName, count: sources.count), index, layer)
            return nil
        }
        let read = sources.compactMap { shapeAndField($0) }
        // A broken input has been reported where it broke.
        guard !isBroken, read.count == sources.count else { return nil }
        do {
            let input = LayerInput(read.map(\.0), layout: layout)
            var inference = try layer.layer.kind.inferred(from: input)
            if layer.normalization != nil { inference.parameters.addNormalization(of: inference.shape.channels) }
            try Self.check(inference)
            return Node(
                name: names[index], layer: layer.layer, normalization: layer.normalization,
                activation: layer.activation, sources: sources,
                isFrozen: layer.isFrozen, groups: layer.groups, location: layer.location,
                expectation: layer.expectation, assumption: layer.assumption, inputs: input.shapes,
                inference: inference,
                field: ReceptiveField(layer: layer.layer, rule: inference.field, inputs: read))
        } catch {
            report(.layer(error), index, layer)
            return nil
        }
    }

    private func references(_ layer: LayerDescription) -> [LayerDescription.Reference] {
        guard let given = layer.inputs, !given.isEmpty else { return [.previous] }
        // `add: shortcut` adds it to the previous layer. Operators have no such short form.
        return layer.layer.merges && layer.layer.name != nil && given.count == 1 ? [.previous] + given : given
    }

    private func shapeAndField(_ source: Node.Source) -> (FeatureShape, ReceptiveField)? {
        switch source {
        case .input(let index): (inputs[index].shape, ReceptiveField(inputAxes: inputs[index].shape.spatial.count))
        case .node(let index): nodes[index].map { ($0.output, $0.field) }
        }
    }

    private func source(
        _ reference: LayerDescription.Reference, of index: Int, among layers: [LayerDescription]
    ) -> Result<Node.Source, NetworkProblem> {
        func failure(_ fact: NetworkProblem.Fact) -> Result<Node.Source, NetworkProblem> {
            .failure(
                NetworkProblem(fact, layer: names[index], number: index + 1, location: layers[index].location))
        }
        switch reference {
        case .previous:
            if index > 0 { return .success(.node(index - 1)) }
            return inputs.count == 1 ? .success(.input(0)) : failure(.noPrevious)
        case .input(nil):
            return inputs.count == 1
                ? .success(.input(0)) : failure(.unknownInput("input", inputs: inputs.map(\.name)))
        case .input(let name?):
            guard let place = inputPlaces[name] else {
                return failure(.unknownInput(name, inputs: inputs.map(\.name)))
            }
            return .success(.input(place))
        case .index(let place):
            return .success(.node(place))
        case .layer(let name):
            if let place = inputPlaces[name] { return .success(.input(place)) }
            guard let place = places[name] else {
                return failure(.unknownLayer(name, nearest: nearest(to: name, among: names)))
            }
            if place < index { return .success(.node(place)) }
            return failure(cycle(from: index, to: place, layers).map { .cycle($0) } ?? .readsLater(name))
        }
    }

    /// The way back to `index` from a later layer that it wants to read, if there is one.
    private func cycle(from index: Int, to later: Int, _ layers: [LayerDescription]) -> [String]? {
        var way: [Int: Int] = [later: index]
        var waiting = [later]
        while let place = waiting.popLast(), way[index] == nil {
            for reference in references(layers[place]) {
                let next: Int?
                switch reference {
                case .previous: next = place > 0 ? place - 1 : nil
                case .input: next = nil
                case .index(let place): next = place
                case .layer(let name): next = places[name]
                }
                if let next, way[next] == nil {
                    way[next] = place
                    waiting.append(next)
                }
            }
        }
        guard way[index] != nil || later == index else { return nil }
        var names = [names[index]]
        var place = way[index] ?? index
        while place != index, names.count <= 12 {
            names.append(self.names[place])
            place = way[place] ?? index
        }
        return names + [self.names[index]]
    }

    private static func check(_ inference: Inference) throws(LayerProblem) {
        let shape = inference.shape
        if shape.sizes.contains(.undetermined) { throw .sizeUndetermined }
        let counts = [
            4 * shape.elementCount, inference.parameters.total(.keras), inference.multiplyAccumulates?.value ?? 0,
        ]
        guard !counts.contains(.overflow), !shape.sizes.contains(.overflow) else { throw .overflow }
        if shape.sizes.contains(where: { ($0.integer ?? 1) < 1 }) { throw .empty(shape) }
    }

    /// - Parameter named: As `outputs:` lists them; nothing: all layers that none reads.
    mutating func outputs(_ named: [(name: String, location: SourceLocation?)]?) -> [Int] {
        guard let named else { return names.indices.filter { !isRead.contains($0) } }
        var found: [Int] = []
        for output in named where problems.count < 20 {
            if let place = places[output.name] {
                found.append(place)
            } else {
                problems.append(
                    NetworkProblem(
                        .unknownOutput(output.name, nearest: nearest(to: output.name, among: names)),
                        location: output.location))
            }
        }
        return found
    }
}
