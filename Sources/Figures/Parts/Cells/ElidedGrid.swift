import Scenes

/// A map of cells of which rows and columns may be left out.
struct ElidedGrid {
    let rows: Elision
    let columns: Elision
    let cell: Size

    static let gap = 10.0

    var size: Size {
        Size(Self.length(columns, cell.width), Self.length(rows, cell.height))
    }

    /// Whether nothing is left out.
    var isWhole: Bool { rows.isWhole && columns.isWhole }

    /// The cells that are drawn, row by row, each with its frame.
    func cells(at corner: Point) -> [(row: Int, column: Int, frame: Rect)] {
        Self.starts(rows, cell.height).flatMap { row, y in
            Self.starts(columns, cell.width).map { column, x in
                (row, column, Rect(corner.x + x, corner.y + y, cell.width, cell.height))
            }
        }
    }

    private static func length(_ slot: ElisionSlot, _ cell: Double) -> Double {
        switch slot {
        case .item: cell
        case .gap: gap
        }
    }

    private static func length(_ elision: Elision, _ cell: Double) -> Double {
        elision.slots.map { length($0, cell) }.reduce(0, +)
    }

    private static func starts(_ elision: Elision, _ cell: Double) -> [(index: Int, start: Double)] {
        var start = 0.0
        return elision.slots.compactMap { slot in
            defer { start += length(slot, cell) }
            guard case .item(let index) = slot else { return nil }
            return (index, start)
        }
    }

    /// The middles of what is left out.
    fileprivate static func gaps(_ elision: Elision, _ cell: Double) -> [Double] {
        var start = 0.0
        return elision.slots.compactMap { slot in
            defer { start += length(slot, cell) }
            guard case .gap = slot else { return nil }
            return start + gap / 2
        }
    }
}

extension SceneBuilder {
    /// Dots where rows and columns are left out.
    mutating func gaps(of grid: ElidedGrid, at corner: Point) {
        let size = grid.size
        let across = ElidedGrid.gaps(grid.columns, grid.cell.width).map { Point($0, size.height / 2) }
        let down = ElidedGrid.gaps(grid.rows, grid.cell.height).map { Point(size.width / 2, $0) }
        for (places, dots) in [(across, (1.0, 0.0)), (down, (0.0, 1.0))] {
            for place in places {
                let middle = corner + (place.x, place.y)
                let circles = [-3.0, 0, 3].flatMap { shift in
                    Path.circle(middle + (shift * dots.0, shift * dots.1), radius: 0.7).elements
                }
                path(Path(circles), fill: .solid(theme.mutedInk))
            }
        }
    }
}
