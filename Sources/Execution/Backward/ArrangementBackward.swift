import Networks
import Tensors

extension Tensor {
    /// The adjoint of spreading a smaller tensor over this one: sizes of 1 and missing axes are summed over.
    func summed(to shape: Shape) -> Tensor {
        if shape == self.shape { return self }
        let target = shape.sizes + [Int](repeating: 1, count: self.shape.rank - shape.rank)
        let steps = zip(target, Shape(target).strides).map { $0 == 1 ? 0 : $1 }
        let strides = self.shape.strides
        var sums = Tensor(shape)
        sums.withUnsafeMutableElements { sums in
            for (index, value) in elements.enumerated() where value != 0 {
                var place = 0
                for axis in target.indices { place += index / strides[axis] % self.shape[axis] * steps[axis] }
                sums[place] += value
            }
        }
        return sums
    }

    /// The adjoint of ``subsampled(to:channels:)``: every value back to its place, zeros between.
    func scattered(over shape: Shape) -> Tensor {
        let steps = zip(shape.dropFirst(2), self.shape.dropFirst(2)).map { ($0 + $1 - 1) / $1 }
        return gathered(shape.sizes) { axis, position in
            guard axis >= 2 else { return position }
            let (place, rest) = position.quotientAndRemainder(dividingBy: steps[axis - 2])
            return rest == 0 ? place : -1
        }
    }

    /// The adjoint of ``concatenated(_:axis:)``: to each what is its own.
    func parts(_ shapes: [Shape], axis: Int) -> [Tensor] {
        var first = 0
        return shapes.map { shape in
            let start = first
            first += shape[axis]
            return gathered(shape.sizes) { $0 == axis ? start + $1 : $1 }
        }
    }
}
