import Tensors

/// A node of a graph that has something to compute, with its values under the names of those that make them.
struct GraphStep {
    /// For errors: the node's own name, or that of its first output.
    let label: String
    let call: OperatorCall
    /// Empty for an input that is left out.
    let inputs: [String]
    /// Empty for an output that nobody wants.
    let outputs: [String]
}

/// What is known of each value of a graph once its inputs have shapes: constants are computed, what only passes values on
/// is another name for them, and the rest has a shape.
struct GraphValues {
    private(set) var known: [String: KnownOperand] = [:]
    private(set) var steps: [GraphStep] = []
    private(set) var omissions = GraphOmissions()
    private var aliases: [String: String] = [:]
    /// Values that a result goes by.
    private var namedResults: Set<String> = []
    /// How many elements of constants have been computed, for a bound on memory.
    private var computedElements = 0

    /// - Throws: ``GraphError/operation(node:_:)`` for nodes that cannot work, and what loading a constant throws.
    init(_ graph: OperatorGraph, inputs: [String: ValueKind]) throws {
        for (name, constant) in graph.constants { known[name] = .constant(constant) }
        for (name, kind) in inputs { known[name] = .computed(kind) }
        let results = Set(graph.outputs)
        for (number, node) in graph.nodes.enumerated() {
            let label =
                node.name.isEmpty ? node.outputs.first { !$0.isEmpty } ?? "\(number + 1)" : node.name
            switch node.operation {
            case .unsupported(let name): omissions.add(name, label)
            case .known(let call):
                let read = node.inputs.map { resolved($0) }
                guard read.allSatisfy({ $0.isEmpty || known[$0] != nil }) else {
                    omissions.behind += 1
                    continue
                }
                let step = GraphStep(label: label, call: call, inputs: read, outputs: node.outputs)
                do {
                    try add(step, results)
                } catch let error as OperatorError {
                    throw GraphError.operation(node: label, error)
                }
            }
        }
    }

    /// The name under which a value is known.
    func resolved(_ name: String) -> String { aliases[name] ?? name }

    func constant(_ name: String) -> OperatorGraph.Constant? {
        if case .constant(let constant)? = known[name] { constant } else { nil }
    }

    /// The shape of a value that is computed.
    func computed(_ name: String) -> ValueKind? {
        if case .computed(let kind)? = known[name] { kind } else { nil }
    }

    private mutating func add(_ step: GraphStep, _ results: Set<String>) throws {
        let operands = step.inputs.map { $0.isEmpty ? nil : known[$0] }
        if let source = passedOn(step, operands), step.outputs.dropFirst().allSatisfy(\.isEmpty),
            rename(step.outputs[0], to: source, results)
        {
            return
        }
        if let constant = try filled(step, operands) {
            known[step.outputs[0]] = .constant(constant)
            return
        }
        if let values = try folded(step, operands) {
            for (name, value) in zip(step.outputs, values) where !name.isEmpty { known[name] = .constant(value) }
            return
        }
        guard let kinds = try step.call.outputKinds(of: operands) else {
            omissions.dataDependent.append(step.label)
            return
        }
        // A reshape that leaves the shape as it is only gives it another name.
        if step.call.name.keepsElements, kinds[0] == operands[0]?.kind,
            rename(step.outputs[0], to: step.inputs[0], results)
        {
            return
        }
        for (name, kind) in zip(step.outputs, kinds) where !name.isEmpty { known[name] = .computed(kind) }
        steps.append(step)
    }

    /// - Returns: Whether a value may go by another's name: two results, or an input that is one, stay two values.
    private mutating func rename(_ name: String, to source: String, _ results: Set<String>) -> Bool {
        if results.contains(name) {
            let isInput = !steps.contains { $0.outputs.contains(source) }
            if isInput || !namedResults.insert(source).inserted || results.contains(source) { return false }
        }
        aliases[name] = source
        return true
    }

    /// The value that a node gives unchanged.
    private func passedOn(_ step: GraphStep, _ operands: [KnownOperand?]) -> String? {
        guard case .computed(let kind)?? = operands.first, let source = step.inputs.first else { return nil }
        let operation = step.call.name
        // Before opset 7 dropout says whether it trains.
        if operation == .dropout {
            return (try? step.call.attributes.flag("is_test", default: true)) == true ? source : nil
        }
        if operation == .cast {
            let target = try? step.call.attributes.int("to")
            let isSame: Bool =
                switch target.flatMap({ $0 }).flatMap(ElementCode.init) {
                case .float, .double: kind.type == .float
                case .int64: kind.type == .integer
                case .bool: kind.type == .boolean
                case .uint8, .int8, .uint16, .int16, .int32, .float16, .uint32, .uint64, .bfloat16, nil: false
                }
            return isSame ? source : nil
        }
        return operation == .identity ? source : nil
    }

    /// One value everywhere, which need not lie in memory before it is read.
    private func filled(_ step: GraphStep, _ operands: [KnownOperand?]) throws -> OperatorGraph.Constant? {
        guard step.call.name == .constantOfShape, case .constant(let sizes)?? = operands.first else { return nil }
        let call = step.call
        let read = try sizes.value()
        guard case .integer(let list) = read else { return nil }
        let shape = try Shape(validating: list.elements.map { Int($0) })
        guard shape.elementCount > 1 << 20 else { return nil }
        let type = try call.attributes.tensor("value")?.type ?? .float
        return OperatorGraph.Constant(shape, type) { try call.run([read])[0] }
    }

    /// The outputs of a node that reads constants only, or shapes, which are known.
    private mutating func folded(_ step: GraphStep, _ operands: [KnownOperand?]) throws -> [OperatorGraph.Constant]? {
        if step.call.name == .size, case let operand?? = operands.first {
            return [.init(.integer(operand.kind.shape.elementCount))]
        }
        if step.call.name == .shape, case let operand?? = operands.first {
            let sizes = operand.kind.shape.sizes
            func place(_ name: String, _ usual: Int) throws -> Int {
                let given = try step.call.attributes.int(name) ?? usual
                return min(max(given < 0 ? given + sizes.count : given, 0), sizes.count)
            }
            let (start, end) = (try place("start", 0), try place("end", sizes.count))
            return [.init(.integers(start < end ? Array(sizes[start..<end]) : []))]
        }
        let constants = operands.map { operand -> OperatorGraph.Constant? in
            if case .constant(let constant)? = operand { constant } else { nil }
        }
        guard zip(constants, operands).allSatisfy({ ($0 == nil) == ($1 == nil) }) else { return nil }
        let size = constants.reduce(0) { $0 + ($1?.shape.elementCount ?? 0) }
        computedElements += size
        let call = step.call
        // Weights that are only turned about, say, wait until they are needed.
        if size > 1 << 22 || computedElements > OperatorCall.trialLimit {
            guard let kinds = try call.outputKinds(of: operands) else { return nil }
            return kinds.enumerated().map { index, kind in
                OperatorGraph.Constant(kind.shape, kind.type) { try call.run(constants.map { try $0?.value() })[index] }
            }
        }
        let limit = min(OperatorCall.trialLimit, OperatorCall.elementLimit)
        let values = try constants.map { try $0?.value() }
        let results = try OperatorCall.$elementLimit.withValue(limit) { try call.run(values) }
        computedElements += results.reduce(0) { $0 + $1.shape.elementCount }
        return results.map { OperatorGraph.Constant($0) }
    }
}

extension OperatorName {
    /// Whether all elements stay, in their order.
    fileprivate var keepsElements: Bool {
        [.reshape, .flatten, .squeeze, .unsqueeze, .expand].contains(self)
    }
}
