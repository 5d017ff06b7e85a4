#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Both tensors, element by element.
///
/// - Precondition: both have the same shape.
func elementwise(_ left: Tensor, _ right: Tensor, _ body: (Float, Float) -> Float) -> Tensor {
    precondition(left.shape == right.shape, "\(left.shape) against \(right.shape)")
    return Tensor(left.shape) { output in
        left.withUnsafeElements { left in
            right.withUnsafeElements { right in
                for index in 0..<output.count { output[index] = body(left[index], right[index]) }
            }
        }
    }
}

func magnitude(_ x: Tensor, _ y: Tensor) -> Tensor {
    elementwise(x, y) { ($0 * $0 + $1 * $1).squareRoot() }
}

func direction(x: Tensor, y: Tensor) -> Tensor {
    elementwise(x, y) { atan2f($1, $0) }
}

extension Tensor {
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
