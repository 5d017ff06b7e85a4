/// A convolution with its weights, which are arranged for the fast path once and kept: for networks, which run often.
///
/// Its sums may be finished as they are written: an addend of the output's shape, as of a shortcut, and limits, as of a ReLU.
public final class PreparedConvolution: Sendable {
    public let convolution: Convolution
    public let weights: Tensor
    public let bias: Tensor?
    private let scale: [Float]?
    private let store = PackedWeightsStore()

    /// - Parameters:
    ///   - convolution: Its options.
    ///   - weights: `[F, C/g, …]`.
    ///   - scale: A factor for each filter's weights, as of a normalisation that follows.
    ///   - bias: `[F]`, not scaled.
    public init(_ convolution: Convolution, weights: Tensor, scale: [Float]? = nil, bias: Tensor? = nil) {
        (self.convolution, self.weights, self.scale, self.bias) = (convolution, weights, scale, bias)
    }

    /// The output, plus `addend`, held to `limits`, which a NaN passes.
    ///
    /// - Precondition: the addend has the output's shape.
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func callAsFunction(
        _ input: Tensor, adding addend: Tensor? = nil, limits: ClosedRange<Float> = -.infinity ... .infinity
    ) throws(ShapeError) -> Tensor {
        let plan = try ConvolutionPlan(convolution, input: input.shape, weights: weights.shape, bias: bias?.shape)
        precondition(addend.map { $0.shape == plan.output } ?? true, "an addend of another shape than \(plan.output)")
        return Tensor(plan.output) { output in
            if let addend {
                addend.withUnsafeElements { elements in
                    run(plan, input, Finish(addend: elements.baseAddress!, limits: limits), into: output)
                }
            } else {
                run(plan, input, Finish(limits: limits), into: output)
            }
        }
    }

    private func run(
        _ plan: ConvolutionPlan, _ input: Tensor, _ finish: Finish, into output: UnsafeMutableBufferPointer<Float>
    ) {
        plan.run(input, weights: { [self] in scaledWeights }, bias: bias, finish: finish, store: store, into: output)
    }

    private var scaledWeights: Tensor {
        guard let scale else { return weights }
        let size = weights.shape.elementCount / weights.shape[0]
        return Tensor(weights.shape) { scaled in
            for filter in 0..<weights.shape[0] {
                for index in filter * size..<(filter + 1) * size {
                    scaled[index] = weights.elements[index] * scale[filter]
                }
            }
        }
    }
}
