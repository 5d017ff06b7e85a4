import Scenes
import Tensors

extension VolumeFigure {
    func scale(_ theme: Theme) -> ValueScale {
        let isPhoto = isPicture && (values.finiteRange.map { $0.lowerBound >= 0 && $0.upperBound <= 1 } ?? false)
        return isPhoto ? .photo : .map(values, theme)
    }
}

extension SceneBuilder {
    /// One cut by itself, as large as there is room for.
    mutating func slice(_ figure: VolumeFigure, _ axis: VolumeAxis) {
        let values = figure.slice(axis)
        let (rows, columns) = (Double(values.shape[0]), Double(values.shape[1]))
        let unit = min(width / columns, 1.5 * width / rows)
        // Thin ones are drawn wider, to be seen.
        image(figure.scale(theme).pixels(values), in: Rect(0, 0, max(8, unit * columns), max(8, unit * rows)))
    }

    /// Like a drawing in three views: the cut across the depth, beside it that across the columns with the same rows, below
    /// it that across the rows with the same columns, and in the corner where they lie in the volume.
    mutating func volume(_ figure: VolumeFigure) {
        let scale = figure.scale(theme)
        let barWidth = colorBarWidth(scale) + 12
        let gap = 12.0
        let (depth, rows, columns) = (figure.size(.depth), figure.size(.row), figure.size(.column))
        let room = width - barWidth - gap
        let step = min(room / Double(columns + depth), 520 / Double(rows + depth), 14)
        // A side thinner than its label is drawn wider.
        let least = 46.0
        func length(_ size: Int) -> Double { max(least, step * Double(size)) }
        var (wide, high, deep) = (length(columns), length(rows), length(depth))
        if wide + deep > room { (wide, high, deep) = (room - least, high * (room - least) / wide, least) }
        let head = 24.0
        let top = (bounds?.bottom ?? -9) + 9 + head
        let front = Rect(0, top, wide, high)
        let side = Rect(front.right + gap, front.top, deep, high)
        let below = Rect(0, front.bottom + head + 4, wide, deep)
        cut(figure, .depth, down: .row, across: .column, scale, in: front)
        cut(figure, .column, down: .row, across: .depth, scale, in: side)
        cut(figure, .row, down: .depth, across: .column, scale, in: below)
        colorBar(scale, left: side.right + 10, top: side.top + 4, height: min(side.height - 8, 110))
        box(figure, in: Rect(side.left, below.top, max(deep, width - side.left - 4), deep))
    }

    private mutating func cut(
        _ figure: VolumeFigure, _ axis: VolumeAxis, down: VolumeAxis, across: VolumeAxis, _ scale: ValueScale,
        in frame: Rect
    ) {
        let values = figure.slice(axis, down: down, across: across)
        let reduction = max(
            PixelImage.reduction(values.shape[1], on: frame.width),
            PixelImage.reduction(values.shape[0], on: frame.height))
        image(scale.pixels(values.averaged(by: reduction)), in: frame)
        let x = frame.left + (Double(figure.place(across)) + 0.5) / Double(figure.size(across)) * frame.width
        let y = frame.top + (Double(figure.place(down)) + 0.5) / Double(figure.size(down)) * frame.height
        cross(Point(x, frame.top), Point(x, frame.bottom), across)
        cross(Point(frame.left, y), Point(frame.right, y), down)
        path(.rect(frame), stroke: line(axis, width: 1.5))
        text(
            Text("\(axis.rawValue) \(figure.place(axis))", style: .bold, size: 8), at: Point(frame.left, frame.top - 13)
        )
        text(
            Text(sizes(values.shape.sizes), size: Text.smallSize), at: Point(frame.left, frame.top - 4),
            color: theme.mutedInk)
    }

    /// A line that is seen on dark as on bright.
    private mutating func cross(_ from: Point, _ to: Point, _ axis: VolumeAxis) {
        line(from, to, Stroke(Color.white.withAlpha(0.75), width: 1.75))
        line(from, to, line(axis, width: 0.9))
    }

    private func line(_ axis: VolumeAxis, width: Double) -> Stroke {
        Stroke(theme.accent(axis.role).mixed(with: .black, 0.15), width: width, dash: axis.dash)
    }

    /// The volume from outside, with the three cuts in it.
    private mutating func box(_ figure: VolumeFigure, in room: Rect) {
        let sizes = VolumeAxis.allCases.map { Double(figure.size($0)) }
        let (lean, rise) = (0.45, 0.35)
        // Depth runs to the back right.
        let unit = min(room.width / (sizes[2] + lean * sizes[0]), room.height / (sizes[1] + rise * sizes[0]))
        guard unit * max(sizes[2], sizes[1]) >= 30 else { return }
        func point(_ depth: Double, _ row: Double, _ column: Double) -> Point {
            Point(
                room.left + unit * (column + lean * depth), room.top + unit * (row + rise * (sizes[0] - depth)))
        }
        let (d, h, w) = (sizes[0], sizes[1], sizes[2])
        let thin = Stroke(theme.mutedInk, width: 0.6, join: .round)
        path(
            .polygon([point(d, 0, 0), point(d, 0, w), point(d, h, w), point(d, h, 0)]),
            stroke: Stroke(theme.rule, width: 0.5))
        line(point(0, h, 0), point(d, h, 0), Stroke(theme.rule, width: 0.5))
        let at = figure.place.map { Double($0) + 0.5 }
        let cuts: [(VolumeAxis, [Point])] = [
            (.column, [point(0, 0, at[2]), point(d, 0, at[2]), point(d, h, at[2]), point(0, h, at[2])]),
            (.row, [point(0, at[1], 0), point(d, at[1], 0), point(d, at[1], w), point(0, at[1], w)]),
            (.depth, [point(at[0], 0, 0), point(at[0], 0, w), point(at[0], h, w), point(at[0], h, 0)]),
        ]
        for (axis, corners) in cuts {
            path(
                .polygon(corners), fill: .solid(theme.accent(axis.role).withAlpha(0.22)), stroke: line(axis, width: 1))
        }
        path(.polygon([point(0, 0, 0), point(0, 0, w), point(0, h, w), point(0, h, 0)]), stroke: thin)
        path(
            .polygon([point(0, 0, 0), point(d, 0, 0), point(d, 0, w), point(d, h, w), point(0, h, w)], closed: false),
            stroke: thin)
        line(point(0, 0, w), point(d, 0, w), thin)
    }
}
