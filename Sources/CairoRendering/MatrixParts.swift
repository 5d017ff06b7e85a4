internal import Scenes

extension MatrixMark {
    /// From this many cells on, a matrix without labels is drawn as one image.
    private static let imageCellCount = 400

    /// The simpler marks that draw the matrix, in their order.
    var parts: [Mark] {
        var marks = pixels.map { [.image(ImageMark($0, in: frame))] } ?? filledCells
        if let grid { marks.append(.path(innerLines, stroke: grid)) }
        if let outline { marks.append(.path(.rect(frame), stroke: outline)) }
        for row in 0..<rows {
            for column in 0..<columns {
                if let label = label(row: row, column: column) { marks.append(.text(label)) }
            }
        }
        return marks
    }

    /// Many plain cells as an image, which is far smaller than as many rectangles.
    private var pixels: PixelImage? {
        guard cells.count >= Self.imageCellCount else { return nil }
        var rgb: [UInt8] = []
        rgb.reserveCapacity(cells.count * 3)
        for cell in cells {
            guard cell.label == nil, cell.isOpaque, case .solid(let color) = cell.fill else { return nil }
            for component in [color.red, color.green, color.blue] {
                rgb.append(UInt8((min(max(component, 0), 1) * 255).rounded()))
            }
        }
        return PixelImage(width: columns, height: rows, rgb: rgb)
    }

    /// Cells side by side would show hairlines between them, so each also fills those of its neighbours that paint
    /// themselves over it afterwards.
    private var filledCells: [Mark] {
        func isOpaque(_ row: Int, _ column: Int) -> Bool {
            row < rows && column < columns && cells[row * columns + column].isOpaque
        }
        var marks: [Mark] = []
        for row in 0..<rows {
            for column in 0..<columns {
                guard let paint = cells[row * columns + column].fill else { continue }
                let frame = cellFrame(row: row, column: column)
                guard isOpaque(row, column) else {
                    marks.append(.path(.rect(frame), fill: paint))
                    continue
                }
                let grown = Self.grown(
                    frame, right: isOpaque(row, column + 1), below: isOpaque(row + 1, column),
                    both: isOpaque(row + 1, column + 1))
                marks.append(.path(grown, fill: .solid(paint.ground)))
                if case .hatch(let hatch, let line, let ground) = paint {
                    marks.append(.path(.rect(frame), fill: .hatch(hatch, line: line, ground: ground.withAlpha(0))))
                }
            }
        }
        return marks
    }

    private static func grown(_ cell: Rect, right: Bool, below: Bool, both: Bool) -> Path {
        let wide = Rect(cell.x, cell.y, right ? 2 * cell.width : cell.width, cell.height)
        let high = Rect(cell.x, cell.y, cell.width, below ? 2 * cell.height : cell.height)
        guard right && below else { return .rect(right ? wide : high) }
        return both ? .rect(wide.union(high)) : Path(Path.rect(wide).elements + Path.rect(high).elements)
    }

    private var innerLines: Path {
        let across = (1..<max(rows, 1)).flatMap { row -> [Path.Element] in
            let y = cellFrame(row: row, column: 0).top
            return [.move(Point(frame.left, y)), .line(Point(frame.right, y))]
        }
        let down = (1..<max(columns, 1)).flatMap { column -> [Path.Element] in
            let x = cellFrame(row: 0, column: column).left
            return [.move(Point(x, frame.top)), .line(Point(x, frame.bottom))]
        }
        return Path(across + down)
    }
}

extension MatrixMark.Cell {
    fileprivate var isOpaque: Bool {
        fill.map { $0.ground.alpha == 1 } ?? false
    }
}
