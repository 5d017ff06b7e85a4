import Tensors

/// Layers that lead from one shape to another, built as a network: what they give is what they give.
public struct Solution: Sendable {
    public let network: Network
    /// Along each spatial axis, what the window leaves out of the input, or, transposed, of the output.
    public let leftOut: [LeftOut]

    public var nodes: [Node] { network.nodes }
    public var output: FeatureShape { network.nodes[network.nodes.count - 1].output }
    public var parameters: Quantity { nodes.map { $0.inference.parameters.total(.pytorch) }.reduce(0, +) }
    public var macs: Quantity { nodes.compactMap(\.inference.multiplyAccumulates?.value).reduce(0, +) }

    /// As items of `layers:`.
    public let yaml: [String]
    /// The steps of a chain, without the input.
    public let steps: [String]
    /// The whole as `convscope summary` takes it.
    public var chain: String {
        ([network.inputs[0].shape.text(network.layout)] + steps).joined(separator: " -> ")
    }

    /// Nothing if the layers do not fit.
    init?(_ layers: [LayerDescription], input: FeatureShape, layout: Layout, leftOut: [LeftOut] = []) {
        var header = Network.Header()
        header.layout = layout
        guard let network = try? Network(header: header, inputs: [.init(input)], layers: layers) else { return nil }
        (self.network, self.leftOut) = (network, leftOut)
        yaml = layers.map(\.yamlItem)
        steps = zip(layers, network.nodes).map { $0.chainItem(axes: $1.inputs[0].spatial.count) }
    }
}

/// The solutions that use the same kinds of layers.
public struct SolutionGroup: Sendable {
    public let kinds: [LayerName]
    /// How many there are within the limits; more than ``solutions`` holds.
    public let count: Int
    /// Simplest first.
    public let solutions: [Solution]

    public var title: String { kinds.map(\.rawValue).joined(separator: " → ") }
}

/// Everything that leads from one shape to another within limits.
public struct SolveAnswer: Sendable {
    public let input: FeatureShape
    public let output: FeatureShape
    public let layout: Layout
    public let limits: SolveLimits
    /// Simplest first.
    public let groups: [SolutionGroup]
    /// Why kinds that one would think of do not do it.
    public let obstacles: [SolveObstacle]
    /// What gives almost the shape, one of each kind; only where no window gives it.
    public let nearest: [Solution]
    /// What does it with greater limits, and which; only where nothing within them does.
    public let beyond: [Solution]
    /// What does it where only the kinds and options that are asked for do not.
    public let alternative: Solution?

    public var count: Int { groups.reduce(0) { $0.addingReportingOverflow($1.count).overflow ? .max : $0 + $1.count } }
}

/// Why a kind of layer cannot lead from one shape to the other.
public enum SolveObstacle: Hashable, Sendable {
    case keepsChannels(LayerName, Int, wanted: Int)
    case noWindow(LayerName, SolveLimits)
    case slidesOverImages(LayerName, FeatureShape)
    case keepsAxes(LayerName, from: Int, to: Int)
    case onlyEnlarges(LayerName)
    case noFactor(LayerName)
    case keepsCount(LayerName, Int, wanted: Int)
    case givesVector(LayerName)
    case takesVector(LayerName)
    case noSuchOption(LayerName)
    case tooLarge(LayerName)
}

extension SolveObstacle: CustomStringConvertible {
    public var description: String {
        switch self {
        case .keepsChannels(let kind, let channels, let wanted):
            "\(kind.rawValue) keeps the \(channels) channels; the output has \(wanted)"
        case .noWindow(let kind, let limits):
            "\(kind.rawValue): no \(limits.windowWords(of: kind)) leads there"
        case .slidesOverImages(let kind, let shape):
            "\(kind.rawValue) works on images, and \(shape.text()) is a vector"
        case .keepsAxes(let kind, let from, let to):
            "\(kind.rawValue) keeps the \(from) spatial \(from == 1 ? "axis" : "axes"); the output has \(to)"
        case .onlyEnlarges(let kind):
            "\(kind.rawValue) makes images larger, and here nothing gets larger"
        case .noFactor(let kind):
            "\(kind.rawValue) needs height and width changed by one whole factor r, and the channels by r·r"
        case .keepsCount(let kind, let count, let wanted):
            "\(kind.rawValue) keeps the \(grouped(count)) values; the output has \(grouped(wanted))"
        case .givesVector(let kind):
            "\(kind.rawValue) gives a vector, and the output is an image"
        case .takesVector(let kind):
            "\(kind.rawValue) takes an image, and the input is a vector"
        case .noSuchOption(let kind):
            "\(kind.rawValue) has no kernel, stride, padding or dilation to fix"
        case .tooLarge(let kind):
            "\(kind.rawValue) would need more than files and 64 bits hold"
        }
    }
}

extension SolveObstacle {
    var isAboutWindows: Bool {
        switch self {
        case .noWindow, .keepsChannels: true
        case .slidesOverImages, .keepsAxes, .onlyEnlarges, .noFactor, .keepsCount, .givesVector, .takesVector,
            .noSuchOption, .tooLarge:
            false
        }
    }
}

extension SolveLimits {
    /// `kernel up to 11 with stride up to 8 and dilation up to 2`
    func windowWords(of kind: LayerName) -> String {
        let isPool = kind == .maxPool || kind == .averagePool
        var words = [
            fixed.kernel.map { "\(isPool ? "window" : "kernel") of \($0.words)" }
                ?? "\(isPool ? "window" : "kernel") up to \(kernel)",
            fixed.stride.map { "stride \($0.words)" } ?? "stride up to \(stride)",
        ]
        if kind != .averagePool {
            words.append(fixed.dilation.map { "dilation \($0.words)" } ?? "dilation up to \(dilation)")
        }
        if let padding = fixed.padding { words.append("padding \(OptionValue(padding).yaml)") }
        return words[0] + " with " + words.dropFirst().dropLast().joined(separator: ", ")
            + (words.count > 2 ? " and " : "") + words[words.count - 1]
    }
}

extension PerAxis {
    fileprivate var words: String {
        switch self {
        case .all(let value): "\(value)"
        case .each(let values): values.map(String.init).joined(separator: "x")
        }
    }
}
