import Networks
import Tensors

/// What there is to draw: one board, or two that are to be compared.
struct ArithmeticModel {
    let panels: [ArithmeticPanel]
    let channels: Int

    var isNumbered: Bool { panels[0].numbers != nil }
}

/// A window's way over one board.
struct ArithmeticPanel {
    enum Subject: Hashable {
        case convolution
        case transposed
        /// The convolution that a transposed one reverses: its input is the other's output.
        case reversed
        /// One of two paddings.
        case padded(Padding)
    }

    let subject: Subject
    let board: Board
    /// Sizes as they come about: one for both axes, or one for each.
    let formulas: [Derivation]
    let inputSizes: [Int]
    let outputSizes: [Int]
    let kernelSizes: [Int]
    let strides: [Int]
    let dilations: [Int]
    let padding: [Padding.Sides]
    let outputPadding: [Int]
    var numbers: CellTable?
}

/// The numbers of one channel: of the input, the kernel as it is laid on, and what comes out.
struct CellTable {
    /// `[H, W]`
    let input: Tensor
    /// `[kh, kw]`, as it lies on the board: turned for a transposed convolution.
    let kernel: Tensor
    /// `[H', W']`
    let output: Tensor
    /// What the kernel is called: `random`, `sobel-x`.
    let kernelName: String?
    /// Whether the input's numbers are a photo's brightness, from 0 to 255.
    var isPhoto = false
}

extension ArithmeticModel {
    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`.
    init(_ options: Arithmetic, _ context: FigureContext) throws {
        let numbers = try ArithmeticNumbers(options, context)
        let (input, kernel) = (numbers.inputSizes, numbers.kernelSizes)
        try requireCount(options.inputChannels, option: "input-channels")
        if options.inputChannels > 1, numbers.input != nil {
            throw ParameterError(
                option: "input-channels", value: "\(options.inputChannels)",
                expected: "1 where cells have numbers; `channels` is the figure for numbers in several maps")
        }
        channels = options.inputChannels
        if options.transposed {
            if options.against != nil {
                throw ParameterError(
                    option: "against", value: options.against?.parameterText ?? "",
                    expected: "nothing beside --transposed, which is drawn beside the convolution that it reverses")
            }
            if options.ceil {
                throw ParameterError(
                    option: "ceil", value: "true", expected: "no rounding: sizes of a transposed convolution are exact")
            }
            let transposed = try ArithmeticPanel(transposed: options, input, kernel, numbers)
            let reversed = ArithmeticPanel(reversedBy: transposed)
            panels = [transposed] + (reversed.map { [$0] } ?? [])
        } else {
            guard options.outputPadding == 0 else {
                throw ParameterError(
                    option: "output-padding", value: options.outputPadding.parameterText,
                    expected: "--transposed beside it: a convolution's own sizes leave nothing to choose")
            }
            let subject: ArithmeticPanel.Subject = options.against == nil ? .convolution : .padded(options.padding)
            var panels = [
                try ArithmeticPanel(
                    subject, options, padding: options.padding, input, kernel, numbers)
            ]
            if let other = options.against {
                panels.append(
                    try ArithmeticPanel(.padded(other), options, padding: other, input, kernel, numbers))
            }
            self.panels = panels
        }
    }
}

extension ArithmeticPanel {
    fileprivate init(
        _ subject: Subject, _ options: Arithmetic, padding: Padding, _ input: [Int], _ kernel: [Int],
        _ numbers: ArithmeticNumbers
    ) throws {
        let windows = try Window.along(
            input, kernel: kernel, stride: options.stride, dilation: options.dilation, padding: padding,
            rounding: options.ceil ? .ceiling : .floor)
        let formulas = try zip(windows, ["height", "width"]).map { window, axis in
            let formula = WindowFormula(kernel: window.kernelSize, stride: window.stride, dilation: window.dilation)
            let (size, before, after) = (Quantity(window.inputSize), window.padding.before, window.padding.after)
            return options.ceil
                ? try formula.ceiling(axis, size, before, after)
                : padding == .same ? formula.same(axis, size) : formula.floor(axis, size, before, after)
        }
        self.init(
            subject: subject, board: try Board(windows),
            formulas: formulas.merged, inputSizes: input, outputSizes: windows.map(\.outputSize), kernelSizes: kernel,
            strides: windows.map(\.stride), dilations: windows.map(\.dilation), padding: windows.map(\.padding),
            outputPadding: [0, 0])
        self.numbers = try numbers.table { input, kernel in
            // As far as windows reach: zeros past the padding are padding like others.
            let reached = windows.map { window in
                let end = (window.outputSize - 1) * window.stride + window.effectiveKernelSize
                return Padding.Sides(window.padding.before, max(0, end - window.padding.before - window.inputSize))
            }
            let convolution = Convolution(
                stride: .each(windows.map(\.stride)), dilation: .each(windows.map(\.dilation)),
                padding: .explicit(reached))
            return (try convolution(input, weights: kernel), kernel)
        }
    }

    fileprivate init(
        transposed options: Arithmetic, _ input: [Int], _ kernel: [Int], _ numbers: ArithmeticNumbers
    ) throws {
        let convolution = TransposedConvolution(
            stride: options.stride, dilation: options.dilation, padding: options.padding,
            outputPadding: options.outputPadding.sizes)
        let plan = try TransposedConvolutionPlan(
            convolution, input: Shape([1] + input), weights: Shape([1, 1] + kernel), bias: nil)
        let axes = Array(plan.axes.suffix(2))
        let extra = try options.outputPadding.sizes.values(axes: 2, option: "output padding")
        let formulas = axes.indices.map { index in
            let axis = axes[index]
            let formula = WindowFormula(kernel: axis.kernelSize, stride: axis.stride, dilation: axis.dilation)
            let size = Quantity(axis.inputSize)
            return options.padding == .same
                ? formula.transposedSame(["height", "width"][index], size)
                : formula.transposed(
                    ["height", "width"][index], size, axis.padding.before, axis.padding.after,
                    outputPadding: extra[index])
        }
        self.init(
            subject: .transposed, board: try Board(axes),
            formulas: formulas.merged, inputSizes: input, outputSizes: axes.map(\.outputSize), kernelSizes: kernel,
            strides: axes.map(\.stride), dilations: axes.map(\.dilation), padding: axes.map(\.padding),
            outputPadding: extra)
        self.numbers = try numbers.table { input, kernel in
            let turned = Tensor(kernel.shape, kernel.elements.reversed())
            return (try convolution(input, weights: kernel), turned)
        }
    }

    /// The convolution from a transposed one's output back to its input; nothing where no padding of one gives these
    /// sizes.
    fileprivate init?(reversedBy transposed: ArithmeticPanel) {
        var windows: [Window] = []
        for axis in 0..<2 {
            guard
                let window = try? Window(
                    inputSize: transposed.outputSizes[axis], kernelSize: transposed.kernelSizes[axis],
                    stride: transposed.strides[axis], dilation: transposed.dilations[axis],
                    padding: transposed.padding[axis]),
                window.outputSize == transposed.inputSizes[axis]
            else { return nil }
            windows.append(window)
        }
        let formulas = zip(windows, ["height", "width"]).map { window, axis in
            WindowFormula(kernel: window.kernelSize, stride: window.stride, dilation: window.dilation).floor(
                axis, Quantity(window.inputSize), window.padding.before, window.padding.after)
        }
        guard let board = try? Board(windows) else { return nil }
        self.init(
            subject: .reversed, board: board,
            formulas: formulas.merged, inputSizes: transposed.outputSizes, outputSizes: transposed.inputSizes,
            kernelSizes: transposed.kernelSizes, strides: transposed.strides, dilations: transposed.dilations,
            padding: transposed.padding, outputPadding: [0, 0])
    }
}
