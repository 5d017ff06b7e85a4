import Scenes
public import Tensors

/// A 1x1 convolution as what it is: one dense layer over the channels, the same at every pixel.
public struct Pointwise: SteppedFigure {
    public var input: PerAxis?
    public var inputChannels: Int?
    public var filters: Int?
    public var values = MapValues.random
    public var weights: CellMatrix?
    public var bias: NumberList?
    public var bottleneck: PerAxis?
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var at: CellPlace?

    public init() {}

    public static let summary =
        "A 1x1 convolution as one dense layer per pixel: the same matrix takes every pixel's channels to new ones."

    public static var parameters: [FigureParameter<Pointwise>] {
        [
            .init("input", \.input, "the input's size, vertical x horizontal (default 4x4, or that of the values)"),
            .init("input-channels", \.inputChannels, "how many (default 3, or those of the values, photo or weights)"),
            .init("filters", \.filters, "how many channels come out (default 2, or the rows of the weights)"),
            .init("values", \.values, "numbers of the maps"),
            .init("weights", \.weights, "the matrix: a row for each filter, a column for each channel"),
            .init("bias", \.bias, "one number for each filter, or one for all"),
            .init(
                "bottleneck", \.bottleneck,
                "compare the multiplications of a kernel of this size after it, back to all channels, with doing without"
            ),
            .init("image", \.image, "the photo for --values photo"),
            .init("at", \.at, "the photo's pixel in the patch's upper left corner (default its middle)"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try PointwiseModel(self, context)
        let page = SceneBuilder(context)
        guard let table = PointwiseTable(model, in: page) else {
            throw ParameterError(
                option: "values", value: "numbers of many digits",
                expected: "shorter numbers on a page of this width, or --values none")
        }
        return FigureSteps(
            count: model.sizes[0] * model.sizes[1], usual: model.sizes[1] > 1 ? 1 : 0,
            leastWidth: min(page.width, max(190, table.width + 10))
        ) { builder, step in
            PointwiseDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.pointwiseNotes(model, top: builder.below(4))
        } words: { step in
            PointwiseWords(model: model).text(step: step)
        }
    }
}

extension Pointwise: ExerciseFigure {
    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        [
            ("input", "2x2"), ("input-channels", numbers.choice(["2", "3", "4"])),
            ("filters", numbers.choice(["1", "2", "3"])),
        ]
    }

    public static var usualBlanks: [Blank] { [.output] }
}

/// Rows of numbers: `3 3 2; 0 0 1`.
public struct CellMatrix: Hashable, Sendable, ParameterValue {
    public let values: Tensor

    public static var syntax: String { "\"MATRIX\"" }

    public init(_ input: ParameterInput) throws(ParameterError) { values = try CellValues.matrix(input) }

    public var parameterText: String { values.matrixText }
}
