/// The greatest, or the mean, of each window of each channel, in 1, 2 or 3 dimensions.
///
/// Input `[C, …]` or `[N, C, …]`, output alike with `o` from ``Window``.
/// Sources: max pooling, Ranzato et al., 2007; average pooling, LeCun et al., 1989.
public struct Pooling: Hashable, Sendable {
    public var operation: Operation
    public var size: PerAxis
    public var stride: PerAxis
    public var dilation: PerAxis
    public var padding: Padding
    public var rounding: Window.Rounding

    /// What is taken of a window. One that lies wholly in the padding is a ``ShapeError``, but where the padding's zeros count.
    public enum Operation: Hashable, Sendable {
        /// Padding counts as minus infinity: it wins only where a window reads nothing else. A NaN wins.
        case maximum
        /// The padding's zeros count in the divisor (PyTorch's default) or not (TensorFlow's). Positions beyond the padding,
        /// which only rounding up reaches, never count. The mean of nothing, in a window that reads padding alone, is NaN.
        case average(countingPadding: Bool)
    }

    /// A window that moves on by its own width unless a stride is given.
    public init(
        _ operation: Operation, size: PerAxis, stride: PerAxis? = nil, dilation: PerAxis = 1,
        padding: Padding = .valid, rounding: Window.Rounding = .floor
    ) {
        self.operation = operation
        self.size = size
        self.stride = stride ?? size
        self.dilation = dilation
        self.padding = padding
        self.rounding = rounding
    }

    /// The output's shape; the window slides along the input's last `axes` axes.
    ///
    /// - Throws: ``ShapeError`` where the window does not fit, or lies in the padding only.
    public func outputShape(for input: Shape, axes: Int = 2) throws(ShapeError) -> Shape {
        try PoolingPlan(self, input: input, axes: axes).output
    }

    /// The output, by the fastest way there is.
    ///
    /// - Throws: ``ShapeError`` where the window does not fit, or lies in the padding only.
    public func callAsFunction(_ input: Tensor, axes: Int = 2) throws(ShapeError) -> Tensor {
        try PoolingPlan(self, input: input.shape, axes: axes).run(input)
    }

    /// The output, as a textbook defines it, in Float64.
    ///
    /// - Throws: ``ShapeError`` where the window does not fit, or lies in the padding only.
    public func definition(_ input: Tensor, axes: Int = 2) throws(ShapeError) -> Tensor {
        try PoolingPlan(self, input: input.shape, axes: axes).definition(input)
    }

    /// One value per channel: `[C, …]` to `[C]`, `[N, C, …]` to `[N, C]`.
    ///
    /// - Throws: ``ShapeError`` where an axis is empty.
    public static func global(_ operation: Operation, _ input: Tensor, axes: Int = 2) throws(ShapeError) -> Tensor {
        guard (1...3).contains(axes), input.shape.rank >= axes else { throw .unsupportedAxes(axes) }
        let pooled = try Pooling(operation, size: .each(Array(input.shape.suffix(axes))))(input, axes: axes)
        return pooled.reshaped(to: Shape(Array(input.shape.dropLast(axes))))
    }
}

/// A pooling whose sizes have been checked.
struct PoolingPlan {
    let operation: Pooling.Operation
    /// Batch times channels: pooling looks at each map by itself.
    let maps: Int
    /// Depth, height, width; the axes that are not there are windows of size 1 over 1.
    let windows: [Window]
    let output: Shape

    init(_ options: Pooling, input: Shape, axes: Int) throws(ShapeError) {
        guard (1...3).contains(axes), input.rank >= axes else { throw .unsupportedAxes(axes) }
        guard input.elementCount > 0 else { throw .emptyAxis(input) }
        let windows = try Window.along(
            Array(input.suffix(axes)), kernel: options.size.values(axes: axes, option: "size"),
            stride: options.stride, dilation: options.dilation, padding: options.padding, rounding: options.rounding)
        let single = try Window(inputSize: 1, kernelSize: 1)
        let outer = Array(input.dropLast(axes))
        self.operation = options.operation
        self.maps = outer.reduce(1, *)
        self.windows = [Window](repeating: single, count: 3 - axes) + windows
        self.output = try Shape(computing: outer + windows.map(\.outputSize))
    }

    /// output[m, o] = max or mean over k of input[m, o·s + k·d − p].
    func definition(_ input: Tensor) -> Tensor {
        let input = input.reshaped(to: [maps] + windows.map(\.inputSize))
        var output = Tensor([maps] + windows.map(\.outputSize))
        for m in 0..<maps {
            for o in positions(windows.map(\.outputSize)) {
                var greatest = -Float.infinity
                var sum = 0.0
                var inside = 0
                var inPaddedInput = 0
                for k in positions(windows.map(\.kernelSize)) {
                    let i = (0..<3).map { windows[$0].inputIndex(output: o[$0], tap: k[$0]) }
                    if (0..<3).allSatisfy({ i[$0] < windows[$0].inputSize + windows[$0].padding.after }) {
                        inPaddedInput += 1
                    }
                    guard (0..<3).allSatisfy({ (0..<windows[$0].inputSize).contains(i[$0]) }) else { continue }
                    let value = input[m, i[0], i[1], i[2]]
                    if value > greatest || value.isNaN { greatest = greatest.isNaN ? greatest : value }
                    sum += Double(value)
                    inside += 1
                }
                switch operation {
                case .maximum:
                    output[m, o[0], o[1], o[2]] = greatest
                case .average(let countingPadding):
                    output[m, o[0], o[1], o[2]] = Float(sum / Double(countingPadding ? inPaddedInput : inside))
                }
            }
        }
        return output.reshaped(to: self.output)
    }
}
