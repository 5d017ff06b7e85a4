/// The value of an attribute (`AttributeProto`).
public enum ONNXAttribute: Sendable {
    case float(Float)
    case int(Int)
    case string(String)
    case tensor(ONNXTensor)
    /// A graph inside a node, as in `If` and `Loop`: only what is needed to say that it is there.
    case graph(ONNXSubgraph)
    case floats([Float])
    case ints([Int])
    case strings([String])
    case tensors([ONNXTensor])
    /// A kind of value that is not read.
    case unsupported(Unsupported)

    public enum Unsupported: Sendable, Hashable {
        case graphs, sparseTensor, sparseTensors, type, types
        /// Of a function, filled in where it is used.
        case reference
    }
}

/// What is read of a graph inside a node. Graphs inside it are not looked into.
public struct ONNXSubgraph: Sendable, Hashable {
    public let name: String
    /// The operators of its nodes, in order.
    public let operators: [String]
}
