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
            !(results.contains(step.outputs[0]) && isInput(source))
        {
            aliases[step.outputs[0]] = source
            return
        }
        if let values = try folded(step, operands) {
            for (name, value) in zip(step.outputs, values) where !name.isEmpty { known[name] = .constant(.init(value)) }
            return
        }
        guard let kinds = try step.call.outputKinds(of: operands) else {
            omissions.dataDependent.append(step.label)
            return
        }
        // A reshape that leaves the shape as it is only gives it another name.
        if step.call.name.keepsElements, kinds[0] == operands[0]?.kind,
            !(results.contains(step.outputs[0]) && isInput(step.inputs[0]))
        {
            aliases[step.outputs[0]] = step.inputs[0]
            return
        }
        for (name, kind) in zip(step.outputs, kinds) where !name.isEmpty { known[name] = .computed(kind) }
        steps.append(step)
    }

    private func isInput(_ name: String) -> Bool { !steps.contains { $0.outputs.contains(name) } }

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

    /// The outputs of a node that reads constants only, or shapes, which are known.
    private func folded(_ step: GraphStep, _ operands: [KnownOperand?]) throws -> [Value]? {
        if step.call.name == .size, case let operand?? = operands.first {
            return [.integer(operand.kind.shape.elementCount)]
        }
        if step.call.name == .shape, case let operand?? = operands.first {
            let sizes = operand.kind.shape.sizes
            func place(_ name: String, _ usual: Int) throws -> Int {
                let given = try step.call.attributes.int(name) ?? usual
                return min(max(given < 0 ? given + sizes.count : given, 0), sizes.count)
            }
            let (start, end) = (try place("start", 0), try place("end", sizes.count))
            return [.integers(start < end ? Array(sizes[start..<end]) : [])]
        }
        var values: [Value?] = []
        for operand in operands {
            switch operand {
            case nil: values.append(nil)
            case .constant(let constant):
                if constant.shape.elementCount > OperatorCall.trialLimit { return nil }
                values.append(try constant.value())
            case .computed: return nil
            }
        }
        return try OperatorCall.$elementLimit.withValue(OperatorCall.trialLimit) { try step.call.run(values) }
    }
}

extension OperatorName {
    /// Whether all elements stay, in their order.
    fileprivate var keepsElements: Bool {
        [.reshape, .flatten, .squeeze, .unsqueeze, .expand].contains(self)
    }
}
