public import Execution
public import Scenes
public import Tensors
public import Training

/// One kind of figure with its options filled in: values in, scene out.
///
/// A kind declares each option once, as a property with its default and a line in ``parameters``; the command line, YAML
/// files and the documentation read that line.
public protocol Figure: Sendable {
    /// What it shows, in one sentence.
    static var summary: String { get }
    static var parameters: [FigureParameter<Self>] { get }
    init()
    /// - Throws: ``FigureError``, `ShapeError` or what reading an image throws.
    func scene(in context: FigureContext) throws -> Scene
}

/// What every figure is drawn with.
public struct FigureContext {
    public var theme: Theme
    /// The width of the page in points.
    public var width: Double
    /// A heading inside the figure; captions belong to the notes.
    public var title: String?
    public var isTransparent: Bool
    /// For whatever a figure draws at random.
    public var seed: UInt64
    /// Of a figure that has steps.
    public var step = StepChoice.usual
    public var notation = FigureNotation()
    public var exercise = Exercise()
    public var measurer: any TextMeasuring
    public var resources: any FigureResources

    public init(
        theme: Theme = .light, width: Double = FigureWidth.text.points, title: String? = nil,
        isTransparent: Bool = false, seed: UInt64 = 0, measurer: any TextMeasuring, resources: any FigureResources
    ) {
        (self.theme, self.width, self.title, self.isTransparent) = (theme, width, title, isTransparent)
        (self.seed, self.measurer, self.resources) = (seed, measurer, resources)
    }
}

/// Where figures get pictures, kernels and networks from that have files of their own.
public protocol FigureResources: Sendable {
    /// A picture `[1, H, W]` or `[3, H, W]` with values from 0 to 1.
    func image(at path: String) throws -> Tensor
    /// A kernel `[kh, kw]` or `[C, kh, kw]`.
    func kernel(at path: String) throws -> Tensor
    /// An array of any shape.
    func tensor(at path: String) throws -> Tensor
    /// A network with its weights, or with the way to draw them.
    func network(_ request: NetworkRequest) throws -> PreparedNetwork
    /// What was recorded of the runs of a training: one, or several that it compares.
    func records(_ path: String) throws -> [TrainingRecord]
}

/// How wide figures are.
public enum FigureWidth: Hashable, Sendable {
    case column, text, slide
    case custom(Double)

    public var points: Double {
        switch self {
        case .column: 240
        case .text: 455
        case .slide: 960
        case .custom(let points): points
        }
    }
}

/// Why a figure cannot be drawn.
public enum FigureError: Error, Equatable, CustomStringConvertible {
    case pixelOutside(row: Int, column: Int, rows: Int, columns: Int)
    case oneKernelNeeded(filter: String, reason: String)
    case channelsNeeded(filter: String, given: Int)
    case tooManyCells(rows: Int, columns: Int, limit: Int)
    case nothingToDraw(String)
    case notForPhotos(network: String, shape: String)
    case unknownInput(network: String, shape: String)
    case noSuchLayer(String, nearest: String?)
    case nothingBetween(String, String)
    case nothingFits(what: String)
    case indexOutside(what: String, index: Int, count: Int)
    case noKernels(layer: String, kind: String, others: [String])
    case noField(layer: String, everything: Bool, others: [String])
    case tooManyAxes(layer: String, axes: Int)
    case notAVolume(name: String, shape: Shape)
    case noVolume(layer: String)
    case onlyChains(style: String, layer: String, instead: [String])
    case noUnits(layer: String, what: String, from: String?)
    case onlyForStyle(option: String, needed: String, style: String)
    case notRecorded(run: String, what: String, remedy: String)
    case noKernelsRecorded(run: String, layer: String?, others: [String])
    case badRecord(run: String, problem: String)

    public var description: String {
        switch self {
        case .pixelOutside(let row, let column, let rows, let columns):
            "pixel \(row),\(column) is outside the output of \(rows) × \(columns): rows are 0 to \(rows - 1), columns 0 to "
                + "\(columns - 1), counted from the top left."
        case .oneKernelNeeded(let filter, let reason):
            "'\(filter)' \(reason). Name a filter with one kernel, such as sobel-x."
        case .channelsNeeded(let filter, let given):
            "'\(filter)' has \(given) channels of its own; this figure shows one brightness channel. Give a single matrix."
        case .tooManyCells(let rows, let columns, let limit):
            "\(rows) × \(columns) cells are too many to draw one by one; at most \(limit) along each side."
        case .nothingToDraw(let what):
            "\(what) is empty: there is nothing to draw."
        case .notForPhotos(let network, let shape):
            "'\(network)' takes \(shape), which is no photo. Give an .npy file of this shape, or no image for random numbers."
        case .unknownInput(let network, let shape):
            "'\(network)' takes \(shape), and a size must be known. Give the whole shape with --input."
        case .noSuchLayer(let name, let nearest):
            "no layer is called '\(name)'"
                + (nearest.map { "; did you mean '\($0)'?" } ?? ". `convscope summary` lists the network's layers.")
        case .nothingBetween(let from, let to):
            "no way leads from '\(from)' to '\(to)'; the first must come before the last."
        case .nothingFits(let what):
            "the network has no layer with \(what)."
        case .indexOutside(let what, let index, let count):
            "there is no \(what) \(index): there are \(counted(count, what)), counted from 0."
        case .noKernels(let layer, let kind, let others):
            "'\(layer)' (\(kind)) has no kernels to draw."
                + (others.isEmpty ? "" : " Layers that have some: \(others.joined(separator: ", ")).")
        case .noField(let layer, let everything, let others):
            "'\(layer)' "
                + (everything
                    ? "sees the whole input, whichever unit is looked at." : "has no units with a place in the input.")
                + (others.isEmpty ? "" : " Layers that have some: \(others.prefix(4).joined(separator: ", ")).")
        case .tooManyAxes(let layer, let axes):
            "'\(layer)' has \(axes) spatial axes; this figure is drawn for one or two."
        case .notAVolume(let name, let shape):
            "'\(name)' is \(shape); a volume has three axes, or four with its channels first."
        case .noVolume(let layer):
            "'\(layer)' gives no volume, or its network reads more than one."
        case .onlyChains(let style, let layer, let instead):
            "style \(style) draws chains, in which each layer reads the one before it; '\(layer)' does not. Take \(instead.dropLast().joined(separator: ", ")) or \(instead.last ?? "")."
        case .noUnits(let layer, let what, let from):
            "'\(layer)' \(what): circles are for chains of vectors. Take --style blocks, volumes or graph"
                + (from.map { ", or the part of the network with --from \($0)." } ?? ".")
        case .onlyForStyle(let option, let needed, let style):
            "--\(option) is for --style \(needed): \(style) shows no values. Leave one of them out."
        case .notRecorded(let run, let what, let remedy):
            "\(run.isEmpty ? "this run" : "the run '\(run)'") recorded no \(what); \(remedy)."
        case .noKernelsRecorded(let run, let layer, let others):
            "\(run.isEmpty ? "this run" : "the run '\(run)'") recorded no kernels\(layer.map { " of '\($0)'" } ?? ""). "
                + (others.isEmpty
                    ? "Add `record: {kernels: [\(layer ?? "conv1")]}` to the experiment and train again."
                    : "It recorded those of \(listed(others)).")
        case .badRecord(let run, let problem):
            "the record of \(run.isEmpty ? "this run" : "the run '\(run)'") does not hold together: \(problem)."
        }
    }
}
