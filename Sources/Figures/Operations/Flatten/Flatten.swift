public import Tensors

/// A volume put in a row: which element goes where, and how far apart neighbours come to lie.
public struct FlattenFigure: SteppedFigure {
    public var input: PerAxis?
    public var values = CellValues.none
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var at: CellPlace?
    public var units: Int?

    public init() {}

    public static let summary =
        "A volume put in a row: the index of every element, the distance of neighbours, and a dense layer behind it."

    public static var parameters: [FigureParameter<FlattenFigure>] {
        [
            .init("input", \.input, "channels x height x width (default 2x3x4, or as the values are)"),
            .init("values", \.values, "numbers in the cells; without them cells show where they go"),
            .init("image", \.image, "the photo for --values photo"),
            .init("at", \.at, "the photo's pixel in the patch's upper left corner (default its middle)"),
            .init("units", \.units, "units of a dense layer behind the vector; its parameters are counted"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try FlattenModel(self, context)
        return FigureSteps(count: model.count, usual: model.clearest, leastWidth: FlattenDrawing.leastWidth(model)) {
            builder, step in
            FlattenDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.flattenNotes(model, top: builder.below(8))
        } words: { step in
            FlattenWords(model: model).text(step: step)
        }
    }
}

extension FlattenFigure: ExerciseFigure {
    public static var usualBlanks: [Blank] { [.output, .formula] }

    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        let sizes = [numbers.integer(in: 1...3), numbers.integer(in: 2...4), numbers.integer(in: 2...4)]
        return [("input", sizes.map(String.init).joined(separator: "x")), ("values", "random")]
    }
}
