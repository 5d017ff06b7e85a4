/// The catalog: every kind of figure there is. It drives the command line, the gallery, the tests and the documentation.
public enum FigureKind: String, CaseIterable, Sendable {
    case filterStrip = "filter-strip"
    case spectrum
    case pixel
    case borders
    case coverage
    case kernels
    case featureMaps = "feature-maps"
    case activations
    case scoreMap = "score-map"
    case receptiveField = "receptive-field"
    case walk
    case volumeSlices = "volume-slices"
    case architecture
    case cost
    case unrolled
    case backwardGraph = "backward-graph"
    case arithmetic
    case channels
    case pooling
    case conv1d
    case roiPooling = "roi-pooling"
    case pyramidPooling = "pyramid-pooling"
    case pointwise
    case depthwise
    case flatten
    case sharing
    case pixelShuffle = "pixel-shuffle"
    case training
    case activationHistory = "activation-history"
    case gradientFlow = "gradient-flow"
    case confusion
    case mistakes

    public var type: any Figure.Type {
        switch self {
        case .filterStrip: FilterStrip.self
        case .spectrum: Spectrum.self
        case .pixel: Pixel.self
        case .borders: Borders.self
        case .coverage: Coverage.self
        case .kernels: Kernels.self
        case .featureMaps: FeatureMaps.self
        case .activations: Activations.self
        case .scoreMap: ScoreMap.self
        case .receptiveField: FieldPyramid.self
        case .walk: Walk.self
        case .volumeSlices: VolumeSlices.self
        case .architecture: Architecture.self
        case .cost: Cost.self
        case .unrolled: Unrolled.self
        case .backwardGraph: BackwardGraph.self
        case .arithmetic: Arithmetic.self
        case .channels: Channels.self
        case .pooling: PoolingFigure.self
        case .conv1d: Conv1D.self
        case .roiPooling: RoIPooling.self
        case .pyramidPooling: PyramidPooling.self
        case .pointwise: Pointwise.self
        case .depthwise: Depthwise.self
        case .flatten: FlattenFigure.self
        case .sharing: Sharing.self
        case .pixelShuffle: PixelShuffleFigure.self
        case .training: TrainingFigure.self
        case .activationHistory: ActivationHistory.self
        case .gradientFlow: GradientFlow.self
        case .confusion: Confusion.self
        case .mistakes: Mistakes.self
        }
    }
}
