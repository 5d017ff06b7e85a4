import Execution
import Networks
import Tensors

/// Small maps of many channels, the large maps of few that they become, and which element goes where.
struct ShuffleModel {
    let factor: Int
    let isUnshuffle: Bool
    /// `[C·r², H, W]`
    let small: [Int]
    /// `[C, H·r, W·r]`
    let large: [Int]
    /// For each element of the large maps the one of the small maps, as the core moves it.
    let sources: [Int]
    /// Of the small maps.
    let values: Tensor?
    let formulas: [Derivation]
    let equivalence: ShuffleEquivalence?

    static let mostElements = 1 << 16
    static let mostFactor = 16

    /// Channels that become one patch.
    var group: Int { factor * factor }

    /// Patches, or outputs of the convolution.
    var stepCount: Int { equivalence.map(\.outputCount) ?? large[0] * small[1] * small[2] }

    /// Channel, row and column of an element of the small maps.
    func smallPlace(_ element: Int) -> (channel: Int, row: Int, column: Int) {
        (element / (small[1] * small[2]), element / small[2] % small[1], element % small[2])
    }

    /// Which patch an element belongs to, counted channel after channel, row after row.
    func patch(of element: Int) -> Int {
        let place = smallPlace(element)
        return (place.channel / group * small[1] + place.row) * small[2] + place.column
    }

    /// Channel of the large maps, and row and column of the small ones.
    func patchPlace(_ patch: Int) -> (channel: Int, row: Int, column: Int) {
        (patch / (small[1] * small[2]), patch / small[2] % small[1], patch % small[2])
    }

    /// Its value, or a letter for its channel and a number for its pixel.
    func text(_ element: Int) -> String {
        if let values { return NumberStyle(for: values).text(values.elements[element]) }
        let (channel, pixel) = element.quotientAndRemainder(dividingBy: small[1] * small[2])
        return Self.letter(channel) + (channel < 26 ? "" : ".") + "\(pixel)"
    }

    static func letter(_ channel: Int) -> String {
        channel < 26 ? String(Array("abcdefghijklmnopqrstuvwxyz")[channel]) : "\(channel)"
    }
}

extension ShuffleModel {
    /// - Throws: ``ParameterError``, ``FigureError``, `ShapeError`.
    init(_ options: PixelShuffleFigure, _ context: FigureContext) throws {
        guard (1...Self.mostFactor).contains(options.factor) else {
            throw ParameterError(
                option: "factor", value: "\(options.factor)", expected: "a whole number from 1 to \(Self.mostFactor)")
        }
        factor = options.factor
        isUnshuffle = options.unshuffle
        let r = options.factor
        let given: Tensor? = if case .given(let matrix) = options.values { matrix } else { nil }
        let sizes = try Self.sizes(options, given)
        if options.unshuffle {
            large = sizes
            small = [sizes[0] * r * r, sizes[1] / r, sizes[2] / r]
        } else {
            small = sizes
            large = [sizes[0] / (r * r), sizes[1] * r, sizes[2] * r]
        }
        // The core moves the numbers of the elements: they say where each comes from.
        let count = sizes.reduce(1, *)
        let indices = Tensor(Shape([1] + small), (0..<count).map(Float.init))
        sources = indices.pixelShuffled(r).elements.map { Int($0) }

        let input = try Self.values(options, sizes, given, context)
        let batched = input?.reshaped(to: Shape([1] + sizes))
        values = (options.unshuffle ? batched?.pixelUnshuffled(r) : batched)?.reshaped(to: Shape(small))

        let shape = FeatureShape(sizes.map { Quantity($0) })
        let inference =
            options.unshuffle
            ? try PixelUnshuffle(factor: r).inferred(from: LayerInput([shape]))
            : try PixelShuffle(factor: r).inferred(from: LayerInput([shape]))
        formulas = inference.sizes
        equivalence =
            options.equivalence ? try ShuffleEquivalence(options, small, values, context) : nil
    }

    private static func sizes(_ options: PixelShuffleFigure, _ given: Tensor?) throws -> [Int] {
        let r = options.factor
        var usual = options.unshuffle ? [1, 2 * r, 3 * r] : [r * r, 2, 3]
        if let given {
            usual =
                options.unshuffle
                ? [1] + given.shape.sizes : [r * r, max(1, given.shape[0] / (r * r)), given.shape[1]]
        }
        let sizes = options.input?.volume(channels: options.unshuffle ? 1 : r * r) ?? usual
        try requireVolume(sizes, most: mostElements, given: given)
        if options.unshuffle {
            guard sizes[1].isMultiple(of: r), sizes[2].isMultiple(of: r) else {
                throw ParameterError.volume(sizes, expected: "a height and a width that \(r) divides")
            }
        } else if !sizes[0].isMultiple(of: r * r) {
            throw ParameterError.volume(sizes, expected: "channels that \(r * r), the square of the factor, divides")
        }
        return sizes
    }

    /// `[C, H, W]` as the input is.
    private static func values(
        _ options: PixelShuffleFigure, _ sizes: [Int], _ given: Tensor?, _ context: FigureContext
    ) throws -> Tensor? {
        var numbers = CellNumbers(seed: context.seed)
        switch options.values {
        case .none: return nil
        case .given: return given?.reshaped(to: Shape(sizes))
        case .random: return numbers.matrix(sizes[0] * sizes[1], sizes[2], in: 0...9).reshaped(to: Shape(sizes))
        case .photo:
            // Photos have few channels: shuffled, a patch of brightness is taken apart first.
            if options.unshuffle, sizes[0] == 1 {
                return try options.image.patch([sizes[1], sizes[2]], at: options.at, in: context)
                    .reshaped(to: Shape(sizes))
            }
            guard !options.unshuffle, sizes[0] == options.factor * options.factor else {
                throw ParameterError(
                    option: "values", value: "photo", expected: "one map of a photo, as 1 channel that is taken apart")
            }
            let whole = try options.image.patch(
                [sizes[1] * options.factor, sizes[2] * options.factor], at: options.at, in: context)
            return whole.reshaped(to: Shape([1, 1] + whole.shape.sizes)).pixelUnshuffled(options.factor)
                .reshaped(to: Shape(sizes))
        }
    }
}
