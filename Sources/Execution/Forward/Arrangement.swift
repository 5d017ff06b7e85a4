import Networks
package import Tensors

extension Tensor {
    /// The axes in another order: axis `order[i]` becomes axis i.
    package func permuted(_ order: [Int]) -> Tensor {
        if order == Array(0..<shape.rank) { return self }
        let strides = shape.strides
        let sizes = order.map { shape[$0] }
        let steps = order.map { strides[$0] }
        return Tensor(Shape(sizes)) { output in
            withUnsafeElements { input in
                var index = [Int](repeating: 0, count: sizes.count)
                var source = 0
                let (last, lastStep) = (sizes[sizes.count - 1], steps[steps.count - 1])
                var target = 0
                while target < output.count {
                    for step in 0..<last { output[target + step] = input[source + step * lastStep] }
                    target += last
                    var axis = sizes.count - 2
                    while axis >= 0 {
                        index[axis] += 1
                        source += steps[axis]
                        if index[axis] < sizes[axis] { break }
                        source -= sizes[axis] * steps[axis]
                        index[axis] = 0
                        axis -= 1
                    }
                    if axis < 0 { break }
                }
            }
        }
    }

    /// `[N, C, H, W]` as the layout writes it.
    func inLayout(_ layout: Layout) -> Tensor {
        guard layout == .channelsLast, shape.rank > 2 else { return self }
        return permuted([0] + Array(2..<shape.rank) + [1])
    }

    /// The reverse of ``inLayout(_:)``.
    func fromLayout(_ layout: Layout) -> Tensor {
        guard layout == .channelsLast, shape.rank > 2 else { return self }
        return permuted([0, shape.rank - 1] + Array(1..<shape.rank - 1))
    }

    /// Value by value, in place where the shape stays; sizes of 1 repeat, and a batch of vectors belongs to the channels.
    mutating func combine(with other: Tensor, by body: (Float, Float) -> Float) {
        guard shape == other.shape else {
            self = combined(with: other, by: body)
            return
        }
        withUnsafeMutableElements { output in
            other.withUnsafeElements { other in
                nonisolated(unsafe) let (output, other, body) = (output, other, body)
                Parallelism.split(output.count, work: Double(output.count)) { range in
                    for index in range { output[index] = body(output[index], other[index]) }
                }
            }
        }
    }

    private func combined(with other: Tensor, by body: (Float, Float) -> Float) -> Tensor {
        let rank = max(shape.rank, other.shape.rank)
        let (a, b) = (padded(rank), other.padded(rank))
        let sizes = (0..<rank).map { max(a.shape[$0], b.shape[$0]) }
        let (stepsA, stepsB) = (a.broadcastSteps, b.broadcastSteps)
        return Tensor(Shape(sizes)) { output in
            var index = [Int](repeating: 0, count: rank)
            for target in 0..<output.count {
                var (left, right) = (0, 0)
                for axis in 0..<rank {
                    left += index[axis] * stepsA[axis]
                    right += index[axis] * stepsB[axis]
                }
                output[target] = body(a.elements[left], b.elements[right])
                var axis = rank - 1
                while axis >= 0 {
                    index[axis] += 1
                    if index[axis] < sizes[axis] { break }
                    index[axis] = 0
                    axis -= 1
                }
            }
        }
    }

    private func padded(_ rank: Int) -> Tensor {
        reshaped(to: Shape(shape.sizes + [Int](repeating: 1, count: rank - shape.rank)))
    }

    private var broadcastSteps: [Int] { zip(shape, shape.strides).map { $0 == 1 ? 0 : $1 } }

    /// One after another along `axis`.
    static func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
        let outer = tensors[0].shape.sizes.prefix(axis).reduce(1, *)
        let inner = tensors.map { $0.shape.sizes.dropFirst(axis).reduce(1, *) }
        var sizes = tensors[0].shape.sizes
        sizes[axis] = tensors.map { $0.shape[axis] }.reduce(0, +)
        let row = inner.reduce(0, +)
        return Tensor(Shape(sizes)) { output in
            var offset = 0
            for (tensor, count) in zip(tensors, inner) {
                tensor.withUnsafeElements { input in
                    for index in 0..<outer {
                        (output.baseAddress! + index * row + offset).initialize(
                            from: input.baseAddress! + index * count, count: count)
                    }
                }
                offset += count
            }
        }
    }

    /// Zeros added around, or a margin taken away.
    func extended(by padding: Padding, sign: Int) throws -> Tensor {
        let axes = shape.rank - 2
        guard case .explicit(let sides) = try padding.resolved(axes: axes) else { return self }
        let before = [0, 0] + sides.map { sign * $0.before }
        let sizes =
            [shape[0], shape[1]] + (0..<axes).map { shape[$0 + 2] + sign * (sides[$0].before + sides[$0].after) }
        return gathered(sizes) { axis, position in position - before[axis] }
    }

    /// Every so-manyth place, and zero channels behind those that are there: the shortcut without parameters.
    func subsampled(to spatial: [Int], channels: Int) -> Tensor {
        let steps = zip(shape.dropFirst(2), spatial).map { ($0 + $1 - 1) / $1 }
        return gathered([shape[0], channels] + spatial) { axis, position in
            axis < 2 ? position : position * steps[axis - 2]
        }
    }

    /// A tensor of other sizes, whose positions are read from `source` axis by axis; outside of the tensor is zero.
    func gathered(_ sizes: [Int], _ source: (Int, Int) -> Int) -> Tensor {
        if sizes == shape.sizes,
            (0..<shape.rank).allSatisfy({ axis in (0..<sizes[axis]).allSatisfy { source(axis, $0) == $0 } })
        {
            return self
        }
        let tables = sizes.indices.map { axis in
            (0..<sizes[axis]).map { position -> Int in
                let place = source(axis, position)
                return (0..<shape[axis]).contains(place) ? place : -1
            }
        }
        let strides = shape.strides
        var output = Tensor(Shape(sizes))
        output.withUnsafeMutableElements { output in
            withUnsafeElements { input in
                func copy(_ axis: Int, _ from: Int, _ to: Int) {
                    let inner = sizes.dropFirst(axis + 1).reduce(1, *)
                    for (position, place) in tables[axis].enumerated() where place >= 0 {
                        if axis == sizes.count - 1 {
                            output[to + position] = input[from + place]
                        } else {
                            copy(axis + 1, from + place * strides[axis], to + position * inner)
                        }
                    }
                }
                copy(0, 0, 0)
            }
        }
        return output
    }

    func upsampled(_ upsample: Upsample) throws -> Tensor {
        let axes = shape.rank - 2
        let sizes: [Int]
        switch upsample.target {
        case .factor(let factor):
            sizes = zip(shape.dropFirst(2), try factor.values(axes: axes, option: "factor")).map { $0 * $1 }
        case .size(let size): sizes = try size.values(axes: axes, option: "size")
        }
        switch upsample.mode {
        case .nearest:
            let old = shape.sizes
            return gathered([shape[0], shape[1]] + sizes) { axis, position in
                axis < 2 ? position : position * old[axis] / sizes[axis - 2]
            }
        case .bilinear:
            // One axis after another.
            return (0..<axes).reduce(self) { $0.interpolated(axis: $1 + 2, to: sizes[$1]) }
        }
    }

    /// Linear between neighbours along one axis, half-pixel centres, the ends repeated.
    private func interpolated(axis: Int, to size: Int) -> Tensor {
        let old = shape[axis]
        if old == size { return self }
        let outer = shape.sizes.prefix(axis).reduce(1, *)
        let inner = shape.sizes.dropFirst(axis + 1).reduce(1, *)
        var sizes = shape.sizes
        sizes[axis] = size
        let scale = Double(old) / Double(size)
        return Tensor(Shape(sizes)) { output in
            withUnsafeElements { input in
                for position in 0..<size {
                    let source = max(0, (Double(position) + 0.5) * scale - 0.5)
                    let low = min(Int(source), old - 1)
                    let high = min(low + 1, old - 1)
                    let part = Float(source - Double(low))
                    for row in 0..<outer {
                        for place in 0..<inner {
                            let a = input[(row * old + low) * inner + place]
                            let b = input[(row * old + high) * inner + place]
                            output[(row * size + position) * inner + place] = a + (b - a) * part
                        }
                    }
                }
            }
        }
    }

    /// `[N, C·r², H, W]` to `[N, C, H·r, W·r]`.
    package func pixelShuffled(_ r: Int) -> Tensor {
        let (n, c, h, w) = (shape[0], shape[1] / (r * r), shape[2], shape[3])
        return reshaped(to: [n, c, r, r, h, w]).permuted([0, 1, 4, 2, 5, 3]).reshaped(to: [n, c, h * r, w * r])
    }

    /// `[N, C, H, W]` to `[N, C·r², H/r, W/r]`.
    package func pixelUnshuffled(_ r: Int) -> Tensor {
        let (n, c, h, w) = (shape[0], shape[1], shape[2] / r, shape[3] / r)
        return reshaped(to: [n, c, h, r, w, r]).permuted([0, 1, 3, 5, 2, 4]).reshaped(to: [n, c * r * r, h, w])
    }
}
