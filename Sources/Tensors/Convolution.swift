/// Convolution as deep learning means it, in 1, 2 or 3 dimensions, over batches, channels and groups.
///
/// Input `[C, …]` or `[N, C, …]`, weights `[F, C/g, …]`, bias `[F]`, output `[F, …]` or `[N, F, …]`; the dots are one size
/// per spatial axis, `o = ⌊(i + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1`.
/// Cost: `N · F · C/g · Πk · Πo` multiply-accumulates.
public struct Convolution: Hashable, Sendable {
    public var stride: PerAxis
    public var dilation: PerAxis
    public var padding: Padding
    public var border: Border
    public var groups: Int
    public var operation: Operation

    public enum Operation: Hashable, Sendable, CaseIterable {
        /// The kernel as it stands: deep learning, OpenCV, ONNX.
        case crossCorrelation
        /// The kernel turned by 180°: mathematics, SciPy's `convolve`.
        case convolution
    }

    public init(
        stride: PerAxis = 1, dilation: PerAxis = 1, padding: Padding = .valid, border: Border = .zeros, groups: Int = 1,
        operation: Operation = .crossCorrelation
    ) {
        self.stride = stride
        self.dilation = dilation
        self.padding = padding
        self.border = border
        self.groups = groups
        self.operation = operation
    }

    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func outputShape(for input: Shape, weights: Shape) throws(ShapeError) -> Shape {
        try ConvolutionPlan(self, input: input, weights: weights, bias: nil).output
    }

    /// The output, by the fastest way there is. ``definition(_:weights:bias:)`` says what it computes; zero weights may
    /// be skipped, so an infinite or missing number under one need not spread.
    ///
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func callAsFunction(_ input: Tensor, weights: Tensor, bias: Tensor? = nil) throws(ShapeError) -> Tensor {
        let plan = try ConvolutionPlan(self, input: input.shape, weights: weights.shape, bias: bias?.shape)
        return Tensor(plan.output) { plan.run(input, weights: weights, bias: bias, into: $0) }
    }

    /// The same into a tensor that is already there, whose memory is used again if its shape fits.
    ///
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func callAsFunction(
        _ input: Tensor, weights: Tensor, bias: Tensor? = nil, into output: inout Tensor
    ) throws(ShapeError) {
        let plan = try ConvolutionPlan(self, input: input.shape, weights: weights.shape, bias: bias?.shape)
        if output.shape != plan.output { output = Tensor(plan.output) }
        output.withUnsafeMutableElements { plan.run(input, weights: weights, bias: bias, into: $0) }
    }

    /// The output, as a textbook defines it: one sum of products per element, in Float64.
    ///
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func definition(_ input: Tensor, weights: Tensor, bias: Tensor? = nil) throws(ShapeError) -> Tensor {
        let plan = try ConvolutionPlan(self, input: input.shape, weights: weights.shape, bias: bias?.shape)
        return plan.definition(input, weights: weights, bias: bias)
    }
}
