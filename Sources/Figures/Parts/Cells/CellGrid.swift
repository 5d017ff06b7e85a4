import Scenes
import Tensors

/// An upright grid of cells of one thing, with numbers or without.
struct CellGrid {
    let rows: Int
    let columns: Int
    let role: Theme.Role
    /// `[rows, columns]`
    var values: Tensor?
    /// How the numbers are written; as suits them, unless something else is said.
    var style: NumberStyle?
    var size = Text.labelSize
    /// How strongly each cell is filled.
    var strength: (Int, Int) -> CellStrength = { _, _ in .usual }
    /// Whether a cell has been computed; others are empty places.
    var shows: (Int, Int) -> Bool = { _, _ in true }
    /// What an exercise asks for when it asks for these numbers.
    var blank: Blank?

    init(_ rows: Int, _ columns: Int, _ role: Theme.Role, values: Tensor? = nil) {
        (self.rows, self.columns, self.role, self.values) = (rows, columns, role, values)
    }
}

extension SceneBuilder {
    mutating func grid(_ grid: CellGrid, at corner: Point, cell: Size) {
        let plane = CellPlane(origin: corner, across: (cell.width, 0), down: (0, cell.height))
        let all = CellPlane.places(grid.rows, grid.columns)
        let waiting = all.filter { !grid.shows($0.row, $0.column) }
        if !waiting.isEmpty {
            path(
                plane.lines(around: Set(waiting.map { CellPlane.Cell($0.row, $0.column) })),
                stroke: Stroke(theme.rule, width: 0.6))
        }
        let done = all.filter { grid.shows($0.row, $0.column) }
        let isNumbered = grid.values != nil
        for strength in [CellStrength.weak, .usual, .strong] {
            let cells = done.filter { grid.strength($0.row, $0.column) == strength }
            guard !cells.isEmpty else { continue }
            path(
                plane.cells(cells), fill: theme.cellFill(grid.role, strength, isNumbered: isNumbered),
                stroke: Stroke(theme.page, width: 0.75))
        }
        let strong = done.filter { grid.strength($0.row, $0.column) == .strong }
        if !strong.isEmpty { path(plane.cells(strong), stroke: theme.outline(grid.role)) }
        guard let values = grid.values, !exercise.hides(grid.blank) else { return }
        let style = grid.style ?? NumberStyle(for: values)
        for (row, column) in done {
            let strength = grid.strength(row, column)
            let isBold = grid.role == .output && strength == .strong
            text(
                Text(style.text(values[row, column]), style: isBold ? .bold : .regular, size: grid.size),
                at: plane.center(row, column), color: theme.cellInk(grid.role, strength), anchor: .middle,
                baseline: .middle)
        }
    }

    /// How wide the widest of some numbers comes out; bold ones unless none of them will be.
    func widest(
        _ values: Tensor, _ style: NumberStyle? = nil, weight: Text.Style = .bold, size: Double
    ) -> Double {
        let style = style ?? NumberStyle(for: values)
        // Thousands of numbers have few lengths.
        let longest = Set(values.elements.lazy.map { style.text($0) })
        return longest.map { measure(Text($0, style: weight, size: size)).width }.max() ?? 0
    }

    /// Labels one beside the other, as far as the page goes, each with its swatch.
    ///
    /// - Returns: where they came to stand.
    @discardableResult
    mutating func legend(_ items: [CellLabel], top: Double, left: Double = 0) -> Rect {
        var (x, y) = (left, top)
        var frame = Rect(left, top, 0, 0)
        var line = 0.0
        for item in items {
            let wide = self.width(of: [item])
            if x > left, x + wide > width {
                (x, y) = (left, y + line + 3)
                line = 0
            }
            let placed = labels([item], left: x, top: y, width: max(width - x, 40))
            frame = frame.union(placed)
            line = max(line, placed.height)
            x += wide + 16
        }
        return frame
    }

    /// From one place to another by a corner in between, with a head.
    mutating func elbow(_ from: Point, _ to: Point, turn x: Double, _ color: Color) {
        if abs(from.y - to.y) < 0.5 { return arrow(from, to, color) }
        let neck = arrowHead(at: to, from: Point(x, to.y), color)
        path(
            Path([.move(from), .line(Point(x, from.y)), .line(Point(x, to.y)), .line(neck)]),
            stroke: Stroke(color, width: 0.75))
    }
}
