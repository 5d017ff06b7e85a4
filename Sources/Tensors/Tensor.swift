import ConvolutionKernels

/// Numbers in a grid of any rank: Float32, row-major, a value.
///
/// Copies share storage until one of them is written to.
public struct Tensor: Sendable, Hashable {
    public let shape: Shape

    /// All elements, the last axis running fastest.
    public private(set) var elements: [Float]

    /// - Precondition: `elements.count == shape.elementCount`.
    public init(_ shape: Shape, _ elements: [Float]) {
        precondition(elements.count == shape.elementCount, "\(elements.count) elements for a \(shape) tensor")
        self.shape = shape
        self.elements = elements
    }

    public init(_ shape: Shape, repeating value: Float = 0) {
        self.init(shape, [Float](repeating: value, count: shape.elementCount))
    }

    /// A tensor whose elements `fill` writes, all of them, into memory that holds nothing yet.
    public init(_ shape: Shape, fill: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
        self.shape = shape
        self.elements = try [Float](unsafeUninitializedCapacity: shape.elementCount) { buffer, count in
            try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<shape.elementCount]))
            count = shape.elementCount
        }
    }

    /// The element at one index per axis.
    ///
    /// - Precondition: every index lies inside its axis.
    public subscript(indices: Int...) -> Float {
        get { elements[offset(of: indices)] }
        set { elements[offset(of: indices)] = newValue }
    }

    private func offset(of indices: [Int]) -> Int {
        precondition(indices.count == shape.rank, "\(indices.count) indices into a \(shape) tensor")
        var offset = 0
        for (axis, index) in indices.enumerated() {
            precondition((0..<shape[axis]).contains(index), "index \(indices) outside a \(shape) tensor")
            offset = offset * shape[axis] + index
        }
        return offset
    }

    public func withUnsafeElements<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try elements.withUnsafeBufferPointer(body)
    }

    public mutating func withUnsafeMutableElements<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        try elements.withUnsafeMutableBufferPointer { try body($0) }
    }

    /// The same elements under another shape.
    ///
    /// - Precondition: both shapes have as many elements.
    public func reshaped(to shape: Shape) -> Tensor {
        Tensor(shape, elements)
    }

    /// Element `index` of the outermost axis: `[C, H, W]` gives one `[H, W]`.
    ///
    /// - Precondition: the tensor has an axis, and `index` lies inside it.
    public func slice(_ index: Int) -> Tensor {
        precondition(shape.rank > 0 && (0..<shape[0]).contains(index), "slice \(index) of a \(shape) tensor")
        let inner = Shape(Array(shape.dropFirst()))
        return Tensor(inner, Array(elements[index * inner.elementCount..<(index + 1) * inner.elementCount]))
    }

    /// Every element put through `transform`.
    public func map(_ transform: (Float) -> Float) -> Tensor {
        Tensor(shape, elements.map(transform))
    }

    /// The least and the greatest finite element; `nil` where there is none.
    public var finiteRange: ClosedRange<Float>? {
        withUnsafeElements { elements in
            guard let start = elements.baseAddress else { return nil }
            var (low, high) = (Float.infinity, -Float.infinity)
            Correlation.kernels.pointee.finite_range(start, Int64(elements.count), &low, &high)
            return low <= high ? low...high : nil
        }
    }
}
