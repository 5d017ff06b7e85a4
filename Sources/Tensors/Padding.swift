/// How far the input is extended on each side before a window slides over it.
public enum Padding: Hashable, Sendable {
    /// None: windows stay inside the input.
    case valid
    /// TensorFlow's and ONNX's `SAME_UPPER`: the output has ⌈i/s⌉ elements, an odd one goes after.
    case same
    /// k'−1 on each side: every window that touches the input.
    case full
    /// As many on both sides of every axis, or of each.
    case symmetric(PerAxis)
    /// Before and after, axis by axis, outermost first.
    case explicit([Sides])

    public struct Sides: Hashable, Sendable {
        public let before: Int
        public let after: Int

        public init(_ before: Int, _ after: Int) {
            self.before = before
            self.after = after
        }
    }

    /// - Precondition: every size passed ``ShapeError/check(_:_:)``.
    /// - Throws: ``ShapeError/countPerAxis(option:given:axes:)`` for values of another number of axes.
    func sides(input: [Int], effectiveKernel: [Int], stride: [Int]) throws(ShapeError) -> [Sides] {
        switch self {
        case .valid:
            return input.map { _ in Sides(0, 0) }
        case .same:
            return input.indices.map { axis in
                let output = (input[axis] - 1) / stride[axis] + 1
                let total = max((output - 1) * stride[axis] - input[axis] + effectiveKernel[axis], 0)
                return Sides(total / 2, total - total / 2)
            }
        case .full:
            return effectiveKernel.map { Sides($0 - 1, $0 - 1) }
        case .symmetric(let amounts):
            return try amounts.values(axes: input.count, option: "padding").map { Sides($0, $0) }
        case .explicit(let sides):
            guard sides.count == input.count else {
                throw .countPerAxis(option: "padding", given: sides.count, axes: input.count)
            }
            return sides
        }
    }
}
