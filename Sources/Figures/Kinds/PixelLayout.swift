import Scenes
import Tensors

extension SceneBuilder {
    /// Two tiers: where the pixel lies (photo, neighbourhood, response), and how it comes about (window, kernel, products,
    /// sum), with guide lines from the one to the other.
    mutating func worked(_ work: WorkedPixel, filter: Filter, isTurned: Bool) {
        let view = Neighbourhood(work)
        let maps = mapTier(work, view, filter: filter)
        let numbers = numberTier(work, filter: filter, isTurned: isTurned, top: maps.bottom + 34)
        guide(from: maps.window, to: numbers.window, theme.emphasised(.kernel))
        // Where the matrices stand in two rows, a line to the sum would run through the kernel.
        if numbers.isOneRow { guide(from: maps.pixel, to: numbers.sum, theme.emphasised(.output)) }
        sumLine(work, top: (bounds?.bottom ?? 0) + 12)
    }

    /// Lines from the lower corners of what is marked to the upper corners of where it is enlarged.
    private mutating func guide(from: Rect, to: Rect, _ color: Color) {
        let stroke = Stroke(color.withAlpha(0.55), width: 0.6)
        line(Point(from.left, from.bottom), Point(to.left, to.top), stroke)
        line(Point(from.right, from.bottom), Point(to.right, to.top), stroke)
    }

    private mutating func mapTier(
        _ work: WorkedPixel, _ view: Neighbourhood, filter: Filter
    ) -> (bottom: Double, window: Rect, pixel: Rect) {
        let gap = min(34, width / 14)
        let scale = ValueScale.responses(of: filter, [work.response], theme)
        let bar = colorBarWidth(scale) + 8
        let side = (width - 2 * gap - bar) / 3
        let room = side + gap - 8

        // The whole photo, reduced: it only has to show the place.
        let thumbnail = Resampling.reduced(work.photo, longest: 256)
        let (rows, columns) = (Double(work.photo.shape[1]), Double(work.photo.shape[2]))
        let factor = side / max(rows, columns)
        let photo = Rect(
            (side - columns * factor) / 2, (side - rows * factor) / 2, columns * factor, rows * factor)
        heading("photo", sizes(Array(work.photo.shape.dropFirst())), over: side / 2, width: room)
        image(ValueScale.photo.pixels(thumbnail), in: photo)

        let near = Rect(side + gap, 0, side, side)
        heading(
            "around the window", "rows \(span(view.rows)), columns \(span(view.columns))", over: near.center.x,
            width: room)
        image(ValueScale.photo.pixels(view.values(work)), in: near)

        // Where the neighbourhood lies on the photo.
        let mark = Rect(
            photo.left + Double(view.columns.lowerBound) * factor, photo.top + Double(view.rows.lowerBound) * factor,
            Double(view.side) * factor, Double(view.side) * factor)
        let seen = clipped(mark, to: photo)
        path(.rect(seen), stroke: Stroke(.white, width: 2.25))
        path(.rect(seen), stroke: Stroke(theme.emphasised(.input), width: 1.25))
        let pale = Stroke(theme.emphasised(.input).withAlpha(0.6), width: 0.6)
        line(Point(seen.right, seen.top), Point(near.left, near.top), pale)
        line(Point(seen.right, seen.bottom), Point(near.left, near.bottom), pale)

        let cell = side / Double(view.side)
        let window = Rect(
            near.left + Double(work.firstColumn - view.columns.lowerBound) * cell,
            near.top + Double(work.firstRow - view.rows.lowerBound) * cell,
            Double(work.windows[1].effectiveKernelSize) * cell, Double(work.windows[0].effectiveKernelSize) * cell)
        edge(of: work.photo, view, in: near, cell)
        taps(work, in: window)
        path(.rect(window), stroke: Stroke(.white, width: 2.75))
        path(.rect(window), stroke: theme.outline(.kernel))

        let out = Rect(2 * (side + gap), 0, side, side)
        let around = view.response(work)
        let outRows = Double(around.values.shape[0])
        let outColumns = Double(around.values.shape[1])
        let outCell = side / max(outRows, outColumns)
        let frame = Rect(
            out.left + (side - outColumns * outCell) / 2, (side - outRows * outCell) / 2, outColumns * outCell,
            outRows * outCell)
        heading(
            "response",
            "\(sizes(Array(work.response.shape.dropFirst()))), row\u{A0}\(work.row), column\u{A0}\(work.column)",
            over: out.center.x, width: room)
        image(scale.pixels(around.values), in: frame)
        colorBar(scale, left: out.right + 8, top: 6, height: side - 12)
        let pixel = Rect(
            frame.left + Double(work.column - around.column) * outCell,
            frame.top + Double(work.row - around.row) * outCell, outCell, outCell)
        path(.rect(pixel.inset(by: -0.75)), stroke: Stroke(.white, width: 2.75))
        path(.rect(pixel.inset(by: -0.75)), stroke: theme.outline(.output))
        return (side, window, pixel)
    }

    /// What a map is, and in smaller letters which part of it; the last line stands right above the map.
    private mutating func heading(_ title: String, _ note: String, over center: Double, width: Double) {
        var y = -6.0
        for (words, size) in [(note, 8.0), (title, Text.labelSize)] {
            for line in wrapped(words, width: width, size: size).reversed() {
                text(Text(line, size: size), at: Point(center, y), color: theme.mutedInk, anchor: .middle)
                y -= size + 2
            }
        }
    }

    /// `140 to 160`, with real minus signs.
    private func span(_ range: Range<Int>) -> String {
        let (first, last) = (decimal(Float(range.lowerBound)), decimal(Float(range.upperBound - 1)))
        return "\(first)\u{A0}to\u{A0}\(last)"
    }

    private func clipped(_ rect: Rect, to frame: Rect) -> Rect {
        let (left, top) = (max(rect.left, frame.left), max(rect.top, frame.top))
        return Rect(
            left, top, max(min(rect.right, frame.right) - left, 1), max(min(rect.bottom, frame.bottom) - top, 1))
    }

    /// The photo's own edge, dashed, where the neighbourhood reaches beyond it.
    private mutating func edge(of photo: Tensor, _ view: Neighbourhood, in near: Rect, _ cell: Double) {
        let stroke = Stroke(theme.emphasised(.input), width: 1, dash: [3, 2])
        for (size, range, isRow) in [(photo.shape[1], view.rows, true), (photo.shape[2], view.columns, false)] {
            for edge in [0, size] where range.lowerBound < edge && edge < range.upperBound {
                let offset = Double(edge - range.lowerBound) * cell
                let ends =
                    isRow
                    ? (Point(near.left, near.top + offset), Point(near.right, near.top + offset))
                    : (Point(near.left + offset, near.top), Point(near.left + offset, near.bottom))
                line(ends.0, ends.1, Stroke(.white, width: 1))
                line(ends.0, ends.1, stroke)
            }
        }
    }

    /// A dot on each pixel that a dilated kernel reads.
    private mutating func taps(_ work: WorkedPixel, in window: Rect) {
        guard work.windows.contains(where: { $0.dilation > 1 }), work.kernel.shape.elementCount <= 400 else { return }
        let (rows, columns) = (work.windows[0], work.windows[1])
        let cell = window.width / Double(columns.effectiveKernelSize)
        for y in 0..<rows.kernelSize {
            for x in 0..<columns.kernelSize {
                let center = Point(
                    window.left + (Double(x * columns.dilation) + 0.5) * cell,
                    window.top + (Double(y * rows.dilation) + 0.5) * cell)
                path(.circle(center, radius: min(1.6, cell / 3)), fill: .solid(theme.emphasised(.kernel)))
            }
        }
    }

    private mutating func numberTier(
        _ work: WorkedPixel, filter: Filter, isTurned: Bool, top: Double
    ) -> (window: Rect, sum: Rect, isOneRow: Bool) {
        let (rows, columns) = (Double(work.kernel.shape[0]), Double(work.kernel.shape[1]))
        let sumText = Text(decimal(work.sum), style: .bold, size: 11)
        let sumWidth = max(44, measure(sumText).width + 10)
        let sign = 22.0
        let (values, weights) = (NumberStyle(places: 2), NumberStyle(for: work.kernel))
        let terms = NumberStyle(places: max(2, weights.places))
        let least = max(
            leastCell(work.window, values), leastCell(work.kernel, weights), leastCell(work.products, terms))
        // As many matrices side by side as leave their numbers readable: three, else two, else one below the other.
        func cell(_ across: Int) -> Double {
            let besides = across == 3 ? 3 * sign + sumWidth + 6 : sign * Double(across)
            // A kernel on end is cut down in height, too.
            return min(28, (width - besides) / Double(across) / columns, max(420 / rows, 1))
        }
        let across = [3, 2, 1].first { cell($0) >= least } ?? 2
        let size = cell(across)
        let (blockWidth, blockHeight) = (size * columns, size * rows)
        let rowHeight = blockHeight + 34

        // As far right as there is room: the guide lines then stay clear of the photo.
        let used = blockWidth * Double(across) + sign * Double(across) + (across == 3 ? sumWidth + 6 : 0)
        let left = max(0, min(width - used, width / 6)) + (across == 3 ? 0 : sign)

        func frame(_ index: Int) -> Rect {
            Rect(
                left + Double(index % across) * (blockWidth + sign), top + Double(index / across) * rowHeight,
                blockWidth,
                blockHeight)
        }
        let frames = (0..<3).map(frame)
        matrix(
            work.window, in: frames[0],
            MatrixLook(scale: .photo, numbers: values, outline: theme.outline(.kernel), isPadding: work.readsPadding))
        matrix(
            work.kernel, in: frames[1],
            MatrixLook(
                scale: .weights(work.kernel, theme), numbers: weights,
                outline: theme.outline(.kernel)))
        matrix(
            work.products, in: frames[2],
            MatrixLook(scale: .weights(work.products, theme), numbers: terms, outline: Stroke(theme.rule, width: 1)))
        let names = [
            "window",
            isTurned ? "kernel, turned by 180°" : filter.title == "kernel" ? "kernel" : "kernel: \(filter.title)",
            "products",
        ]
        for (frame, name) in zip(frames, names) {
            paragraph(
                name, left: frame.center.x - max(blockWidth, 70) / 2, top: frame.bottom + 4, width: max(blockWidth, 70),
                size: 8, color: theme.mutedInk, anchor: .middle)
        }
        // Before what follows them, so that none is left behind at the end of a row.
        for (symbol, frame) in [("×", frames[1]), ("=", frames[2])] {
            text(
                Text(symbol, size: 13), at: Point(frame.left - sign / 2, frame.center.y), color: theme.mutedInk,
                anchor: .middle, baseline: .middle)
        }
        let sum = sumFrame(after: frames[2], width: sumWidth)
        let isBeside = sum.top < frames[2].bottom
        let (start, end) =
            isBeside
            ? (Point(frames[2].right + 5, sum.center.y), Point(sum.left - 4, sum.center.y))
            : (Point(sum.center.x, frames[2].bottom + 18), Point(sum.center.x, sum.top - 4))
        arrow(start, end, theme.mutedInk)
        if isBeside {
            text(
                Text("sum", size: 8), at: Point((start.x + end.x) / 2, sum.center.y - 4), color: theme.mutedInk,
                anchor: .middle)
        } else {
            text(
                Text("sum", size: 8), at: Point(sum.center.x + 6, (start.y + end.y) / 2), color: theme.mutedInk,
                baseline: .middle)
        }
        let ground = theme.page.mixed(with: theme.accent(.output), theme.tint)
        path(.roundedRect(sum, radius: 2), fill: theme.fill(.output), stroke: theme.outline(.output))
        text(
            sumText, at: sum.center, color: theme.label(on: ground),
            anchor: .middle,
            baseline: .middle)
        return (frames[0], sum, across == 3)
    }

    /// The sum stands beside the products, or below them where there is no room.
    private func sumFrame(after products: Rect, width sumWidth: Double) -> Rect {
        let left = max(products.right + 28, width - 96)
        if left + sumWidth <= width { return Rect(left, products.center.y - 12, sumWidth, 24) }
        if products.right + 28 + sumWidth <= width {
            return Rect(width - sumWidth, products.center.y - 12, sumWidth, 24)
        }
        return Rect(products.center.x - sumWidth / 2, products.bottom + 44, sumWidth, 24)
    }

    /// `0.62·(−1) + 0.60·0 + … = 0.53`, in as many lines as it needs; long sums are cut short with a count.
    private mutating func sumLine(_ work: WorkedPixel, top: Double) {
        let (values, weights) = (NumberStyle(places: 2), NumberStyle(for: work.kernel))
        let terms = zip(work.window.elements, work.kernel.elements).map { value, weight in
            let factor = weights.text(weight)
            return "\(values.text(value))·\(weight < 0 ? "(\(factor))" : factor)"
        }
        let shown = terms.cutShort(most: 25, keeping: 12)
        paragraph(
            shown.joined(separator: " + ") + (isExact(work, weights) ? " = " : " ≈ ") + decimal(work.sum), left: 0,
            top: top, width: width)
    }

    /// Whether the numbers as they are printed give the sum as it is printed.
    private func isExact(_ work: WorkedPixel, _ weights: NumberStyle) -> Bool {
        func rounded(_ value: Float, _ places: Int) -> Double {
            let unit = (0..<places).reduce(1.0) { unit, _ in unit * 10 }
            return (Double(value) * unit).rounded() / unit
        }
        guard work.kernel.shape.elementCount <= 25 else { return false }
        let sum = zip(work.window.elements, work.kernel.elements).reduce(0.0) { sum, pair in
            sum + rounded(pair.0, 2) * rounded(pair.1, weights.places)
        }
        return abs(sum - rounded(work.sum, 2)) < 1e-9
    }
}

/// The square of the photo around the window that is shown enlarged.
private struct Neighbourhood {
    let side: Int
    let rows: Range<Int>
    let columns: Range<Int>

    init(_ work: WorkedPixel) {
        let kernel = work.windows.map(\.effectiveKernelSize).max() ?? 1
        side = max(21, 3 * kernel)
        let middleRow = work.firstRow + work.windows[0].effectiveKernelSize / 2
        let middleColumn = work.firstColumn + work.windows[1].effectiveKernelSize / 2
        rows = middleRow - side / 2..<middleRow - side / 2 + side
        columns = middleColumn - side / 2..<middleColumn - side / 2 + side
    }

    /// The photo's values, continued beyond its edges by the border mode.
    func values(_ work: WorkedPixel) -> Tensor {
        Tensor([side, side], rows.flatMap { y in columns.map { x in work.photo.value(y, x, work.border) } })
    }

    /// The response around the pixel, cut off at its edges, with its first row and column.
    func response(_ work: WorkedPixel) -> (values: Tensor, row: Int, column: Int) {
        func range(_ middle: Int, _ size: Int) -> Range<Int> {
            let start = min(max(middle - side / 2, 0), max(size - side, 0))
            return start..<min(start + side, size)
        }
        let rows = range(work.row, work.response.shape[1])
        let columns = range(work.column, work.response.shape[2])
        let values = rows.flatMap { y in columns.map { x in work.response[0, y, x] } }
        return (Tensor([rows.count, columns.count], values), rows.lowerBound, columns.lowerBound)
    }
}
