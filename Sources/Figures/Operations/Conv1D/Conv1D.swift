import Scenes

/// Convolution along time: one layer with its numbers, or a stack with the receptive field of one output.
public struct Conv1D: SteppedFigure {
    public var input: Int?
    public var inputChannels: Int?
    public var kernel: SizeList?
    public var stride: SizeList = 1
    public var padding = TimePadding.valid
    public var dilation: SizeList?
    public var layers: Int?
    public var filters: Int?
    public var pool: Int?
    public var poolStride: Int?
    public var values = CellValues.none
    public var weights: FilterReference?
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var at: CellPlace?

    public init() {}

    public static let summary =
        "A convolution along time, or a stack of them: causal, dilated, and how far one output looks back."

    public static var parameters: [FigureParameter<Conv1D>] {
        [
            .init("input", \.input, "steps of the input (default 16, or as many as there are values)"),
            .init("input-channels", \.inputChannels, "features of each step (default 1, or the rows of the values)"),
            .init("kernel", \.kernel, "steps under a kernel, for all layers or each (default 3, 2 in a stack)"),
            .init("stride", \.stride, "steps of the window, for all layers or each"),
            .init("padding", \.padding, "zeros before and after; causal ones all stand before"),
            .init("dilation", \.dilation, "distance of taps, for all layers or each (default 1,2,4,… in a stack)"),
            .init("layers", \.layers, "convolutions one above the other (default 1, or as many as dilations)"),
            .init("filters", \.filters, "filters of each layer; parameters are counted"),
            .init("pool", \.pool, "a window of max pooling above the last layer (default its stride)"),
            .init("pool-stride", \.poolStride, "its stride (default its window)"),
            .init("values", \.values, "numbers of a single layer, features as rows"),
            .init("weights", \.weights, "the kernel's numbers, features as rows (default random, by the seed)"),
            .init("image", \.image, "the photo whose rows are signals, for --values photo"),
            .init("at", \.at, "the photo's pixel that the signal begins at (default so that it lies in the middle)"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try Conv1DModel(self, context)
        try Conv1DDrawing.check(model, context)
        return FigureSteps(
            count: model.outputSize, usual: model.clearest, leastWidth: Conv1DDrawing.leastWidth(model)
        ) { builder, step in
            Conv1DDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.timeNotes(model, top: builder.below(8))
        } words: { step in
            Conv1DWords(model: model).text(step: step)
        }
    }
}

extension Conv1D: ExerciseFigure {
    public static var usualBlanks: [Blank] { [.output, .sizes] }

    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        let (length, taps) = (numbers.integer(in: 5...8), numbers.integer(in: 2...3))
        return [
            ("values", numbers.matrix(1, length, in: 0...3).matrixText),
            ("weights", numbers.matrix(1, taps, in: -1...2).matrixText),
            ("stride", numbers.choice(["1", "1", "2"])), ("dilation", numbers.choice(["1", "1", "2"])),
            ("padding", numbers.choice(["valid", "causal", "1"])),
        ]
    }
}
