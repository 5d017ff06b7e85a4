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

extension Tensor {
    /// The sizes of a kernel among weights `[…, k…]`, for an input `[N, C, …]`.
    func kernel(of input: Shape) -> [Int] { Array(shape.suffix(input.rank - 2)) }

    /// The adjoint of a convolution: each output's cotangent, times the kernel, laid onto what the output read.
    ///
    /// A transposed convolution of the part that is not zero: one unit's gradient grows from a small one.
    func spread(over input: Shape, by weights: Tensor, _ windows: [Window], groups: Int) throws -> Tensor {
        guard let box = nonzeroBox else { return Tensor(input) }
        if zip(box, windows).allSatisfy({ $0.count == $1.outputSize }) {
            return try laid(over: input, by: weights, windows, groups: groups)
        }
        return try cropped(to: box).laid(
            at: box.map(\.lowerBound), over: input, by: weights, windows, groups: groups)
    }

    /// All outputs laid back, straight onto the input: what the windows left over at its end stays zero.
    private func laid(over input: Shape, by weights: Tensor, _ windows: [Window], groups: Int) throws -> Tensor {
        let rest = windows.map { window in
            window.inputSize + window.padding.before
                - ((window.outputSize - 1) * window.stride + window.dilation * (window.kernelSize - 1) + 1)
        }
        let transposed = TransposedConvolution(
            stride: .each(windows.map(\.stride)), dilation: .each(windows.map(\.dilation)),
            padding: .explicit(zip(windows, rest).map { Padding.Sides($0.padding.before, max(0, -$1)) }),
            outputPadding: .each(rest.map { max(0, $0) }), groups: groups)
        return try transposed(self, weights: weights)
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

    /// The outputs that a transposed convolution made of `input`, before any were cropped, and the convolution that leads
    /// from them to the input's places.
    func uncropped(over input: Shape, _ field: FieldRule, _ groups: Int) -> (Tensor, Convolution) {
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
        return (uncropped, Convolution(stride: .each(strides), dilation: .each(dilations), groups: groups))
    }

    /// Where along each spatial axis of `[N, C, …]` anything else than zero stands; nothing where all is zero.
    private var nonzeroBox: [Range<Int>]? {
        let (sizes, strides) = (Array(shape.dropFirst(2)), Shape(Array(shape.dropFirst(2))).strides)
        let plane = sizes.reduce(1, *)
        var (low, high) = (sizes, [Int](repeating: -1, count: sizes.count))
        withUnsafeElements { elements in
            for start in stride(from: 0, to: elements.count, by: plane) {
                // Most are full after a map or two.
                if sizes.indices.allSatisfy({ low[$0] == 0 && high[$0] == sizes[$0] - 1 }) { return }
                for place in 0..<plane where elements[start + place] != 0 {
                    for axis in sizes.indices {
                        let position = place / strides[axis] % sizes[axis]
                        low[axis] = Swift.min(low[axis], position)
                        high[axis] = Swift.max(high[axis], position)
                    }
                }
            }
        }
        return high[0] < 0 ? nil : sizes.indices.map { low[$0]..<high[$0] + 1 }
    }

    private func cropped(to box: [Range<Int>]) -> Tensor {
        gathered([shape[0], shape[1]] + box.map(\.count)) { axis, position in
            axis < 2 ? position : position + box[axis - 2].lowerBound
        }
    }
}
