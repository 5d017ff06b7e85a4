public import Tensors

/// Channels to places and back: the channels of one pixel become a patch, and what that does to a convolution.
public struct PixelShuffleFigure: SteppedFigure {
    public var input: PerAxis?
    public var factor = 2
    public var unshuffle = false
    public var values = CellValues.none
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var at: CellPlace?
    public var equivalence = false
    public var kernel: PerAxis = 2
    public var stride: PerAxis = 1
    public var padding = 0

    public init() {}

    public static let summary =
        "Channels to places: the channels of one pixel become a patch, and back; and the convolution that stays the same."

    public static var parameters: [FigureParameter<PixelShuffleFigure>] {
        [
            .init("input", \.input, "channels x height x width (default 4x2x3, or the map that is taken apart)"),
            .init("factor", \.factor, "the patch's side, r"),
            .init("unshuffle", \.unshuffle, "the other way: patches become channels"),
            .init("values", \.values, "numbers in the cells; without them letters for channels, numbers for pixels"),
            .init("image", \.image, "the photo for --values photo"),
            .init("at", \.at, "the photo's pixel in the patch's upper left corner (default its middle)"),
            .init(
                "equivalence", \.equivalence,
                "a convolution of the channels beside the one of the shuffled map that gives the same numbers"),
            .init("kernel", \.kernel, "of the convolution of the channels"),
            .init("stride", \.stride, "steps of that convolution's window"),
            .init("padding", \.padding, "that convolution's padding on all sides"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try ShuffleModel(self, context)
        return FigureSteps(
            count: model.stepCount, usual: model.stepCount > 1 ? 1 : 0, leastWidth: ShuffleDrawing.leastWidth(model)
        ) { builder, step in
            ShuffleDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.shuffleNotes(model, top: builder.below(8))
        } words: { step in
            ShuffleWords(model: model).text(step: step)
        }
    }
}

extension PixelShuffleFigure: ExerciseFigure {
    public static var usualBlanks: [Blank] { [.output, .sizes] }

    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        [("input", "4x\(numbers.integer(in: 1...3))x\(numbers.integer(in: 2...3))"), ("values", "random")]
    }
}
