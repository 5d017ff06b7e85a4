import Scenes

/// A confusion matrix with its classes and margins, as wide as a page or a part of it.
struct ConfusionMatrix {
    let counts: PredictionCounts
    let numbers: Confusion.CellNumber
    /// The share of a row, in percent, that has the strongest colour.
    let most: Double
    /// How high all rows may be together, as far as they stay readable.
    var tallest = Double.infinity

    /// More are pictures.
    private static let mostNumbered = 30

    var classes: Int { counts.classes.count }
    var hasMargins: Bool { classes <= Self.mostNumbered }

    func leastWidth(_ canvas: SceneBuilder) -> Double {
        min(canvas.width, 120 + max(13.0, 200 / Double(classes)) * Double(classes))
    }

    func draw(in builder: inout SceneBuilder) {
        let layout = layout(builder)
        let top = builder.below(9) + 22
        let frame = Rect(
            layout.left, top, layout.cell.width * Double(classes), layout.cell.height * Double(classes))
        cells(in: frame, layout, &builder)
        names(around: frame, layout, &builder)
        margins(around: frame, layout, &builder)
        let scale = mistakeScale(builder.theme)
        builder.colorBar(
            scale, left: frame.right + layout.marginWidth + 6, top: frame.top + 4, height: min(frame.height - 8, 90),
            labels: (percentWords(Double(scale.range.upperBound)), "0\u{A0}%"))
    }

    // MARK: Cells

    /// Shares of rows among mistakes, in percent.
    func mistakeScale(_ theme: Theme) -> ValueScale {
        let strong = theme.usesHatches ? theme.page.mixed(with: theme.ink, 0.75) : theme.accent(.activation)
        return ValueScale(
            range: 0...Float(most > 0 ? most : 100),
            map: ColorMap("mistakes", [theme.page, theme.page.mixed(with: strong, 0.5), strong]))
    }

    private func share(_ right: Int, _ said: Int) -> Double {
        let samples = counts.samples(of: right)
        return samples > 0 ? 100 * Double(counts.counts[right][said]) / Double(samples) : 0
    }

    private func color(_ right: Int, _ said: Int, _ scale: ValueScale, _ theme: Theme) -> Color {
        let share = share(right, said)
        if right == said { return theme.page.mixed(with: theme.accent(.dense), 0.08 + 0.17 * share / 100) }
        // What happens is seen, however rare it is.
        return share > 0 ? scale.color(of: max(Float(share), 0.15 * scale.range.upperBound)) : theme.page
    }

    private func cells(in frame: Rect, _ layout: ConfusionLayout, _ builder: inout SceneBuilder) {
        let theme = builder.theme
        let scale = mistakeScale(theme)
        let colors = (0..<classes * classes).map { color($0 / classes, $0 % classes, scale, theme) }
        if !hasMargins {
            let rgb = colors.flatMap { color in
                [color.red, color.green, color.blue].map { PixelImage.byte(Float($0)) }
            }
            builder.image(PixelImage(width: classes, height: classes, rgb: rgb), in: frame)
            return
        }
        let labels = (0..<classes * classes).map { label($0 / classes, $0 % classes) }
        let widest = labels.map { builder.measure(Text($0, size: Text.labelSize)).width }.max() ?? 0
        let size = max(Text.smallSize, min(Text.labelSize, Text.labelSize * (layout.cell.width - 3) / max(widest, 1)))
        let cells = zip(colors, labels).map { color, label in
            let words = Text(label, size: size)
            let fits = !label.isEmpty && builder.measure(words).width <= layout.cell.width - 1.5
            return MatrixMark.Cell(
                fill: .solid(color), label: fits && layout.cell.height >= 8.5 ? words : nil,
                labelColor: theme.label(on: color))
        }
        builder.add(
            .matrix(
                MatrixMark(
                    rows: classes, columns: classes, cells: cells, in: frame,
                    grid: Stroke(theme.page.mixed(with: theme.rule, 0.6), width: 0.5),
                    outline: Stroke(theme.rule, width: 0.75))), bounds: frame)
    }

    private func label(_ right: Int, _ said: Int) -> String {
        let count = counts.counts[right][said]
        if count == 0 { return "" }
        return switch numbers {
        case .none: ""
        case .count: "\(count)"
        case .share: decimal(Float(share(right, said)), places: 0)
        }
    }

    // MARK: Around

    private func names(around frame: Rect, _ layout: ConfusionLayout, _ builder: inout SceneBuilder) {
        let ink = builder.theme.mutedInk
        builder.text(
            Text("said", style: .bold, size: 8), at: Point(frame.left, frame.top - 22), baseline: .top)
        builder.text(
            Text("is", style: .bold, size: 8), at: Point(frame.left - 5, frame.top - 11), anchor: .end, baseline: .top)
        for label in stride(from: 0, to: classes, by: layout.step) {
            let x = frame.left + (Double(label) + 0.5) * layout.cell.width
            builder.text(
                Text(layout.isNumbered ? "\(label)" : counts.classes[label], size: Text.smallSize),
                at: Point(x, frame.top - 10.5), color: ink, anchor: .middle, baseline: .top)
            let y = frame.top + (Double(label) + 0.5) * layout.cell.height
            let lines = builder.wrapped(
                rowName(label, layout.isNumbered), width: layout.left - 6, size: Text.smallSize)
            for (index, words) in lines.enumerated() {
                builder.text(
                    Text(words, size: Text.smallSize),
                    at: Point(frame.left - 5, y + 8.5 * (Double(index) - Double(lines.count - 1) / 2)), anchor: .end,
                    baseline: .middle)
            }
        }
        if layout.step > 1 {
            builder.text(
                Text("one class in \(layout.step) is named", size: Text.smallSize),
                at: Point(frame.left, frame.bottom + 5), color: ink, baseline: .top)
        }
    }

    /// Recall beside the rows, precision below the columns, or beside recall too.
    private func margins(around frame: Rect, _ layout: ConfusionLayout, _ builder: inout SceneBuilder) {
        guard hasMargins, layout.step == 1 else { return }
        let ink = builder.theme.mutedInk
        func text(_ words: String, _ place: Point, _ anchor: TextMark.Anchor, _ builder: inout SceneBuilder) {
            builder.text(Text(words, size: Text.smallSize), at: place, color: ink, anchor: anchor, baseline: .middle)
        }
        let right = frame.right + 5 + builder.measure(Text("recall", size: Text.smallSize)).width
        let further = right + 6 + builder.measure(Text("precision", size: Text.smallSize)).width
        text("recall", Point(right, frame.top - 6), .end, &builder)
        if layout.isPrecisionBelow {
            text("precision", Point(frame.left - 5, frame.bottom + 9), .end, &builder)
        } else {
            text("precision", Point(further, frame.top - 6), .end, &builder)
        }
        for label in 0..<classes {
            let (x, y) = (
                frame.left + (Double(label) + 0.5) * layout.cell.width,
                frame.top + (Double(label) + 0.5) * layout.cell.height
            )
            text(Self.percent(counts.counts[label][label], counts.samples(of: label)), Point(right, y), .end, &builder)
            let precision = Self.percent(counts.counts[label][label], counts.timesSaid(label))
            let place = layout.isPrecisionBelow ? Point(x, frame.bottom + 9) : Point(further, y)
            text(precision, place, layout.isPrecisionBelow ? .middle : .end, &builder)
        }
    }

    /// `97`, never 100 or 0 by rounding; a dash of nothing.
    private static func percent(_ part: Int, _ whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let rounded = Int((100 * Double(part) / Double(whole)).rounded())
        return "\(part < whole ? min(rounded, 99) : rounded)"
    }
}
