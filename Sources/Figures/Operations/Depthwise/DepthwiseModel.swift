import Networks
import Tensors

/// What a figure of grouped convolution draws.
struct DepthwiseModel {
    /// One convolution, or the depthwise and the 1x1 one of a separable.
    let stages: [Stage]
    let channels: Int
    let kernel: [Int]
    let isSeparable: Bool
    let shownChannels: [ElisionSlot]
    /// `[C, H, W]`; nothing for maps without numbers.
    let maps: Tensor?
    let isPhoto: Bool
    /// Weights with other groups, or of the usual convolution beside the separable one.
    let choices: [Choice]

    struct Stage {
        let filters: Int
        let channels: Int
        let groups: Int
        let kernel: [Int]
        let shown: [ElisionSlot]
        /// Weights without biases.
        let weights: Derivation
        /// `[F, H, W]`
        var maps: Tensor?

        /// The channels that a filter reads.
        func reads(_ filter: Int) -> Range<Int> {
            let each = channels / groups
            let group = filter / (filters / groups)
            return group * each..<(group + 1) * each
        }
    }

    struct Choice: Hashable {
        let name: String
        let weights: Int
        let isCurrent: Bool
    }

    var stepCount: Int { stages.reduce(0) { $0 + $1.shown.items.count } }

    /// Which stage a step is in, and which of its filters it is about.
    func place(_ step: Int) -> (stage: Int, filter: Int) {
        let filters = stages.map(\.shown.items)
        let place = stepPlace(step, inParts: filters.map(\.count))
        return (place.part, filters[place.part][place.step])
    }

    private static let most = 6

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: Depthwise, _ context: FigureContext) throws {
        var random = CellNumbers(seed: context.seed)
        kernel = try options.kernel.values(axes: 2, option: "kernel")
        guard kernel.allSatisfy({ (1...15).contains($0) }) else {
            throw FigureError.tooManyCells(rows: kernel[0], columns: kernel[1], limit: 15)
        }
        let asked = try options.input?.values(axes: 2, option: "input")
        isPhoto = options.values == .photo
        let own = try Self.maps(options, asked, &random, context)
        (channels, maps) = (own.channels, own.maps)
        let channels = channels
        isSeparable = options.separable
        shownChannels = elided(channels, most: Self.most)
        let filters = options.filters ?? channels
        try requireCount(filters, option: "filters")
        let groups = options.groups ?? (options.separable || filters % channels == 0 ? channels : 1)
        if options.separable, groups != channels {
            throw ParameterError(
                option: "groups", value: "\(groups)", expected: "\(channels) with --separable: one for each channel")
        }
        guard groups >= 1, channels % groups == 0, options.separable || filters % groups == 0 else {
            throw ParameterError(
                option: "groups", value: "\(groups)",
                expected: "a number that divides \(channels) channels and \(filters) filters: "
                    + Self.divisors(channels, filters).map(String.init).joined(separator: ", "))
        }
        let kinds: [(filters: Int, channels: Int, groups: Int, kernel: [Int])] =
            options.separable
            ? [(channels, channels, channels, kernel), (filters, channels, 1, [1, 1])]
            : [(filters, channels, groups, kernel)]
        var read = maps
        var stages: [Stage] = []
        for (index, kind) in kinds.enumerated() {
            var stage = Stage(
                filters: kind.filters, channels: kind.channels, groups: kind.groups, kernel: kind.kernel,
                shown: elided(kind.filters, most: Self.most),
                weights: try Self.weights(kind.filters, kind.channels, kind.groups, kind.kernel), maps: nil)
            if let maps = read {
                let given = index == 0 ? try options.weights?.oneKernel(of: kernel, in: context).matrix : nil
                stage.maps = try Self.run(stage, on: maps, given, &random)
                read = stage.maps
            }
            stages.append(stage)
        }
        self.stages = stages
        choices = try Self.choices(channels, filters, groups, kernel, options.separable)
    }

    /// A photo is taken whole, reduced to what small maps show.
    private static func maps(
        _ options: Depthwise, _ asked: [Int]?, _ random: inout CellNumbers, _ context: FigureContext
    ) throws -> (channels: Int, maps: Tensor?) {
        guard options.values == .photo else {
            let numbers = try MapNumbers(
                .init(
                    values: options.values.maps, channels: options.inputChannels, sizes: asked, usualChannels: 6,
                    usualSizes: [12, 12], image: options.image, range: 0...9), &random, context)
            return (numbers.channels, numbers.maps)
        }
        let pixels = try options.image.pixels(in: context)
        let channels = pixels.shape[0]
        if let asked = options.inputChannels, asked != channels {
            throw ParameterError(
                option: "input-channels", value: "\(asked)", expected: "\(channels), the channels of the photo")
        }
        if let asked {
            throw ParameterError(
                option: "input", value: sizes(asked), expected: "no size beside --values photo, which is taken whole")
        }
        let factor = max(1, max(pixels.shape[1], pixels.shape[2]) / 96)
        let maps = (0..<channels).map { pixels.map($0).averaged(by: factor) }
        return (channels, Tensor(Shape([channels] + maps[0].shape.sizes), maps.flatMap(\.elements)))
    }

    private static func run(
        _ stage: Stage, on maps: Tensor, _ given: Tensor?, _ random: inout CellNumbers
    ) throws -> Tensor {
        let each = stage.channels / stage.groups
        let area = stage.kernel[0] * stage.kernel[1]
        let (slices, limit) = (stage.filters.multipliedReportingOverflow(by: each), 2 * MapNumbers.mostNumbers / area)
        guard !slices.overflow, slices.partialValue <= limit, stage.filters <= limit / (maps.shape[1] * maps.shape[2])
        else {
            throw ParameterError(
                option: "filters", value: "\(stage.filters)",
                expected: "fewer filters where maps have numbers, or --values none")
        }
        let weights = (0..<slices.partialValue).flatMap { _ in
            given?.elements ?? (0..<area).map { _ in Float(random.integer(in: -1...2)) }
        }
        return try Convolution(padding: .same, groups: stage.groups)(
            maps, weights: Tensor(Shape([stage.filters, each] + stage.kernel), weights))
    }

    private static func weights(_ filters: Int, _ channels: Int, _ groups: Int, _ kernel: [Int]) throws -> Derivation {
        let conv = Conv(
            filters: filters, window: SlidingWindow(kernelSize: .each(kernel), padding: .same), groups: groups,
            hasBias: false)
        return try conv.inferred(from: LayerInput([FeatureShape([Quantity(channels), 1, 1])])).parameterCount
    }

    private static func choices(
        _ channels: Int, _ filters: Int, _ groups: Int, _ kernel: [Int], _ isSeparable: Bool
    ) throws -> [Choice] {
        func count(_ groups: Int) throws -> Int { try weights(filters, channels, groups, kernel).value.integer ?? 0 }
        if isSeparable {
            let layer = SeparableConv(
                filters: filters, window: SlidingWindow(kernelSize: .each(kernel), padding: .same), hasBias: false)
            let all = try layer.inferred(from: LayerInput([FeatureShape([Quantity(channels), 1, 1])])).parameterCount
            return [
                Choice(name: "usual convolution", weights: try count(1), isCurrent: false),
                Choice(name: "separable", weights: all.value.integer ?? 0, isCurrent: true),
            ]
        }
        let divisors = divisors(channels, filters)
        let shown =
            divisors.count <= 6 ? divisors : Array(Set(divisors.prefix(4) + divisors.suffix(1) + [groups])).sorted()
        return try shown.map {
            Choice(name: counted($0, "group"), weights: try count($0), isCurrent: $0 == groups)
        }
    }

    /// Numbers of groups that go.
    private static func divisors(_ channels: Int, _ filters: Int) -> [Int] {
        var (a, b) = (channels, filters)
        while b != 0 { (a, b) = (b, a % b) }
        return (1...a).filter { a % $0 == 0 }
    }
}
