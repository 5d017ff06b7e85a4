import Scenes
import Tensors

extension ValueScale {
    /// How many of the values that are not zero may lie beyond the scale of maps.
    static let clippedShare = 0.005

    /// A scale for maps: where a few values lie far beyond all others, it ends before them, or nothing else would be seen.
    static func maps(_ values: [Tensor], isSigned: Bool, _ theme: Theme) -> ValueScale {
        var scale = isSigned ? signed(values, theme) : sequential(values, theme)
        let limit = MagnitudeCounts(values, upTo: scale.range.upperBound).limit(beyond: clippedShare)
        guard limit > 0, limit < 0.7 * scale.range.upperBound else { return scale }
        scale = ValueScale(range: (isSigned ? -limit : scale.range.lowerBound)...limit, map: scale.map)
        scale.isClipped = true
        return scale
    }

    /// What stands at its ends: `≥ 3.1` where larger values share the colour.
    var endLabels: (high: String, low: String) {
        let (low, high) = (range.lowerBound, range.upperBound)
        let places = decimals(for: max(abs(low), abs(high)))
        return (
            (isClipped ? "≥\u{A0}" : "") + decimal(high, places: places),
            (isClipped && low < 0 ? "≤\u{A0}" : "") + decimal(low, places: places)
        )
    }
}

/// How many values have which magnitude.
private struct MagnitudeCounts {
    private let most: Float
    private var counts = [Int](repeating: 0, count: 2048)

    init(_ tensors: [Tensor], upTo most: Float) {
        self.most = most
        let factor = Float(counts.count) / most
        guard most > 0, factor.isFinite else { return }
        for tensor in tensors {
            tensor.withUnsafeElements { values in
                for value in values where value != 0 && value.isFinite {
                    counts[min(counts.count - 1, Int(min(abs(value), most) * factor))] += 1
                }
            }
        }
    }

    /// The magnitude that only this share of the values lies beyond.
    func limit(beyond share: Double) -> Float {
        var left = Int(share * Double(counts.reduce(0, +)))
        for (index, count) in counts.enumerated().reversed() {
            left -= count
            if left < 0 { return most * Float(index + 1) / Float(counts.count) }
        }
        return 0
    }
}
