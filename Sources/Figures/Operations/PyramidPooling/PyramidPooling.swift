import Scenes
public import Tensors

/// Spatial pyramid pooling: maxima over grids of several levels, one after another, as a vector of fixed length.
public struct PyramidPooling: SteppedFigure {
    public var input: PerAxis?
    public var inputChannels = 1
    public var levels = [4, 2, 1]
    public var values = CellValues.random
    public var image = ImageReference(TestImage.shapes.rawValue)

    public init() {}

    public static let summary =
        "Spatial pyramid pooling: maxima over 4x4, 2x2 and 1x1 bins of a map of any size, as one vector."

    public static var parameters: [FigureParameter<PyramidPooling>] {
        [
            .init("input", \.input, "the map's size, vertical x horizontal (default 9x9, or that of the values)"),
            .init("input-channels", \.inputChannels, "how many maps are pooled alike; one is drawn"),
            .init("levels", \.levels, "bins a side of a level; again for more levels"),
            .init("values", \.values, "numbers in the cells; a photo's brightness is averaged to the map's size"),
            .init("image", \.image, "the photo for --values photo"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try PyramidModel(self, context)
        return FigureSteps(
            count: model.stepCount, usual: 1 % model.stepCount,
            leastWidth: try model.leastWidth(on: SceneBuilder(context), option: "levels")
        ) { builder, step in
            PyramidDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.pyramidNotes(model, top: builder.below(4))
        } words: { step in
            PyramidWords(model: model).text(step: step)
        }
    }
}

extension PyramidPooling: ExerciseFigure {
    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        [("input", numbers.choice(["4x4", "5x5", "5x6", "6x6"])), ("levels", numbers.choice(["2", "3"]))]
    }

    public static var usualBlanks: [Blank] { [.output] }
}
