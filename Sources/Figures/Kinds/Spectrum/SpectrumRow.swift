import Tensors

/// A direction in which a wave runs.
enum WaveDirection: CaseIterable {
    case across, down, falling, rising

    func frequency(_ length: Double) -> FrequencyResponse.Frequency {
        let diagonal = length * 0.5.squareRoot()
        return switch self {
        case .across: .init(across: length, down: 0)
        case .down: .init(across: 0, down: length)
        case .falling: .init(across: diagonal, down: diagonal)
        case .rising: .init(across: diagonal, down: -diagonal)
        }
    }

    /// The fastest wave: half a cycle from pixel to pixel along each axis that it runs along.
    var fastest: Double {
        switch self {
        case .across, .down: 0.5
        case .falling, .rising: 0.5.squareRoot()
        }
    }
}

/// One kernel and what it makes of waves.
struct SpectrumRow {
    /// With a single kernel.
    let filter: Filter
    let kernel: Tensor
    let response: FrequencyResponse
    /// `[n, n]`, from −0.5 to 0.5 cycles per pixel down and across.
    let gains: Tensor
    let profiles: [WaveProfile]
    /// The greatest gain of any wave.
    let peak: Double
    /// The slowest waves that have it, unless all do.
    let strongest: [Wave]

    struct Wave: Hashable {
        /// Nothing for one that runs along neither axis nor diagonal.
        let direction: WaveDirection?
        let frequency: FrequencyResponse.Frequency
    }

    /// Less than this share of the greatest gain is none, or no difference.
    static let negligible = 1e-3

    init(_ filter: Filter) {
        self.filter = filter
        let kernel = filter.kernels[0].matrix
        let response = FrequencyResponse(of: kernel)
        // Lobes of large kernels are narrow.
        gains = response.gains(steps: kernel.shape.sizes.contains { $0 > 48 } ? 256 : 128)
        profiles = WaveDirection.allCases.map { WaveProfile($0, response) }
        let inside = Self.peak(of: gains, response)
        let peak = max(profiles.map(\.peak.gain).max() ?? 0, response.gain(inside))
        let reached = profiles.filter { $0.peak.gain >= (1 - Self.negligible) * peak }
        // Where whole ridges are as strong, the slowest waves are those that the kernel looks for.
        let slowest = (reached.map(\.peak.length).min() ?? 0) * (1 + Self.negligible)
        let least = gains.finiteRange.map { Double($0.lowerBound) } ?? 0
        if peak == 0 || least >= (1 - Self.negligible) * peak {
            strongest = []
        } else if reached.isEmpty {
            strongest = [Wave(direction: nil, frequency: inside)]
        } else {
            strongest = reached.filter { $0.peak.length <= slowest }.map {
                Wave(direction: $0.direction, frequency: $0.direction.frequency($0.peak.length))
            }
        }
        (self.kernel, self.response, self.peak) = (kernel, response, peak)
    }

    func profile(_ direction: WaveDirection) -> WaveProfile? { profiles.first { $0.direction == direction } }

    /// Whether both diagonals look the same.
    var diagonalsAgree: Bool {
        guard let falling = profile(.falling), let rising = profile(.rising) else { return true }
        return zip(falling.points, rising.points).allSatisfy { abs($0.gain - $1.gain) <= Self.negligible * peak }
    }

    /// Whether nothing is stronger than what does not change.
    var isStrongestAtRest: Bool { abs(response.sum) >= (1 - Self.negligible) * peak }

    /// From the greatest gain of the map, as far up as steps of a millionth lead.
    private static func peak(of gains: Tensor, _ response: FrequencyResponse) -> FrequencyResponse.Frequency {
        let side = gains.shape[1]
        let place = gains.strongest ?? (side / 2, side / 2)
        var step = 1 / Double(side - 1)
        var best = FrequencyResponse.Frequency(
            across: Double(place.column) * step - 0.5, down: Double(place.row) * step - 0.5)
        var gain = response.gain(best)
        while step > 1e-6 {
            let neighbours = [(-step, 0), (step, 0), (0, -step), (0, step)].map { dx, dy in
                FrequencyResponse.Frequency(
                    across: max(-0.5, min(best.across + dx, 0.5)), down: max(-0.5, min(best.down + dy, 0.5)))
            }
            let higher = neighbours.map { ($0, response.gain($0)) }.max { $0.1 < $1.1 }
            if let higher, higher.1 > gain { (best, gain) = higher } else { step /= 2 }
        }
        // A wave and the same one backwards are one.
        return best.across < 0 ? .init(across: -best.across, down: -best.down) : best
    }
}

/// The gains of waves of one direction, from none to the fastest.
struct WaveProfile {
    let direction: WaveDirection
    let points: [Point]
    let peak: Point
    /// Where nothing comes out, in cycles per pixel.
    let zeros: [Double]

    struct Point: Hashable {
        let length: Double
        let gain: Double
    }

    private static let steps = 128

    init(_ direction: WaveDirection, _ response: FrequencyResponse) {
        func point(_ length: Double) -> Point {
            Point(length: length, gain: response.gain(direction.frequency(length)))
        }
        let step = direction.fastest / Double(Self.steps)
        let points = (0...Self.steps).map { point(Double($0) * step) }
        let range = 0...direction.fastest
        let highest = points.indices.max { points[$0].gain < points[$1].gain } ?? 0
        let refined = point(Self.summit(points[highest].length, step, in: range) { point($0).gain })
        peak = refined.gain > points[highest].gain * (1 + 1e-9) ? refined : points[highest]
        let valleys = points.indices.dropFirst().filter { index in
            let next = index + 1 < points.count ? points[index + 1].gain : .infinity
            return points[index].gain <= points[index - 1].gain && points[index].gain < next
        }
        zeros = valleys.map { index in
            let low = Self.summit(points[index].length, step, in: range) { -point($0).gain }
            return point(low).gain < points[index].gain * (1 - 1e-9) ? low : points[index].length
        }.filter { point($0).gain <= 1e-5 * response.bound }
        (self.direction, self.points) = (direction, points)
    }

    /// Whether no wave of this direction comes out.
    func isZero(beside peak: Double) -> Bool { self.peak.gain <= SpectrumRow.negligible * peak }

    /// From where on at most this gain is left, if that is before the fastest wave.
    func end(of gain: Double) -> Double? {
        let last = points.lastIndex { $0.gain > gain }
        return last.flatMap { $0 + 1 < points.count ? points[$0 + 1].length : nil }
    }

    /// Where the gain first falls to this.
    func fall(to gain: Double) -> Double? {
        guard let index = points.indices.dropFirst().first(where: { points[$0].gain <= gain }) else { return nil }
        let (before, after) = (points[index - 1], points[index])
        guard before.gain > after.gain else { return after.length }
        return after.length - (after.length - before.length) * (gain - after.gain) / (before.gain - after.gain)
    }

    /// Where a function is greatest within a step of a place, by thirds.
    private static func summit(
        _ place: Double, _ step: Double, in range: ClosedRange<Double>, of value: (Double) -> Double
    ) -> Double {
        var (low, high) = (max(range.lowerBound, place - step), min(range.upperBound, place + step))
        for _ in 0..<48 {
            let third = (high - low) / 3
            if value(low + third) < value(high - third) { low += third } else { high -= third }
        }
        return (low + high) / 2
    }
}
