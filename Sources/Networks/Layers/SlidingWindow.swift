public import Tensors

/// What convolutions and pools share: a window of a size, with a stride, padding and dilation.
public struct SlidingWindow: Hashable, Sendable {
    public var kernelSize: PerAxis
    public var stride: PerAxis
    public var padding: Padding
    public var dilation: PerAxis
    public var rounding: Window.Rounding

    public init(
        kernelSize: PerAxis, stride: PerAxis = 1, padding: Padding = .valid, dilation: PerAxis = 1,
        rounding: Window.Rounding = .floor
    ) {
        (self.kernelSize, self.stride, self.padding) = (kernelSize, stride, padding)
        (self.dilation, self.rounding) = (dilation, rounding)
    }

    /// The window along each axis of an input.
    ///
    /// - Throws: ``LayerProblem`` if it has values for other axes, or does not fit.
    func along(_ spatial: [Quantity]) throws(LayerProblem) -> [AxisWindow] {
        let axes = spatial.count
        let kernels = try kernelSize.perAxis(axes, "kernel")
        let strides = try stride.perAxis(axes, "stride")
        let dilations = try dilation.perAxis(axes, "dilation")
        let sides = try padding.sides(axes: axes)
        var windows: [AxisWindow] = []
        for axis in 0..<axes {
            let effective = dilations[axis] * (kernels[axis] - 1) + 1
            let padding: AxisWindow.Padding
            switch sides {
            case .same: padding = .same
            case .sides(let sides): padding = .sides(sides[axis].before, sides[axis].after)
            case .full: padding = .sides(effective - 1, effective - 1)
            }
            windows.append(
                try AxisWindow(
                    axis: FeatureShape.axisNames(axes)[axis], input: spatial[axis], kernel: kernels[axis],
                    stride: strides[axis], dilation: dilations[axis], padding: padding, rounding: rounding))
        }
        return windows
    }
}

/// A sliding window along one axis, whose input may be of unknown size. Only windows that fit can be built.
public struct AxisWindow: Sendable {
    enum Padding: Hashable {
        case same
        case sides(Int, Int)
    }

    public let kernel: Int
    public let stride: Int
    public let dilation: Int
    /// Undetermined where `same` depends on an unknown size.
    public let before: Quantity
    public let after: Quantity
    /// The output's size.
    public let output: Derivation
    /// By how much the padded input exceeds the kernel; not negative where it is known.
    let freedom: Quantity

    init(
        axis: String, input: Quantity, kernel: Int, stride: Int, dilation: Int, padding: Padding,
        rounding: Window.Rounding
    ) throws(LayerProblem) {
        (self.kernel, self.stride, self.dilation) = (kernel, stride, dilation)
        let effective = dilation * (kernel - 1) + 1
        let formula = WindowFormula(kernel: kernel, stride: stride, dilation: dilation)
        switch padding {
        case .same:
            output = formula.same(axis, input)
            let reach = (output.value - 1) * Quantity(stride) + Quantity(effective) - input
            let total = Quantity.max(reach, 0)
            before = (total / 2).floor
            after = total - before
            freedom = Quantity.max(-reach, 0)
        case .sides(let before, let after):
            (self.before, self.after) = (Quantity(before), Quantity(after))
            freedom = input + Quantity(before) + Quantity(after) - Quantity(effective)
            if let free = freedom.rational, free < Rational(0) {
                throw .windowDoesNotFit(
                    axis: axis, kernel: kernel, dilation: dilation, input: input.integer ?? 0, padding: before + after)
            }
            switch rounding {
            case .floor: output = formula.floor(axis, input, before, after)
            case .ceiling: output = try formula.ceiling(axis, input, before, after)
            }
        }
    }

    /// What the receptive field needs.
    var map: AxisMap { .window(kernel: kernel, stride: stride, dilation: dilation, before: before.integer) }
}

extension [AxisWindow] {
    /// What must not be negative for the windows to fit, where it is not known yet.
    var conditions: [Quantity] { map(\.freedom).filter { !$0.unknowns.isEmpty } }
}

extension PerAxis {
    func perAxis(_ axes: Int, _ option: String) throws(LayerProblem) -> [Int] {
        switch self {
        case .all(let value): return [Int](repeating: value, count: axes)
        case .each(let values):
            guard values.count == axes else { throw .countPerAxis(option: option, given: values.count, axes: axes) }
            return values
        }
    }
}

enum ResolvedPadding {
    case same, full
    case sides([Padding.Sides])
}

extension Padding {
    /// With the sides of each axis where they are given, as tensors' windows take them.
    ///
    /// - Throws: ``LayerProblem`` for values of another number of axes.
    package func resolved(axes: Int) throws(LayerProblem) -> Padding {
        switch try sides(axes: axes) {
        case .same: .same
        case .full: .full
        case .sides(let sides): .explicit(sides)
        }
    }

    /// Sides for each axis; a list of twice as many values as axes gives before and after.
    func sides(axes: Int) throws(LayerProblem) -> ResolvedPadding {
        switch self {
        case .valid: return .sides([Sides](repeating: Sides(0, 0), count: axes))
        case .same: return .same
        case .full: return .full
        case .explicit(let sides):
            guard sides.count == axes else {
                throw .countPerAxis(option: "padding", given: sides.count * 2, axes: axes)
            }
            return .sides(sides)
        case .symmetric(.each(let values)) where values.count == 2 * axes && axes > 0:
            // As people write it: [top, bottom, left, right].
            return .sides((0..<axes).map { Sides(values[2 * $0], values[2 * $0 + 1]) })
        case .symmetric(let amounts):
            return .sides(try amounts.perAxis(axes, "padding").map { Sides($0, $0) })
        }
    }
}
