public import Tensors

/// Within what a ``ShapeSolver`` searches.
public struct SolveLimits: Hashable, Sendable {
    /// What the limits may be raised to; the search visits every combination under them.
    public static let greatestKernel = 64
    public static let greatestStride = 64
    public static let greatestDilation = 16

    public var kernel = 11
    public var stride = 8
    public var dilation = 2
    /// The kinds to consider; nothing for all of ``kinds``.
    public var kinds: Set<LayerName>?
    /// Options that are not searched but given.
    public var fixed = Fixed()
    /// How many solutions of each way are built and shown.
    public var shown = 3

    public init() {}

    public struct Fixed: Hashable, Sendable {
        public var kernel: PerAxis?
        public var stride: PerAxis?
        public var dilation: PerAxis?
        public var padding: Padding?

        public init() {}

        var isEmpty: Bool { self == Fixed() }
    }

    /// The kinds that change shapes in a way that can be searched.
    public static let kinds: [LayerName] = [
        .conv, .maxPool, .averagePool, .convTranspose, .upsample, .pixelShuffle, .pixelUnshuffle, .flatten,
        .globalAveragePool, .globalMaxPool, .dense, .reshape, .permute,
    ]

    func allows(_ kind: LayerName) -> Bool { kinds?.contains(kind) ?? true }
}
