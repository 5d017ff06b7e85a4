import Scenes
import Tensors

extension SceneBuilder {
    /// The channels side by side, as many as there is room for; the element and its neighbours stand out.
    mutating func volume(_ model: FlattenModel, _ cells: FlattenCells, _ step: FigureStep, hides: Bool, top: Double) {
        let isSmall = step.form == .thumbnail
        let place = model.place(step.index)
        let most = isSmall ? 5 : min(FlattenCells.mostSide, max(5, Int(width / cells.cell) - 2))
        let columns = Elision(
            model.columns, most: most, keeping: [place.column, place.column + 1, 0, model.columns - 1])
        let rows = Elision(model.rows, most: most, keeping: [place.row, place.row + 1, 0, model.rows - 1])
        let names = model.channels > 1 && !isSmall
        let grid = ElidedGrid(rows: rows, columns: columns, cell: Size(cells.cell, cells.height))
        let head = names ? 11.0 : 0
        let widest = max(grid.size.width, names ? measure(Text("channel \(model.channels - 1)", size: 8)).width : 0)
        let across = max(1, Int((width + 14) / (widest + 14)))
        let channels = Elision(
            model.channels, most: min(isSmall ? across : 2 * across, 12),
            keeping: [place.channel, place.channel + 1, 0, model.channels - 1])
        let height = grid.size.height

        var (x, y) = (0.0, top)
        for slot in channels.slots {
            switch slot {
            case .gap(let count):
                let words = Text("… \(count) more", size: 8)
                let wide = measure(words).width
                if x > 0, x + wide > width { (x, y) = (0, y + head + height + 12) }
                text(
                    words, at: Point(x, y + head + height / 2), color: theme.mutedInk, baseline: .middle)
                x += wide + 14
            case .item(let channel):
                if x > 0, x + widest > width { (x, y) = (0, y + head + height + 12) }
                if names {
                    text(
                        Text("channel \(channel)", size: 8), at: Point(x, y), color: theme.mutedInk, baseline: .top)
                }
                map(channel, model, cells, step, grid, hides: hides, at: Point(x, y + head))
                x += widest + 14
            }
        }
    }

    private mutating func map(
        _ channel: Int, _ model: FlattenModel, _ cells: FlattenCells, _ step: FigureStep, _ grid: ElidedGrid,
        hides: Bool, at corner: Point
    ) {
        var outlined: [(Rect, Stroke)] = []
        let neighbours = step.form == .still && !hides ? model.neighbours(of: step.index) : []
        for (row, column, frame) in grid.cells(at: corner) {
            let place = FlattenModel.Place(channel: channel, row: row, column: column)
            let isBright = model.index(place) == step.index
            let words = hides && model.values == nil ? nil : cells.text(model, place)
            element(words, channel, isBright: isBright, in: frame, size: cells.textSize)
            if isBright { outlined.append((frame, Stroke(theme.ink, width: 1.5, join: .round))) }
            if let neighbour = neighbours.first(where: { $0.place == place }) {
                outlined.append((frame.inset(by: 1), neighbour.side.stroke(theme)))
            }
        }
        for (frame, stroke) in outlined { path(.rect(frame), stroke: stroke) }
        gaps(of: grid, at: corner)
    }

    /// A cell in its channel's colour.
    mutating func element(_ words: String?, _ channel: Int, isBright: Bool, in frame: Rect, size: Double) {
        path(
            .rect(frame), fill: theme.channelFill(channel, isBright: isBright), stroke: Stroke(theme.page, width: 0.75))
        guard let words else { return }
        text(
            Text(words, style: isBright ? .bold : .regular, size: size), at: frame.center,
            color: theme.channelInk(channel, isBright: isBright), anchor: .middle, baseline: .middle)
    }
}
