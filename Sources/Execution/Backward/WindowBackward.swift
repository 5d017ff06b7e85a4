import Networks
import Tensors

extension SlidingWindow {
    /// The window along each axis of `[N, C, …]`; a kernel of weights goes before the window's own size.
    func windows(over input: Shape, kernel: [Int]? = nil) throws -> [Window] {
        let axes = input.rank - 2
        return try Window.along(
            Array(input.dropFirst(2)), kernel: kernel ?? kernelSize.values(axes: axes, option: "kernel"),
            stride: stride, dilation: dilation, padding: padding.resolved(axes: axes), rounding: rounding)
    }
}

extension Window {
    /// One window over all of each axis.
    static func whole(_ input: Shape) throws(ShapeError) -> [Window] {
        try along(Array(input.dropFirst(2)), kernel: Array(input.dropFirst(2)))
    }
}

extension Tensor {
    /// The sizes of a kernel among weights `[…, k…]`, for an input `[N, C, …]`.
    func kernel(of input: Shape) -> [Int] { Array(shape.suffix(input.rank - 2)) }

    /// The adjoint of a convolution: each output's cotangent, times the kernel, laid onto what the output read.
    ///
    /// A transposed convolution of the part that is not zero: one unit's gradient grows from a small one.
    func spread(over input: Shape, by weights: Tensor, _ windows: [Window], groups: Int) throws -> Tensor {
        guard let box = nonzeroBox else { return Tensor(input) }
        return try cropped(to: box).laid(
            at: box.map(\.lowerBound), over: input, by: weights, windows, groups: groups)
    }

    /// The outputs from `first` on, laid back.
    private func laid(
        at first: [Int], over input: Shape, by weights: Tensor, _ windows: [Window], groups: Int
    ) throws -> Tensor {
        let transposed = TransposedConvolution(
            stride: .each(windows.map(\.stride)), dilation: .each(windows.map(\.dilation)), groups: groups)
        let starts = zip(windows, first).map { $0.inputIndex(output: $1, tap: 0) }
        return try transposed(self, weights: weights).gathered(input.sizes) { axis, position in
            axis < 2 ? position : position - starts[axis - 2]
        }
    }

    /// The same for weights `[…', F, C, k…]` of their own at every place.
    func spreadLocally(over input: Shape, by weights: Tensor, _ windows: [Window]) throws -> Tensor {
        guard let box = nonzeroBox else { return Tensor(input) }
        let own = Shape(Array(weights.shape.dropFirst(windows.count)))
        let strides = Shape(windows.map(\.outputSize)).strides
        var gradient = Tensor(input)
        for place in box.places {
            let start = zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 } * own.elementCount
            let filters = Tensor(own, Array(weights.elements[start..<start + own.elementCount]))
            let part = cropped(to: place.map { $0..<$0 + 1 })
            gradient.combine(with: try part.laid(at: place, over: input, by: filters, windows, groups: 1), by: +)
        }
        return gradient
    }

    /// The adjoint of a transposed convolution: a convolution of the outputs that it made before any were cropped.
    func collected(over input: Shape, by weights: Tensor, _ field: FieldRule, _ groups: Int) throws -> Tensor {
        guard case .axes(let maps) = field else { preconditionFailure("a transposed convolution has windows") }
        var (strides, dilations, befores, sizes) = ([Int](), [Int](), [Int](), [Int]())
        for (axis, map) in maps.enumerated() {
            guard case .transposed(let kernel, let stride, let dilation, let before) = map else {
                preconditionFailure("the windows of a transposed convolution are transposed")
            }
            strides.append(stride)
            dilations.append(dilation)
            befores.append(before)
            sizes.append((input[axis + 2] - 1) * stride + dilation * (kernel - 1) + 1)
        }
        let uncropped = gathered([shape[0], shape[1]] + sizes) { axis, position in
            axis < 2 ? position : position - befores[axis - 2]
        }
        return try Convolution(stride: .each(strides), dilation: .each(dilations), groups: groups)(
            uncropped, weights: weights)
    }

    /// Where along each spatial axis of `[N, C, …]` anything else than zero stands; nothing where all is zero.
    private var nonzeroBox: [Range<Int>]? {
        let (sizes, strides) = (shape.sizes, shape.strides)
        var (low, high) = (sizes, [Int](repeating: -1, count: sizes.count))
        for (index, value) in elements.enumerated() where value != 0 {
            for axis in 2..<sizes.count {
                let position = index / strides[axis] % sizes[axis]
                low[axis] = min(low[axis], position)
                high[axis] = max(high[axis], position)
            }
        }
        return high[2] < 0 ? nil : (2..<sizes.count).map { low[$0]..<high[$0] + 1 }
    }

    private func cropped(to box: [Range<Int>]) -> Tensor {
        gathered([shape[0], shape[1]] + box.map(\.count)) { axis, position in
            axis < 2 ? position : position + box[axis - 2].lowerBound
        }
    }
}

extension [Range<Int>] {
    /// Every place in a box, the last axis running fastest.
    fileprivate var places: [[Int]] {
        reduce([[]]) { places, range in places.flatMap { place in range.map { place + [$0] } } }
    }
}
