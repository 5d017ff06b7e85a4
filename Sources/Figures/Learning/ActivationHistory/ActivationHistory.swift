public import Scenes
import Training

/// How the values of each layer are spread while a network learns: whether they die out, grow, or keep their size.
public struct ActivationHistory: LearningFigure {
    public var run = RunList()
    public var layer: [String] = []
    public var snapshots: Int?
    public var axis: ColorScale?

    public init() {}

    public static let summary =
        "How the values of each layer are spread, from before learning to its end, for one run or several side by side."

    public static var parameters: [FigureParameter<ActivationHistory>] {
        [
            runParameter,
            .init("layer", \.layer, "whose values; all that were recorded unless given, at most 12"),
            .init(
                "snapshots", \.snapshots,
                "how many steps are shown; 6 unless given, of several runs the first and the last"),
            .init(
                "axis", \.axis,
                "one axis for all layers of a run, or one for each layer; shared for several runs unless given"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let model = try ActivationHistoryModel(self, context)
        var builder = SceneBuilder.fitted(context) { ActivationHistoryDrawing(model: model).draw(in: &$0) }
        return builder.scene(model.words)
    }
}
