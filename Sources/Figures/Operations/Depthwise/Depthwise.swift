import Scenes
public import Tensors

/// Grouped convolution, from one group to as many as there are channels: which channels each filter reads, and what that
/// saves; with a 1x1 convolution after it, the separable one.
public struct Depthwise: SteppedFigure {
    public var inputChannels: Int?
    public var filters: Int?
    public var groups: Int?
    public var kernel: PerAxis = 3
    public var separable = false
    public var input: PerAxis?
    public var values = CellValues.random
    public var weights: FilterReference?
    public var image = ImageReference(TestImage.shapes.rawValue)

    public init() {}

    public static let summary =
        "Groups from one to all channels: what each filter reads, and its weights; depthwise, and separable."

    public static var parameters: [FigureParameter<Depthwise>] {
        [
            .init("input-channels", \.inputChannels, "how many (default 6, or those of the photo)"),
            .init("filters", \.filters, "how many (default as many as channels)"),
            .init("groups", \.groups, "how many; 1 is usual, as many as channels is depthwise (default that)"),
            .init("kernel", \.kernel, "the size of each slice"),
            .init("separable", \.separable, "a depthwise convolution, then a 1x1 convolution to all filters"),
            .init("input", \.input, "the maps' size, vertical x horizontal (default 12x12, or that of the photo)"),
            .init("values", \.values, "what the maps show: numbers as colours, or a photo's channels"),
            .init("weights", \.weights, "one kernel for every slice (default random, by the seed)"),
            .init("image", \.image, "the photo for --values photo"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try DepthwiseModel(self, context)
        return FigureSteps(
            count: model.stepCount, usual: min(1, model.stepCount - 1),
            leastWidth: min(SceneBuilder(context).width, DepthwiseDrawing.leastWidth(model))
        ) { builder, step in
            DepthwiseDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.depthwiseNotes(model, top: builder.below(4))
        } words: { step in
            DepthwiseWords(model: model).text(step: step)
        }
    }
}

extension Depthwise: ExerciseFigure {
    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        [
            ("input-channels", numbers.choice(["4", "6"])), ("filters", numbers.choice(["4", "6", "12"])),
            ("groups", numbers.choice(["1", "2"])), ("kernel", numbers.choice(["3", "5"])),
        ]
    }

    public static var usualBlanks: [Blank] { [.sizes] }
}
