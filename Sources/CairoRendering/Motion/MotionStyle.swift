internal import Scenes

/// CSS that shows pieces of a page in their frames, over and over.
///
/// Readers who want no motion, paper, and programs that know no animations get the poster.
struct MotionStyle {
    private static let secondDecimals = 6
    /// Of per cents: neighbours have to change places within the same picture of a screen.
    private static let shareDecimals = 6

    /// In seconds, by which everything is early: screens refresh at whole parts of a second, and so do frames begin.
    /// Just between the two, no rounding can show some pieces of a frame before the others.
    private static let lead = 0.003

    let film: Film
    private var classes: [FrameSet: Int] = [:]
    private var sets: [FrameSet] = []

    init(_ film: Film) {
        self.film = film
    }

    /// The class of what shows in these frames; `nil` for what always does.
    mutating func number(of frames: FrameSet) -> Int? {
        if frames.isAll(of: film.frameCount) { return nil }
        if let known = classes[frames] { return known }
        classes[frames] = sets.count
        sets.append(frames)
        return sets.count - 1
    }

    /// Nothing where nothing moves.
    var fragment: SVGFragment {
        var style = SVGFragment()
        if sets.isEmpty { return style }
        style.append("<style>\n")
        appendPieces("{visibility:hidden;animation:", to: &style)
        append(seconds: seconds(film.frameCount), to: &style)
        style.append(" step-end ")
        append(seconds: -Self.lead, to: &style)
        style.append(" infinite}\n")
        var keyframes: [[Range<Int>]: Int] = [:]
        for (number, set) in sets.enumerated() {
            let (start, ranges) = set.cycle(of: film.frameCount)
            let isNew = keyframes[ranges] == nil
            let name = keyframes[ranges, default: keyframes.count]
            keyframes[ranges] = name
            if isNew { append(ranges, name, to: &style) }
            style.append(".")
            style.append(id: number)
            style.append("{animation-name:")
            style.append(id: name)
            if start > 0 {
                style.append(";animation-delay:")
                // Begun in the past, so that it is right from the start.
                append(seconds: seconds(start - film.frameCount) - Self.lead, to: &style)
            }
            if set.contains(film.poster) { style.append(";visibility:visible") }
            style.append("}\n")
        }
        style.append("@media (prefers-reduced-motion:reduce),print{")
        appendPieces("{animation:none}}\n</style>\n", to: &style)
        return style
    }

    /// The figure's classes, all of which begin like its ids.
    private func appendPieces(_ rule: String, to style: inout SVGFragment) {
        style.append("[class^=")
        style.appendPrefix()
        style.append("]\(rule)")
    }

    private func seconds(_ frames: Int) -> Double { Double(frames) * film.secondsPerFrame }

    private func append(seconds: Double, to style: inout SVGFragment) {
        SVGNumber.write(seconds, decimals: Self.secondDecimals, to: &style)
        style.append("s")
    }

    private func append(_ ranges: [Range<Int>], _ name: Int, to style: inout SVGFragment) {
        style.append("@keyframes ")
        style.append(id: name)
        style.append("{")
        append(ranges.map(\.lowerBound), "visible", to: &style)
        append(ranges.map(\.upperBound), "hidden", to: &style)
        style.append("}\n")
    }

    private func append(_ frames: [Int], _ visibility: String, to style: inout SVGFragment) {
        for (index, frame) in frames.enumerated() {
            if index > 0 { style.append(",") }
            let share = Double(frame) / Double(film.frameCount) * 100
            SVGNumber.write(share, decimals: Self.shareDecimals, to: &style)
            style.append("%")
        }
        style.append("{visibility:\(visibility)}")
    }
}
