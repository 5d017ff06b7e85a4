extension ONNXReader {
    /// A `ValueInfoProto`.
    func value(_ message: WireReader) throws(ONNXProblem) -> ONNXValue {
        var reader = message
        var value = ONNXValue("", .unknown)
        while let field = try reader.nextField() {
            switch field {
            case 1: value.name = try reader.text()
            case 2: value.kind = try kind(reader.message())
            default: try reader.skip()
            }
        }
        return value
    }

    /// A `TypeProto`.
    private func kind(_ message: WireReader) throws(ONNXProblem) -> ONNXValue.Kind {
        var reader = message
        var kind = ONNXValue.Kind.unknown
        while let field = try reader.nextField() {
            switch field {
            case 1:
                kind = try tensorKind(reader.message())
                continue
            case 4: kind = .sequence
            case 5: kind = .map
            case 7: kind = .opaque
            case 8: kind = .sparseTensor
            case 9: kind = .optional
            default: break
            }
            try reader.skip()
        }
        return kind
    }

    /// A `TypeProto.Tensor`.
    private func tensorKind(_ message: WireReader) throws(ONNXProblem) -> ONNXValue.Kind {
        var reader = message
        var type: ONNXElementType?
        var dimensions: [ONNXDimension]?
        while let field = try reader.nextField() {
            switch field {
            case 1: type = ONNXElementType(rawValue: try reader.integer())
            case 2:
                var shape = try reader.message()
                var sizes: [ONNXDimension] = []
                while let field = try shape.nextField() {
                    if field == 1 {
                        if sizes.count == Self.mostAxes { throw ONNXProblem(.tooManyAxes(limit: Self.mostAxes)) }
                        sizes.append(try dimension(shape.message()))
                    } else {
                        try shape.skip()
                    }
                }
                dimensions = sizes
            default: try reader.skip()
            }
        }
        return .tensor(type, dimensions: dimensions)
    }

    private func dimension(_ message: WireReader) throws(ONNXProblem) -> ONNXDimension {
        var reader = message
        var dimension = ONNXDimension.unknown
        while let field = try reader.nextField() {
            switch field {
            case 1:
                let size = try reader.integer()
                dimension = size < 0 ? .unknown : .known(size)
            case 2:
                let name = try reader.text()
                dimension = name.isEmpty ? .unknown : .named(name)
            default: try reader.skip()
            }
        }
        return dimension
    }
}
