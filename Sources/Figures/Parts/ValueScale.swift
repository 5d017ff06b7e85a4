import Scenes
import Tensors

/// Which colour stands for which value.
struct ValueScale: Hashable {
    let range: ClosedRange<Float>
    let map: ColorMap
    /// Whether cells may carry numbers, which must be read on their colours.
    var isForNumbers = false
    /// Whether a few values lie beyond the range and are drawn as its ends.
    var isClipped = false

    /// Brightness as it is stored, 0 black to 1 white, in every theme.
    static let photo = ValueScale(range: 0...1, map: ColorMap("grey", [.black, .white], mixing: .stored))

    /// Values beyond are drawn as this one: widened ranges must still be numbers.
    private static let largest = Float.greatestFiniteMagnitude / 16

    /// Signed values: centred at zero. `nil` takes the values' own extent.
    static func signed(_ values: [Tensor], _ theme: Theme) -> ValueScale {
        let extent = values.compactMap(\.finiteRange).map { max(abs($0.lowerBound), abs($0.upperBound)) }.max() ?? 0
        let limit = extent > 0 ? min(extent, largest) : 1
        return ValueScale(range: -limit...limit, map: theme.diverging)
    }

    /// Values from zero up, or from the lowest if that is below zero.
    static func sequential(_ values: [Tensor], _ theme: Theme) -> ValueScale {
        let ranges = values.compactMap(\.finiteRange)
        let low = max(min(0, ranges.map(\.lowerBound).min() ?? 0), -largest)
        let high = min(ranges.map(\.upperBound).max() ?? 0, largest)
        return ValueScale(range: low...(high > low ? high : low + 1), map: theme.sequential)
    }

    /// Signed values whose cells carry numbers: the middle of the map, where colours are strong and letters still readable.
    ///
    /// The middle of a map of greys is a grey: there it is the whole map, numbered cells have a fill of their own, and
    /// where nothing is negative the page is zero.
    static func weights(_ values: Tensor, _ theme: Theme) -> ValueScale {
        var scale = signed([values], theme)
        if !theme.usesHatches {
            scale = ValueScale(range: scale.range.lowerBound * 2...scale.range.upperBound * 2, map: scale.map)
        } else if values.finiteRange.map({ $0.lowerBound >= 0 }) ?? false {
            scale = .sequential([values], theme)
        }
        scale.isForNumbers = true
        return scale
    }

    /// What a cell is filled with: its colour; on paper without colours, under a number, the lighter the nearer to zero,
    /// and hatched below it.
    func fill(of value: Float, _ theme: Theme, isNumbered: Bool) -> Paint {
        guard isForNumbers, isNumbered, theme.usesHatches else { return .solid(color(of: value)) }
        let strength = min(abs(Double(value)) / Double(range.upperBound), 1)
        let ground = theme.page.mixed(with: theme.ink, (value < 0 ? 0.12 : 0.4) * strength)
        guard value < 0, strength >= 0.02 else { return .solid(ground) }
        return .hatch(.falling, line: theme.page.mixed(with: theme.ink, 0.15 + 0.25 * strength), ground: ground)
    }

    /// How a filter's responses are shown: signed ones around zero, pictures as brightness, others from zero up.
    static func responses(of filter: Filter, _ responses: [Tensor], _ theme: Theme) -> ValueScale {
        if filter.givesPicture { return .photo }
        let ranges = responses.compactMap(\.finiteRange)
        // A kernel of somebody's own may count as unsigned and still answer with both signs.
        let hasBothSigns = ranges.contains { $0.lowerBound < -0.02 * $0.upperBound }
        return filter.isSigned || hasBothSigns ? .signed(responses, theme) : .sequential(responses, theme)
    }

    func position(of value: Float) -> Double {
        (Double(value) - Double(range.lowerBound)) / (Double(range.upperBound) - Double(range.lowerBound))
    }

    func color(of value: Float) -> Color {
        map.color(at: position(of: value))
    }

    /// One channel `[H, W]` or `[1, H, W]` as pixels.
    func pixels(_ values: Tensor) -> PixelImage {
        let table = map.table
        let (height, width) = (values.shape[values.shape.rank - 2], values.shape[values.shape.rank - 1])
        var rgb = [UInt8]()
        rgb.reserveCapacity(width * height * 3)
        for value in values.elements {
            let position = value.isNaN ? 0 : min(max(position(of: value), 0), 1)
            let (red, green, blue) = table[Int((position * 255).rounded())]
            rgb.append(red)
            rgb.append(green)
            rgb.append(blue)
        }
        return PixelImage(width: width, height: height, rgb: rgb)
    }
}
