import Scenes
import Tensors

extension SceneBuilder {
    /// How a matrix of numbers looks.
    struct MatrixLook {
        var scale: ValueScale
        var numbers = NumberStyle(places: 2)
        var outline: Stroke?
        /// Cells that lie in the padding: with a dashed line inside.
        var isPadding: (Int, Int) -> Bool = { _, _ in false }
        /// Cells of value zero stay without a number.
        var hidesZero = false
    }

    /// The least cell that holds every number of the matrix at the small text size.
    func leastCell(_ matrix: Tensor, _ numbers: NumberStyle) -> Double {
        // Nobody reads thousands of numbers: measuring them would only take time.
        if matrix.shape.elementCount > 1024 { return .infinity }
        let widest = matrix.elements.map { measure(Text(numbers.text($0), size: Text.smallSize)).width }.max()
        return max((widest ?? 0) + 3, 10)
    }

    /// A matrix `[rows, columns]` of coloured cells with their numbers, which are left out where they do not fit.
    mutating func matrix(_ matrix: Tensor, in frame: Rect, _ look: MatrixLook) {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        let cell = min(frame.width / Double(columns), frame.height / Double(rows))
        let fits = cell >= leastCell(matrix, look.numbers)
        let scale = look.scale
        let size = fits ? labelSize(matrix, look.numbers, cell: cell) : Text.smallSize
        let cells = (0..<rows * columns).map { index -> MatrixMark.Cell in
            let (row, column) = (index / columns, index % columns)
            let value = matrix[row, column]
            let fill = scale.fill(of: value, theme, isNumbered: fits)
            return MatrixMark.Cell(
                fill: fill,
                label: fits && !(look.hidesZero && value == 0)
                    ? Text(look.numbers.text(value), size: size) : nil,
                labelColor: theme.label(on: fill.ground))
        }
        // Large matrices without numbers are pictures: thousands of cells would only slow viewers down.
        if !fits && rows * columns > 400 {
            image(scale.pixels(matrix), in: frame, outlined: false)
        } else {
            let grid = Stroke(fits ? theme.page : theme.rule, width: fits ? 0.75 : min(0.25, cell / 20))
            add(
                .matrix(MatrixMark(rows: rows, columns: columns, cells: cells, in: frame, grid: grid)), bounds: frame)
        }
        if fits {
            for index in cells.indices where look.isPadding(index / columns, index % columns) {
                let place = Rect(
                    frame.x + Double(index % columns) * frame.width / Double(columns),
                    frame.y + Double(index / columns) * frame.height / Double(rows), frame.width / Double(columns),
                    frame.height / Double(rows))
                path(.rect(place.inset(by: 2)), stroke: Stroke(cells[index].labelColor, width: 0.75, dash: [2, 2]))
            }
        }
        if let outline = look.outline { path(.rect(frame), stroke: outline) }
    }

    /// The largest text, up to the label size, whose numbers fit the cells.
    private func labelSize(_ matrix: Tensor, _ numbers: NumberStyle, cell: Double) -> Double {
        let widest = matrix.elements.map { measure(Text(numbers.text($0))).width }.max() ?? 0
        let size = widest > 0 ? Text.labelSize * (cell - 3) / widest : Text.labelSize
        return max(Text.smallSize, min(Text.labelSize, size))
    }

    /// A scale beside a map: its colours, its ends and, if it lies inside, zero.
    ///
    /// - Parameter labels: Words for its highest and lowest value, where they are not the same for all maps.
    /// - Returns: the width that it takes, labels included.
    @discardableResult
    mutating func colorBar(
        _ scale: ValueScale, left: Double, top: Double, height: Double, labels: (high: String, low: String)? = nil
    ) -> Double {
        // Beside a flat map the bar is as high as its labels need.
        let tall = max(height, 22)
        let bar = Rect(left, top - (tall - height) / 2, 7, tall)
        let steps = 64
        let values = Tensor([steps, 1]) { values in
            for step in 0..<steps {
                let fraction = Float(steps - 1 - step) / Float(steps - 1)
                values[step] = scale.range.lowerBound + fraction * (scale.range.upperBound - scale.range.lowerBound)
            }
        }
        image(scale.pixels(values), in: bar)
        let (low, high) = (scale.range.lowerBound, scale.range.upperBound)
        let ends = labels ?? scale.endLabels
        var ticks = [(ends.high, bar.top), (ends.low, bar.bottom)]
        if low < 0 && high > 0 && tall >= 36 { ticks.append(("0", bar.bottom + scale.position(of: 0) * -bar.height)) }
        var right = bar.right
        for (words, y) in ticks {
            line(Point(bar.right, y), Point(bar.right + 2, y), Stroke(theme.mutedInk, width: 0.5))
            right = max(
                right,
                text(Text(words, size: 8), at: Point(bar.right + 4, y), color: theme.ink, baseline: .middle).right)
        }
        return right - left
    }

    /// A scale lying below a narrow column, its ends below it.
    mutating func flatBar(_ scale: ValueScale, left: Double, top: Double, width: Double) {
        let steps = 32
        let (low, high) = (scale.range.lowerBound, scale.range.upperBound)
        let values = Tensor([1, steps], (0..<steps).map { low + Float($0) / Float(steps - 1) * (high - low) })
        let bar = Rect(left, top, width, 4)
        image(scale.pixels(values), in: bar)
        let labels = [low, high].map { Text(compact($0, digits: 2), size: Text.smallSize) }
        // Ends that would meet stand further out.
        let reach = max(0, labels.map { measure($0).width }.reduce(4, +) - width) / 2
        text(labels[0], at: Point(bar.left - reach, bar.bottom + 2), color: theme.mutedInk, baseline: .top)
        text(
            labels[1], at: Point(bar.right + reach, bar.bottom + 2), color: theme.mutedInk, anchor: .end, baseline: .top
        )
    }

    /// What the bar's labels will take beside it.
    func colorBarWidth(_ scale: ValueScale) -> Double {
        let ends = scale.endLabels
        return 11 + max(measure(Text(ends.high, size: 8)).width, measure(Text(ends.low, size: 8)).width)
    }

    /// A straight arrow with a filled head.
    mutating func arrow(_ from: Point, _ to: Point, _ color: Color, width: Double = 0.75) {
        guard from != to else { return }
        line(from, arrowHead(at: to, from: from, color), Stroke(color, width: width))
    }

    /// A filled head at the end of a line from `origin`, which is another place.
    ///
    /// - Returns: where the line ends below it.
    mutating func arrowHead(at tip: Point, from origin: Point, _ color: Color) -> Point {
        let (dx, dy) = (tip.x - origin.x, tip.y - origin.y)
        let length = (dx * dx + dy * dy).squareRoot()
        let (ux, uy) = (dx / length, dy / length)
        let head = min(5, length / 2)
        let neck = Point(tip.x - ux * head, tip.y - uy * head)
        path(
            .polygon([
                tip, Point(neck.x - uy * head * 0.4, neck.y + ux * head * 0.4),
                Point(neck.x + uy * head * 0.4, neck.y - ux * head * 0.4),
            ]), fill: .solid(color))
        return neck
    }
}
