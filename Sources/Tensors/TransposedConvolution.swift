/// The convolution that leads back: each input element spreads its value, times the kernel, over the output.
///
/// Input `[C, …]` or `[N, C, …]`, weights `[C, F/g, …]`, bias `[F]`, output `[F, …]` or `[N, F, …]` with
/// `o = (i−1)s − p₀ − p₁ + d(k−1) + 1 + output padding`. Cost: `N · C · F/g · Πk · Πi` multiply-accumulates.
/// Source: Zeiler et al., *Deconvolutional networks*, 2010; Dumoulin and Visin, 2016, relationship 14.
public struct TransposedConvolution: Hashable, Sendable {
    public var stride: PerAxis
    public var dilation: PerAxis
    /// What the convolution that it leads back from was padded with: this much is cropped from the output. `same` gives
    /// stride times the input.
    public var padding: Padding
    /// Rows added at the end, where several input sizes of that convolution gave the same output size.
    public var outputPadding: PerAxis
    public var groups: Int

    public init(
        stride: PerAxis = 1, dilation: PerAxis = 1, padding: Padding = .valid, outputPadding: PerAxis = 0,
        groups: Int = 1
    ) {
        self.stride = stride
        self.dilation = dilation
        self.padding = padding
        self.outputPadding = outputPadding
        self.groups = groups
    }

    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func outputShape(for input: Shape, weights: Shape) throws(ShapeError) -> Shape {
        try TransposedConvolutionPlan(self, input: input, weights: weights, bias: nil).output
    }

    /// The output, by the fastest way there is.
    ///
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func callAsFunction(_ input: Tensor, weights: Tensor, bias: Tensor? = nil) throws(ShapeError) -> Tensor {
        let plan = try TransposedConvolutionPlan(self, input: input.shape, weights: weights.shape, bias: bias?.shape)
        return plan.run(input, weights: weights, bias: bias)
    }

    /// The output, as a textbook defines it, in Float64.
    ///
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func definition(_ input: Tensor, weights: Tensor, bias: Tensor? = nil) throws(ShapeError) -> Tensor {
        let plan = try TransposedConvolutionPlan(self, input: input.shape, weights: weights.shape, bias: bias?.shape)
        return plan.definition(input, weights: weights, bias: bias)
    }
}
