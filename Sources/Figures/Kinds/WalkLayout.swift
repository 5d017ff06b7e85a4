import Networks
import Scenes
import Tensors

extension SceneBuilder {
    /// Columns from left to right, in as many rows as they need, each after the arrow that leads to it.
    mutating func walk(_ figure: WalkFigure) {
        let gaps = figure.stages.map { gap($0.steps) }
        func columns(_ largest: Double) -> [WalkColumn] {
            [entry(figure, largest)]
                + figure.stages.indices.map {
                    column(figure.stages[$0], figure, largest, isLast: $0 == figure.stages.count - 1)
                }
        }
        // As large as the same number of rows allows.
        let least = rows(columns(64).map(\.width), gaps: gaps).count
        let most = 264 / Double(figure.mostMaps)
        let largest = [112.0, 104, 96, 88, 80, 72].first {
            $0 <= most && rows(columns($0).map(\.width), gaps: gaps).count <= least
        }
        let columns = columns(largest ?? 64)
        var top = 0.0
        let arranged = rows(columns.map(\.width), gaps: gaps)
        let extra = slack(arranged, columns.map(\.width), gaps)
        for row in arranged {
            let own = row.map { columns[$0] }
            let height = own.map(\.block.height).max() ?? 0
            let arrowLines = row.compactMap { $0 > 0 ? lines(figure.stages[$0 - 1].steps).count : nil }.max() ?? 0
            let middle = top + max(height / 2, 8.5 * Double(arrowLines) + 8)
            var left = 0.0
            for index in row {
                if index > 0 {
                    let gap = gaps[index - 1] + extra
                    step(figure.stages[index - 1].steps, left: left, width: gap, middle: middle)
                    left += gap
                }
                draw(columns[index], figure, left: left, middle: middle, bottom: middle + height / 2)
                left += columns[index].width
            }
            top = (bounds?.bottom ?? top) + 20
        }
    }

    // MARK: Rows

    /// Which columns stand in which row: as few rows as possible, and those evenly filled.
    private func rows(_ widths: [Double], gaps: [Double]) -> [[Int]] {
        func wrapped(_ limit: Double) -> [[Int]] {
            var rows: [[Int]] = [[]]
            var used = 0.0
            for (index, width) in widths.enumerated() {
                let needed = width + (index > 0 ? gaps[index - 1] : 0)
                if used + needed > limit + 0.01, !rows[rows.count - 1].isEmpty {
                    rows.append([])
                    used = 0
                }
                rows[rows.count - 1].append(index)
                used += needed
            }
            return rows
        }
        let least = wrapped(width)
        var best = least
        for limit in stride(from: width - 8, to: width / 3, by: -8) {
            let narrower = wrapped(limit)
            if narrower.count > least.count { break }
            best = narrower
        }
        return best
    }

    /// By how much every arrow can be longer, so that rows fill the page.
    private func slack(_ rows: [[Int]], _ widths: [Double], _ gaps: [Double]) -> Double {
        guard rows.count > 1 else { return 0 }
        let slacks = rows.map { row -> Double in
            let arrows = row.filter { $0 > 0 }
            let used = row.reduce(0) { $0 + widths[$1] } + arrows.reduce(0) { $0 + gaps[$1 - 1] }
            return (width - used) / Double(max(1, arrows.count))
        }
        return min(34, max(0, slacks.min() ?? 0))
    }

    private static let stepSize = Text.smallSize

    /// No narrower than the longest word.
    private func lines(_ steps: String) -> [String] {
        let longest =
            steps.split(separator: " ").map { measure(Text(String($0), size: Self.stepSize)).width }.max() ?? 0
        return wrapped(steps, width: max(50, longest + 0.1), size: Self.stepSize)
    }

    /// As wide as the words over the arrow.
    private func gap(_ steps: String) -> Double {
        let widest = lines(steps).map { measure(Text($0, size: Self.stepSize)).width }.max() ?? 0
        return max(24, widest + 8)
    }

    private mutating func step(_ steps: String, left: Double, width: Double, middle: Double) {
        arrow(Point(left + 3, middle), Point(left + width - 4, middle), theme.mutedInk)
        let lines = lines(steps)
        for (index, line) in lines.enumerated() {
            text(
                Text(line, size: Self.stepSize),
                at: Point(left + width / 2 - 0.5, middle - 4 - 8.5 * Double(lines.count - 1 - index)),
                color: theme.mutedInk, anchor: .middle)
        }
    }

    // MARK: Columns

    private func entry(_ figure: WalkFigure, _ largest: Double) -> WalkColumn {
        let words = (figure.name, sizes(figure.shape))
        if let photo = figure.photo {
            let (rows, columns) = (Double(photo.shape[1]), Double(photo.shape[2]))
            let factor = largest / max(rows, columns)
            return labelled(WalkColumn(.photo, cell: Size(columns * factor, rows * factor)), words)
        }
        guard let input = figure.input else { return labelled(WalkColumn(.photo, cell: Size(20, 20)), words) }
        return labelled(block(input, figure, largest), words)
    }

    private func column(
        _ stage: WalkFigure.Stage, _ figure: WalkFigure, _ largest: Double, isLast: Bool
    ) -> WalkColumn {
        let words = (tail(of: stage.node.name, width: 70, size: 8), sizes(stage.node.output))
        if isLast, let scores = figure.scores {
            let widest = scores.map { measure(Text(figure.label($0.place), size: 8)).width }.max() ?? 0
            let values = scores.map { measure(Text(compact($0.value), size: 8)).width }.max() ?? 0
            let column = WalkColumn(
                .scores(scores, labels: min(widest, 92), values: values, omitted: stage.maps.count - scores.count),
                cell: Size(min(widest, 92) + values + 58, 14 * Double(scores.count)))
            return labelled(column, words)
        }
        return labelled(block(stage.maps, figure, largest), words)
    }

    /// As wide as its words.
    private func labelled(_ column: WalkColumn, _ words: (name: String, shape: String)) -> WalkColumn {
        var column = column
        (column.name, column.shape) = words
        let labels = [Text(words.name, style: .bold, size: 8), Text(words.shape, size: Text.smallSize)]
        let bar = column.scale(theme).map { _ in 38.0 } ?? 0
        column.width = max(column.block.width, bar, labels.map { measure($0).width }.max() ?? 0)
        return column
    }

    private func block(_ maps: LayerMaps, _ figure: WalkFigure, _ largest: Double) -> WalkColumn {
        switch maps.form {
        case .units:
            let vector = WalkVector(maps)
            let height = vector.columns == 1 ? min(100, 9 * Double(vector.rows)) : 100
            return WalkColumn(.vector(maps, vector), cell: Size(vector.columns == 1 ? 10 : 24, height))
        case .strips:
            let longest = figure.longest
            let length = Double(maps.shown[0].values.shape[1])
            return WalkColumn(.maps(maps), cell: Size(max(16, largest * root(length / longest)), 12))
        case .planes:
            let (rows, columns) = (Double(maps.shown[0].values.shape[0]), Double(maps.shown[0].values.shape[1]))
            let side = max(18, largest * root(max(rows, columns) / figure.longest))
            let factor = side / max(rows, columns)
            return WalkColumn(.maps(maps), cell: Size(max(6, columns * factor), max(6, rows * factor)))
        }
    }

    /// How sizes are compressed.
    private func root(_ share: Double) -> Double { power(share, 0.4) }

    private mutating func draw(
        _ column: WalkColumn, _ figure: WalkFigure, left: Double, middle: Double, bottom: Double
    ) {
        let block = column.block
        let frame = Rect(left + (column.width - block.width) / 2, middle - block.height / 2, block.width, block.height)
        switch column.content {
        case .photo:
            if let photo = figure.photo {
                image((theme.usesHatches ? photo.luma : photo).picture(side: frame.width), in: frame)
            }
        case .maps(let maps):
            guard let scale = column.scale(theme) else { return }
            for (index, map) in maps.shown.enumerated() {
                let cell = Rect(
                    frame.left, frame.top + Double(index) * (column.cell.height + WalkColumn.gap), column.cell.width,
                    column.cell.height)
                let reduction = PixelImage.reduction(map.values.shape[1], on: cell.width)
                image(scale.pixels(map.values.averaged(by: reduction)), in: cell)
            }
        case .vector(_, let vector):
            guard let scale = column.scale(theme) else { return }
            let missing = [Float](repeating: .nan, count: vector.rows * vector.columns - vector.values.count)
            var rgb = scale.pixels(Tensor([vector.rows, vector.columns], vector.values + missing)).rgb
            let page = [theme.page.red, theme.page.green, theme.page.blue].map { PixelImage.byte(Float($0)) }
            for place in vector.values.count..<vector.rows * vector.columns {
                for part in 0..<3 { rgb[place * 3 + part] = page[part] }
            }
            image(PixelImage(width: vector.columns, height: vector.rows, rgb: rgb), in: frame)
        case .scores(let scores, let labels, let values, let omitted):
            self.scores(scores, figure, in: frame, labels: labels, values: values)
            if omitted > 0 {
                text(
                    Text("… \(omitted) more", size: Text.smallSize), at: Point(frame.left, frame.bottom + 2),
                    color: theme.mutedInk, baseline: .top)
            }
        }
        words(column, left: left, below: frame, bottom: bottom)
    }

    /// What was left out, the scale, and below the highest column of the row the name and shape.
    private mutating func words(_ column: WalkColumn, left: Double, below frame: Rect, bottom: Double) {
        let center = left + column.width / 2
        if case .maps(let maps) = column.content, maps.shown.count < maps.count {
            text(
                Text("… \(maps.count - maps.shown.count) more", size: Text.smallSize),
                at: Point(center, frame.bottom + 2), color: theme.mutedInk, anchor: .middle, baseline: .top)
        }
        if let scale = column.scale(theme) {
            flatBar(scale, left: center - 17, top: bottom + 13, width: 34)
        }
        text(
            Text(column.name, style: .bold, size: 8), at: Point(center, bottom + 36), anchor: .middle)
        text(
            Text(column.shape, size: Text.smallSize), at: Point(center, bottom + 45), color: theme.mutedInk,
            anchor: .middle)
    }

    private mutating func scores(
        _ scores: [(place: Int, value: Float)], _ figure: WalkFigure, in frame: Rect, labels: Double, values: Double
    ) {
        let greatest = scores.map { max(0, $0.value) }.max() ?? 0
        let room = frame.width - labels - values - 12
        for (index, score) in scores.enumerated() {
            let y = frame.top + 14 * Double(index) + 7
            let label = fitting(figure.label(score.place), width: labels)
            text(
                Text(label, style: index == 0 ? .bold : .regular, size: 8), at: Point(frame.left + labels, y),
                anchor: .end, baseline: .middle)
            let length = greatest > 0 ? room * Double(max(0, score.value) / greatest) : 0
            let bar = Rect(frame.left + labels + 6, y - 4, length, 8)
            if length > 0 { path(.rect(bar), fill: .solid(theme.emphasised(index == 0 ? .output : .dense))) }
            text(
                Text(compact(score.value), size: 8), at: Point(bar.right + 4, y), color: theme.ink, baseline: .middle)
        }
    }

    /// A name cut off where there is no room for all of it.
    private func fitting(_ name: String, width: Double) -> String {
        var name = name
        guard measure(Text(name, style: .bold, size: 8)).width > width + 6 else { return name }
        while name.count > 1, measure(Text(name + "…", style: .bold, size: 8)).width > width + 6 { name.removeLast() }
        return name + "…"
    }
}

/// One stage as it is drawn.
private struct WalkColumn {
    enum Content {
        case photo
        case maps(LayerMaps)
        case vector(LayerMaps, WalkVector)
        case scores([(place: Int, value: Float)], labels: Double, values: Double, omitted: Int)
    }

    let content: Content
    /// One map's size, or that of all.
    let cell: Size
    var name = ""
    var shape = ""
    var width = 0.0

    static let gap = 4.0

    init(_ content: Content, cell: Size) { (self.content, self.cell) = (content, cell) }

    var block: Size {
        guard case .maps(let maps) = content else { return cell }
        let count = Double(maps.shown.count)
        return Size(cell.width, count * cell.height + (count - 1) * Self.gap)
    }

    func scale(_ theme: Theme) -> ValueScale? {
        switch content {
        case .photo, .scores: return nil
        case .maps(let maps), .vector(let maps, _):
            let values = maps.shown.map(\.values)
            return maps.isSigned ? .signed(values, theme) : .sequential(values, theme)
        }
    }
}

extension WalkFigure {
    /// How many maps stand one below the other.
    fileprivate var mostMaps: Int { stages.filter { $0.maps.form == .planes }.map(\.maps.shown.count).max() ?? 1 }

    /// The longest side of any map, in values.
    fileprivate var longest: Double {
        let all = [input].compactMap(\.self) + stages.map(\.maps)
        return Double(all.filter { $0.form != .units }.flatMap { $0.shown[0].values.shape.sizes }.max() ?? 1)
    }
}
