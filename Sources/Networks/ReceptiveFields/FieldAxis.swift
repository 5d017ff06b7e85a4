/// The receptive field along one axis, for every unit: unit f sees the region of phase f mod n, moved on by whole periods.
///
/// Convolutions have one phase; what enlarges, as transposed convolution, has one for each output of an input.
/// Size r' = r + (k' − 1)j, jump j' = j·s, padding P' = P + p·j, start' = start + ((k' − 1)/2 − p)·j follow from it.
/// Source: Araujo et al., *Computing receptive fields of convolutional neural networks*, 2019.
public struct FieldAxis: Hashable, Sendable {
    /// First and last input index of units 0, 1, … of a period, ends included; nothing for a unit that reads nothing.
    let phases: [ClosedRange<Int>?]
    /// How far the region moves from one period to the next.
    let advance: Int
    /// Whether the places are known: `same` with a stride over an unknown size leaves them open.
    let isAnchored: Bool

    /// An input's own: each unit sees itself.
    static let pixel = FieldAxis(phases: [0...0], advance: 1, isAnchored: true)

    /// Larger ones are not told: indices stay far from overflow, and phases few.
    private static let greatestReach = 1 << 40
    private static let mostPhases = 1 << 9

    /// The region of a unit in input indices, before the input's ends cut it; outside of them lies padding.
    public func region(of unit: Int) -> ClosedRange<Int>? {
        let period = floorDivision(unit, phases.count)
        guard let region = phases[unit - period * phases.count] else { return nil }
        return region.lowerBound + period * advance...region.upperBound + period * advance
    }

    /// The part of the region that lies in an input of `size`.
    public func clippedRegion(of unit: Int, size: Int) -> ClosedRange<Int>? {
        guard let region = region(of: unit), region.upperBound >= 0, region.lowerBound < size else { return nil }
        return max(region.lowerBound, 0)...min(region.upperBound, size - 1)
    }

    /// r: how many input positions a unit sees, from first to last; the most of any phase.
    public var size: Int { phases.compactMap { $0.map { $0.upperBound - $0.lowerBound + 1 } }.max() ?? 0 }

    /// j: how far apart the regions of neighbouring units are, in input positions.
    public var jump: Rational { Rational(advance, phases.count) ?? Rational(0) }

    /// The centre of unit 0's region; nothing where the padding is not known.
    public var start: Rational? {
        guard isAnchored, let first = phases[0] else { return nil }
        return Rational(first.lowerBound + first.upperBound, 2)
    }

    /// P: how far unit 0's region begins before the input; nothing where the padding is not known.
    public var padding: Int? {
        guard isAnchored, let first = phases[0] else { return nil }
        return -first.lowerBound
    }

    /// The field of what reads this through `map`; nothing where it outgrows all bounds.
    func mapped(by map: AxisMap) -> FieldAxis? {
        let copies = phases.count / greatestCommonDivisor(phases.count, map.advance)
        let (count, overflow) = map.period.multipliedReportingOverflow(by: copies)
        guard !overflow, count <= Self.mostPhases else { return nil }
        let (units, tooFar) = map.advance.multipliedReportingOverflow(by: copies)
        let (reach, tooWide) = (units / phases.count).multipliedReportingOverflow(by: advance)
        guard !tooFar, !tooWide, reach <= Self.greatestReach else { return nil }

        var mapped: [ClosedRange<Int>?] = []
        for unit in 0..<count {
            // Regions repeat after a period, so the ends of the window decide.
            let regions = map.taps(unit, most: phases.count).compactMap { region(of: $0) }
            guard let low = regions.map(\.lowerBound).min(), let high = regions.map(\.upperBound).max() else {
                mapped.append(nil)
                continue
            }
            guard abs(low) <= Self.greatestReach, abs(high) <= Self.greatestReach else { return nil }
            mapped.append(low...high)
        }
        let isKnown =
            switch map {
            case .window(_, _, _, let before): before != nil
            case .transposed, .resized: true
            }
        return FieldAxis(phases: mapped, advance: reach, isAnchored: isAnchored && isKnown)
    }

    /// Both at a merge: from the least left to the greatest right end. Nothing if the jumps differ.
    func hull(with other: FieldAxis) -> FieldAxis? {
        guard jump == other.jump else { return nil }
        if self == other { return self }
        guard let count = leastCommonMultiple(phases.count, other.phases.count), count <= Self.mostPhases else {
            return nil
        }
        let both = (0..<count).map { unit -> ClosedRange<Int>? in
            let regions = [region(of: unit), other.region(of: unit)].compactMap(\.self)
            guard let low = regions.map(\.lowerBound).min(), let high = regions.map(\.upperBound).max() else {
                return nil
            }
            return low...high
        }
        return FieldAxis(
            phases: both, advance: count / phases.count * advance, isAnchored: isAnchored && other.isAnchored)
    }
}
