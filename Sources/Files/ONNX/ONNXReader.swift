/// Messages of an ONNX file into values; field numbers are those of `onnx.proto`, other fields are passed over.
struct ONNXReader {
    /// More of anything than this is not a network.
    private static let limit = 1_000_000

    var external: ExternalData

    init(folder: ExternalFolder?) {
        external = ExternalData(folder: folder)
    }

    // MARK: Model and graph

    mutating func model(_ source: ByteSource) throws(ONNXProblem) -> ONNXModel {
        var reader = try WireReader(source)
        var model = ONNXModel(irVersion: 0, opsets: [:], graph: ONNXGraph(name: ""))
        var graph = UncheckedGraph()
        do throws(ONNXProblem) {
            while let field = try reader.nextField() {
                switch field {
                case 1: model.irVersion = try reader.integer()
                case 2: model.producerName = try reader.text()
                case 3: model.producerVersion = try reader.text()
                case 7: try read(reader.message(), into: &graph)
                case 8: try readOpset(reader.message(), into: &model.opsets)
                case 14: try readEntry(reader.message(), into: &model.metadata)
                case 25: model.functions.append(try function(reader.message()))
                default: try reader.skip()
                }
            }
        } catch {
            // Anything can begin like a model; what breaks before its graph is not one.
            if !graph.wasFound, error.fact.isDamage { throw try Self.notModel(source) }
            throw error
        }
        guard graph.wasFound else { throw model.irVersion > 0 ? ONNXProblem(.noGraph) : try Self.notModel(source) }
        model.graph = try graph.checked()
        try external.checkOverlaps()
        return model
    }

    private static func notModel(_ source: ByteSource) throws(ONNXProblem) -> ONNXProblem {
        let mark = Array("version https://git-lfs".utf8)
        let reader = try WireReader(source)
        return ONNXProblem(try reader.starts(with: mark) ? .gitPointer : .notONNX)
    }

    private mutating func read(_ message: WireReader, into graph: inout UncheckedGraph) throws(ONNXProblem) {
        var reader = message
        graph.wasFound = true
        while let field = try reader.nextField() {
            switch field {
            case 1: try add(node(reader.message(), number: graph.graph.nodes.count + 1), .nodes, to: &graph.graph.nodes)
            case 2: graph.graph.name = try reader.text()
            case 5:
                let tensor = try tensor(reader.message())
                if tensor.name.isEmpty { throw ONNXProblem(.unnamed(.initializers), byte: reader.position) }
                try add(tensor, .initializers, to: &graph.graph.initializers)
            case 11: try add(value(reader.message()), .values, to: &graph.graph.inputs)
            case 12: try add(value(reader.message()), .values, to: &graph.graph.outputs)
            case 13: try add(value(reader.message()), .values, to: &graph.graph.values)
            case 15: try add(sparseName(reader.message()), .initializers, to: &graph.sparse)
            default: try reader.skip()
            }
        }
    }

    private func add<Item>(_ item: Item, _ part: ONNXProblem.Part, to list: inout [Item]) throws(ONNXProblem) {
        guard list.count < Self.limit else { throw ONNXProblem(.tooMany(part, limit: Self.limit)) }
        list.append(item)
    }

    private func readOpset(_ message: WireReader, into opsets: inout [String: Int]) throws(ONNXProblem) {
        var reader = message
        var (domain, version) = ("", 0)
        while let field = try reader.nextField() {
            switch field {
            case 1: domain = Self.domain(try reader.text())
            case 2: version = try reader.integer()
            default: try reader.skip()
            }
        }
        opsets[domain] = version
    }

    private func readEntry(_ message: WireReader, into entries: inout [String: String]) throws(ONNXProblem) {
        let (key, value) = try entry(message)
        entries[key] = value
    }

    /// A `StringStringEntryProto`.
    func entry(_ message: WireReader) throws(ONNXProblem) -> (key: String, value: String) {
        var reader = message
        var (key, value) = ("", "")
        while let field = try reader.nextField() {
            switch field {
            case 1: key = try reader.text()
            case 2: value = try reader.text()
            default: try reader.skip()
            }
        }
        return (key, value)
    }

    private func function(_ message: WireReader) throws(ONNXProblem) -> String {
        var reader = message
        var (name, domain) = ("", "")
        while let field = try reader.nextField() {
            switch field {
            case 1: name = try reader.text()
            case 10: domain = try reader.text()
            default: try reader.skip()
            }
        }
        return domain.isEmpty ? name : domain + "." + name
    }

    /// ONNX's own operators have two names.
    private static func domain(_ name: String) -> String { name == "ai.onnx" ? "" : name }

    // MARK: Nodes

    private mutating func node(_ message: WireReader, number: Int) throws(ONNXProblem) -> ONNXNode {
        var reader = message
        var node = ONNXNode("", inputs: [], outputs: [])
        do throws(ONNXProblem) {
            while let field = try reader.nextField() {
                switch field {
                case 1: node.inputs.append(try reader.text())
                case 2: node.outputs.append(try reader.text())
                case 3: node.name = try reader.text()
                case 4: node.opType = try reader.text()
                case 5:
                    let (name, value) = try attribute(reader.message())
                    let replaced = node.attributes.updateValue(value, forKey: name)
                    if replaced != nil { throw ONNXProblem(.repeatedAttribute).inside(label(), attribute: name) }
                case 7: node.domain = Self.domain(try reader.text())
                default: try reader.skip()
                }
            }
            if node.opType.isEmpty { throw ONNXProblem(.noOperator) }
        } catch {
            throw error.inside(label())
        }
        return node

        func label() -> ONNXNodeLabel { ONNXNodeLabel(node, number: number) }
    }

    private func sparseName(_ message: WireReader) throws(ONNXProblem) -> String {
        var reader = message
        var name = ""
        while let field = try reader.nextField() {
            guard field == 1 else {
                try reader.skip()
                continue
            }
            var values = try reader.message()
            while let field = try values.nextField() {
                if field == 8 { name = try values.text() } else { try values.skip() }
            }
        }
        return name
    }
}

extension ONNXProblem.Fact {
    /// Whether the bytes themselves make no sense.
    fileprivate var isDamage: Bool {
        if case .damaged = self { return true }
        return self == .truncated
    }
}
