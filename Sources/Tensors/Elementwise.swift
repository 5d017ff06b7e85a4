extension Tensor {
    /// Each element becomes `body` of itself and the other tensor's.
    ///
    /// - Precondition: both have the same shape.
    mutating func combine(with other: Tensor, _ body: (Float, Float) -> Float) {
        precondition(shape == other.shape, "\(shape) against \(other.shape)")
        other.withUnsafeElements { other in
            withUnsafeMutableElements { elements in
                for index in 0..<elements.count { elements[index] = body(elements[index], other[index]) }
            }
        }
    }

    /// Element `index` of the outermost axis replaced.
    ///
    /// - Precondition: `index` lies inside the axis, and the slice has as many elements as one of them.
    mutating func setSlice(_ index: Int, to slice: Tensor) {
        let count = slice.elements.count
        precondition((0..<shape[0]).contains(index) && count * shape[0] == elements.count, "not a slice of \(shape)")
        withUnsafeMutableElements { elements in
            _ = UnsafeMutableBufferPointer(rebasing: elements[(index * count)..<((index + 1) * count)])
                .update(from: slice.elements)
        }
    }

    /// Every element v becomes v·scale + offset.
    public mutating func scale(by scale: Float, plus offset: Float) {
        withUnsafeMutableElements { elements in
            for index in 0..<elements.count { elements[index] = elements[index] * scale + offset }
        }
    }

    /// Every element v becomes |v|·scale.
    public mutating func scaleMagnitude(by scale: Float) {
        withUnsafeMutableElements { elements in
            for index in 0..<elements.count { elements[index] = abs(elements[index]) * scale }
        }
    }
}
