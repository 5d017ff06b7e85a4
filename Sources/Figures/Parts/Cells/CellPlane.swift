import Scenes

/// Where the cells of a grid lie on the page: upright, or lying in parallel projection as seen from above at an angle.
struct CellPlane {
    /// The upper left corner of the first cell; lying, its corner at the back.
    var origin: Point
    /// From a cell to the next of its row.
    let across: (x: Double, y: Double)
    /// From a cell to the one below it.
    let down: (x: Double, y: Double)

    static func flat(_ origin: Point, cell: Double) -> CellPlane {
        CellPlane(origin: origin, across: (cell, 0), down: (0, cell))
    }

    static func lying(_ origin: Point, cell: Double) -> CellPlane {
        CellPlane(origin: origin, across: (cell, 0.215 * cell), down: (-0.527 * cell, 0.487 * cell))
    }

    func point(_ row: Double, _ column: Double) -> Point {
        Point(
            origin.x + column * across.x + row * down.x, origin.y + column * across.y + row * down.y)
    }

    /// The corners of a part: at the back left, then clockwise.
    func corners(_ rows: Range<Int>, _ columns: Range<Int>) -> [Point] {
        let (top, bottom) = (Double(rows.lowerBound), Double(rows.upperBound))
        let (left, right) = (Double(columns.lowerBound), Double(columns.upperBound))
        return [point(top, left), point(top, right), point(bottom, right), point(bottom, left)]
    }

    func area(_ rows: Range<Int>, _ columns: Range<Int>) -> Path { .polygon(corners(rows, columns)) }

    func center(_ row: Int, _ column: Int) -> Point { point(Double(row) + 0.5, Double(column) + 0.5) }

    /// All cells of a grid, row by row.
    static func places(_ rows: Int, _ columns: Int) -> [(row: Int, column: Int)] {
        (0..<rows * columns).map { (row: $0 / columns, column: $0 % columns) }
    }

    /// Many cells as one path.
    func cells(_ cells: [(row: Int, column: Int)]) -> Path {
        Path(cells.flatMap { area($0.row..<$0.row + 1, $0.column..<$0.column + 1).elements })
    }

    func bounds(_ rows: Int, _ columns: Int) -> Rect {
        let corners = corners(0..<rows, 0..<columns)
        let (xs, ys) = (corners.map(\.x), corners.map(\.y))
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        return Rect(left, top, (xs.max() ?? 0) - left, (ys.max() ?? 0) - top)
    }

    func middle(_ rows: Int, _ columns: Int) -> Point { point(Double(rows) / 2, Double(columns) / 2) }

    /// The lines around cells, each once, as long as they go.
    func lines(around cells: Set<Cell>) -> Path {
        var elements: [Path.Element] = []
        func add(_ from: Point, _ to: Point) { elements += [.move(from), .line(to)] }
        let rows = cells.map(\.row)
        let columns = cells.map(\.column)
        guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max() else {
            return Path([])
        }
        for row in top...bottom + 1 {
            var start: Int?
            for column in left...right + 1 {
                let isLine =
                    column <= right && (cells.contains(Cell(row, column)) || cells.contains(Cell(row - 1, column)))
                if isLine, start == nil { start = column }
                if !isLine, let first = start {
                    add(point(Double(row), Double(first)), point(Double(row), Double(column)))
                    start = nil
                }
            }
        }
        for column in left...right + 1 {
            var start: Int?
            for row in top...bottom + 1 {
                let isLine =
                    row <= bottom && (cells.contains(Cell(row, column)) || cells.contains(Cell(row, column - 1)))
                if isLine, start == nil { start = row }
                if !isLine, let first = start {
                    add(point(Double(first), Double(column)), point(Double(row), Double(column)))
                    start = nil
                }
            }
        }
        return Path(elements)
    }

    struct Cell: Hashable {
        let row: Int
        let column: Int

        init(_ row: Int, _ column: Int) { (self.row, self.column) = (row, column) }
    }
}
