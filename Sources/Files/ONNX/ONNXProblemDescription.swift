import Tensors

extension ONNXNodeLabel: CustomStringConvertible {
    /// `Conv node 'conv1' (number 3)`.
    public var description: String {
        (opType.isEmpty ? "node" : "\(opType) node")
            + (name.isEmpty ? " number \(number)" : " '\(name)' (number \(number))")
    }
}

extension ONNXProblem: CustomStringConvertible {
    /// Where, what, and what to do.
    public var description: String {
        var place: [String] = []
        if let node { place.append(node.description) }
        if let attribute { place.append("attribute '\(attribute)'") }
        if let tensor, !tensor.isEmpty { place.append("tensor '\(tensor)'") }
        if let byte { place.append("byte \(byte)") }
        return (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + fact.description
    }
}

extension ONNXProblem.Fact: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notONNX: "this is not an ONNX model. Export one, for instance with torch.onnx.export."
        case .gitPointer: "this is only Git's note of a large file. Fetch the file itself: git lfs pull."
        case .truncated: "the file ends in the middle of the model. Copy or download it again."
        case .damaged(let damage): "the file is damaged: \(damage.description). Copy or export it again."
        case .noGraph: "the model holds no graph. Export it again."
        case .tooMany(let part, let limit): "there are more than \(limit) \(part.description), which is not read."
        case .unreadable(let error): error.description

        case .unnamed(let part):
            "there are \(part.description) without a name, which ONNX forbids. Export the model again."
        case .noOperator: "the node names no operator. Export the model again."
        case .repeatedName(let name):
            "the value '\(name)' is made twice; in ONNX every value is made once. Export the model again."
        case .repeatedAttribute: "the attribute is given twice. Export the model again."
        case .unknownAttributeType(let type): "attributes of type \(type) are not known."
        case .missingValue: "the attribute has no value. Export the model again."
        case .unknownValue(let name):
            "nothing makes the value '\(name)': no node, input or initializer is called so. Export the model again."
        case .cycle(let labels):
            "nodes read each other in a cycle: \(labels.map(\.description).joined(separator: " → ")). Export the model again."
        case .sparseInitializers(let names):
            """
            the weights \(listed(names)) are stored as sparse tensors, which are not read. Store them dense: replace \
            sparse_initializer by initializer.
            """

        case .graph(let problem): problem

        case .unknownElementType(let type): "elements of type \(type) are not known to ONNX 1.23 and older."
        case .impossibleShape(let sizes): "\(listed(sizes.map(String.init))) are not the sizes of a tensor."
        case .tooManyAxes(let limit): "the tensor has more than \(limit) axes, which is not read."
        case .segmented: "the tensor is stored in segments, which are not read. Export the model again."
        case .severalFields(let first, let second):
            "elements stand both in \(first) and in \(second); only one may hold them. Export the model again."
        case .wrongField(let field, let type): "\(type) elements stand in \(field), which does not hold them."
        case .wrongCount(let field, let shape, let type, let expected?, let found):
            """
            \(type) elements of the shape \(shape) take \(expected) \(field == .rawData ? "bytes" : "numbers") of \
            \(field), but there are \(found). Export the model again.
            """
        case .wrongCount(_, let shape, let type, nil, _): "no file can hold \(type) elements of the shape \(shape)."
        case .cannotConvert(let type, let wanted): "\(type) elements cannot be read as \(wanted)."
        case .external(let file, let problem):
            (file.map { "the external data '\($0)' " } ?? "the external data ") + problem.description

        case .cannotWrite(let attribute?): "an attribute holding \(attribute.description) cannot be written."
        case .cannotWrite(nil): "an attribute holding a graph cannot be written."
        case .tooLarge(let bytes): "the model would take \(bytes) bytes; one ONNX file holds less than 2 GiB."
        }
    }

    private func listed(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
    }
}

extension ONNXProblem.Damage: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownField: "no field can begin like this"
        case .unexpectedKind: "a field is not of the kind that ONNX gives it"
        case .overlongNumber: "a number is longer than 64 bits"
        case .partOfNumber: "packed numbers end in the middle of one"
        case .overrun: "a part is longer than what it is a part of"
        }
    }
}

extension ONNXProblem.Part: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nodes: "nodes"
        case .values: "values"
        case .initializers: "initializers"
        case .attributes: "attributes"
        case .outputs: "outputs"
        }
    }
}

extension ONNXProblem.External: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noLocation: "names no file. Export the model again."
        case .malformed(let key, let value): "says '\(value)' for '\(key)', which is no number of bytes."
        case .absolutePath: "is named by an absolute path, which is not followed. Put the file beside the model."
        case .leavesFolder: "lies outside the model's folder and is not read. Put the file beside the model."
        case .missing: "is not there. Put the file beside the model, or save it as one file: onnx.save(onnx.load(…))."
        case .notFile: "is not a file."
        case .outOfRange(let offset, let length, let size):
            "holds \(size) bytes, but \(length) from byte \(offset) on are asked for. Copy both files again."
        case .wrongLength(let length, let needed):
            "is said to take \(length) bytes, but the shape takes \(needed). Export the model again."
        case .overlaps(let tensor): "overlaps the data of the tensor '\(tensor)'. Export the model again."
        case .withoutFolder: "lies outside the bytes given. Read the model from its file."
        }
    }
}

extension ONNXAttribute.Unsupported: CustomStringConvertible {
    public var description: String {
        switch self {
        case .graphs: "graphs"
        case .sparseTensor: "a sparse tensor"
        case .sparseTensors: "sparse tensors"
        case .type: "a type"
        case .types: "types"
        case .reference: "a reference"
        }
    }
}
