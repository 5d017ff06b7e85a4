import Tensors

/// The elements of several tensors at once, in their order.
///
/// - Precondition: none of them is empty.
func withElements(of tensors: Tensor..., body: ([UnsafePointer<Float>]) -> Void) {
    func open(_ opened: [UnsafePointer<Float>]) {
        guard opened.count < tensors.count else { return body(opened) }
        tensors[opened.count].withUnsafeElements { open(opened + [$0.baseAddress!]) }
    }
    open([])
}

extension Tensor {
    /// The sum of all rows of a matrix: `[m, n]` gives `[n]`.
    var summedRows: Tensor {
        let columns = shape[1]
        return Tensor([columns]) { sums in
            sums.initialize(repeating: 0)
            withUnsafeElements { elements in
                for row in 0..<shape[0] {
                    for column in 0..<columns { sums[column] += elements[row * columns + column] }
                }
            }
        }
    }
}
