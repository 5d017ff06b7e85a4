public import Scenes
import Training

/// How large the gradient of each layer is, from the first to the last: whether it vanishes on its way back, or explodes.
public struct GradientFlow: LearningFigure {
    public var run = RunList()
    public var snapshots = 4
    public var relative = false

    public init() {}

    public static let summary =
        "How large each layer's gradient is, from the first layer to the last: vanishing and exploding, step by step."

    public static var parameters: [FigureParameter<GradientFlow>] {
        [
            runParameter,
            .init("snapshots", \.snapshots, "how many steps are shown, evenly among those recorded"),
            .init("relative", \.relative, "gradients divided by the size of their weights"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let model = try GradientFlowModel(self, context)
        var builder = SceneBuilder.fitted(context) {
            GradientFlowDrawing(model: model, theme: context.theme).draw(in: &$0)
        }
        return builder.scene(model.words)
    }
}
