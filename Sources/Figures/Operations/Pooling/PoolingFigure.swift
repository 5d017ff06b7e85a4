import Scenes
public import Tensors

/// Pooling of any geometry: window by window, the greatest value with its place, or the mean.
public struct PoolingFigure: SteppedFigure {
    public var operation = Operation.max
    public var input: PerAxis?
    public var inputChannels = 1
    public var size: PerAxis?
    public var stride: PerAxis?
    public var padding = Padding.valid
    public var dilation = PerAxis.all(1)
    public var ceil = false
    public var countPadding = true
    public var global = false
    public var values = CellValues.random
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var at: CellPlace?

    public enum Operation: String, ParameterChoice, Sendable {
        case max, average
    }

    public init() {}

    public static let summary =
        "Pooling, window by window: the greatest value with its place, or the mean; overlapping, padded, global."

    public static var parameters: [FigureParameter<PoolingFigure>] {
        [
            .init("operation", \.operation, "the greatest value of each window, or the mean"),
            .init("input", \.input, "the input's size, vertical x horizontal (default 6x6, or that of the values)"),
            .init("input-channels", \.inputChannels, "how many maps are pooled alike; one is drawn"),
            .init("size", \.size, "the window's size (default 2)"),
            .init("stride", \.stride, "steps of the window (default its size)"),
            .init("padding", \.padding, "how far the input is extended"),
            .init("dilation", \.dilation, "distance between the places that a window reads"),
            .init("ceil", \.ceil, "round sizes up: a last window may reach past the padding"),
            .init("count-padding", \.countPadding, "whether the padding's zeros count in a mean"),
            .init("global", \.global, "one window over the whole map"),
            .init("values", \.values, "numbers in the cells"),
            .init("image", \.image, "the photo for --values photo"),
            .init("at", \.at, "the photo's pixel in the patch's upper left corner (default its middle)"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try PoolingModel(self, context)
        let page = SceneBuilder(context)
        guard PoolingCells(model, in: page) != nil else {
            throw ParameterError.rowTooLong(model.board.columnCount)
        }
        return FigureSteps(
            count: model.board.outputCount, usual: model.board.columns.outputSize > 1 ? 1 : 0,
            leastWidth: PoolingCells(smallest: model, in: page).leastWidth(model)
        ) { builder, step in
            PoolingDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.poolingNotes(model, top: builder.below(4))
        } words: { step in
            PoolingWords(model: model).text(step: step)
        }
    }
}

extension PoolingFigure: ExerciseFigure {
    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        [
            ("operation", numbers.choice(Operation.choices)), ("input", numbers.choice(["4x4", "5x5", "6x6", "4x6"])),
            ("size", numbers.choice(["2", "3", "2x1"])), ("stride", numbers.choice(["1", "2"])),
        ]
    }

    public static var usualBlanks: [Blank] { [.output] }
}
