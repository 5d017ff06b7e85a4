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
            part.ridges(run.tracks[index], Rect(0, part.below(2), part.width, 0), hasTicks: true)
        }
    }

    /// A column a run, a row a layer.
    private func grid(in builder: inout SceneBuilder) {
        let fitting = min(model.runs.count, max(1, Int((builder.width + Self.gap) / (100 + Self.gap))))
        let cell = (builder.width + Self.gap) / Double(fitting) - Self.gap
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
                        run.tracks[row], Rect(left(column), y + 1, cell, 0),
                        hasTicks: isLast || model.axis == .each)
                }
            }
        }
    }
}

extension SceneBuilder {
    /// A layer's histograms below each other, each over a little of the one before it, with their numbers.
    fileprivate mutating func ridges(_ track: ActivationHistoryModel.Track, _ room: Rect, hasTicks: Bool) {
        let steps = track.ridges.map { Text("step \($0.step)", size: Text.smallSize) }
        let numbers = track.ridges.map { Text($0.histogram.numbers(2), size: Text.smallSize) }
        let (left, right) = (
            (steps.map { measure($0).width }.max() ?? 0) + 6, (numbers.map { measure($0).width }.max() ?? 0) + 8
        )
        // Words stand beside the ridges, or above them where there is no room.
        let isWide = room.width - left - right >= 56
        let frame =
            isWide
            ? Rect(room.left + left, 0, room.width - left - right, 16) : Rect(room.left, 0, room.width, 16)
        var y = room.top
        for (index, ridge) in track.ridges.enumerated() {
            if isWide {
                let bottom = room.top + frame.height + Double(index) * 15
                self.ridge(
                    ridge.histogram, over: track.axis,
                    Rect(frame.left, bottom - frame.height, frame.width, frame.height),
                    index, track)
                text(steps[index], at: Point(room.left, bottom), color: theme.mutedInk)
                text(numbers[index], at: Point(frame.right + 8, bottom))
                y = bottom
            } else {
                let words = (0...2).reversed().map {
                    Text("step \(ridge.step): \(ridge.histogram.numbers($0))", size: Text.smallSize)
                }
                let fitting = words.first { measure($0).width <= room.width } ?? words[words.count - 1]
                let line = text(fitting, at: Point(room.left, y), baseline: .top)
                y = line.bottom + 1 + frame.height
                self.ridge(
                    ridge.histogram, over: track.axis, Rect(frame.left, y - frame.height, frame.width, frame.height),
                    index, track)
                y += 4
            }
        }
        guard hasTicks else { return }
        axisEnds(track.axis, Rect(frame.left, y - (isWide ? 0 : 4) - 1, frame.width, 1))
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
