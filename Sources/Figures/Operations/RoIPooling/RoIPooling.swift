import Scenes
public import Tensors

/// RoI pooling: regions of any size to one fixed size, by the maxima of uneven bins.
public struct RoIPooling: SteppedFigure {
    public var input: PerAxis?
    public var inputChannels = 1
    public var size: PerAxis = 2
    public var regions = [RegionBox(0, 0, 6, 4), RegionBox(3, 2, 7, 7)]
    public var values = CellValues.random
    public var image = ImageReference(TestImage.shapes.rawValue)

    public init() {}

    public static let summary =
        "RoI pooling: regions of a map, whatever their size, to one fixed size, by maxima of uneven, overlapping bins."

    public static var parameters: [FigureParameter<RoIPooling>] {
        [
            .init("input", \.input, "the map's size, vertical x horizontal (default 8x8, or that of the values)"),
            .init("input-channels", \.inputChannels, "how many maps are pooled alike; one is drawn"),
            .init("size", \.size, "how many bins, vertical x horizontal"),
            .init("regions", \.regions, "a region's first and last column and row; again for more of them"),
            .init("values", \.values, "numbers in the cells; a photo's brightness is averaged to the map's size"),
            .init("image", \.image, "the photo for --values photo"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try RoIModel(self, context)
        return FigureSteps(
            count: model.stepCount, usual: 0,
            leastWidth: try model.leastWidth(on: SceneBuilder(context), option: "size")
        ) { builder, step in
            RoIDrawing(model: model, step: step).draw(in: &builder)
        } drawNotes: { builder in
            builder.binnedNotes(model, top: builder.below(4))
        } words: { step in
            RoIWords(model: model).text(step: step)
        }
    }
}

extension RoIPooling: ExerciseFigure {
    public static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)] {
        let (left, top) = (numbers.integer(in: 0...2), numbers.integer(in: 0...2))
        let (right, bottom) = (left + numbers.integer(in: 2...3), top + numbers.integer(in: 2...3))
        return [("input", "6x6"), ("regions", "\(left),\(top),\(right),\(bottom)")]
    }

    public static var usualBlanks: [Blank] { [.output] }
}

/// A region by its first and last column and row, counted from 0 at the top left: `0,0,6,4`.
public struct RegionBox: Hashable, Sendable, ParameterValue {
    /// x0, y0, x1, y1, ends included.
    public let corners: [Int]

    public init(_ left: Int, _ top: Int, _ right: Int, _ bottom: Int) { corners = [left, top, right, bottom] }

    public static var syntax: String { "X0,Y0,X1,Y1" }

    public init(_ input: ParameterInput) throws(ParameterError) {
        let parts = input.text.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Int($0.filter { $0 != " " }) }
        guard values.count == 4, parts.count == 4, values.allSatisfy({ (0...1_000_000).contains($0) }),
            values[0] <= values[2], values[1] <= values[3]
        else {
            throw ParameterError(
                value: input.text, expected: "first column, first row, last column, last row, as 0,0,6,4")
        }
        corners = values
    }

    public var parameterText: String { corners.map(String.init).joined(separator: ",") }
}
