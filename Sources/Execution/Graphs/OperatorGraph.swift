public import Tensors

/// A graph of operators as ONNX has it: values with names, constants among them, and nodes that make one from others.
public struct OperatorGraph: Sendable {
    public var name = ""
    public var inputs: [Input] = []
    /// The names of the values that are results.
    public var outputs: [String] = []
    public var constants: [String: Constant] = [:]
    /// Each after those that it reads.
    public var nodes: [Node] = []

    public init() {}

    public struct Input: Sendable {
        public let name: String
        /// Nothing for what values here cannot stand for.
        public let elements: Value.ElementType?
        /// Nothing for a size that the file leaves open, or for all of them.
        public let sizes: [Int?]?

        public init(_ name: String, _ elements: Value.ElementType?, sizes: [Int?]?) {
            (self.name, self.elements, self.sizes) = (name, elements, sizes)
        }
    }

    public struct Node: Sendable {
        public enum Operation: Sendable {
            case known(OperatorCall)
            /// Its name, after its domain where it is not ONNX's own.
            case unsupported(String)
        }

        /// May be empty, and need not be unique.
        public let name: String
        public let operation: Operation
        /// Empty for an input that is left out.
        public let inputs: [String]
        public let outputs: [String]

        public init(_ name: String, _ operation: Operation, inputs: [String], outputs: [String]) {
            (self.name, self.operation, self.inputs, self.outputs) = (name, operation, inputs, outputs)
        }
    }

    /// A value that is known from the start; it may stay in its file until it is asked for.
    public struct Constant: Sendable {
        public let shape: Shape
        public let type: Value.ElementType
        private let load: @Sendable () throws -> Value

        /// - Precondition: what is loaded has the shape and type.
        public init(_ shape: Shape, _ type: Value.ElementType, load: @escaping @Sendable () throws -> Value) {
            (self.shape, self.type, self.load) = (shape, type, load)
        }

        public init(_ value: Value) {
            self.init(value.shape, value.type) { value }
        }

        public func value() throws -> Value { try load() }
    }
}

/// Why a graph cannot be run or shown. Holds the facts; ``description`` puts them into words.
public enum GraphError: Error, Sendable {
    /// Nothing says what shape an input has.
    case openInput(String, sizes: [Int?]?)
    case inputType(String)
    case inputShape(String, given: [Int], expected: [Int?])
    case unknownInput(String, inputs: [String])
    case operation(node: String, OperatorError)
    /// The same, where it may be due to a size that was assumed.
    case assumption(String, node: String, OperatorError)
    /// The values that were asked for, and why they are not there.
    case leftOut([String], GraphOmissions)
}

extension GraphError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .openInput(let name, let sizes):
            "the file does not say \(sizes == nil ? "what shape" : "all sizes of") the input '\(name)'\(sizes == nil ? " has" : "")."
                + " Give it with --input."
        case .inputType(let name): "the input '\(name)' holds elements that are no numbers."
        case .inputShape(let name, let given, let expected):
            "'\(name)' is given as \(given.map(String.init).joined(separator: "x")), but the file says "
                + "\(expected.map { $0.map(String.init) ?? "?" }.joined(separator: "x"))."
        case .unknownInput(let name, let inputs):
            "no input is called '\(name)'; there are \(inputs.joined(separator: ", "))."
        case .operation(let node, let error): "node '\(node)': \(error)"
        case .assumption(let assumed, let node, let error): "\(assumed). With that, node '\(node)': \(error)"
        case .leftOut(let names, let omissions):
            "\(names.prefix(5).joined(separator: ", ")) cannot be computed. \(omissions.words)"
        }
    }
}

/// What of a graph is not in its network: operators that are not supported, and all that reads them.
public struct GraphOmissions: Sendable, Equatable {
    /// The operators that are not supported, each with the names of its nodes.
    public var unsupported: [(operation: String, nodes: [String])] = []
    /// Nodes whose outputs have shapes that depend on the data.
    public var dataDependent: [String] = []
    /// How many nodes read what is left out.
    public var behind = 0

    public var isEmpty: Bool { unsupported.isEmpty && dataDependent.isEmpty }

    mutating func add(_ operation: String, _ node: String) {
        if let place = unsupported.firstIndex(where: { $0.operation == operation }) {
            unsupported[place].nodes.append(node)
        } else {
            unsupported.append((operation, [node]))
        }
    }

    public static func == (a: Self, b: Self) -> Bool { a.words == b.words }

    /// `Not supported: NonMaxSuppression (node nms), If (nodes a, b). …`
    public var words: String {
        func list(_ names: [String]) -> String {
            (names.count == 1 ? "node " : "nodes ") + names.prefix(4).joined(separator: ", ")
                + (names.count > 4 ? " and \(names.count - 4) more" : "")
        }
        var sentences: [String] = []
        if !unsupported.isEmpty {
            let items = unsupported.map { "\($0.operation) (\(list($0.nodes)))" }
            sentences.append("Not supported: \(items.joined(separator: ", ")).")
        }
        if !dataDependent.isEmpty {
            sentences.append("The shape of \(list(dataDependent)) depends on the data.")
        }
        if behind > 0 {
            sentences.append(
                "\(behind) \(behind == 1 ? "node that reads it is" : "nodes that read them are") left out.")
        }
        return sentences.joined(separator: " ")
    }
}
