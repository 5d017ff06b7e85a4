public import Tensors

/// What flows between operators. Every float type is carried as Float32, every integer type as Int64.
public enum Value: Hashable, Sendable {
    case float(Tensor)
    case integer(IntegerTensor)
    case boolean(BooleanTensor)

    public var shape: Shape {
        switch self {
        case .float(let tensor): tensor.shape
        case .integer(let tensor): tensor.shape
        case .boolean(let tensor): tensor.shape
        }
    }

    public var type: ElementType {
        switch self {
        case .float: .float
        case .integer: .integer
        case .boolean: .boolean
        }
    }

    public enum ElementType: String, Hashable, Sendable, CaseIterable {
        case float, integer, boolean
    }

    /// One number without axes, or a list of them.
    public static func integers(_ values: [Int]) -> Value {
        .integer(IntegerTensor([values.count], values.map(Int64.init)))
    }
    public static func integer(_ value: Int) -> Value { .integer(IntegerTensor([], [Int64(value)])) }
    public static func float(_ value: Float) -> Value { .float(Tensor([], [value])) }
}

/// Integers in a grid of any rank, row-major.
public typealias IntegerTensor = ElementGrid<Int64>

/// Truth values in a grid of any rank, row-major.
public typealias BooleanTensor = ElementGrid<Bool>

/// What a `Tensor` is to Float32, for other elements.
public struct ElementGrid<Element: Hashable & Sendable>: Hashable, Sendable {
    public let shape: Shape
    public private(set) var elements: [Element]

    /// - Precondition: `elements.count == shape.elementCount`.
    public init(_ shape: Shape, _ elements: [Element]) {
        precondition(elements.count == shape.elementCount, "\(elements.count) elements for a \(shape) grid")
        self.shape = shape
        self.elements = elements
    }
}

extension Value {
    /// The same elements under another shape.
    ///
    /// - Precondition: both shapes have as many elements.
    func reshaped(to shape: Shape) -> Value {
        switch self {
        case .float(let tensor): .float(tensor.reshaped(to: shape))
        case .integer(let tensor): .integer(IntegerTensor(shape, tensor.elements))
        case .boolean(let tensor): .boolean(BooleanTensor(shape, tensor.elements))
        }
    }

    /// Integers as floats, truth as 0 and 1.
    var floats: Tensor {
        switch self {
        case .float(let tensor): tensor
        case .integer(let tensor): Tensor(tensor.shape, tensor.elements.map(Float.init))
        case .boolean(let tensor): Tensor(tensor.shape, tensor.elements.map { $0 ? 1 : 0 })
        }
    }
}
