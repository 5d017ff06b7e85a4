import Execution
import Scenes
import Tensors

extension SceneBuilder {
    /// A row a layer, a column a way to begin the weights.
    mutating func activations(
        _ columns: [Activations.Column], axis: ColorScale, isLogarithmic: Bool, omitted: Int
    ) {
        let names = columns[0].histograms
        let isNarrow = width < 300
        let labelWidth =
            isNarrow
            ? 0
            : min(
                110,
                names.flatMap { [measure(Text($0.name, style: .bold, size: 8)), measure(Text($0.shape, size: 7))] }
                    .map(\.width).max() ?? 0) + 10
        let gap = 14.0
        // As many side by side as leave room for their numbers.
        let fitting = max(1, Int((width - labelWidth + gap) / (64 + gap)))
        var top = 0.0
        for start in stride(from: 0, to: columns.count, by: fitting) {
            let band = Array(columns[start..<min(start + fitting, columns.count)])
            let cell = min((width - labelWidth + gap) / Double(band.count) - gap, 350)
            if columns.count > 1 {
                var bottom = top
                for (index, column) in band.enumerated() {
                    let heading = paragraph(
                        column.origin.shortWords, left: labelWidth + Double(index) * (cell + gap), top: top,
                        width: cell,
                        style: .bold, anchor: .middle)
                    bottom = max(bottom, heading?.bottom ?? top)
                }
                top = bottom + 5
            }
            for row in names.indices {
                top = label(names[row], top: top, width: isNarrow ? width : labelWidth - 10, isAbove: isNarrow)
                for (index, column) in band.enumerated() {
                    let limits =
                        axis == .shared
                        ? column.sharedRange : ActivationAxis.around(column.histograms[row].core)
                    histogram(
                        column.histograms[row], over: limits, hasTicks: axis == .each || row == names.count - 1,
                        left: labelWidth + Double(index) * (cell + gap), top: top,
                        width: cell, isLogarithmic: isLogarithmic)
                }
                top += axis == .each || row == names.count - 1 ? 53 : 46
            }
            top += 6
        }
        if omitted > 0 {
            text(
                Text("… \(omitted) more layers between", size: 8), at: Point(0, top - 4), color: theme.mutedInk,
                baseline: .top)
        }
    }

    /// The layer's name and shape, beside its row or above it.
    ///
    /// - Returns: where the row begins.
    private mutating func label(_ layer: LayerHistogram, top: Double, width: Double, isAbove: Bool) -> Double {
        if isAbove {
            let name = text(Text(layer.name, style: .bold, size: 8), at: Point(0, top), baseline: .top)
            if name.right + 6 + measure(Text(layer.shape, size: 7)).width <= width {
                text(
                    Text(layer.shape, size: Text.smallSize), at: Point(name.right + 6, top + 1), color: theme.mutedInk,
                    baseline: .top)
            }
            return top + 12
        }
        var y = top + 9
        for (words, style, size) in [(layer.name, Text.Style.bold, 8.0), (layer.shape, .regular, 7)] {
            y =
                (paragraph(
                    words, left: 0, top: y, width: width, size: size, style: style,
                    color: style == .bold ? nil : theme.mutedInk)?.bottom ?? y) + 1
        }
        return top
    }

    private mutating func histogram(
        _ layer: LayerHistogram, over axis: ClosedRange<Float>, hasTicks: Bool, left: Double, top: Double,
        width: Double, isLogarithmic: Bool
    ) {
        let frame = Rect(left, top + 10, width, 26)
        func x(_ value: Double) -> Double {
            frame.left + min(max((value - Double(axis.lowerBound)) / axis.width, 0), 1) * frame.width
        }
        numbers(of: layer, left: left, top: top, width: width)
        let bins = layer.bins(min(layer.usefulBins, Int(width / 2.5)), over: axis).map {
            isLogarithmic ? logarithm(1 + $0) : $0
        }
        let most = bins.max() ?? 0
        if most > 0 {
            var points = [Point(frame.left, frame.bottom)]
            let step = frame.width / Double(bins.count)
            for (index, bin) in bins.enumerated() {
                let y = frame.bottom - bin / most * frame.height
                points.append(Point(frame.left + Double(index) * step, y))
                points.append(Point(frame.left + Double(index + 1) * step, y))
            }
            points.append(Point(frame.right, frame.bottom))
            path(.polygon(points), fill: .solid(theme.page.mixed(with: theme.accent(.output), 0.6)))
        }
        line(Point(frame.left, frame.bottom), Point(frame.right, frame.bottom), Stroke(theme.mutedInk, width: 0.5))
        zeroBar(layer.statistics.zeroShare, at: x(0), frame)
        spread(layer.statistics, at: frame.bottom + 3.5, x)
        if hasTicks { axisEnds(axis, frame) }
    }

    /// The share of exact zeros, where 0 lies in a histogram.
    mutating func zeroBar(_ share: Double, at x: Double, _ frame: Rect) {
        guard share > 0 else { return }
        let height = min(share, 1) * frame.height
        path(
            .rect(Rect(min(x, frame.right - 2.5), frame.bottom - height, 2.5, height)),
            fill: .solid(theme.emphasised(.activation)))
    }

    /// The mean as a dot on one deviation to both sides.
    private mutating func spread(_ statistics: ValueStatistics, at y: Double, _ x: (Double) -> Double) {
        guard statistics.range != nil else { return }
        let (mean, deviation) = (statistics.mean, statistics.deviation)
        line(
            Point(x(mean - deviation), y), Point(x(mean + deviation), y),
            Stroke(theme.emphasised(.kernel), width: 1.25, cap: .round))
        path(.circle(Point(x(mean), y), radius: 1.7), fill: .solid(theme.emphasised(.kernel)))
    }

    /// The ends of a histogram's axis below it, and 0 where it lies well between them.
    mutating func axisEnds(_ axis: ClosedRange<Float>, _ frame: Rect) {
        let zero = frame.left - Double(axis.lowerBound) / axis.width * frame.width
        let ends = [(axis.lowerBound, frame.left, TextMark.Anchor.start), (axis.upperBound, frame.right, .end)]
        var taken: [Rect] = []
        for (value, x, anchor) in ends {
            taken.append(
                text(
                    Text(compact(value), size: Text.smallSize), at: Point(x, frame.bottom + 6), color: theme.mutedInk,
                    anchor: anchor, baseline: .top))
        }
        let half = measure(Text("0", size: Text.smallSize)).width / 2
        guard axis.lowerBound < 0, axis.upperBound > 0, taken[0].right + 3 < zero - half,
            zero + half + 3 < taken[1].left
        else { return }
        text(
            Text("0", size: Text.smallSize), at: Point(zero, frame.bottom + 6), color: theme.mutedInk, anchor: .middle,
            baseline: .top)
    }

    /// Deviation, zeros, mean and dead units, as many as there is room for; words and description have all.
    private mutating func numbers(of layer: LayerHistogram, left: Double, top: Double, width: Double) {
        let statistics = layer.statistics
        var parts = ["sd \(compact(Float(statistics.deviation)))"]
        if statistics.infiniteCount > 0 { parts.append("\(statistics.infiniteCount) not finite") }
        if statistics.zeroShare > 0 { parts.append("\(percent(statistics.zeroShare)) zero") }
        if layer.silentUnits > 0 { parts.append("\(layer.silentUnits) of \(layer.units) always 0") }
        parts.append("mean \(statistics.meanWords)")
        func joined(_ count: Int) -> Text { Text(parts.prefix(count).joined(separator: ", "), size: Text.smallSize) }
        let count = (1...parts.count).last { measure(joined($0)).width <= width } ?? 1
        text(joined(count), at: Point(left, top), color: theme.ink, baseline: .top)
    }
}

enum ActivationAxis {
    /// A range that has a width.
    static func around(_ range: ClosedRange<Float>) -> ClosedRange<Float> {
        if range.lowerBound < range.upperBound { return range }
        let reach = max(abs(range.lowerBound), 1)
        let largest = Float.greatestFiniteMagnitude
        return max(range.lowerBound - reach, -largest)...min(range.upperBound + reach, largest)
    }
}

extension Activations.Column {
    /// What holds nearly all values of all layers.
    fileprivate var sharedRange: ClosedRange<Float> {
        let low = histograms.map(\.core.lowerBound).min() ?? 0
        let high = histograms.map(\.core.upperBound).max() ?? 0
        return ActivationAxis.around(low...max(low, high))
    }
}

extension WeightOrigin {
    /// As the head of a column.
    fileprivate var shortWords: String {
        switch self {
        case .file(let path, _), .network(let path): path.split(separator: "/").last.map(String.init) ?? path
        case .drawn(.zeros, _): "zeros"
        case .drawn(.constant(let value), _): "constant \(compact(value))"
        case .drawn(.uniform(let limit), _): "uniform ±\(compact(limit))"
        case .drawn(.xavier, _): "Xavier"
        case .drawn(.he, _): "He"
        }
    }
}
