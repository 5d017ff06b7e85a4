/// A window sliding along one axis: convolution's and pooling's arithmetic, in one place.
///
/// Only windows that fit can be built, so every size read from one is right.
/// Source: Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
public struct Window: Hashable, Sendable {
    public let inputSize: Int
    public let kernelSize: Int
    public let stride: Int
    public let dilation: Int
    public let padding: Padding.Sides
    /// How many positions the window takes.
    public let outputSize: Int

    public enum Rounding: Hashable, Sendable {
        case floor
        /// Pooling's ceiling: a last window that starts in the right padding is dropped (PyTorch's rule).
        case ceiling
    }

    /// - Throws: ``ShapeError`` for sizes below 1 or past all bounds, negative padding, or a window wider than the padded input.
    public init(
        inputSize: Int, kernelSize: Int, stride: Int = 1, dilation: Int = 1, padding: Padding.Sides = .init(0, 0),
        rounding: Rounding = .floor, axis: SpatialAxis? = nil
    ) throws(ShapeError) {
        // Sizes come from users: what would overflow is an error of theirs, not a trap of ours.
        try ShapeError.check("input size", [inputSize])
        try ShapeError.check("kernel size", [kernelSize])
        try ShapeError.check("stride", [stride])
        try ShapeError.check("dilation", [dilation])
        try ShapeError.check([padding])

        let padded = inputSize + padding.before + padding.after
        let freedom = padded - (dilation * (kernelSize - 1) + 1)
        guard freedom >= 0 else {
            throw .windowDoesNotFit(axis: axis, kernel: kernelSize, dilation: dilation, paddedInput: padded)
        }
        var steps = freedom / stride
        switch rounding {
        case .floor: break
        case .ceiling:
            steps = freedom / stride + (freedom % stride == 0 ? 0 : 1)
            if steps * stride >= inputSize + padding.before { steps -= 1 }
        }
        self.inputSize = inputSize
        self.kernelSize = kernelSize
        self.stride = stride
        self.dilation = dilation
        self.padding = padding
        self.outputSize = steps + 1
    }

    /// How many input positions the window spans: k' = d(k−1)+1.
    public var effectiveKernelSize: Int { dilation * (kernelSize - 1) + 1 }

    /// Padded positions at the end that no window reaches.
    public var remainder: Int {
        max(0, inputSize + padding.before + padding.after - (outputSize - 1) * stride - effectiveKernelSize)
    }

    /// Real input at the end that no window reaches.
    public var unreadAtEnd: Int { min(inputSize, max(0, remainder - padding.after)) }

    /// The input position under tap `tap` at output `output`; outside `0..<inputSize` it lies in the padding.
    public func inputIndex(output: Int, tap: Int) -> Int {
        output * stride + tap * dilation - padding.before
    }

    /// One window per axis from sizes and options as people give them.
    ///
    /// - Throws: ``ShapeError``, naming the axis.
    public static func along(
        _ input: [Int], kernel: [Int], stride: PerAxis = 1, dilation: PerAxis = 1, padding: Padding = .valid,
        rounding: Rounding = .floor
    ) throws(ShapeError) -> [Window] {
        guard (1...3).contains(input.count) else { throw .unsupportedAxes(input.count) }
        guard kernel.count == input.count else {
            throw .countPerAxis(option: "kernel size", given: kernel.count, axes: input.count)
        }
        let strides = try stride.values(axes: input.count, option: "stride")
        let dilations = try dilation.values(axes: input.count, option: "dilation")
        try ShapeError.check("input size", input)
        try ShapeError.check("kernel size", kernel)
        try ShapeError.check("stride", strides)
        try ShapeError.check("dilation", dilations)
        let effective = kernel.indices.map { dilations[$0] * (kernel[$0] - 1) + 1 }
        let sides = try padding.sides(input: input, effectiveKernel: effective, stride: strides)
        var windows: [Window] = []
        for axis in input.indices {
            windows.append(
                try Window(
                    inputSize: input[axis], kernelSize: kernel[axis], stride: strides[axis],
                    dilation: dilations[axis], padding: sides[axis], rounding: rounding,
                    axis: SpatialAxis.named(input.count)[axis]))
        }
        return windows
    }
}
