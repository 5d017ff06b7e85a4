import Scenes

/// An axis of numbers: where a value lies on it, and which values are marked.
struct ChartAxis: Hashable {
    enum Scale: Hashable {
        case linear, logarithmic
    }

    let scale: Scale
    let range: ClosedRange<Double>
    let ticks: [Double]
    /// Stands behind each number: ` %`.
    var unit = ""

    /// Where a value lies, from 0 at the lower end to 1; `nil` for what has no place: no number, or none above 0 where
    /// logarithms are drawn.
    func position(_ value: Double) -> Double? {
        switch scale {
        case .linear:
            guard value.isFinite else { return nil }
            return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .logarithmic:
            guard value.isFinite, value > 0 else { return nil }
            let low = decades(range.lowerBound)
            return (decades(value) - low) / (decades(range.upperBound) - low)
        }
    }

    /// `0.5`, `2000`; powers of ten beyond thousands and thousandths: `10⁻⁵`.
    func label(_ tick: Double) -> String {
        switch scale {
        case .linear:
            let step = ticks.count > 1 ? abs(ticks[1] - ticks[0]) : abs(tick)
            return Self.number(tick, step: step) + unit
        case .logarithmic:
            let text = compact(Float(tick), digits: 1)
            let words = tick > 0 && (tick < 0.000_99 || tick > 1001) ? scientific(Float(tick)) : text
            return (words.hasPrefix("1·") ? String(words.dropFirst(2)) : words) + unit
        }
    }

    /// As many decimals as tell ticks apart.
    private static func number(_ tick: Double, step: Double) -> String {
        if abs(tick) >= 1e6 || (step < 1e-4 && tick != 0) { return compact(Float(tick), digits: 2) }
        let places = (0...4).first { step * power(10, Double($0)) >= 0.999 } ?? 4
        return decimal(Float(tick), places: places, isFixed: true)
    }
}

extension ChartAxis {
    /// Equal steps of 1, 2 or 5 and a power of ten.
    ///
    /// - Parameters:
    ///   - most: How many steps there may be.
    ///   - isTight: Whether the axis ends where the values do, not at a tick.
    ///   - isWhole: Whether there is nothing between whole numbers.
    static func linear(
        _ values: ClosedRange<Double>, most: Int = 5, isTight: Bool = false, isWhole: Bool = false
    ) -> ChartAxis {
        var (low, high) = (values.lowerBound, values.upperBound)
        if low == high { (low, high) = low == 0 ? (0, 1) : (min(0, low), max(0, high)) }
        let least = (high - low) / Double(max(1, most))
        let step = roundStep(isWhole ? max(least, 1) : least)
        // A value on a tick stays there, whatever rounding did to it.
        let first = isTight ? (low / step - 1e-9).rounded(.up) : (low / step + 1e-9).rounded(.down)
        let last = isTight ? (high / step + 1e-9).rounded(.down) : (high / step - 1e-9).rounded(.up)
        let ticks = stride(from: first, through: last, by: 1).map { $0 * step }
        if isTight { return ChartAxis(scale: .linear, range: low...high, ticks: ticks) }
        return ChartAxis(scale: .linear, range: first * step...last * step, ticks: ticks)
    }

    private static func roundStep(_ least: Double) -> Double {
        let unit = power(10, decades(least).rounded(.down))
        return ([1, 2, 5, 10].first { $0 * unit >= least * (1 - 1e-9) } ?? 10) * unit
    }

    /// From one power of ten, its double or its fivefold to another; marked are powers of ten, and those between where
    /// few would be left.
    ///
    /// - Precondition: values above 0.
    static func logarithmic(_ values: ClosedRange<Double>, most: Int = 5) -> ChartAxis {
        let first = Int(decades(values.lowerBound).rounded(.down))
        let last = max(first + 1, Int(decades(values.upperBound).rounded(.up)))
        let powers = (first...last).map { power(10, Double($0)) }
        let between = (first..<last).flatMap { exponent in [1, 2, 5].map { $0 * power(10, Double(exponent)) } }
        let fine = between + [powers[powers.count - 1]]
        let low = fine.last { $0 <= values.lowerBound * (1 + 1e-6) } ?? powers[0]
        var high = fine.first { $0 >= values.upperBound * (1 - 1e-6) } ?? powers[powers.count - 1]
        if high <= low { high = fine.first { $0 > low } ?? 10 * low }
        func within(_ ticks: [Double]) -> [Double] { ticks.filter { low...high ~= $0 } }
        if within(fine).count <= most + 1 {
            return ChartAxis(scale: .logarithmic, range: low...high, ticks: within(fine))
        }
        let inside = within(powers)
        let stride = (inside.count + most) / (most + 1)
        let kept = inside.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
        return ChartAxis(scale: .logarithmic, range: low...high, ticks: kept)
    }
}

/// Whether the axis of a chart shows values or their logarithms.
public enum AxisScale: String, ParameterChoice, Sendable {
    /// Logarithms where values span more than two powers of ten.
    case auto
    case linear, log
}

extension AxisScale {
    /// An axis that holds all values, from 0 unless it is one of logarithms.
    ///
    /// - Returns: with how many values have no place on it, since they are not finite or, of logarithms, not above 0.
    func axis(for values: [Double], most: Int = 5) -> ChartAxis {
        let finite = values.filter(\.isFinite)
        let positive = finite.filter { $0 > 0 }
        let (low, high) = (positive.min() ?? 0, positive.max() ?? 0)
        let isLogarithmic =
            switch self {
            case .auto: positive.count == finite.count && low > 0 && high > 100 * low
            case .linear: false
            case .log: low > 0
            }
        if isLogarithmic { return .logarithmic(low...high, most: most) }
        return .linear(min(0, finite.min() ?? 0)...max(0, finite.max() ?? 0), most: most)
    }
}
