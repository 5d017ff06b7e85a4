import Scenes
public import Tensors

/// The arithmetic of a convolution of any geometry: its window's way over the input, from cell to cell of the output.
public struct Arithmetic: SteppedFigure {
    public var input: PerAxis?
    public var inputChannels = 1
    public var kernel: PerAxis?
    public var stride = PerAxis.all(1)
    public var padding = Padding.valid
    public var dilation = PerAxis.all(1)
    public var transposed = false
    public var outputPadding: ExtraPerAxis = 0
    public var ceil = false
    public var against: Padding?
    public var view: View?
    public var values = CellValues.none
    public var weights: FilterReference?
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var at: CellPlace?

    public enum View: String, ParameterChoice, Sendable {
        case isometric, flat
    }

    public init() {}

    public static let summary =
        "Convolution arithmetic of any geometry, transposed too: window, padding, sizes, and the numbers if asked for."

    public static var parameters: [FigureParameter<Arithmetic>] {
        [
            .init("input", \.input, "the input's size, vertical x horizontal (default 5x5, or that of the values)"),
            .init("input-channels", \.inputChannels, "how many maps the input has, one behind the other"),
            .init("kernel", \.kernel, "the kernel's size (default 3, or that of the weights)"),
            .init("stride", \.stride, "steps of the window"),
            .init("padding", \.padding, "how far the input is extended"),
            .init("dilation", \.dilation, "distance between the kernel's taps"),
            .init("transposed", \.transposed, "the transposed convolution, beside the convolution that it reverses"),
            .init("output-padding", \.outputPadding, "rows and columns added at the end of a transposed one"),
            .init("ceil", \.ceil, "round sizes up: a last window may reach past the padding"),
            .init("against", \.against, "another padding, drawn beside the first"),
            .init("view", \.view, "lying planes, or flat grids (default isometric, flat with numbers)"),
            .init("values", \.values, "numbers in the cells"),
            .init("weights", \.weights, "the kernel's numbers or a filter (default random, by the seed)"),
            .init("image", \.image, "the photo for --values photo"),
            .init("at", \.at, "the photo's pixel in the patch's upper left corner (default its middle)"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try ArithmeticModel(self, context)
        let view = view ?? (model.isNumbered ? .flat : .isometric)
        try ArithmeticDrawing.check(model, view, context)
        let main = model.panels[0].board
        return FigureSteps(
            count: main.outputCount, usual: main.columns.outputSize > 1 ? 1 : 0,
            leastWidth: ArithmeticDrawing.leastWidth(model, view)
        ) { builder, step in
            ArithmeticDrawing(model: model, view: view, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.legend(model.panels[0].labels(channels: model.channels), top: builder.below(8))
            builder.arithmeticNotes(Array(model.panels.prefix(1)), top: builder.below(8))
        } words: { step in
            ArithmeticWords(model: model, symbols: context.notation.symbols).text(step: step)
        }
    }
}

extension Arithmetic: ExerciseFigure {
    public static var usualBlanks: [Blank] { [.output, .sizes] }

    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        let (rows, columns) = (numbers.integer(in: 3...5), numbers.integer(in: 3...5))
        let (height, width) = (numbers.integer(in: 2...3), numbers.integer(in: 2...3))
        return [
            ("values", numbers.matrix(rows, columns, in: 0...3).matrixText),
            ("weights", numbers.matrix(height, width, in: -1...2).matrixText),
            ("stride", numbers.choice(["1", "1", "2"])), ("padding", numbers.choice(["0", "0", "1"])),
        ]
    }
}
