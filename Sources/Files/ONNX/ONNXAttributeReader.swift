extension ONNXReader {
    /// An `AttributeProto`: its name and value.
    mutating func attribute(_ message: WireReader) throws(ONNXProblem) -> (name: String, value: ONNXAttribute) {
        var reader = message
        var found = Fields()
        do throws(ONNXProblem) {
            while let field = try reader.nextField() {
                switch field {
                case 1: found.name = try reader.text()
                case 2: found.float = try reader.float()
                case 3: found.int = try reader.integer()
                case 4: found.string = try reader.text()
                case 5: found.tensor = try tensor(reader.message())
                case 6: found.graph = try subgraph(reader.message())
                case 7: try reader.appendFloats(to: &found.floats)
                case 8: try reader.appendIntegers(to: &found.ints)
                case 9: found.strings.append(try reader.text())
                case 10: found.tensors.append(try tensor(reader.message()))
                case 20: found.type = try reader.integer()
                case 21: found.isReference = try !reader.text().isEmpty
                default:
                    found.other = Self.unsupported[field] ?? found.other
                    try reader.skip()
                }
            }
            if found.name.isEmpty { throw ONNXProblem(.unnamed(.attributes), byte: reader.position) }
            return (found.name, try found.value())
        } catch {
            var error = error
            if error.attribute == nil, !found.name.isEmpty { error.attribute = found.name }
            throw error
        }
    }

    /// Kinds of values that are not read, by the fields that hold them.
    private static let unsupported: [Int: ONNXAttribute.Unsupported] = [
        11: .graphs, 14: .type, 15: .types, 22: .sparseTensor, 23: .sparseTensors,
    ]

    private struct Fields {
        var name = ""
        /// Files of IR version 1 do not say it.
        var type = 0
        var float: Float?
        var int: Int?
        var string: String?
        var tensor: ONNXTensor?
        var graph: ONNXSubgraph?
        var floats: [Float] = []
        var ints: [Int] = []
        var strings: [String] = []
        var tensors: [ONNXTensor] = []
        var other: ONNXAttribute.Unsupported?
        var isReference = false

        func value() throws(ONNXProblem) -> ONNXAttribute {
            if isReference { return .unsupported(.reference) }
            switch type {
            case 0: return try present()
            case 1: return .float(float ?? 0)
            case 2: return .int(int ?? 0)
            case 3: return .string(string ?? "")
            case 4:
                guard let tensor else { throw ONNXProblem(.missingValue) }
                return .tensor(tensor)
            case 5:
                guard let graph else { throw ONNXProblem(.missingValue) }
                return .graph(graph)
            case 6: return .floats(floats)
            case 7: return .ints(ints)
            case 8: return .strings(strings)
            case 9: return .tensors(tensors)
            case 10: return .unsupported(.graphs)
            case 11: return .unsupported(.sparseTensor)
            case 12: return .unsupported(.sparseTensors)
            case 13: return .unsupported(.type)
            case 14: return .unsupported(.types)
            default: throw ONNXProblem(.unknownAttributeType(type))
            }
        }

        /// The value that is there.
        private func present() throws(ONNXProblem) -> ONNXAttribute {
            if let float { return .float(float) }
            if let int { return .int(int) }
            if let string { return .string(string) }
            if let tensor { return .tensor(tensor) }
            if let graph { return .graph(graph) }
            if !floats.isEmpty { return .floats(floats) }
            if !ints.isEmpty { return .ints(ints) }
            if !strings.isEmpty { return .strings(strings) }
            if !tensors.isEmpty { return .tensors(tensors) }
            if let other { return .unsupported(other) }
            throw ONNXProblem(.missingValue)
        }
    }

    /// The operators of a graph inside a node; what they hold is passed over, however deep it goes.
    private func subgraph(_ message: WireReader) throws(ONNXProblem) -> ONNXSubgraph {
        var reader = message
        var name = ""
        var operators: [String] = []
        while let field = try reader.nextField() {
            switch field {
            case 1:
                var node = try reader.message()
                var opType = ""
                while let field = try node.nextField() {
                    if field == 4 { opType = try node.text() } else { try node.skip() }
                }
                operators.append(opType)
            case 2: name = try reader.text()
            default: try reader.skip()
            }
        }
        return ONNXSubgraph(name: name, operators: operators)
    }
}
