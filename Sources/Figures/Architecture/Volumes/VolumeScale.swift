import Networks
import Scenes

/// From the sizes of feature maps to points, compressed, so that 224×224×64 and 1×1×4096 are both readable on one page.
struct VolumeScale {
    /// How much smaller than the largest drawing everything is.
    private let factor: Double
    private let unit: Double

    /// What a page has room for.
    private static let tallest = 100.0
    /// Maps that are all small are not blown up beyond this: the side of a single place.
    private static let largestUnit = 17.0
    private static let spatialPower = 0.45

    /// - Parameter largest: The largest spatial size that is drawn.
    init(largest: Double, factor: Double) {
        self.factor = factor
        unit = factor * min(Self.largestUnit, Self.tallest / power(max(1, largest), Self.spatialPower))
    }

    /// Of an edge in space: of a map, or of a kernel on it.
    func side(_ size: Double) -> Double { max(4, unit * power(max(1, size), Self.spatialPower)) }

    /// Of the channels: grows more slowly, for there are up to thousands of them.
    func depth(_ channels: Double) -> Double { max(2.5, factor * min(34, 1.4 * power(max(1, channels), 0.4))) }

    /// The height of a vector's bar.
    func bar(_ size: Double) -> Double { max(12, factor * min(108, 7 * power(max(1, size), 0.3))) }

    /// A size for drawing; an unknown one stands for some hundreds, which most step sizes divide.
    static func nominal(_ size: Quantity) -> Double {
        let value = size.evaluated(at: 240)?.double ?? 32
        return value.isFinite ? max(1, min(value, 1e9)) : 32
    }

    func glyph(_ shape: FeatureShape, count: Int) -> VolumeGlyph {
        let shown = min(count, VolumeGlyph.mostShown)
        let axes = Array(VolumeMap(shape).axes.suffix(2))
        guard !axes.isEmpty else {
            return .bars(height: bar(VolumeMap(shape).channels), count: shown)
        }
        let height = side(axes[0])
        let width = axes.count == 1 ? side(1) : side(axes[1])
        return .boxes(
            VolumeBox(depth: depth(VolumeMap(shape).channels), height: height, width: width), count: shown)
    }
}

extension VolumeScale {
    /// As offset maps.
    func stack(_ shape: FeatureShape) -> VolumeGlyph {
        let map = VolumeMap(shape)
        let axes = Array(map.axes.suffix(2))
        guard !axes.isEmpty else { return .slanted(height: bar(map.channels)) }
        let height = axes.count == 1 ? side(1) : side(axes[0])
        return .maps(
            Size(side(axes[axes.count - 1]), height), count: max(1, min(VolumeGlyph.mostMaps, Int(map.channels))))
    }
}

/// A shape as it is drawn: channels and the axes in space; steps of a sequence are an axis.
struct VolumeMap {
    let channels: Double
    let axes: [Double]

    init(_ shape: FeatureShape) {
        guard !shape.sizes.isEmpty else {
            (channels, axes) = (1, [])
            return
        }
        channels = VolumeScale.nominal(shape.channels)
        axes = (shape.isSequence ? Array(shape.sizes.dropLast()) : shape.spatial).map(VolumeScale.nominal)
    }
}

/// A box in parallel projection: channels to the right, the maps' height upright, their width to the back.
struct VolumeBox: Hashable {
    let depth: Double
    let height: Double
    /// How far the back lies to the right and above the front.
    let recess: Double
    let rise: Double

    private static let recessShare = 0.30
    private static let riseShare = 0.17

    init(depth: Double, height: Double, width: Double) {
        (self.depth, self.height) = (depth, height)
        (recess, rise) = (Self.recessShare * width, Self.riseShare * width)
    }
}

/// What a stage looks like.
enum VolumeGlyph: Hashable {
    /// One or a few equal boxes, one after another.
    case boxes(VolumeBox, count: Int)
    case bars(height: Double, count: Int)
    /// A sum or a product.
    case circle
    /// Offset rectangles, one for each map, or the first few.
    case maps(Size, count: Int)
    /// A vector beside maps.
    case slanted(height: Double)

    /// More of a run are counted, not drawn.
    static let mostShown = 4
    static let barWidth = 8.0
    static let gap = 1.25
    static let radius = 6.0
    /// From one map of a stack to the next.
    static let mapStep = 3.0
    static let mapRise = 1.5
    static let mostMaps = 6
    static let slant = 12.0

    var size: Size {
        switch self {
        case .boxes(let box, let count):
            Size(
                Double(count) * (box.depth + Self.gap) - Self.gap + box.recess, box.height + box.rise)
        case .bars(let height, let count):
            Size(Double(count) * (Self.barWidth + Self.gap) - Self.gap, height)
        case .circle: Size(2 * Self.radius, 2 * Self.radius)
        case .maps(let map, let count):
            Size(map.width + Double(count - 1) * Self.mapStep, map.height + Double(count - 1) * Self.mapRise)
        case .slanted(let height): Size(Self.barWidth + Self.slant, height)
        }
    }

    /// The middle of what faces the reader, from the glyph's left: where labels of the channels stand.
    var frontCenter: Double {
        switch self {
        case .boxes(let box, _): (size.width - box.recess) / 2
        case .bars, .circle, .maps, .slanted: size.width / 2
        }
    }

    /// Whether a window can be shown on it.
    var hasFace: Bool {
        switch self {
        case .boxes, .maps: true
        case .bars, .circle, .slanted: false
        }
    }

    /// Where one cell of it is shown, at its left edge or on the map in front.
    func cell(at center: Point) -> Point {
        switch self {
        case .maps(let map, _):
            Point(
                center.x + (size.width - map.width) / 2 - map.width * 0.3, center.y + (size.height - map.height) / 2)
        case .slanted: Point(center.x, center.y)
        case .boxes, .bars, .circle: Point(center.x - size.width / 2, center.y)
        }
    }
}
