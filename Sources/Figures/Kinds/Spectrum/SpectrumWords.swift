import Tensors

extension SpectrumRow {
    /// What the kernel passes and what it stops.
    var words: String {
        guard peak > 0 else { return "Answers 0 to everything." }
        let parts = [[restWords, peakWords], [stopWords]].map { $0.compactMap(\.self).joined(separator: "; ") }
        return parts.filter { !$0.isEmpty }.map { $0.capitalisedFirst + "." }.joined(separator: " ")
    }

    /// The same, with the kernel's numbers and some of the curves'.
    var details: String {
        var sentences = ["\(filter.title): \(filter.kernelWords).", words]
        for profile in profiles where profile.direction != .rising || !diagonalsAgree {
            let direction = diagonalsAgree ? profile.direction.words(ofBoth: [.falling]) : profile.direction.words
            guard !profile.isZero(beside: peak) else {
                sentences.append("\(direction.capitalisedFirst), no wave comes out.")
                continue
            }
            let places = stride(from: 0, to: profile.points.count, by: (profile.points.count - 1) / 4)
            let points = places.map { profile.points[$0] }
            sentences.append(
                "\(direction.capitalisedFirst), at \(listed(points.map { cycles($0.length) })) cycles per pixel, the gain is "
                    + "\(listed(points.map { gainWords($0.gain) })).")
        }
        return sentences.joined(separator: " ")
    }

    /// A gain; what rounding leaves of a zero is none.
    private func gainWords(_ gain: Double) -> String { compact(gain <= 1e-5 * response.bound ? 0 : Float(gain)) }

    private var restWords: String? {
        let sum = response.sum
        if strongest.isEmpty, abs(abs(sum) - 1) < Self.negligible { return nil }
        if abs(sum) <= 1e-5 * response.bound { return "answers 0 to what does not change" }
        if abs(sum - 1) < Self.negligible { return "leaves what does not change as it is" }
        return "multiplies what does not change by \(compact(Float(sum)))"
    }

    private var peakWords: String {
        let times = "×\u{A0}\(compact(Float(peak)))"
        guard !strongest.isEmpty else {
            return abs(peak - 1) < Self.negligible
                ? "every wave comes out as strong as it goes in" : "every wave comes out \(times)"
        }
        if isStrongestAtRest {
            let halves = places { profile in profile.fall(to: peak / 2).map { [$0] } ?? [] }
            let words = isFalling ? "the faster a wave, the weaker" : "nothing is stronger"
            return halves.isEmpty ? words : words + "; half is left at \(halves)"
        }
        let places = strongest.map { wave in (cycles(wave.frequency.length), wave.direction?.words ?? "askew") }
        let period = "\(compact(Float(1 / strongest[0].frequency.length)))\u{A0}pixels a wave"
        let notes = strongest[0].parts + (Set(places.map(\.0)).count == 1 ? [period] : [])
        return "strongest, \(times), at \(grouped(places))"
            + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
    }

    /// Whether waves along the axes come out weaker the faster they are.
    private var isFalling: Bool {
        profiles.allSatisfy { profile in
            zip(profile.points, profile.points.dropFirst()).allSatisfy { $1.gain <= $0.gain + Self.negligible * peak }
        }
    }

    private var stopWords: String? {
        let straight = [WaveDirection.across, .down].compactMap { profile($0) }
        let nothing = profiles.filter { $0.isZero(beside: peak) }.map(\.direction.exactWords)
        var words: [String] = []
        if !nothing.isEmpty { words.append("no wave that runs \(nothing.joined(separator: " or ")) comes out") }
        let zeros = places { profile in
            profile.isZero(beside: peak) ? [] : Array(profile.countedZeros(peak).prefix(WaveProfile.mostTold))
        }
        let hasMore = straight.contains { $0.countedZeros(peak).count > WaveProfile.mostTold }
        if !zeros.isEmpty {
            words.append("nothing comes out at \(zeros)\(hasMore ? ", and at some faster waves" : "")")
        }
        let ends = places { profile in
            profile.isZero(beside: peak) ? [] : profile.silence(peak).map { [$0] } ?? []
        }
        if !ends.isEmpty { words.append("under 1\u{A0}% of the strongest is left from \(ends) on") }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    /// Places along both axes: `0.333 cycles per pixel across and down`.
    private func places(_ find: (WaveProfile) -> [Double]) -> String {
        grouped(
            [WaveDirection.across, .down].compactMap { profile($0) }.flatMap { profile in
                find(profile).map { (cycles($0), profile.direction.words) }
            })
    }

    /// Directions of the same frequency are told together, and frequencies of the same directions:
    /// `0.2 and 0.4 cycles per pixel across and down`.
    private func grouped(_ places: [(length: String, direction: String)]) -> String {
        let diagonals = [WaveDirection.falling.words, WaveDirection.rising.words]
        let byLength = Self.gathered(places.map { ($0.length, $0.direction) }).map { length, directions in
            (directions == diagonals ? "along both diagonals" : listed(directions), length)
        }
        return listed(
            Self.gathered(byLength).enumerated().map { index, group in
                listed(group.values) + (index == 0 ? " cycles per pixel " : " ") + group.key
            })
    }

    /// The values of each key, in the order of their first.
    private static func gathered(_ pairs: [(key: String, value: String)]) -> [(key: String, values: [String])] {
        var groups: [(key: String, values: [String])] = []
        for pair in pairs {
            if let index = groups.firstIndex(where: { $0.key == pair.key }) {
                groups[index].values.append(pair.value)
            } else {
                groups.append((pair.key, [pair.value]))
            }
        }
        return groups
    }
}

extension WaveProfile {
    /// From where on less than a hundredth is left, unless that is the end of the curve.
    fileprivate func silence(_ peak: Double) -> Double? {
        end(of: 0.01 * peak).flatMap { $0 < 0.92 * direction.fastest ? $0 : nil }
    }

    /// The zeros between what comes out.
    fileprivate func countedZeros(_ peak: Double) -> [Double] {
        zeros.filter { zero in silence(peak).map { zero < $0 } ?? true }
    }

    /// How many zeros of each direction words give.
    fileprivate static let mostTold = 3
}

extension WaveDirection {
    var words: String {
        switch self {
        case .across: "across"
        case .down: "down"
        case .falling: "along the falling diagonal"
        case .rising: "along the rising diagonal"
        }
    }

    /// Where others run nearly so.
    fileprivate var exactWords: String {
        switch self {
        case .across, .down: "straight \(words)"
        case .falling, .rising: words
        }
    }

    /// One that stands for both diagonals, or for itself.
    func words(ofBoth diagonals: Set<WaveDirection>) -> String {
        diagonals.contains(self) ? "along the diagonals" : words
    }
}

extension SpectrumRow.Wave {
    /// Of a wave that runs neither along an axis nor along a diagonal, its frequencies along both axes.
    fileprivate var parts: [String] {
        direction == nil ? ["\(cycles(frequency.across)) across, \(cycles(frequency.down)) down"] : []
    }
}

/// A frequency in cycles per pixel.
private func cycles(_ length: Double) -> String { decimal(Float(length), places: 3) }
