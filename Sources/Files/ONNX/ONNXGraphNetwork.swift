public import Execution
import Tensors

extension ONNXModel {
    /// The graph as what can be run and shown; weights stay in the file until they are asked for.
    public var operatorGraph: OperatorGraph {
        var result = OperatorGraph()
        result.name = graph.name
        result.inputs = graph.requiredInputs.map { input in
            switch input.kind {
            case .tensor(let type, let dimensions):
                OperatorGraph.Input(input.name, type?.valueType, sizes: dimensions?.map(\.size))
            case .sparseTensor, .sequence, .map, .optional, .opaque, .unknown:
                OperatorGraph.Input(input.name, nil, sizes: nil)
            }
        }
        result.outputs = graph.outputs.map(\.name)
        for tensor in graph.initializers {
            if let type = tensor.elementType.valueType {
                result.constants[tensor.name] = OperatorGraph.Constant(tensor.shape, type) { try tensor.value() }
            }
        }
        result.nodes = graph.nodes.map { node in
            OperatorGraph.Node(node.name, operation(node), inputs: node.inputs, outputs: node.outputs)
        }
        return result
    }

    private func operation(_ node: ONNXNode) -> OperatorGraph.Node.Operation {
        let title = node.domain.isEmpty ? node.opType : "\(node.domain).\(node.opType)"
        guard node.domain.isEmpty, !functions.contains(title), let name = OperatorName(rawValue: node.opType),
            let attributes = try? OperatorAttributes(node.attributes)
        else { return .unsupported(title) }
        return .known(
            OperatorCall(
                name, attributes, opset: opset, outputCount: (node.outputs.lastIndex { !$0.isEmpty } ?? 0) + 1))
    }
}

extension GraphNetwork {
    /// The network of a model.
    ///
    /// - Parameters:
    ///   - model: What was read.
    ///   - path: Its file, which names it and stands before errors.
    ///   - shapes: Of inputs, by name, instead of what the file leaves open.
    /// - Throws: ``FileError/onnx(path:_:)`` for graphs that cannot work, `NetworkError`.
    public init(_ model: ONNXModel, path: String, shapes: [String: [Int]] = [:]) throws {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        do {
            try self.init(model.operatorGraph, title: file, shapes: shapes)
        } catch let error as GraphError {
            throw FileError.onnx(path: path, ONNXProblem(.graph(error.description)))
        }
    }
}

extension OperatorAttributes {
    /// - Throws: ``ONNXProblem`` or ``FileError`` for what no operator takes that is run.
    fileprivate init(_ attributes: [String: ONNXAttribute]) throws {
        self.init()
        for (name, attribute) in attributes {
            switch attribute {
            case .float(let value): values[name] = .float(value)
            case .int(let value): values[name] = .int(value)
            case .string(let value): values[name] = .string(value)
            case .tensor(let tensor): values[name] = .tensor(try tensor.value())
            case .floats(let list): values[name] = .floats(list)
            case .ints(let list): values[name] = .ints(list)
            case .strings(let list): values[name] = .strings(list)
            case .graph, .tensors, .unsupported: throw ONNXProblem(.missingValue)
            }
        }
    }
}

extension ONNXDimension {
    fileprivate var size: Int? {
        if case .known(let size) = self { size } else { nil }
    }
}

extension ONNXElementType {
    /// What values are carried as; nothing for elements that are no numbers.
    fileprivate var valueType: Value.ElementType? {
        switch self {
        case .float, .float16, .double, .bfloat16: .float
        case .uint8, .int8, .uint16, .int16, .int32, .int64, .uint32, .uint64: .integer
        case .bool: .boolean
        case .string, .complex64, .complex128, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .uint4,
            .int4, .float4e2m1, .float8e8m0, .uint2, .int2:
            nil
        }
    }
}

extension ONNXTensor {
    /// - Throws: what ``floats()`` and ``integers()`` throw.
    fileprivate func value() throws(FileError) -> Value {
        switch elementType.valueType {
        case .integer: .integer(IntegerTensor(shape, try integers().map(Int64.init)))
        case .boolean: .boolean(BooleanTensor(shape, try booleans()))
        case .float, nil: .float(try tensor())
        }
    }
}
