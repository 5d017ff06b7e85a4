import Networks
import Scenes
import Tensors

/// A stack of windows over time, from the input up.
struct Conv1DModel {
    let layers: [TimeLayer]
    /// The input and what each layer makes of the row below it.
    let rows: [TimeRow]
    let isCausal: Bool
    let filters: Int?
    /// Of the size that each layer leaves; of many layers none.
    let sizes: [Derivation]
    /// Of each convolution, where filters are given.
    let parameters: [Derivation]
    let numbers: CellTable?

    /// More steps would be dust.
    static let mostSteps = 64
    static let mostLayers = 8
}

struct TimeLayer {
    enum Kind: Hashable {
        case convolution, pooling
    }

    let kind: Kind
    let window: Window
}

/// Steps in time, after so many layers.
struct TimeRow {
    let role: Theme.Role
    let size: Int
    let channels: Int
    /// Where its first step lies, in steps of the input, and how far apart its steps are.
    let start: Double
    let jump: Int

    func time(_ step: Int) -> Double { start + Double(step * jump) }
}

extension Conv1DModel {
    /// - Throws: ``ParameterError``, `ShapeError`.
    init(_ options: Conv1D, _ context: FigureContext) throws {
        let signal = try TimeSignal(options, context)
        let count = options.layers ?? max(options.dilation?.values.count ?? 1, 1)
        guard (1...Self.mostLayers).contains(count) else {
            throw ParameterError(
                option: "layers", value: "\(count)", expected: "1 to \(Self.mostLayers) convolutions")
        }
        let kernels =
            try signal.kernel.map { [$0] }
            ?? (options.kernel ?? (count > 1 ? 2 : 3))
            .values(layers: count, option: "kernel")
        let strides = try options.stride.values(layers: count, option: "stride")
        let usual = SizeList(count > 1 ? (0..<count).map { 1 << $0 } : [1])
        let dilations = try (options.dilation ?? usual).values(layers: count, option: "dilation")
        for (option, values) in [("kernel", kernels), ("stride", strides), ("dilation", dilations)] {
            for value in values where value > Self.mostSteps {
                throw ParameterError(
                    option: option, value: "\(value)", expected: "at most \(Self.mostSteps): more is not drawn")
            }
        }
        try requireCount(options.filters ?? 1, option: "filters")

        var layers = try Self.convolutions(options, signal.length, kernels, strides, dilations)
        if let pool = try Self.pooling(options, over: layers[count - 1].window.outputSize) { layers.append(pool) }
        self.layers = layers
        isCausal = options.padding == .causal && layers.allSatisfy { $0.kind == .convolution }
        filters = options.filters
        rows = Self.rows(layers, channels: signal.channels, filters: options.filters ?? 1, isCausal: isCausal)
        sizes =
            layers.count <= 3
            ? layers.map { $0.derivation(isSame: options.padding == .same && $0.kind == .convolution) } : []
        parameters = try options.filters.map { try Self.parameters(of: layers, signal.channels, $0) } ?? []
        numbers = try signal.table(layers[0].window)

        let span = extent.upperBound - extent.lowerBound
        guard span <= Double(2 * Self.mostSteps) else {
            throw ParameterError(
                option: "padding", value: options.padding.parameterText,
                expected: "less padding or smaller strides: \(Int(span)) steps with their padding are not drawn")
        }
    }

    private static func convolutions(
        _ options: Conv1D, _ length: Int, _ kernels: [Int], _ strides: [Int], _ dilations: [Int]
    ) throws -> [TimeLayer] {
        var size = length
        return try kernels.indices.map { index in
            let reach = dilations[index] * (kernels[index] - 1)
            let window = try Window.along(
                [size], kernel: [kernels[index]], stride: .all(strides[index]), dilation: .all(dilations[index]),
                padding: options.padding.padding(reach: reach))[0]
            size = window.outputSize
            guard size <= mostSteps else {
                throw ParameterError(
                    option: "padding", value: options.padding.parameterText,
                    expected: "less padding: \(size) steps are more than the \(mostSteps) that are drawn")
            }
            return TimeLayer(kind: .convolution, window: window)
        }
    }

    private static func pooling(_ options: Conv1D, over size: Int) throws -> TimeLayer? {
        guard let pool = options.pool ?? options.poolStride else { return nil }
        if options.values != .none || options.weights != nil {
            throw ParameterError(
                option: "pool", value: "\(pool)",
                expected: "no --values beside it; `pooling` is the figure for numbers that are pooled")
        }
        guard (1...mostSteps).contains(pool), (1...mostSteps).contains(options.poolStride ?? pool) else {
            throw ParameterError(
                option: "pool", value: "\(pool)", expected: "a window and a stride from 1 to \(mostSteps)")
        }
        return TimeLayer(
            kind: .pooling,
            window: try Window(inputSize: size, kernelSize: pool, stride: options.poolStride ?? pool, axis: .length))
    }

    /// Outputs of causal layers stand above the last step that they read, others above the middle.
    private static func rows(_ layers: [TimeLayer], channels: Int, filters: Int, isCausal: Bool) -> [TimeRow] {
        var rows = [
            TimeRow(role: .input, size: layers[0].window.inputSize, channels: channels, start: 0, jump: 1)
        ]
        for (index, layer) in layers.enumerated() {
            let below = rows[index]
            let window = layer.window
            let reach = Double(window.effectiveKernelSize - 1)
            let anchor = (isCausal ? reach : reach / 2) - Double(window.padding.before)
            rows.append(
                TimeRow(
                    role: layer.kind == .pooling ? .pooling : .output, size: window.outputSize, channels: filters,
                    start: below.start + anchor * Double(below.jump), jump: below.jump * window.stride))
        }
        return rows
    }

    private static func parameters(of layers: [TimeLayer], _ channels: Int, _ filters: Int) throws -> [Derivation] {
        try layers.enumerated().compactMap { index, layer in
            guard layer.kind == .convolution else { return nil }
            let window = layer.window
            let conv = Conv(
                filters: filters,
                window: SlidingWindow(
                    kernelSize: .all(window.kernelSize), stride: .all(window.stride),
                    padding: .explicit([window.padding]), dilation: .all(window.dilation)))
            let shape = FeatureShape(
                channels: Quantity(index == 0 ? channels : filters), spatial: [Quantity(window.inputSize)])
            return try conv.inferred(from: LayerInput([shape])).parameters.count(.pytorch)
        }
    }
}

extension TimeLayer {
    fileprivate func derivation(isSame: Bool) -> Derivation {
        let formula = WindowFormula(kernel: window.kernelSize, stride: window.stride, dilation: window.dilation)
        let input = Quantity(window.inputSize)
        return isSame
            ? formula.same("length", input)
            : formula.floor("length", input, window.padding.before, window.padding.after)
    }

    /// The steps of the row below that an output reads, padding among them.
    func taps(_ output: Int) -> [Int] {
        (0..<window.kernelSize).map { window.inputIndex(output: output, tap: $0) }
    }
}
