public import Tensors

/// What is wrong with an ONNX file, and where. Holds the facts; ``description`` puts them into words.
public struct ONNXProblem: Error, Equatable, Sendable {
    public enum Fact: Equatable, Sendable {
        // The bytes
        case notONNX
        /// What Git leaves in the place of a large file that was not fetched.
        case gitPointer
        case truncated
        case damaged(Damage)
        case noGraph
        case tooMany(Part, limit: Int)
        /// The system's own error, told as that.
        case unreadable(FileError)

        // The graph
        case unnamed(Part)
        case noOperator
        case repeatedName(String)
        case repeatedAttribute
        case unknownAttributeType(Int)
        case missingValue
        /// A value that a node reads or the graph gives, and that nothing makes.
        case unknownValue(String)
        /// Nodes that read each other, the first one again at the end.
        case cycle([ONNXNodeLabel])
        case sparseInitializers([String])
        /// What running the graph would meet, in words.
        case graph(String)

        // Tensors
        case unknownElementType(Int)
        case impossibleShape([Int])
        case tooManyAxes(limit: Int)
        case segmented
        case severalFields(ONNXTensorField, ONNXTensorField)
        case wrongField(ONNXTensorField, ONNXElementType)
        /// In elements of `field`; bytes for `raw_data`.
        case wrongCount(ONNXTensorField, shape: Shape, ONNXElementType, expected: Int?, found: Int)
        case cannotConvert(ONNXElementType, to: String)
        case external(file: String?, External)

        // Writing
        case cannotWrite(attribute: ONNXAttribute.Unsupported?)
        case tooLarge(bytes: Int)
    }

    /// How the wire format is broken.
    public enum Damage: Sendable, Hashable {
        case unknownField, unexpectedKind, overlongNumber, partOfNumber, overrun
    }

    public enum Part: Sendable, Hashable {
        case nodes, values, initializers, attributes, outputs
    }

    /// What is wrong with data that a tensor keeps in another file.
    public enum External: Error, Equatable, Sendable {
        case noLocation
        case malformed(key: String, value: String)
        case absolutePath
        case leavesFolder
        case missing
        case notFile
        case outOfRange(offset: Int, length: Int, size: Int)
        /// `length` is what the tensor says, `needed` what its shape takes.
        case wrongLength(length: Int, needed: Int)
        case overlaps(tensor: String)
        case withoutFolder
    }

    public let fact: Fact
    public internal(set) var node: ONNXNodeLabel?
    public internal(set) var attribute: String?
    public internal(set) var tensor: String?
    /// Where in the file.
    public internal(set) var byte: Int?

    init(_ fact: Fact, tensor: String? = nil, byte: Int? = nil) {
        self.fact = fact
        self.tensor = tensor
        self.byte = byte
    }

    /// The same problem, with the node it is in.
    func inside(_ node: ONNXNodeLabel, attribute: String? = nil) -> ONNXProblem {
        var problem = self
        problem.node = problem.node ?? node
        problem.attribute = problem.attribute ?? attribute
        return problem
    }
}

/// What people find a node by.
public struct ONNXNodeLabel: Sendable, Hashable {
    public let name: String
    public let opType: String
    /// From 1, in the file's order.
    public let number: Int

    init(_ node: ONNXNode, number: Int) {
        (name, opType, self.number) = (node.name, node.opType, number)
    }
}
