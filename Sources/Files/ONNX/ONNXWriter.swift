import Tensors

extension ONNXModel {
    /// Writes the model with all its weights into one file, whole or not at all.
    ///
    /// Weights go from where they are straight into the file.
    ///
    /// - Throws: what ``encoded()`` throws, and ``FileError/cannotWrite(path:reason:)``.
    public func write(to path: String) throws(FileError) {
        do throws(FileError) {
            let writer = try wire()
            try AtomicFile.write(to: path) { (file) throws(FileError) in
                var start = 0
                for (end, tensor) in writer.attachments {
                    try file.write(writer.bytes[start..<end])
                    try tensor.write(to: file)
                    start = end
                }
                try file.write(writer.bytes[start...])
            }
        } catch {
            // A problem of the model to be written is told of the file to be written.
            if case .onnx("", let problem) = error { throw .onnx(path: path, problem) }
            throw error
        }
    }

    /// The model as the bytes of an `.onnx` file; tensors are written as `raw_data`, attributes sorted by name.
    ///
    /// Functions and what is known about values that are not tensors are left out.
    ///
    /// - Throws: ``FileError/onnx(path:_:)``, with no path, for attributes of kinds that are not read and from 2 GiB on; what
    ///   reading the weights throws.
    public func encoded() throws(FileError) -> [UInt8] {
        let writer = try wire()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(writer.count)
        var start = 0
        for (end, tensor) in writer.attachments {
            bytes += writer.bytes[start..<end]
            bytes += try tensor.rawBytes()
            start = end
        }
        return bytes + writer.bytes[start...]
    }

    private func wire() throws(FileError) -> WireWriter {
        // Protocol Buffers' own limit; looked at first, since sums of lengths beyond it may overflow.
        let limit = Int(Int32.max)
        let payload = graph.initializers.reduce(0) {
            let (sum, overflow) = $0.addingReportingOverflow($1.elementType.byteCount($1.shape.elementCount) ?? 0)
            return overflow ? .max : sum
        }
        if payload > limit { throw .onnx(path: "", ONNXProblem(.tooLarge(bytes: payload))) }
        var writer = WireWriter()
        if irVersion != 0 { writer.integer(irVersion, field: 1) }
        writer.optionalText(producerName, field: 2)
        writer.optionalText(producerVersion, field: 3)
        try writer.message(field: 7) { (writer) throws(FileError) in try graph.write(to: &writer) }
        for (domain, version) in opsets.sorted(by: { $0.key < $1.key }) {
            writer.message(field: 8) { writer in
                writer.text(domain, field: 1)
                writer.integer(version, field: 2)
            }
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            writer.message(field: 14) { writer in
                writer.text(key, field: 1)
                writer.text(value, field: 2)
            }
        }
        if writer.count > limit { throw .onnx(path: "", ONNXProblem(.tooLarge(bytes: writer.count))) }
        return writer
    }
}

extension ONNXGraph {
    fileprivate func write(to writer: inout WireWriter) throws(FileError) {
        for (index, node) in nodes.enumerated() {
            try writer.message(field: 1) { (writer) throws(FileError) in
                try node.write(to: &writer, label: ONNXNodeLabel(node, number: index + 1))
            }
        }
        writer.text(name, field: 2)
        for tensor in initializers {
            try writer.message(field: 5) { (writer) throws(FileError) in try tensor.write(to: &writer) }
        }
        for (field, values) in [(11, inputs), (12, outputs), (13, values)] {
            for value in values { writer.message(field: field) { value.write(to: &$0) } }
        }
    }
}

extension ONNXNode {
    fileprivate func write(to writer: inout WireWriter, label: ONNXNodeLabel) throws(FileError) {
        for input in inputs { writer.text(input, field: 1) }
        for output in outputs { writer.text(output, field: 2) }
        writer.optionalText(name, field: 3)
        writer.text(opType, field: 4)
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            try writer.message(field: 5) { (writer) throws(FileError) in
                writer.text(name, field: 1)
                guard try value.write(to: &writer) else {
                    var kind: ONNXAttribute.Unsupported?
                    if case .unsupported(let found) = value { kind = found }
                    let problem = ONNXProblem(.cannotWrite(attribute: kind)).inside(label, attribute: name)
                    throw .onnx(path: "", problem)
                }
            }
        }
        writer.optionalText(domain, field: 7)
    }
}

extension ONNXAttribute {
    /// Writes the value and its type; false if that is a kind that is not written.
    fileprivate func write(to writer: inout WireWriter) throws(FileError) -> Bool {
        switch self {
        case .float(let value):
            writer.float(value, field: 2)
            writer.integer(1, field: 20)
        case .int(let value):
            writer.integer(value, field: 3)
            writer.integer(2, field: 20)
        case .string(let value):
            writer.text(value, field: 4)
            writer.integer(3, field: 20)
        case .tensor(let tensor):
            try writer.message(field: 5) { (writer) throws(FileError) in try tensor.write(to: &writer) }
            writer.integer(4, field: 20)
        case .floats(let values):
            for value in values { writer.float(value, field: 7) }
            writer.integer(6, field: 20)
        case .ints(let values):
            for value in values { writer.integer(value, field: 8) }
            writer.integer(7, field: 20)
        case .strings(let values):
            for value in values { writer.text(value, field: 9) }
            writer.integer(8, field: 20)
        case .tensors(let tensors):
            for tensor in tensors {
                try writer.message(field: 10) { (writer) throws(FileError) in try tensor.write(to: &writer) }
            }
            writer.integer(9, field: 20)
        case .graph, .unsupported: return false
        }
        return true
    }
}

extension ONNXTensor {
    fileprivate func write(to writer: inout WireWriter) throws(FileError) {
        for size in shape { writer.integer(size, field: 1) }
        writer.integer(elementType.rawValue, field: 2)
        if elementType == .string {
            for text in try strings() { writer.text(text, field: ONNXTensorField.stringData.rawValue) }
            writer.optionalText(name, field: 8)
        } else {
            writer.optionalText(name, field: 8)
            writer.elements(of: self, field: ONNXTensorField.rawData.rawValue)
        }
    }

    /// - Precondition: the type has a form in `raw_data`.
    var rawByteCount: Int { elementType.byteCount(shape.elementCount)! }

    fileprivate func write(to file: OutputFile) throws(FileError) {
        // Most are floats in memory already as the file wants them.
        if case .floats(let elements) = payload, 1.littleEndian == 1 {
            try file.write(elements[...])
        } else {
            try file.write(try rawBytes()[...])
        }
    }
}

extension ONNXValue {
    fileprivate func write(to writer: inout WireWriter) {
        writer.text(name, field: 1)
        guard case .tensor(let type, let dimensions) = kind else { return }
        writer.message(field: 2) { writer in
            writer.message(field: 1) { writer in
                if let type { writer.integer(type.rawValue, field: 1) }
                guard let dimensions else { return }
                writer.message(field: 2) { writer in
                    for dimension in dimensions { writer.message(field: 1) { dimension.write(to: &$0) } }
                }
            }
        }
    }
}

extension ONNXDimension {
    fileprivate func write(to writer: inout WireWriter) {
        switch self {
        case .known(let size): writer.integer(size, field: 1)
        case .named(let name): writer.text(name, field: 2)
        case .unknown: break
        }
    }
}
