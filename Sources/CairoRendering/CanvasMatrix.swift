internal import PangoCairo
internal import Scenes

extension Canvas {
    /// From this many cells on, a matrix without labels is drawn as one image.
    private static let imageCellCount = 400

    func draw(_ matrix: MatrixMark) {
        if let pixels = Self.pixels(of: matrix) {
            drawPixels(pixels, in: matrix.frame)
        } else {
            fillCells(of: matrix)
        }
        if let grid = matrix.grid { stroke(Self.innerLines(of: matrix), grid) }
        if let outline = matrix.outline { stroke(.rect(matrix.frame), outline) }
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns {
                if let label = matrix.label(row: row, column: column) { draw(label) }
            }
        }
    }

    /// A matrix of many plain cells as an image, which is far smaller than as many rectangles.
    private static func pixels(of matrix: MatrixMark) -> PixelImage? {
        guard matrix.cells.count >= imageCellCount else { return nil }
        var rgb: [UInt8] = []
        rgb.reserveCapacity(matrix.cells.count * 3)
        for cell in matrix.cells {
            guard cell.label == nil, isOpaque(cell), case .solid(let color) = cell.fill else { return nil }
            for component in [color.red, color.green, color.blue] {
                rgb.append(UInt8((min(max(component, 0), 1) * 255).rounded()))
            }
        }
        return PixelImage(width: matrix.columns, height: matrix.rows, rgb: rgb)
    }

    private static func isOpaque(_ cell: MatrixMark.Cell) -> Bool {
        cell.fill.map { $0.ground.alpha == 1 } ?? false
    }

    /// Cells side by side would show hairlines between them, so each also fills those of its neighbours that paint
    /// themselves over it afterwards.
    private func fillCells(of matrix: MatrixMark) {
        func isOpaque(_ row: Int, _ column: Int) -> Bool {
            row < matrix.rows && column < matrix.columns
                && Self.isOpaque(matrix.cells[row * matrix.columns + column])
        }
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns {
                guard let paint = matrix.cells[row * matrix.columns + column].fill else { continue }
                let frame = matrix.cellFrame(row: row, column: column)
                if isOpaque(row, column) {
                    let right = isOpaque(row, column + 1)
                    let below = isOpaque(row + 1, column)
                    let grown = Self.grown(frame, right: right, below: below, both: isOpaque(row + 1, column + 1))
                    fill(grown, .solid(paint.ground))
                    if case .hatch(let hatch, let line, _) = paint {
                        add(.rect(frame))
                        drawHatch(hatch, line)
                    }
                } else {
                    fill(.rect(frame), paint)
                }
            }
        }
    }

    private static func grown(_ cell: Rect, right: Bool, below: Bool, both: Bool) -> Path {
        let wide = Rect(cell.x, cell.y, right ? 2 * cell.width : cell.width, cell.height)
        let high = Rect(cell.x, cell.y, cell.width, below ? 2 * cell.height : cell.height)
        guard right && below else { return .rect(right ? wide : high) }
        return both ? .rect(wide.union(high)) : Path(Path.rect(wide).elements + Path.rect(high).elements)
    }

    private static func innerLines(of matrix: MatrixMark) -> Path {
        let frame = matrix.frame
        let across = (1..<max(matrix.rows, 1)).flatMap { row -> [Path.Element] in
            let y = matrix.cellFrame(row: row, column: 0).top
            return [.move(Point(frame.left, y)), .line(Point(frame.right, y))]
        }
        let down = (1..<max(matrix.columns, 1)).flatMap { column -> [Path.Element] in
            let x = matrix.cellFrame(row: 0, column: column).left
            return [.move(Point(x, frame.top)), .line(Point(x, frame.bottom))]
        }
        return Path(across + down)
    }
}
