public import Execution
import Networks
import Tensors

/// The options that figures of networks share.
public struct NetworkOptions: Hashable, Sendable {
    public var network = NetworkName("lenet5")
    public var weights: FileReference?
    public var initializer: Initializer?
    public var input: String?
    public var image: ImageReference?
    /// How it is prepared, where that is not as the network says.
    private var photos: [Preprocessing.Key: String] = [:]

    public init() {}

    subscript(photo key: Preprocessing.Key) -> String? {
        get { photos[key] }
        set { photos[key] = newValue }
    }

    /// - Throws: ``ParameterError`` for what cannot be.
    func preparation() throws(ParameterError) -> PreprocessingOptions {
        var options = PreprocessingOptions()
        for (key, text) in photos.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            do {
                try options.set(key, to: text)
            } catch {
                throw ParameterError(option: key.rawValue, value: text, expected: error.expectation)
            }
        }
        return options
    }

    /// - Throws: ``ParameterError`` for weights that would come from two places, and what reading them throws.
    func prepared(in context: FigureContext) throws -> PreparedNetwork {
        if let initializer, weights != nil {
            throw ParameterError(
                option: "initializer", value: initializer.parameterText,
                expected: "either a file of weights or an initialiser, not both")
        }
        let prepared = try context.resources.network(
            NetworkRequest(
                network.name, input: input, weights: weights?.path, initializer: initializer, seed: context.seed,
                photos: try preparation()))
        switch context.notation.shapes {
        case .chw: return prepared
        case .hwc: return prepared.written(in: .channelsLast)
        }
    }
}

/// A figure that looks into a network.
public protocol NetworkFigure: Figure {
    var options: NetworkOptions { get set }
}

extension NetworkFigure {
    /// Which network, with which weights.
    static var networkParameters: [FigureParameter<Self>] {
        [
            .init("network", \.options.network, "an id of `list networks`, a .yml file or a chain in quotes"),
            .init("weights", \.options.weights, "a .safetensors or .npz file, or a folder of .npy files"),
            .init(
                "initializer", \.options.initializer,
                "how weights are drawn that are not given; `he` unless the network's file holds some"),
            .init("input", \.options.input, "a shape instead of the network's own, as 3x224x224"),
        ]
    }

    /// Which network, where its weights do not matter.
    static var structureParameters: [FigureParameter<Self>] {
        networkParameters.filter { ["network", "input"].contains($0.name) }
    }

    /// How a photo is prepared.
    static var photoParameters: [FigureParameter<Self>] {
        Preprocessing.Key.allCases.map { key in
            FigureParameter(key.rawValue, \.options[photo: key], "\(key.summary); \(key.syntax)")
        }
    }

    /// What goes into it.
    static var imageParameter: FigureParameter<Self> {
        .init(
            "image", \.options.image,
            "what goes in: a photo, prepared as the network expects it, or an .npy file; a test image unless given, or "
                + "random numbers where no picture fits")
    }
}

/// A network by id, by the path of its file, or as a chain.
public struct NetworkName: Hashable, Sendable, ParameterValue {
    public let name: String

    public init(_ name: String) { self.name = name }

    public init(_ input: ParameterInput) throws(ParameterError) { name = input.text }

    public static var syntax: String { "ID|FILE|\"CHAIN\"" }
    public var parameterText: String { name }

    /// What notes call it: a file without its folder, a chain by its first words.
    var shortName: String {
        name.contains("->") || name.contains("→") ? "chain" : name.split(separator: "/").last.map(String.init) ?? name
    }
}

/// A file, by its path.
public struct FileReference: Hashable, Sendable, ParameterValue {
    public let path: String

    public init(_ path: String) { self.path = path }

    public init(_ input: ParameterInput) throws(ParameterError) { path = input.text }

    public static var syntax: String { "FILE" }
    public var parameterText: String { path }
}

extension Initializer: ParameterValue {
    public static var syntax: String { "zeros|constant=V|uniform=LIMIT|xavier|he" }
    public static var choices: [String] { ["zeros", "constant=", "uniform=", "xavier", "he"] }

    public init(_ input: ParameterInput) throws(ParameterError) {
        let parts = input.text.split(separator: "=", maxSplits: 1).map(String.init)
        let value = parts.count == 2 ? Float(parts[1]).flatMap { $0.isFinite ? $0 : nil } : nil
        switch (parts.first ?? "", value) {
        case ("zeros", nil) where parts.count == 1: self = .zeros
        case ("constant", let value?): self = .constant(value)
        case ("uniform", let limit?) where limit > 0: self = .uniform(limit: limit)
        case ("xavier", nil) where parts.count == 1: self = .xavier
        case ("he", nil) where parts.count == 1: self = .he
        default:
            throw ParameterError(
                value: input.text, expected: "zeros, constant=V (as constant=0.01), uniform=LIMIT, xavier or he")
        }
    }

    public var parameterText: String {
        switch self {
        case .zeros: "zeros"
        case .constant(let value): "constant=\(value)"
        case .uniform(let limit): "uniform=\(limit)"
        case .xavier: "xavier"
        case .he: "he"
        }
    }
}
