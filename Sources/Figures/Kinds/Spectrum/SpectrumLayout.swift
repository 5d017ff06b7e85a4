import Scenes
import Tensors

extension SceneBuilder {
    /// A row for each kernel: its weights, the gains of all waves as a map, and along four directions as curves; below it
    /// what it passes and what it stops.
    mutating func spectra(_ rows: [SpectrumRow], isShared: Bool) {
        let peak = rows.map(\.peak).max() ?? 0
        for row in rows {
            let top = below(bounds == nil ? 0 : 16)
            let look = SpectrumLook(row, peak: isShared ? peak : row.peak, self)
            spectrum(row, look, top: top)
        }
        curveLegend(hasRising: rows.contains { !$0.diagonalsAgree })
    }

    private mutating func spectrum(_ row: SpectrumRow, _ look: SpectrumLook, top: Double) {
        let map = look.map.offset(0, top)
        let height = max(
            map.height,
            filterCard(row.filter, center: look.cardWidth / 2, top: top, width: look.cardWidth, height: map.height))
        gains(row, look.scale, in: map.offset(0, (height - map.height) / 2))
        let plot = look.isWide ? look.plot.offset(0, top + (height - map.height) / 2) : look.plot.offset(0, below(18))
        chart(row.chart(theme, look.axis), in: plot, width: look.plot.width)
        paragraph(row.words, left: 0, top: below(5), width: width, size: 8)
    }

    /// The gains of all waves, frequencies across to the right and down downwards, the strongest ones ringed.
    private mutating func gains(_ row: SpectrumRow, _ scale: ValueScale, in frame: Rect) {
        image(scale.pixels(row.gains), in: frame)
        // Frequencies are those of the pixels' middles.
        let side = Double(row.gains.shape[1])
        func along(_ frequency: Double) -> Double { (0.5 + (frequency + 0.5) * (side - 1)) / side }
        for tick in [-0.5, 0, 0.5] {
            let words = Text(decimal(Float(tick)), size: Text.smallSize)
            let (x, y) = (frame.left + along(tick) * frame.width, frame.top + along(tick) * frame.height)
            let stroke = Stroke(theme.mutedInk, width: 0.5)
            line(Point(x, frame.bottom), Point(x, frame.bottom + 3), stroke)
            line(Point(frame.left - 3, y), Point(frame.left, y), stroke)
            text(words, at: Point(x, frame.bottom + 4.5), color: theme.mutedInk, anchor: .middle, baseline: .top)
            text(words, at: Point(frame.left - 4, y), color: theme.mutedInk, anchor: .end, baseline: .middle)
        }
        text(
            Text("cycles per pixel across", size: 8), at: Point(frame.center.x, frame.bottom + 14),
            color: theme.mutedInk,
            anchor: .middle, baseline: .top)
        text(
            Text("down", size: 8), at: Point(frame.left - 4, frame.top + 0.27 * frame.height), color: theme.mutedInk,
            anchor: .end, baseline: .middle)
        for wave in row.isStrongestAtRest ? [] : Set(row.strongest.flatMap(\.places)).sorted() {
            let place = Point(
                frame.left + along(wave.across) * frame.width, frame.top + along(wave.down) * frame.height)
            path(.circle(place, radius: 2.6), stroke: Stroke(theme.page, width: 2.4))
            path(.circle(place, radius: 2.6), stroke: Stroke(theme.ink, width: 0.9))
        }
        colorBar(scale, left: frame.right + 6, top: frame.top, height: frame.height)
    }

    /// What the curves' lines mean.
    private mutating func curveLegend(hasRising: Bool) {
        var (x, y) = (0.0, below(9))
        for direction in WaveDirection.allCases where direction != .rising || hasRising {
            let words = Text("wave " + (hasRising ? direction.words : direction.words(ofBoth: [.falling])), size: 8)
            let wide = 24 + measure(words).width
            if x > 0, x + wide > width { (x, y) = (0, y + 11) }
            line(Point(x, y + 5), Point(x + 20, y + 5), direction.stroke(theme))
            text(words, at: Point(x + 24, y + 5), baseline: .middle)
            x += wide + 14
        }
    }
}

/// Where the parts of a row stand, from its top.
private struct SpectrumLook {
    /// Whether the curves stand beside the map, not below it.
    let isWide: Bool
    let cardWidth: Double
    let map: Rect
    let plot: Rect
    let scale: ValueScale
    let axis: ChartAxis

    init(_ row: SpectrumRow, peak: Double, _ canvas: SceneBuilder) {
        isWide = canvas.width >= 330
        scale = .sequential([Tensor([1], [Float(peak)])], canvas.theme)
        // What rounding adds to a round number wants no step of its own.
        axis = .linear(0...max(peak * (1 - 1e-6), Double(Float.leastNormalMagnitude)), most: 4)
        let bar = canvas.colorBarWidth(scale) + 6
        let numbers = canvas.measure(Text("−0.5", size: Text.smallSize)).width + 6
        let names = max(numbers, canvas.measure(Text("down", size: 8)).width + 6)
        let margins = canvas.chartMargins([row.chart(canvas.theme, axis)], width: canvas.width)
        if isWide {
            cardWidth = min(96, 0.22 * canvas.width)
            let side = min(108, 0.26 * canvas.width)
            map = Rect(cardWidth + 8 + names, 0, side, side)
            let left = map.right + bar + 12 + margins.left
            plot = Rect(left, 10, canvas.width - left - margins.right, side - 10)
        } else {
            let side = min(100, 0.4 * canvas.width)
            cardWidth = max(40, min(96, canvas.width - side - names - bar - 8))
            map = Rect(cardWidth + 8 + names, 0, side, side)
            plot = Rect(margins.left, 0, canvas.width - margins.left - margins.right, 64)
        }
    }
}

extension SpectrumRow {
    /// The gains along the directions, over cycles per pixel.
    fileprivate func chart(_ theme: Theme, _ axis: ChartAxis) -> Chart {
        let shown = profiles.filter { $0.direction != .rising || !diagonalsAgree }
        return Chart(
            name: "|H|",
            x: .linear(0...WaveDirection.falling.fastest, most: 8, isTight: true), y: axis,
            lines: shown.map { profile in
                ChartLine(
                    profile.points.map { Point($0.length, $0.gain) }, stroke: profile.direction.stroke(theme))
            }, marks: [0.5], xName: "cycles per pixel")
    }
}

extension WaveDirection {
    /// Each over the ones before it, which show between its dashes where curves fall together.
    fileprivate func stroke(_ theme: Theme) -> Stroke {
        let (series, width, dash): (Int, Double, [Double]) =
            switch self {
            case .across: (0, 2, [])
            case .down: (1, 1.25, [5, 3])
            case .falling: (2, 1, [1.5, 1.5])
            case .rising: (3, 1, [6, 2, 1.5, 2])
            }
        return Stroke(theme.series(series).color, width: width, dash: dash, join: .round)
    }
}

extension SpectrumRow.Wave {
    /// Where it lies on the map: itself, backwards, and on an edge also on the edge opposite.
    fileprivate var places: [SpectrumRow.Place] {
        func both(_ value: Double) -> [Double] { abs(value) > 0.4999 ? [value, -value] : [value] }
        return [1.0, -1].flatMap { sign in
            both(sign * frequency.across).flatMap { across in
                both(sign * frequency.down).map { SpectrumRow.Place(across: across + 0, down: $0 + 0) }
            }
        }
    }
}

extension SpectrumRow {
    /// A place on the map, in an order that does not depend on hashes.
    fileprivate struct Place: Hashable, Comparable {
        let across: Double
        let down: Double

        static func < (one: Place, other: Place) -> Bool { (one.across, one.down) < (other.across, other.down) }
    }
}
