import Scenes
public import Tensors

/// A convolution over several channels: every filter spans all of them, sums over them, and makes one map.
public struct Channels: SteppedFigure {
    public var input: PerAxis?
    public var inputChannels: Int?
    public var filters: Int?
    public var kernel: PerAxis?
    public var stride = PerAxis.all(1)
    public var padding = Padding.valid
    public var dilation = PerAxis.all(1)
    public var values = MapValues.random
    public var weights: [FilterSlices] = []
    public var bias: NumberList?
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var at: CellPlace?

    public init() {}

    public static let summary =
        "Several input channels, a filter's slice on each, their sums and the bias: one map for each filter."

    public static var parameters: [FigureParameter<Channels>] {
        [
            .init("input", \.input, "the input's size, vertical x horizontal (default 6x6, or that of the values)"),
            .init("input-channels", \.inputChannels, "how many (default 3, or those of the values, photo or weights)"),
            .init("filters", \.filters, "how many, each making one map (default 2, or those of the weights)"),
            .init(
                "kernel", \.kernel,
                "the size of each slice (default 3, or that of the weights; 1 where all of them are single numbers)"),
            .init("stride", \.stride, "steps of the window"),
            .init("padding", \.padding, "how far the input is extended"),
            .init("dilation", \.dilation, "distance between the kernel's taps"),
            .init("values", \.values, "numbers in the cells"),
            .init(
                "weights", \.weights, "a filter's slices, one for each channel or one for all; again for more filters"),
            .init("bias", \.bias, "one number for each filter, or one for all"),
            .init("image", \.image, "the photo for --values photo"),
            .init("at", \.at, "the photo's pixel in the patch's upper left corner (default its middle)"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try ChannelsModel(self, context)
        let page = SceneBuilder(context)
        guard ChannelsLayout(model, in: page) != nil else {
            throw ParameterError.rowTooLong(model.board.columnCount)
        }
        return FigureSteps(
            count: model.stepCount, usual: model.board.columns.outputSize > 1 ? 1 : 0,
            leastWidth: min(page.width, ChannelsLayout(thumbnail: model, in: page).width)
        ) { builder, step in
            ChannelsDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.channelNotes(model, top: builder.below(4))
        } words: { step in
            ChannelsWords(model: model).text(step: step)
        }
    }
}

extension Channels: ExerciseFigure {
    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        [
            ("input", numbers.choice(["3x3", "3x4", "4x4"])), ("kernel", numbers.choice(["2", "2x1", "3"])),
            ("input-channels", numbers.choice(["2", "3"])), ("filters", numbers.choice(["1", "2"])),
        ]
    }

    public static var usualBlanks: [Blank] { [.output] }
}
