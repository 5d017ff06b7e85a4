import Scenes

/// Small pictures of one size in rows, each with its number below.
struct MapGrid {
    struct Item {
        let pixels: PixelImage
        let label: String
        var isMarked = false
    }

    var items: [Item]
    /// Width over height.
    let proportion: Double
    /// How many more there are.
    var omitted: Int
    let columns: Int
    /// A picture's size.
    let cell: Size

    static let gap = 4.0
    /// What a number takes below its picture.
    static let labelHeight = 9.5

    /// The largest pictures that fit.
    ///
    /// - Parameters:
    ///   - items: At least one.
    ///   - proportion: A picture's width over its height.
    ///   - omitted: How many more there are.
    ///   - width: What the grid may take, and `height` as far as its pictures stay large enough.
    ///   - largest: A square picture's side is at most this.
    init(
        _ items: [Item], proportion: Double, omitted: Int = 0, width: Double, height: Double, largest: Double = 84
    ) {
        (self.items, self.proportion, self.omitted) = (items, proportion, omitted)
        (columns, cell) = Self.arrangement(
            items.count, proportion: proportion, width: width, height: height, largest: largest)
    }

    static func arrangement(
        _ count: Int, proportion: Double, width: Double, height: Double, largest: Double
    ) -> (columns: Int, cell: Size) {
        /// Numbers of three digits stand below pictures this wide.
        let least = min(15.0, width)
        let widest = max(least, proportion >= 1 ? largest * proportion.squareRoot() : largest * proportion)
        func size(_ columns: Int) -> Size {
            let side = min(widest, (width - gap * Double(columns - 1)) / Double(columns))
            return Size(side, side / proportion)
        }
        func total(_ columns: Int) -> Double {
            Double((count + columns - 1) / columns) * (size(columns).height + labelHeight + gap)
        }
        let most = max(1, min(count, Int((width + gap) / (least + gap))))
        let fitting = (1...most).filter { total($0) <= height }
        // Full rows look better than slightly larger pictures.
        func score(_ columns: Int) -> Double {
            let ragged = count % columns == 0 ? 1 : 0.8
            return size(columns).width * ragged + 0.01 * Double(columns)
        }
        let columns = fitting.max { score($0) < score($1) } ?? most
        return (columns, size(columns))
    }

    var rows: Int { (items.count + columns - 1) / columns }
    var width: Double { Double(columns) * (cell.width + Self.gap) - Self.gap }
    var height: Double { Double(rows) * (cell.height + Self.labelHeight + Self.gap) - Self.gap }

    func frame(_ index: Int, left: Double, top: Double) -> Rect {
        Rect(
            left + Double(index % columns) * (cell.width + Self.gap),
            top + Double(index / columns) * (cell.height + Self.labelHeight + Self.gap), cell.width, cell.height)
    }
}

extension SceneBuilder {
    /// - Returns: where the pictures came to stand, without the line that counts those left out.
    @discardableResult
    mutating func grid(_ grid: MapGrid, left: Double, top: Double) -> Rect {
        for (index, item) in grid.items.enumerated() {
            let frame = grid.frame(index, left: left, top: top)
            image(item.pixels, in: frame)
            if item.isMarked {
                path(.rect(frame.inset(by: -1)), stroke: Stroke(theme.page, width: 3))
                path(.rect(frame.inset(by: -1)), stroke: theme.outline(.activation))
            }
            text(
                Text(item.label, style: item.isMarked ? .bold : .regular, size: Text.smallSize),
                at: Point(frame.center.x, frame.bottom + 1), color: item.isMarked ? theme.ink : theme.mutedInk,
                anchor: .middle, baseline: .top)
        }
        let area = Rect(left, top, grid.width, grid.height)
        if grid.omitted > 0 {
            text(
                Text("… \(grid.omitted) more", size: 8), at: Point(left, area.bottom + 3), color: theme.mutedInk,
                baseline: .top)
        }
        return area
    }
}
