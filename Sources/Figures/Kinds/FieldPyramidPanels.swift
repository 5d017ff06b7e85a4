import Networks
import Scenes
import Tensors

extension SceneBuilder {
    /// The input with the region, and under it, or beside it, with how strongly each position counts.
    mutating func panels(_ figure: FieldFigure, left: Double, top: Double, width: Double) {
        let bar = figure.effective.map { _ in colorBarWidth(ValueScale.share(theme)) + 6 } ?? 0
        let isBeside = figure.effective != nil && width >= 200
        let room = isBeside ? (width - bar - 18) / 2 : width - bar
        let first = regionPanel(figure, left: left, top: top, width: room)
        guard let effective = figure.effective else { return }
        effectivePanel(
            figure, effective, left: isBeside ? left + room + 18 : left, top: isBeside ? top : first + 26, width: room)
    }

    /// How the input's positions come to lie on the page.
    private struct InputFrame {
        let input: Rect
        /// Of one position.
        let step: Double

        func rect(_ ranges: [ClosedRange<Int>]) -> Rect {
            Rect(
                input.left + Double(ranges[1].lowerBound) * step, input.top + Double(ranges[0].lowerBound) * step,
                Double(ranges[1].count) * step, Double(ranges[0].count) * step)
        }
    }

    /// With room for what of the region lies in the padding, unless that would dwarf the input.
    private func frame(_ figure: FieldFigure, left: Double, top: Double, width: Double) -> (InputFrame, bottom: Double)
    {
        let sizes = figure.inputSizes
        let region = figure.showsPadding ? figure.view.region : nil
        let low = (0..<2).map { min(0, region?[$0].lowerBound ?? 0) }
        let high = (0..<2).map { max(sizes[$0], (region?[$0].upperBound ?? 0) + 1) }
        let step = min(width / Double(high[1] - low[1]), 1.3 * width / Double(high[0] - low[0]))
        let input = Rect(
            left - Double(low[1]) * step, top - Double(low[0]) * step, Double(sizes[1]) * step,
            Double(sizes[0]) * step)
        return (InputFrame(input: input, step: step), top + Double(high[0] - low[0]) * step)
    }

    private mutating func heading(_ lines: [String], left: Double, bottom: Double, width: Double) {
        var y = bottom - 5
        for (index, line) in lines.enumerated().reversed() {
            for part in wrapped(line, width: width, size: index == 0 ? 9 : 8, style: index == 0 ? .bold : .regular)
                .reversed()
            {
                text(
                    Text(part, style: index == 0 ? .bold : .regular, size: index == 0 ? 9 : 8), at: Point(left, y),
                    color: index == 0 ? theme.ink : theme.mutedInk)
                y -= 11
            }
        }
    }

    private mutating func regionPanel(_ figure: FieldFigure, left: Double, top: Double, width: Double) -> Double {
        let (frame, bottom) = frame(figure, left: left, top: top + 12, width: width)
        heading(["What it reads", figure.shortRegionWords], left: left, bottom: top + 12, width: width)
        if let photo = figure.photo {
            image(figure.faded(photo.picture(side: frame.input.width), 0, by: 0.6, theme), in: frame.input)
        } else {
            let ground = theme.page.mixed(with: theme.accent(.input), theme.tint)
            let read = theme.page.mixed(with: theme.accent(.kernel), 0.75)
            let rows = min(figure.inputSizes[0], 448)
            let columns = min(figure.inputSizes[1], 448)
            image(
                figure.pixels(rows, columns) { figure.reads($0, $1, of: rows, columns) ? read : ground },
                in: frame.input)
        }
        outline(figure, in: frame)
        return bottom
    }

    /// The region as it is, and dashed where the padding belongs to it.
    private mutating func outline(_ figure: FieldFigure, in frame: InputFrame) {
        if figure.showsPadding, figure.view.isClipped, let region = figure.view.region {
            path(
                .rect(frame.rect(region)),
                stroke: Stroke(theme.emphasised(.kernel), width: 0.9, dash: [3, 2]))
        }
        if let hull = figure.view.hull(0) {
            let rect = frame.rect(hull)
            path(.rect(rect), stroke: Stroke(theme.page, width: 2.5))
            path(.rect(rect), stroke: theme.outline(.kernel))
        }
    }

    private mutating func effectivePanel(
        _ figure: FieldFigure, _ effective: EffectiveField, left: Double, top: Double, width: Double
    ) {
        let (frame, _) = frame(figure, left: left, top: top + 12, width: width)
        let half = figure.view.region.flatMap { effective.holding(0.5, of: $0) }
        let words = half.map { "dashed: half of it, \(sizes($0.map(\.count)))" } ?? "nothing moves the unit"
        heading(["How strongly", words], left: left, bottom: top + 12, width: width)
        let scale = ValueScale.share(theme)
        let photo = figure.photo.map { Resampling.reduced($0.luma, longest: max(1, Int(frame.input.width * 3))) }
        let (rows, columns) = photo.map { ($0.shape[1], $0.shape[2]) } ?? (figure.inputSizes[0], figure.inputSizes[1])
        let values = Resampling.resized(
            effective.values.reshaped(to: Shape([1] + effective.values.shape.sizes)), height: rows, width: columns)
        image(
            figure.pixels(rows, columns) { row, column in
                let ground = photo.map { $0.color(row, column).mixed(with: theme.page, 0.55) } ?? theme.page
                return ground.mixed(with: theme.heat, ValueScale.strength(Double(values[0, row, column])))
            }, in: frame.input)
        outline(figure, in: frame)
        if let half {
            path(.rect(frame.rect(half)), stroke: Stroke(.white, width: 2))
            path(.rect(frame.rect(half)), stroke: Stroke(.black, width: 0.9, dash: [2.5, 1.5]))
        }
        colorBar(
            scale, left: left + width + 6, top: frame.input.top + 4, height: min(frame.input.height - 8, 90))
    }
}

extension ValueScale {
    /// Of the greatest: nothing to all.
    static func share(_ theme: Theme) -> ValueScale {
        let stops = (0...8).map { theme.page.mixed(with: theme.heat, strength(Double($0) / 8)) }
        return ValueScale(range: 0...1, map: ColorMap("share", stops, mixing: .stored))
    }

    /// Small shares are seen, too: colour grows with the root.
    static func strength(_ share: Double) -> Double { max(0, share).squareRoot() }
}

extension Theme {
    /// What counts, over a pale photo.
    var heat: Color { usesHatches ? ink : emphasised(.activation) }
}

extension FieldFigure {
    /// Whether what lies in the padding is drawn to scale.
    var showsPadding: Bool {
        guard let region = view.region else { return false }
        return zip(region, inputSizes).allSatisfy { $0.lowerBound > -$1 && $0.upperBound < 2 * $1 }
    }
}
