import Networks
import Tensors

/// What a figure of a 1x1 convolution draws.
struct PointwiseModel {
    let input: MapNumbers
    let filterCount: Int
    let channels: [ElisionSlot]
    let filters: [ElisionSlot]
    let parameters: Derivation
    let perPixel: Derivation
    /// Nothing for cells without numbers.
    let numbers: Numbers?
    let bottleneck: Bottleneck?

    struct Numbers {
        /// `[F, C]`
        let weights: Tensor
        let bias: [Float]
        /// `[F, H, W]`
        let output: Tensor
    }

    /// A wider kernel after the 1x1, or right away.
    struct Bottleneck {
        let kernel: [Int]
        /// Multiplications a pixel.
        let reduction: Quantity
        let wide: Quantity
        let direct: Quantity
    }

    var sizes: [Int] { input.sizes }
    func pixel(_ step: Int) -> (row: Int, column: Int) {
        let step = min(step, sizes[0] * sizes[1] - 1)
        return (step / sizes[1], step % sizes[1])
    }

    private static let most = 5

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: Pointwise, _ context: FigureContext) throws {
        var random = CellNumbers(seed: context.seed)
        let matrix = options.weights?.values
        let values = options.values == .none && matrix != nil ? .random : options.values
        input = try MapNumbers(
            .init(
                values: values, channels: options.inputChannels,
                sizes: try options.input?.values(axes: 2, option: "input"), usualChannels: matrix?.shape[1] ?? 3,
                usualSizes: [4, 4], image: options.image, at: options.at), &random, context)
        let count = options.filters ?? matrix?.shape[0] ?? 2
        try requireCount(count, option: "filters")
        if let matrix, matrix.shape.sizes != [count, input.channels] {
            throw ParameterError(
                option: "weights", value: Figures.sizes(matrix.shape.sizes),
                expected: "\(Figures.sizes([count, input.channels])): a row for each filter, a column for each channel")
        }
        filterCount = count
        let own = input.channels
        let places = input.sizes[0] * input.sizes[1]
        channels = elided(own, most: Self.most)
        filters = elided(count, most: Self.most)
        let shape = FeatureShape(([input.channels] + input.sizes).map { Quantity($0) })
        parameters = try Self.layer(count, [1, 1]).inferred(from: LayerInput([shape])).parameterCount
        perPixel = try Self.multiplications(count, [1, 1], of: input.channels)
        bottleneck = try options.bottleneck.map { kernel in
            let kernel = try kernel.values(axes: 2, option: "bottleneck")
            return Bottleneck(
                kernel: kernel, reduction: try Self.multiplications(count, [1, 1], of: own).value,
                wide: try Self.multiplications(own, kernel, of: count).value,
                direct: try Self.multiplications(own, kernel, of: own).value)
        }
        guard let maps = input.maps else {
            numbers = nil
            return
        }
        guard count * (own + places) <= MapNumbers.mostNumbers else {
            throw ParameterError(
                option: "filters", value: "\(count)",
                expected: "fewer filters where cells have numbers, or --values none")
        }
        if let bias = options.bias, ![1, count].contains(bias.values.count) {
            throw ParameterError(
                option: "bias", value: bias.parameterText, expected: "one number, or \(count), one for each filter")
        }
        let weights =
            matrix
            ?? Tensor([count, own], (0..<count * own).map { _ in Float(random.integer(in: -1...2)) })
        let biases = (0..<count).map { filter in
            let usual = matrix == nil ? Float(random.integer(in: -2...2)) : 0
            return options.bias.map { $0.values[$0.values.count == 1 ? 0 : filter] } ?? usual
        }
        numbers = Numbers(
            weights: weights, bias: biases,
            output: try Convolution()(
                maps, weights: weights.reshaped(to: [count, own, 1, 1]), bias: Tensor([count], biases)))
    }

    private static func layer(_ filters: Int, _ kernel: [Int]) -> Conv {
        Conv(filters: filters, window: SlidingWindow(kernelSize: .each(kernel), padding: .same))
    }

    /// Of one pixel.
    private static func multiplications(_ filters: Int, _ kernel: [Int], of channels: Int) throws -> Derivation {
        let pixel = FeatureShape([Quantity(channels), 1, 1])
        return try layer(filters, kernel).inferred(from: LayerInput([pixel])).multiplyAccumulates
            ?? Derivation(.multiplyAccumulates, 0)
    }
}

extension PointwiseModel {
    /// A pixel's channels, the matrix and what comes out, as far as they are drawn.
    func line(filter: Int, at pixel: (row: Int, column: Int)) -> TermLine? {
        guard let numbers, let maps = input.maps else { return nil }
        let (style, weights) = (NumberStyle(for: maps), NumberStyle(for: numbers.weights))
        var terms: [String] = []
        for item in channels {
            switch item {
            case .item(let channel):
                let weight = numbers.weights[filter, channel]
                let text = weights.text(weight)
                terms.append(
                    "\(weight < 0 ? "(\(text))" : text)·\(style.text(maps[channel, pixel.row, pixel.column]))")
            case .gap(let count): terms.append("… \(count) more")
            }
        }
        let bias = numbers.bias[filter]
        let text = NumberStyle(for: Tensor([1], [bias])).text(bias)
        terms.append(bias < 0 ? "(\(text))" : text)
        let all = maps.elements.prefix(4096) + numbers.weights.elements.prefix(4096) + numbers.bias
        return TermLine(
            name: "filter \(filter + 1) of \(filterCount)", terms: terms,
            result: NumberStyle(for: numbers.output).text(numbers.output[filter, pixel.row, pixel.column]),
            isExact: all.allSatisfy { $0 == $0.rounded() && abs($0) < 4096 }, isTotal: true)
    }

    var sameWords: String {
        "The same \(Figures.sizes([filterCount, input.channels])) matrix at each of \(sizes[0] * sizes[1]) pixels: "
            + "a dense layer from \(counted(input.channels, "channel")) to \(filterCount), without neighbours. "
            + "Height and width stay."
    }
}
