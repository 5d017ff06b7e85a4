import Networks
import Tensors

/// What a figure of several channels draws.
struct ChannelsModel {
    let input: MapNumbers
    let filterCount: Int
    let kernelSizes: [Int]
    let board: Board
    let padding: [Padding.Sides]
    let stride: PerAxis
    let dilation: PerAxis
    let sizes: [Derivation]
    let parameters: Derivation
    /// Which channels and filters are drawn; the others are counted.
    let channels: [ElisionSlot]
    let filters: [ElisionSlot]
    /// Nothing for cells without numbers.
    let numbers: ChannelsNumbers?
    /// All that stands in cells, for their widths; gathered once, for there may be hundreds of steps.
    private(set) var texts: Texts?

    struct Texts {
        var input = Set<String>()
        var weights = Set<String>()
        var sums = Set<String>()
        var output = Set<String>()
    }

    var shownFilters: [Int] { filters.items }
    var stepCount: Int { shownFilters.count * board.outputCount }

    /// Which of the drawn filters a step is about, and where its window lies.
    func place(_ step: Int) -> (filter: Int, output: Int) {
        let step = min(step, stepCount - 1)
        return (step / board.outputCount, step % board.outputCount)
    }

    static let mostRows = 3
    static let mostMaps = 3
}

/// The numbers of the drawn filters.
struct ChannelsNumbers {
    /// `[F, C, kh, kw]`
    let weights: Tensor
    let bias: [Float]
    /// `[F, C, H', W']`: what each slice gives by itself.
    let partial: Tensor
    /// `[F, H', W']`
    let output: Tensor
    /// Whether the same slice lies on every channel.
    let isShared: [Bool]

    /// One channel under one slice.
    func table(_ input: MapNumbers, filter: Int, channel: Int) -> CellTable? {
        input.map(channel).map {
            CellTable(
                input: $0, kernel: weights.map(filter, channel), output: partial.map(filter, channel), kernelName: nil)
        }
    }
}

extension ChannelsModel {
    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: Channels, _ context: FigureContext) throws {
        var random = CellNumbers(seed: context.seed)
        let given = try options.weights.map { try $0.kernels(from: context.resources) }
        let slices = given.map(\.count).filter { $0 > 1 }.max()
        // Numbers of filters make no sense without those of the input.
        let values = options.values == .none && !given.isEmpty ? .random : options.values
        input = try MapNumbers(
            .init(
                values: values, channels: options.inputChannels,
                sizes: try options.input?.values(axes: 2, option: "input"), usualChannels: slices ?? 3,
                image: options.image, at: options.at), &random, context)
        let count = options.filters ?? (given.isEmpty ? 2 : given.count)
        try requireCount(count, option: "filters")
        if !given.isEmpty, given.count != count {
            throw ParameterError(
                option: "filters", value: "\(count)", expected: "\(given.count), as many as --weights gives")
        }
        filterCount = count
        let asked = try options.kernel?.values(axes: 2, option: "kernel")
        kernelSizes = try Self.kernelSizes(asked, given)
        let windows = try Window.along(
            input.sizes, kernel: kernelSizes, stride: options.stride, dilation: options.dilation,
            padding: options.padding)
        board = try Board(windows)
        (padding, stride, dilation) = (windows.map(\.padding), options.stride, options.dilation)
        let layer = Conv(
            filters: count,
            window: SlidingWindow(
                kernelSize: .each(kernelSizes), stride: options.stride, padding: options.padding,
                dilation: options.dilation))
        let inference = try layer.inferred(
            from: LayerInput([FeatureShape(([input.channels] + input.sizes).map { Quantity($0) })]))
        sizes = inference.sizes.merged
        parameters = inference.parameterCount
        channels = elided(input.channels, most: Self.mostRows)
        filters = elided(count, most: Self.mostMaps)
        let convolution = Convolution(
            stride: options.stride, dilation: options.dilation, padding: .explicit(windows.map(\.padding)))
        numbers = try ChannelsNumbers(
            input, filters.items, count, kernelSizes, given, options.bias, convolution, &random)
        texts = gatheredTexts()
    }

    private func gatheredTexts() -> Texts? {
        guard let numbers else { return nil }
        func texts(_ values: Tensor) -> Set<String> {
            let style = NumberStyle(for: values)
            return Set(values.elements.lazy.map { style.text($0) })
        }
        var all = Texts()
        for channel in channels.items {
            if let map = input.map(channel) { all.input.formUnion(texts(map)) }
            for slot in shownFilters.indices { all.weights.formUnion(texts(numbers.weights.map(slot, channel))) }
        }
        all.output = texts(numbers.output)
        for slot in shownFilters.indices {
            for index in 0..<board.outputCount {
                guard let sums = sums(filter: slot, at: board.output(index)) else { continue }
                all.sums.formUnion((sums.channels + [sums.bias, sums.total]).map { sums.style.text($0) })
            }
        }
        return all
    }

    private static func kernelSizes(
        _ asked: [Int]?, _ given: [[(weights: Tensor?, constant: Float)]]
    ) throws -> [Int] {
        let own = given.joined().compactMap(\.weights?.shape.sizes)
        guard let first = own.first else {
            // Slices that are single numbers weigh whole channels.
            let sizes = asked ?? (given.isEmpty ? [3, 3] : [1, 1])
            let limit = Board.mostCells
            guard sizes.allSatisfy({ (1...limit).contains($0) }) else {
                throw FigureError.tooManyCells(rows: sizes[0], columns: sizes[1], limit: limit)
            }
            return sizes
        }
        if let other = own.first(where: { $0 != asked ?? first }) {
            throw ParameterError(
                option: "weights", value: "a slice of \(Figures.sizes(other))",
                expected: "slices of \(Figures.sizes(asked ?? first)), all of one size")
        }
        return first
    }
}

extension ChannelsNumbers {
    fileprivate init?(
        _ input: MapNumbers, _ shown: [Int], _ filters: Int, _ kernel: [Int],
        _ given: [[(weights: Tensor?, constant: Float)]], _ bias: NumberList?, _ convolution: Convolution,
        _ random: inout CellNumbers
    ) throws {
        guard let maps = input.maps else { return nil }
        let (channels, area) = (input.channels, kernel[0] * kernel[1])
        guard shown.count * channels * area <= 4 * MapNumbers.mostNumbers else {
            throw ParameterError(
                option: "input-channels", value: "\(channels)",
                expected: "fewer channels where cells have numbers, or --values none")
        }
        if let bias, ![1, filters].contains(bias.values.count) {
            throw ParameterError(
                option: "bias", value: bias.parameterText,
                expected: "one number, or \(filters), one for each filter")
        }
        var (weights, shared, biases) = ([Float](), [Bool](), [Float]())
        for filter in shown {
            if given.isEmpty {
                weights += (0..<channels * area).map { _ in Float(random.integer(in: -1...2)) }
                shared.append(false)
            } else {
                let slices = given[filter]
                guard [1, channels].contains(slices.count) else {
                    throw ParameterError(
                        option: "weights", value: counted(slices.count, "slice"),
                        expected: "\(channels), one for each channel, or a single one for all of them")
                }
                for channel in 0..<channels {
                    let slice = slices[slices.count == 1 ? 0 : channel]
                    weights += slice.weights?.elements ?? [Float](repeating: slice.constant, count: area)
                }
                shared.append(slices.count == 1 && channels > 1)
            }
            let usual = given.isEmpty ? Float(random.integer(in: -2...2)) : 0
            biases.append(bias.map { $0.values[$0.values.count == 1 ? 0 : filter] } ?? usual)
        }
        let all = Tensor(Shape([shown.count, channels] + kernel), weights)
        let output = try convolution(maps, weights: all, bias: Tensor([shown.count], biases))
        (self.weights, self.bias, isShared, self.output) = (all, biases, shared, output)

        // A group for each channel gives every slice's own sums: [C, F, …], then filters first.
        let slices = (0..<channels).flatMap { channel in
            (0..<shown.count).flatMap { all.map($0, channel).elements }
        }
        var grouped = convolution
        grouped.groups = channels
        let sums = try grouped(maps, weights: Tensor(Shape([channels * shown.count, 1] + kernel), slices))
        let places = output.shape[1] * output.shape[2]
        partial = Tensor(
            [shown.count, channels, output.shape[1], output.shape[2]],
            (0..<shown.count).flatMap { filter in
                (0..<channels).flatMap { channel in
                    let start = (channel * shown.count + filter) * places
                    return sums.elements[start..<start + places]
                }
            })
    }
}
