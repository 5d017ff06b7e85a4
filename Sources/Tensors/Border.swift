/// What stands in the padding.
public enum Border: Hashable, Sendable {
    case zeros
    case constant(Float)
    /// `c b | a b c d | c b`: mirrored, the edge not repeated (OpenCV's reflect-101, NumPy's `reflect`).
    case reflect
    /// `b a | a b c d | d c`: mirrored, the edge repeated (SciPy's `reflect`).
    case symmetric
    /// `a a | a b c d | d d`.
    case replicate
    /// `c d | a b c d | a b`.
    case circular

    /// The value of padding that mirrors nothing.
    public var constant: Float {
        switch self {
        case .constant(let value): value
        case .zeros, .reflect, .symmetric, .replicate, .circular: 0
        }
    }

    /// The input position that padded position `index` takes its value from, or `nil` where it holds ``constant``.
    ///
    /// Reflections and circles wider than the input repeat; one single element repeats its value (NumPy's rule).
    ///
    /// - Precondition: `size >= 1`.
    public func source(of index: Int, size: Int) -> Int? {
        if (0..<size).contains(index) { return index }
        switch self {
        case .zeros, .constant:
            return nil
        case .replicate:
            return min(max(index, 0), size - 1)
        case .circular:
            return index.modulo(size)
        case .symmetric:
            let folded = index.modulo(2 * size)
            return min(folded, 2 * size - 1 - folded)
        case .reflect:
            guard size > 1 else { return 0 }
            let folded = index.modulo(2 * size - 2)
            return min(folded, 2 * size - 2 - folded)
        }
    }
}

extension Int {
    /// The remainder that is never negative.
    fileprivate func modulo(_ divisor: Int) -> Int {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
