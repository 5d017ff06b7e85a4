/// How filters come about: kernels over the steps of a training, with the loss and the share of right answers beside them.
public struct TrainingFigure: SteppedFigure, LearningFigure {
    public var run = RunList()
    public var layer: String?
    public var kernels: IndexList?
    public var channel: Int?
    public var snapshots: Int?
    public var lossAxis = AxisScale.auto

    public init() {}

    public static let summary =
        "Kernels over the steps of a training, with its curves: noise that becomes a filter, for one run or several."

    public static var parameters: [FigureParameter<TrainingFigure>] {
        [
            runParameter,
            .init("layer", \.layer, "whose kernels; the first layer whose kernels were recorded unless given"),
            .init("kernels", \.kernels, "these kernels, counted from 0, as 3,17 or 0-7; the first ones unless given"),
            .init("channel", \.channel, "the slice for this input channel; in colour over red, green and blue"),
            .init("snapshots", \.snapshots, "how many steps the strip shows; as many as fit unless given"),
            .init("loss-axis", \.lossAxis, "equal steps of the loss, or of its logarithm, on the page"),
        ]
    }

    public func steps(in context: FigureContext) throws -> FigureSteps {
        let model = try TrainingModel(self, context)
        let frame = TrainingFrame(model: model, step: model.steps.count - 1)
        var steps = FigureSteps(
            count: model.steps.count, usual: model.steps.count - 1, leastWidth: model.hasKernels ? 96 : 150
        ) { builder, step in
            switch step.form {
            case .still, .frame: TrainingFrame(model: model, step: step.index).draw(in: &builder)
            case .thumbnail: TrainingFrame(model: model, step: step.index).drawThumbnail(in: &builder)
            }
        } drawNotes: { builder in
            builder.footnote(model.hasKernels ? model.kernelNotes : model.curveNotes)
        } words: { step in
            TrainingWords(model: model).text(step: step)
        } overview: { builder in
            TrainingOverview(model: model).draw(in: &builder)
        }
        steps.enlargement = SceneBuilder.slideEnlargement(context) { frame.draw(in: &$0) }
        return steps
    }
}
