public import Tensors

/// The shape of what a layer gives, without the batch: `[C, H, W]`, `[C, L]`, `[C, D, H, W]`, `[C]`, or a sequence `[T, F]`.
public struct FeatureShape: Hashable, Sendable {
    /// Channels first, whatever layout the network is written in; a sequence's steps first.
    public let sizes: [Quantity]
    /// Whether the axes are steps and features, as recurrent layers have them.
    public let isSequence: Bool

    public init(_ sizes: [Quantity], isSequence: Bool = false) {
        (self.sizes, self.isSequence) = (sizes, isSequence)
    }

    public init(channels: Quantity, spatial: [Quantity]) {
        self.init([channels] + spatial)
    }

    public var rank: Int { sizes.count }
    public var isVector: Bool { sizes.count == 1 }
    /// The features of a sequence; otherwise the channels.
    public var channels: Quantity { isSequence ? sizes[sizes.count - 1] : sizes[0] }
    public var spatial: [Quantity] { isSequence ? [] : Array(sizes.dropFirst()) }
    public var elementCount: Quantity { sizes.reduce(1, *) }

    /// The same with other channels.
    func replacingChannels(_ channels: Quantity) -> FeatureShape {
        isSequence
            ? FeatureShape(sizes.dropLast() + [channels], isSequence: true)
            : FeatureShape(channels: channels, spatial: spatial)
    }

    /// The shape as a tensor's, if no size is unknown.
    public var known: Shape? {
        let integers = sizes.compactMap(\.integer)
        return integers.count == sizes.count ? try? Shape(validating: integers) : nil
    }

    /// Sizes in the order of `layout`.
    public func sizes(in layout: Layout) -> [Quantity] {
        switch layout {
        case .channelsFirst: sizes
        case .channelsLast: isSequence ? sizes : spatial + [channels]
        }
    }

    /// As people write it: `64x55x55`.
    public func text(_ layout: Layout = .channelsFirst) -> String {
        sizes(in: layout).map(\.factorText).joined(separator: "x")
    }

    /// What its spatial axes are called, outermost first.
    var axisNames: [String] { Self.axisNames(spatial.count) }

    static func axisNames(_ count: Int) -> [String] {
        switch count {
        case 0: []
        case 1: ["length"]
        case 2: ["height", "width"]
        default: ["depth", "height", "width"]
        }
    }
}

/// In which order a network's shapes are written and its tensors lie.
public enum Layout: String, CaseIterable, Sendable {
    case channelsFirst = "channels-first"
    case channelsLast = "channels-last"
}
