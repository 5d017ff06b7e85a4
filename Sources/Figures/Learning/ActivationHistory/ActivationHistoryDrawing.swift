import Scenes
import Training

/// Panels of ridges: a layer each, from the first step at the top to the last.
struct ActivationHistoryDrawing {
    let model: ActivationHistoryModel

    private static let gap = 16.0

    func draw(in builder: inout SceneBuilder) {
        builder.heading(model.runs.map(\.run))
        if model.runs.count > 1 { grid(in: &builder) } else { rows(in: &builder) }
        if model.omitted > 0 {
            builder.text(
                Text("… \(model.omitted) more layers between", size: 8), at: Point(0, builder.below(6)),
                color: builder.theme.mutedInk, baseline: .top)
        }
        builder.footnote(model.notes)
    }

    /// The layers of a single run, one after another.
    private func rows(in builder: inout SceneBuilder) {
        let run = model.runs[0]
        builder.panels(run.tracks.count, least: 190) { index, part in
            part.text(Text(run.tracks[index].layer, style: .bold, size: 8), at: Point(0, 0), baseline: .top)
            part.ridges(
                run.tracks[index], in: part.ridgeRoom(run.tracks, width: part.width), left: 0, top: part.below(2),
                width: part.width, hasTicks: true)
        }
    }

    /// A column a run, a row a layer.
    private func grid(in builder: inout SceneBuilder) {
        let fitting = min(model.runs.count, max(1, Int((builder.width + Self.gap) / (100 + Self.gap))))
        let cell = (builder.width + Self.gap) / Double(fitting) - Self.gap
        let room = builder.ridgeRoom(model.runs.flatMap(\.tracks), width: cell)
        for start in stride(from: 0, to: model.runs.count, by: fitting) {
            let band = Array(model.runs[start..<min(start + fitting, model.runs.count)])
            func left(_ column: Int) -> Double { Double(column) * (cell + Self.gap) }
            let top = builder.below(start == 0 ? 9 : 14)
            for (column, run) in band.enumerated() {
                var part = builder.part(width: cell)
                part.runHeading(run.run.name, model.passage(run, isEnd: false))
                builder.place(part, at: Point(left(column), top))
            }
            for (row, layer) in model.layers.enumerated() {
                let y = builder.text(
                    Text(layer, style: .bold, size: 8), at: Point(0, builder.below(row == 0 ? 8 : 6)), baseline: .top
                ).bottom
                let isLast = row == model.layers.count - 1
                for (column, run) in band.enumerated() {
                    builder.ridges(
                        run.tracks[row], in: room, left: left(column), top: y + 1, width: cell,
                        hasTicks: isLast || model.axis == .each)
                }
            }
        }
    }
}

/// Where the words of histograms stand.
private enum RidgeRoom {
    case beside(left: Double, right: Double)
    case above
}

extension SceneBuilder {
    /// Whether words of these layers stand beside their histograms, or above them where there is no room.
    fileprivate func ridgeRoom(_ tracks: [ActivationHistoryModel.Track], width: Double) -> RidgeRoom {
        func widest(_ words: (Int, ValueHistogram) -> String) -> Double {
            tracks.flatMap(\.ridges).map { measure(Text(words($0.step, $0.histogram), size: Text.smallSize)).width }
                .max() ?? 0
        }
        let left = widest { step, _ in "step \(step)" } + 6
        let right = widest { $1.numbers(2) } + 8
        return width - left - right >= 56 ? .beside(left: left, right: right) : .above
    }

    /// A layer's histograms below each other, each over a little of the one before it, with their numbers.
    fileprivate mutating func ridges(
        _ track: ActivationHistoryModel.Track, in room: RidgeRoom, left: Double, top: Double, width: Double,
        hasTicks: Bool
    ) {
        let height = 16.0
        var frame = Rect(left, top, width, height)
        for (index, ridge) in track.ridges.enumerated() {
            let step = Text("step \(ridge.step)", size: Text.smallSize)
            switch room {
            case .beside(let labels, let numbers):
                frame = Rect(left + labels, top + 15 * Double(index), width - labels - numbers, height)
                self.ridge(ridge.histogram, over: track.axis, frame, index, track)
                text(step, at: Point(left, frame.bottom), color: theme.mutedInk)
                text(
                    Text(ridge.histogram.numbers(2), size: Text.smallSize), at: Point(frame.right + 8, frame.bottom))
            case .above:
                let words = [2, 1].map {
                    Text("\(step.plain): \(ridge.histogram.numbers($0))", size: Text.smallSize)
                }
                let y = index == 0 ? top : frame.bottom + 4
                let line = text(
                    words.first { measure($0).width <= width } ?? words[1], at: Point(left, y), baseline: .top)
                frame = Rect(left, line.bottom + 1, width, height)
                self.ridge(ridge.histogram, over: track.axis, frame, index, track)
            }
        }
        if hasTicks { axisEnds(track.axis, frame) }
    }

    private mutating func ridge(
        _ histogram: ValueHistogram, over axis: ClosedRange<Float>, _ frame: Rect, _ index: Int,
        _ track: ActivationHistoryModel.Track
    ) {
        func x(_ value: Double) -> Double {
            frame.left + min(max((value - Double(axis.lowerBound)) / axis.width, 0), 1) * frame.width
        }
        line(Point(frame.left, frame.bottom), Point(frame.right, frame.bottom), Stroke(theme.mutedInk, width: 0.5))
        guard histogram.isSound else { return }
        // The later, the stronger.
        let share = 0.3 + 0.5 * Double(index + 1) / Double(track.ridges.count)
        let fill = Paint.solid(theme.page.mixed(with: theme.accent(.output), share))
        let bars = histogram.bars(x)
        let highest = bars.map(\.density).max() ?? 0
        if highest > 0, let first = bars.first, let last = bars.last {
            var points = [Point(first.left, frame.bottom)]
            for bar in bars {
                let y = frame.bottom - bar.density / highest * frame.height
                points += [Point(bar.left, y), Point(bar.right, y)]
            }
            points.append(Point(last.right, frame.bottom))
            path(
                .polygon(points), fill: fill,
                stroke: Stroke(theme.emphasised(.output), width: 0.6, join: .round))
        }
        zeroBar(Double(histogram.zeros), at: x(0), frame)
    }
}

extension ValueHistogram {
    /// What is drawn of each bin that holds something, besides exact zeros: at least a line wide.
    fileprivate func bars(_ x: (Double) -> Double) -> [(left: Double, right: Double, density: Double)] {
        let step = range.width / Double(shares.count)
        let zero = step > 0 ? min(shares.count - 1, Int(max(0, -Double(range.lowerBound) / step))) : 0
        let isZeroInside = range.contains(0)
        var bars = shares.enumerated().map { index, share -> (left: Double, right: Double, density: Double) in
            let low = Double(range.lowerBound) + Double(index) * step
            let own = isZeroInside && index == zero ? max(0, share - zeros) : share
            return (x(low), x(low + step), Double(own))
        }
        // What is smaller than the axis can show is one line.
        if let first = bars.first, let last = bars.last, last.right - first.left < 1.2 {
            bars = [(first.left, first.left + 1.2, bars.reduce(0) { $0 + $1.density })]
        }
        return bars
    }

    /// `sd 0.53, 48 % zero`, or less of it.
    fileprivate func numbers(_ most: Int) -> String {
        var parts = ["sd \(compact(deviation))"]
        if zeros > 0 { parts.append("\(percent(Double(zeros))) zero") }
        return parts.prefix(max(1, most)).joined(separator: ", ")
    }
}
