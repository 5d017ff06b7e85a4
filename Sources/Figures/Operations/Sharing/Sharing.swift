public import Tensors

/// Who reads whom, and with whose weights: dense, locally connected and convolutional layers side by side.
public struct Sharing: SteppedFigure {
    public var input = PerAxis.each([3, 32, 32])
    public var filters = 6
    public var kernel: PerAxis = 5
    public var stride: PerAxis = 1
    public var padding = Padding.valid

    public init() {}

    public static let summary =
        "What sharing saves: connections of a dense, a locally connected and a convolutional layer, and their counts."

    public static var parameters: [FigureParameter<Sharing>] {
        [
            .init("input", \.input, "the input whose parameters are counted, channels first, as 3x32x32 or 3x40"),
            .init("filters", \.filters, "how many maps come out"),
            .init("kernel", \.kernel, "the kernel's size"),
            .init("stride", \.stride, "steps of the window"),
            .init("padding", \.padding, "how far the input is extended"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try SharingModel(self)
        return FigureSteps(
            count: model.outputs, usual: 1, leastWidth: 215
        ) { builder, step in
            SharingDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.counts(model, top: builder.below(10))
        } words: { step in
            SharingWords(model: model).text(step: step)
        }
    }
}

extension Sharing: ExerciseFigure {
    public static var usualBlanks: [Blank] { [.sizes] }

    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        let size = numbers.integer(in: 6...16)
        return [
            ("input", "\(numbers.integer(in: 1...3))x\(size)x\(size)"),
            ("filters", "\(numbers.integer(in: 2...10))"), ("kernel", numbers.choice(["3", "5"])),
        ]
    }
}
