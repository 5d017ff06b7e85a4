import Tensors

extension ONNXReader {
    /// NumPy's limit; ONNX Runtime and PyTorch stay below it.
    static let mostAxes = 64

    /// A `TensorProto`: its elements are found and counted, not read.
    mutating func tensor(_ message: WireReader) throws(ONNXProblem) -> ONNXTensor {
        var reader = message
        var found = Fields()
        let range = reader.position..<reader.end
        do throws(ONNXProblem) {
            while let field = try reader.nextField() {
                switch field {
                case 1:
                    try reader.appendIntegers(to: &found.sizes)
                    if found.sizes.count > Self.mostAxes { throw ONNXProblem(.tooManyAxes(limit: Self.mostAxes)) }
                case 2: found.type = try reader.integer()
                case 3: throw ONNXProblem(.segmented)
                case 8: found.name = try reader.text()
                case ONNXTensorField.rawData.rawValue: found.raw = try reader.range()
                case 13:
                    let (key, value) = try entry(reader.message())
                    found.external[key] = value
                case 14: found.isExternal = try reader.integer() == 1
                default:
                    guard let field = ONNXTensorField(rawValue: field) else {
                        try reader.skip()
                        continue
                    }
                    let count = try reader.countNumbers(of: field.kind)
                    if count > 0 {
                        if let other = found.typed, other.field != field {
                            throw ONNXProblem(.severalFields(other.field, field))
                        }
                        found.typed = (field, (found.typed?.count ?? 0) + count)
                    }
                }
            }
            return try tensor(found, source: reader.source, message: range)
        } catch {
            var error = error
            error.tensor = error.tensor ?? found.name
            throw error
        }
    }

    private struct Fields {
        var name = ""
        var sizes: [Int] = []
        var type = 0
        var raw: Range<Int>?
        var typed: (field: ONNXTensorField, count: Int)?
        var isExternal = false
        var external: [String: String] = [:]
    }

    private mutating func tensor(
        _ found: Fields, source: ByteSource, message: Range<Int>
    ) throws(ONNXProblem) -> ONNXTensor {
        guard let type = ONNXElementType(rawValue: found.type) else {
            throw ONNXProblem(.unknownElementType(found.type))
        }
        guard let shape = try? Shape(validating: found.sizes) else { throw ONNXProblem(.impossibleShape(found.sizes)) }
        let payload: ONNXTensor.Payload
        if found.isExternal {
            let needed = try rawByteCount(type, shape, found: 0)
            payload = try external.payload(found.external, needed: needed, tensor: found.name)
        } else if let typed = found.typed {
            if let raw = found.raw, !raw.isEmpty { throw ONNXProblem(.severalFields(.rawData, typed.field)) }
            guard typed.field == type.field else { throw ONNXProblem(.wrongField(typed.field, type)) }
            let expected = type.fieldCount(shape.elementCount)
            guard expected == typed.count else {
                throw ONNXProblem(.wrongCount(typed.field, shape: shape, type, expected: expected, found: typed.count))
            }
            payload = .field(typed.field, source, message: message)
        } else if type == .string {
            // An empty list of texts; there is no raw form of them.
            guard shape.elementCount == 0 else {
                throw ONNXProblem(.wrongCount(.stringData, shape: shape, type, expected: shape.elementCount, found: 0))
            }
            payload = .field(.stringData, source, message: message)
        } else {
            let raw = found.raw ?? 0..<0
            let needed = try rawByteCount(type, shape, found: raw.count)
            guard needed == raw.count else {
                let field = found.raw == nil ? type.field : .rawData
                let expected = found.raw == nil ? type.fieldCount(shape.elementCount) : needed
                throw ONNXProblem(.wrongCount(field, shape: shape, type, expected: expected, found: raw.count))
            }
            payload = .raw(source, at: raw.lowerBound)
        }
        return ONNXTensor(name: found.name, elementType: type, shape: shape, payload: payload)
    }

    private func rawByteCount(_ type: ONNXElementType, _ shape: Shape, found: Int) throws(ONNXProblem) -> Int {
        guard let count = type.byteCount(shape.elementCount) else {
            if type == .string { throw ONNXProblem(.wrongField(.rawData, type)) }
            throw ONNXProblem(.wrongCount(.rawData, shape: shape, type, expected: nil, found: found))
        }
        return count
    }
}
