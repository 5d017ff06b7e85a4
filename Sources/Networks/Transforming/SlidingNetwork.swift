import Tensors

/// A network that slides over larger images: its dense layers are convolutions, and where it gave one score for a class, it
/// gives a map of scores, one for each window of the size that the network was made for.
///
/// A dense layer behind `flatten` over C x H x W becomes a convolution with kernels of H x W, every later one a 1x1
/// convolution, and a global pool one over windows of its input's size. The numbers stay: without padding, a score of the map
/// is the score of the window that it stands for; with padding, windows see each other where they saw zeros.
/// Source: Long et al., *Fully convolutional networks for semantic segmentation*, 2015; Sermanet et al., *OverFeat*, 2014.
public struct SlidingNetwork: Sendable {
    /// Without `flatten`; the other layers keep their names.
    public let network: Network
    /// What the network was made for: the size of a window.
    public let original: Network
    /// The maps `[C, …]` that dense layers read as a row of values.
    public let flattened: [String: FeatureShape]

    /// - Parameters:
    ///   - original: Of one input with spatial axes.
    ///   - input: What it slides over; of the original's size unless given. In `layout`, as `3x375x500`; letters are
    ///     unknown sizes.
    /// - Throws: ``SlidingError``.
    public init(_ original: Network, over input: String? = nil) throws(SlidingError) {
        var shape = original.inputs[0].shape
        if let input {
            let node = SourceNode(.scalar(input), at: SourceLocation(line: 1, column: 1))
            guard var sizes = ShapeText.sizes(node) else { throw .notAShape(input) }
            if original.layout == .channelsLast { sizes = [sizes[sizes.count - 1]] + sizes.dropLast() }
            shape = FeatureShape(sizes)
        }
        try self.init(original, over: shape)
    }

    /// - Throws: ``SlidingError``.
    public init(_ original: Network, over shape: FeatureShape) throws(SlidingError) {
        let input = original.inputs[0].shape
        guard original.inputs.count == 1, (1...3).contains(input.spatial.count), !input.isSequence else {
            throw .needsImage(original.inputs.map(\.shape))
        }
        guard shape.rank == input.rank, shape.channels == input.channels else {
            throw .otherInput(shape, expected: input)
        }
        for (size, window) in zip(shape.spatial, input.spatial) {
            if let size = size.integer, let window = window.integer, size < window {
                throw .smaller(shape, than: input)
            }
        }
        var conversion = SlidingConversion(original)
        try conversion.run()
        var header = original.header
        // Claims are about the network as it was.
        header.expectation = nil
        do {
            network = try Network(
                header: header, inputs: [Network.Input(shape, name: original.inputs[0].name)],
                layers: conversion.layers)
        } catch {
            throw .doesNotFit(error)
        }
        (self.original, flattened) = (original, conversion.flattened)
    }

    /// How far apart neighbouring windows of a layer's map are, in places of the input, axis by axis; nothing if that is
    /// no whole number.
    public func steps(of node: Node) -> [Int]? {
        guard case .axes(let axes) = node.field else { return nil }
        let steps = axes.compactMap(\.jump.integer)
        return steps.count == axes.count ? steps : nil
    }
}

/// Why a network cannot slide. Holds the facts; ``description`` puts them into words.
public enum SlidingError: Error, Sendable {
    public enum Reason: Sendable {
        /// Its values, or weights, belong to places.
        case ownPlaces
        /// It gives a fixed size, or a vector, whatever it reads.
        case fixedSize
        /// It reads a row of places that no dense layer reads first.
        case flattened
        /// It reads vectors and maps.
        case mixture
    }

    case notAShape(String)
    case needsImage([FeatureShape])
    case otherInput(FeatureShape, expected: FeatureShape)
    case smaller(FeatureShape, than: FeatureShape)
    case cannotSlide([(layer: String, kind: String, reason: Reason)])
    case doesNotFit(NetworkError)
}

extension SlidingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAShape(let text): "'\(text.prefix(40))' is no shape; write one as 3x375x500."
        case .needsImage(let shapes):
            """
            only a network of one image slides; this one takes \
            \(shapes.map { $0.text() }.joined(separator: " and ")).
            """
        case .otherInput(let shape, let expected):
            """
            the network takes \(expected.text()), so it slides over larger images with as many channels and axes, not over \
            \(shape.text()).
            """
        case .smaller(let shape, let window):
            "\(shape.text()) is smaller than the network's window, \(window.text()). Give a larger image."
        case .cannotSlide(let layers):
            layers.prefix(20).map { "\($0.layer): \($0.reason.words($0.kind))" }.joined(separator: "\n")
        case .doesNotFit(let error): error.description(in: "sliding")
        }
    }
}

extension SlidingError.Reason {
    fileprivate func words(_ kind: String) -> String {
        switch self {
        case .ownPlaces: "a \(kind) layer has values or weights for each place, so it cannot slide."
        case .fixedSize: "a \(kind) layer gives a fixed size whatever it reads, so it cannot slide."
        case .flattened:
            "what flatten gives must go into a dense layer to slide; between them only dropout and activations may stand."
        case .mixture: "it reads a vector beside a map, which become maps of different sizes, so it cannot slide."
        }
    }
}
