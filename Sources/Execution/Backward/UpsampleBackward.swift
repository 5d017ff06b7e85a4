import Networks
import Tensors

extension Tensor {
    /// The adjoint of ``upsampled(_:)``, one axis after another: `[N, C, …']` to the input's shape.
    func downsummed(to input: Shape, _ mode: Upsample.Mode) throws -> Tensor {
        var gradient = self
        for axis in 2..<input.rank where input[axis] != shape[axis] {
            gradient = try gradient.downsummed(axis: axis, to: input[axis], mode)
        }
        return gradient
    }

    private func downsummed(axis: Int, to size: Int, _ mode: Upsample.Mode) throws -> Tensor {
        let new = shape[axis]
        let parts = try Self.parts(of: size, in: new, mode)
        let outer = shape.sizes.prefix(axis).reduce(1, *)
        let inner = shape.sizes.dropFirst(axis + 1).reduce(1, *)
        var sizes = shape.sizes
        sizes[axis] = size
        var gradient = Tensor(Shape(sizes))
        gradient.withUnsafeMutableElements { gradient in
            withUnsafeElements { cotangent in
                nonisolated(unsafe) let (gradient, cotangent) = (gradient.baseAddress!, cotangent.baseAddress!)
                Parallelism.split(outer, work: 2 * Double(elements.count)) { rows in
                    for row in rows {
                        for part in parts {
                            let source = cotangent + (row * new + part.output) * inner
                            let target = gradient + (row * size + part.input) * inner
                            for place in 0..<inner { target[place] += part.weight * source[place] }
                        }
                    }
                }
            }
        }
        return gradient
    }

    /// How much of each input position goes into each output position along an axis: what enlarging unit vectors gives.
    private static func parts(
        of size: Int, in new: Int, _ mode: Upsample.Mode
    ) throws -> [(input: Int, output: Int, weight: Float)] {
        let units = Tensor([1, size, size], (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 })
        let matrix = try units.upsampled(Upsample(.size([new]), mode: mode))
        return matrix.elements.enumerated().filter { $1 != 0 }.map { ($0 / new, $0 % new, $1) }
    }
}
