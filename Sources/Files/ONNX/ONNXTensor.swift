public import Tensors

/// A named constant of a model (`TensorProto`): weights, or a constant inside a node.
///
/// Its elements stay where they are, in the model's file or in one beside it, until they are asked for; that they are
/// there, and as many as the shape says, was checked before.
public struct ONNXTensor: Sendable {
    public var name: String
    public let elementType: ONNXElementType
    public let shape: Shape
    let payload: Payload

    /// Where the elements are.
    enum Payload: Sendable {
        /// Little-endian, one after the other, from a byte of a file or an array.
        case raw(ByteSource, at: Int)
        /// In a typed field of the message at this range.
        case field(ONNXTensorField, ByteSource, message: Range<Int>)
        case floats([Float])
    }

    init(name: String, elementType: ONNXElementType, shape: Shape, payload: Payload) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.payload = payload
    }

    public init(_ name: String, _ tensor: Tensor) {
        self.init(name: name, elementType: .float, shape: tensor.shape, payload: .floats(tensor.elements))
    }

    /// A tensor of int64, the type of ONNX's shapes and axes.
    ///
    /// - Precondition: `values.count == shape.elementCount`.
    public init(_ name: String, _ shape: Shape, _ values: [Int]) {
        precondition(values.count == shape.elementCount, "\(values.count) elements for a \(shape) tensor")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 * values.count)
        for value in values { withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) } }
        let source = ByteSource(bytes, name: name)
        self.init(name: name, elementType: .int64, shape: shape, payload: .raw(source, at: 0))
    }
}

/// The fields of a `TensorProto` that hold elements, by their numbers.
public enum ONNXTensorField: Int, Sendable, Hashable, CaseIterable {
    case floatData = 4
    case int32Data = 5
    case stringData = 6
    case int64Data = 7
    case rawData = 9
    case doubleData = 10
    case uint64Data = 11

    /// How one of its elements is laid out.
    var kind: WireReader.Kind {
        switch self {
        case .floatData: .fixed32
        case .doubleData: .fixed64
        case .int32Data, .int64Data, .uint64Data: .varint
        case .stringData, .rawData: .bytes
        }
    }
}

extension ONNXTensorField: CustomStringConvertible {
    /// ONNX's name: `float_data`.
    public var description: String {
        switch self {
        case .floatData: "float_data"
        case .int32Data: "int32_data"
        case .stringData: "string_data"
        case .int64Data: "int64_data"
        case .rawData: "raw_data"
        case .doubleData: "double_data"
        case .uint64Data: "uint64_data"
        }
    }
}
