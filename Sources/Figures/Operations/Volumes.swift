import Tensors

/// Refuses volumes `[C, H, W]` of too many elements, and numbers that do not fill one.
///
/// - Parameter given: the rows of all channels, one below the other.
func requireVolume(_ sizes: [Int], most: Int, given: Tensor?) throws(ParameterError) {
    // One by one, so that no product overflows.
    var count = 1
    for size in sizes {
        guard size <= most / count else { throw .volume(sizes, expected: "at most \(most) elements in all") }
        count *= size
    }
    if let given, [sizes[0] * sizes[1], sizes[2]] != given.shape.sizes {
        throw ParameterError(
            option: "values", value: given.matrixText,
            expected: "\(sizes[1]) rows of \(sizes[2]) numbers for each of \(counted(sizes[0], "channel"))")
    }
}

extension PerAxis {
    /// `[C, H, W]`: one size is that of the rows and columns; what is not given before others is 1.
    func volume(channels: Int = 1) -> [Int] {
        switch self {
        case .all(let size): [channels, size, size]
        case .each(let sizes): [Int](repeating: 1, count: 3 - sizes.count) + sizes
        }
    }
}

extension ParameterError {
    /// For an input `[C, H, W]` that does not do.
    static func volume(_ sizes: [Int], expected: String) -> ParameterError {
        ParameterError(option: "input", value: sizes.map(String.init).joined(separator: "x"), expected: expected)
    }
}
