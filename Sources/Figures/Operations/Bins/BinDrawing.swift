import Scenes
import Tensors

/// How a map with its bins is drawn.
struct BinCells {
    /// Of the numbers.
    let size: Double
    let cell: Double
    /// What the bars of the bins take above and to the left of the map.
    static let margin = 14.0

    /// The roomiest whose map leaves `beside` on the page; nothing if its numbers do not fit even by themselves.
    init?(_ map: BinnedMap, beside: Double, in page: SceneBuilder) {
        let choices = Self.choices(map, page)
        let columns = Double(map.sizes[1])
        func fits(_ cells: BinCells, _ more: Double) -> Bool { Self.margin + cells.cell * columns + more <= page.width }
        guard let fitting = choices.first(where: { fits($0, beside) }) ?? choices.first(where: { fits($0, 0) }) else {
            return nil
        }
        self = fitting
    }

    init(smallest map: BinnedMap, in page: SceneBuilder) {
        let choices = Self.choices(map, page)
        self = choices[choices.count - 1]
    }

    private static func choices(_ map: BinnedMap, _ page: SceneBuilder) -> [BinCells] {
        guard let values = map.values else {
            return [18.0, 13, 9, 7, 5, 4, 3].map {
                BinCells(size: Text.smallSize, cell: min($0, max(3, 260 / Double(map.sizes[0]))))
            }
        }
        return [(Text.labelSize, 19.0), (Text.labelSize, 15), (Text.smallSize, 11)].map { size, least in
            BinCells(size: size, cell: max(least, page.widest(values, size: size) + 4))
        }
    }

    private init(size: Double, cell: Double) { (self.size, self.cell) = (size, cell) }

    func size(of map: BinnedMap) -> Size {
        Size(Self.margin + cell * Double(map.sizes[1]), Self.margin + cell * Double(map.sizes[0]))
    }
}

extension SceneBuilder {
    /// A map with one bin of a region: its bins as bars along both sides, other regions as dashed frames.
    mutating func bins(
        _ map: BinnedMap, _ region: BinnedRegion, bin index: Int, others: [BinnedRegion], at corner: Point,
        _ cells: BinCells, marksWinner: Bool
    ) {
        let origin = Point(corner.x + BinCells.margin, corner.y + BinCells.margin)
        let plane = CellPlane.flat(origin, cell: cells.cell)
        let bin = region.bin(index)
        let isNumbered = map.values != nil
        let (rows, columns) = (map.sizes[0], map.sizes[1])
        let all = CellPlane.places(rows, columns)
        path(
            plane.cells(all), fill: theme.cellFill(.input, isNumbered: isNumbered),
            stroke: Stroke(theme.page, width: 0.75))
        func inside(_ part: (rows: Range<Int>, columns: Range<Int>)) -> [(row: Int, column: Int)] {
            all.filter { part.rows.contains($0.row) && part.columns.contains($0.column) }
        }
        path(
            plane.cells(inside((region.rows, region.columns))),
            fill: theme.cellFill(.pooling, .weak, isNumbered: isNumbered), stroke: Stroke(theme.page, width: 0.75))
        path(
            plane.cells(inside(bin)), fill: theme.cellFill(.pooling, .strong, isNumbered: isNumbered),
            stroke: Stroke(theme.page, width: 0.75))
        for other in others {
            path(plane.area(other.rows, other.columns), stroke: Stroke(theme.mutedInk, width: 0.9, dash: [3, 2]))
        }
        path(plane.area(region.rows, region.columns), stroke: Stroke(theme.emphasised(.pooling), width: 0.9))
        path(plane.area(bin.rows, bin.columns), stroke: theme.outline(.pooling))
        bars(region.columnBins, current: index % region.bins[1]) { range, level in
            Rect(
                origin.x + Double(range.lowerBound) * cells.cell + 0.8, origin.y - 5 - 4.5 * Double(level),
                Double(range.count) * cells.cell - 1.6, 3)
        }
        bars(region.rowBins, current: index / region.bins[1]) { range, level in
            Rect(
                origin.x - 5 - 4.5 * Double(level), origin.y + Double(range.lowerBound) * cells.cell + 0.8, 3,
                Double(range.count) * cells.cell - 1.6)
        }
        guard let values = map.values else { return }
        let style = NumberStyle(for: values)
        let winner = region.maxima(values)[index]
        for (row, column) in all {
            let isWinner = marksWinner && row == winner.row && column == winner.column
            if isWinner {
                path(
                    plane.area(row..<row + 1, column..<column + 1),
                    fill: theme.cellFill(.output, .strong, isNumbered: true), stroke: theme.outline(.output))
            }
            let isBin = bin.rows.contains(row) && bin.columns.contains(column)
            let isRegion = region.rows.contains(row) && region.columns.contains(column)
            let ink =
                isWinner
                ? theme.cellInk(.output, .strong)
                : isBin
                    ? theme.cellInk(.pooling, .strong)
                    : isRegion ? theme.cellInk(.pooling, .weak) : theme.cellInk(.input)
            text(
                Text(style.text(values[row, column]), style: isWinner ? .bold : .regular, size: cells.size),
                at: plane.center(row, column), color: ink, anchor: .middle, baseline: .middle)
        }
    }

    /// Ranges as bars, beside each other where they overlap; of very many overlapping ones only the current.
    private mutating func bars(_ ranges: [Range<Int>], current: Int, frame: (Range<Int>, Int) -> Rect) {
        var ends: [Int] = []
        var levels: [Int] = []
        for range in ranges {
            let level = ends.firstIndex { $0 <= range.lowerBound } ?? ends.count
            if level == ends.count { ends.append(range.upperBound) } else { ends[level] = range.upperBound }
            levels.append(level)
        }
        let isCrowded = ends.count > 2
        for (index, range) in ranges.enumerated() where !isCrowded || index == current {
            let place = frame(range, isCrowded ? 0 : levels[index])
            path(
                .rect(place), fill: .solid(theme.accent(.pooling).mixed(with: theme.page, index == current ? 0 : 0.55)),
                stroke: index == current ? Stroke(theme.emphasised(.pooling), width: 0.75) : nil)
        }
    }

    /// What a bin covers and what comes out of it.
    mutating func binNotes(_ map: BinnedMap, _ region: BinnedRegion, bin index: Int, top: Double) {
        var y = top
        let axes = [
            ("rows", index / region.bins[1], region.rows, region.bins[0], region.rowBins[index / region.bins[1]]),
            (
                "columns", index % region.bins[1], region.columns, region.bins[1],
                region.columnBins[index % region.bins[1]]
            ),
        ]
        for (name, place, places, count, bin) in axes {
            let start = places.lowerBound == 0 ? "" : "\(places.lowerBound) + "
            let pieces = [
                FlowPiece(Text("\(name):", color: theme.mutedInk), glue: 5),
                FlowPiece(Text(""), Text("from \(start)⌊\(place)·\(places.count)/\(count)⌋"), .formula),
                FlowPiece(Text(" = "), Text("\(bin.lowerBound)"), .sizes),
                FlowPiece(Text(" to before "), Text("\(start)⌈\(place + 1)·\(places.count)/\(count)⌉"), .formula),
                FlowPiece(Text(" = "), Text("\(bin.upperBound)"), .sizes),
            ]
            y = flow(pieces, left: 0, top: y).bottom + 3
        }
        guard let values = map.values else { return }
        let style = NumberStyle(for: values)
        let terms = region.terms(index, values)
        var pieces = terms.enumerated().map { FlowPiece(Text($0 == 0 ? "max(" : ", "), Text($1), .values) }
        let result = style.text(region.maxima(values)[index].value)
        pieces.append(FlowPiece(Text(")"), glue: 0))
        pieces.append(FlowPiece(" = ", Text(result, style: .bold, color: theme.letters(.output)), .output))
        flow(pieces, left: 0, top: y + 1)
    }
}

extension BinnedRegion {
    /// A bin's numbers as they are listed; many are cut short with a count.
    func terms(_ index: Int, _ values: Tensor) -> [String] {
        let style = NumberStyle(for: values)
        let bin = bin(index)
        return bin.rows.flatMap { row in bin.columns.map { style.text(values[row, $0]) } }.cutShort(most: 36)
    }

    /// `rows 0 to 2 and columns 3 to 6`
    func reading(_ index: Int) -> String {
        func words(_ range: Range<Int>, _ noun: String) -> String {
            range.count == 1 ? "\(noun) \(range.lowerBound)" : "\(noun)s \(range.lowerBound) to \(range.upperBound - 1)"
        }
        let bin = bin(index)
        return words(bin.rows, "row") + " and " + words(bin.columns, "column")
    }

    /// What one bin reads and gives, for those who do not see it.
    func told(_ index: Int, _ values: Tensor?) -> String {
        var words = "bin row \(index / bins[1]), column \(index % bins[1]) covers \(reading(index))"
        if let values {
            let winner = maxima(values)[index]
            words +=
                ": the greatest of \(terms(index, values).joined(separator: ", ")) is "
                + "\(NumberStyle(for: values).text(winner.value)), at row \(winner.row), column \(winner.column)"
        }
        return words
    }
}
