import Networks
import Tensors

/// What a figure of pooling draws.
struct PoolingModel {
    let pooling: Pooling
    let isGlobal: Bool
    let channels: Int
    let board: Board
    let windows: [Window]
    let sizes: [Derivation]
    /// `[H, W]`; nothing for cells without numbers.
    let input: Tensor?
    /// `[H', W']`
    let output: Tensor?
    /// What there is to say of the numbers.
    let remark: String
    let photo: PooledPhoto?

    /// A whole photo under the same pooling.
    struct PooledPhoto {
        let name: String
        /// `[1, H, W]`
        let before: Tensor
        let after: Tensor
        /// Where the patch with numbers comes from.
        let patch: (place: CellPlace, size: [Int])
    }

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: PoolingFigure, _ context: FigureContext) throws {
        try requireCount(options.inputChannels, option: "input-channels")
        channels = options.inputChannels
        var random = CellNumbers(seed: context.seed)
        let numbers = try MapNumbers(
            .init(
                values: options.values.maps, channels: 1,
                sizes: try options.input?.values(axes: 2, option: "input"), usualChannels: 1, image: options.image,
                at: options.at, isGray: true, range: 0...9), &random, context)
        let size = numbers.sizes
        isGlobal = options.global
        if options.global {
            try Self.checkGlobal(options)
            pooling = Pooling(options.kind, size: .each(size))
        } else {
            let window = options.size ?? 2
            pooling = Pooling(
                options.kind, size: window, stride: options.stride ?? window, dilation: options.dilation,
                padding: options.padding, rounding: options.ceil ? .ceiling : .floor)
        }
        let kernel = try pooling.size.values(axes: 2, option: "size")
        windows = try Window.along(
            size, kernel: kernel, stride: pooling.stride, dilation: pooling.dilation, padding: pooling.padding,
            rounding: pooling.rounding)
        board = try Board(windows)
        try Self.checkWindows(board, pooling.operation, kernel, options.padding)
        let layer = MaxPool(
            window: SlidingWindow(
                kernelSize: pooling.size, stride: pooling.stride, padding: pooling.padding,
                dilation: pooling.dilation, rounding: pooling.rounding))
        sizes = try layer.inferred(from: LayerInput([FeatureShape(([1] + size).map { Quantity($0) })])).sizes.merged
        input = numbers.map(0)
        remark = numbers.remark
        let core = pooling
        output = try numbers.maps.map { try core($0).map(0) }
        photo = try options.values == .photo ? Self.photo(options, core, size, context) : nil
    }

    /// Refuses windows of which nothing counts: the greatest of nothing is −∞, and its mean is no number.
    private static func checkWindows(
        _ board: Board, _ operation: Pooling.Operation, _ kernel: [Int], _ padding: Padding
    ) throws(ParameterError) {
        guard operation != .average(countingPadding: true),
            board.rows.hasEmptyWindow || board.columns.hasEmptyWindow
        else { return }
        throw ParameterError(
            option: "padding", value: padding.parameterText,
            expected:
                "at most half the window of \(Figures.sizes(kernel)), so that every window reads some of the input")
    }

    private static func checkGlobal(_ options: PoolingFigure) throws(ParameterError) {
        let given: [(String, String?)] = [
            ("size", options.size?.parameterText), ("stride", options.stride?.parameterText),
            ("padding", options.padding == .valid ? nil : options.padding.parameterText),
            ("dilation", options.dilation == 1 ? nil : options.dilation.parameterText),
            ("ceil", options.ceil ? "true" : nil),
        ]
        for case (let option, let value?) in given {
            throw ParameterError(
                option: option, value: value, expected: "nothing beside --global, whose window is the whole map")
        }
    }

    private static func photo(
        _ options: PoolingFigure, _ pooling: Pooling, _ size: [Int], _ context: FigureContext
    ) throws -> PooledPhoto? {
        guard !options.global else { return nil }
        let before = try options.image.brightness(in: context)
        let place =
            options.at ?? CellPlace((before.shape[1] - size[0]) / 2, (before.shape[2] - size[1]) / 2)
        return PooledPhoto(
            name: options.image.shortName, before: before, after: try pooling(before), patch: (place, size))
    }
}

extension PoolingFigure {
    fileprivate var kind: Pooling.Operation {
        switch operation {
        case .max: .maximum
        case .average: .average(countingPadding: countPadding)
        }
    }
}

extension CellValues {
    /// The same for a single map.
    var maps: MapValues {
        switch self {
        case .none: .none
        case .random: .random
        case .photo: .photo
        case .given(let matrix): .given([matrix])
        }
    }
}

/// One window of a pooling, with its numbers.
struct PooledWindow {
    /// What counts: the input's numbers, and the padding's zeros where they do.
    let values: [Float]
    /// The first of the greatest.
    let winner: (row: Int, column: Int)?
    /// What the pooling core gives for it.
    let result: Float

    init?(_ model: PoolingModel, at output: (row: Int, column: Int)) {
        guard let input = model.input, let pooled = model.output else { return nil }
        var (values, best) = ([Float](), nil as (row: Int, column: Int)?)
        for row in model.board.rows.taps(output.row) {
            for column in model.board.columns.taps(output.column) {
                if let place = model.board.input(row, column) {
                    let value = input[place.row, place.column]
                    if best.map({ value > input[$0.row, $0.column] }) ?? true { best = place }
                    values.append(value)
                } else if model.counts(row, column) {
                    values.append(0)
                }
            }
        }
        self.values = values
        winner = model.pooling.operation == .maximum ? best : nil
        result = pooled[output.row, output.column]
    }
}

extension PoolingModel {
    /// Whether a place of the padding counts in a mean: what lies beyond the padding never does.
    func counts(_ row: Int, _ column: Int) -> Bool {
        pooling.operation == .average(countingPadding: true) && board.place(row, column) == .padding
    }

    /// `window 3 × 3, stride 2`
    var windowWords: String {
        let size = windows.map(\.kernelSize)
        if isGlobal { return "one window over the whole map" }
        var words = "window \(Figures.sizes(size)), stride " + pooling.stride.words
        if pooling.dilation != 1 { words += ", dilation \(pooling.dilation.words)" }
        return words
    }

    /// How much neighbouring windows share; nothing if they share nothing.
    var overlapWords: String? {
        let shared = windows.map { $0.outputSize > 1 && $0.dilation == 1 ? max(0, $0.kernelSize - $0.stride) : 0 }
        let parts = [(shared[0], "row"), (shared[1], "column")].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
        return parts.isEmpty ? nil : "neighbouring windows share " + parts.joined(separator: " or ")
    }
}
