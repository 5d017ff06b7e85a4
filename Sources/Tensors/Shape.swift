/// The sizes of a tensor's axes, outermost first: `[C, H, W]`, `[N, C, H, W]`, `[F, C, kh, kw]`.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, RandomAccessCollection {
    public let sizes: [Int]

    /// - Precondition: no size is negative and their product, without zeros, fits an `Int`. Sizes that come from a file go through
    ///   ``init(validating:)``.
    public init(_ sizes: [Int]) {
        guard let shape = try? Shape(validating: sizes) else {
            preconditionFailure("not the sizes of a tensor: \(sizes)")
        }
        self = shape
    }

    public init(arrayLiteral sizes: Int...) {
        self.init(sizes)
    }

    /// - Throws: ``ShapeError/impossibleSizes(_:)`` if a size is negative or the product of the others overflows.
    public init(validating sizes: [Int]) throws(ShapeError) {
        // Empty axes count as one here, so that ``strides`` fits too.
        var count = 1
        for size in sizes {
            let (product, overflow) = count.multipliedReportingOverflow(by: Swift.max(size, 1))
            guard size >= 0, !overflow else { throw .impossibleSizes(sizes) }
            count = product
        }
        self.sizes = sizes
        self.elementCount = sizes.contains(0) ? 0 : count
    }

    /// The shape of a tensor that is about to be made.
    ///
    /// - Throws: ``ShapeError/impossibleSizes(_:)``, and ``ShapeError/tooManyElements(_:)`` past 2³¹ (8 GiB): memory that
    ///   cannot be had is a trap.
    init(computing sizes: [Int]) throws(ShapeError) {
        try self.init(validating: sizes)
        guard elementCount <= 1 << 31 else { throw .tooManyElements(self) }
    }

    /// The product of all sizes; 1 for a scalar (no axes).
    public let elementCount: Int

    public var rank: Int { sizes.count }
    public var startIndex: Int { 0 }
    public var endIndex: Int { sizes.count }
    public subscript(axis: Int) -> Int { sizes[axis] }

    /// How many elements lie between neighbours along each axis, row-major: `[H·W, W, 1]` for `[C, H, W]`.
    public var strides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * sizes[axis + 1]
        }
        return strides
    }
}

extension Shape: CustomStringConvertible {
    /// As people write it: `3 × 28 × 28`.
    public var description: String {
        sizes.isEmpty ? "scalar" : sizes.map(String.init).joined(separator: " × ")
    }
}

extension Shape {
    /// Sizes joined end to end: `[N, C] + [H, W]`.
    static func + (left: Shape, right: [Int]) -> Shape {
        Shape(left.sizes + right)
    }
}
