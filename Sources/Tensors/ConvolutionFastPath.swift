extension ConvolutionPlan {
    func run(_ input: Tensor, weights: Tensor, bias: Tensor?, into output: UnsafeMutableBufferPointer<Float>) {
        _ = output.initialize(from: definition(input, weights: weights, bias: bias).elements)
    }
}
