import Tensors

extension FilterReference {
    /// The one kernel `[kh, kw]` of a filter over a single channel, and what the filter is called, if it has a name.
    ///
    /// - Parameter size: that the figure's other options ask for.
    /// - Throws: ``FigureError``, ``ParameterError`` or what reading a file throws.
    func oneKernel(of size: [Int]? = nil, in context: FigureContext) throws -> (matrix: Tensor, name: String?) {
        let filter = try filter(from: context.resources)
        try requireOneChannel(filter)
        guard case .linear(let weights) = filter.response else {
            throw FigureError.oneKernelNeeded(
                filter: filter.name, reason: "combines \(filter.kernels.count) kernels, and this figure shows one")
        }
        let matrix = weights.matrix
        if let size, size != matrix.shape.sizes {
            throw ParameterError(
                option: "weights", value: name,
                expected: "a kernel of \(sizes(size)), as --kernel says, not \(sizes(matrix.shape.sizes))")
        }
        return (matrix, filter.title == "kernel" ? nil : filter.title)
    }
}
