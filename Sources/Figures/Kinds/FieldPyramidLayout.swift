import Networks
import Scenes
import Tensors

/// Everything that a figure of a receptive field shows.
struct FieldFigure {
    let view: UnitView
    /// What the network sees, as people see it.
    let photo: Tensor?
    /// By place, a layer's most active map, `[H, W]` or `[L]`.
    let maps: [Int: Tensor]
    let effective: EffectiveField?

    var isPlane: Bool { view.unit.count == 2 }
    var inputSizes: [Int] { view.path.stages[0].sizes }
}

extension SceneBuilder {
    /// The pyramid, beside it or below it the input with the region and the effective field, and the numbers below.
    mutating func field(_ figure: FieldFigure) {
        if figure.isPlane {
            let isWide = width >= 330
            let side = isWide ? width * 0.33 : width
            if isWide { panels(figure, left: width - side, top: 0, width: side) }
            pyramid(figure, width: isWide ? width - side - 18 : width, height: bounds?.bottom ?? 0)
            if !isWide { panels(figure, left: 0, top: (bounds?.bottom ?? 0) + 42, width: side) }
        } else {
            strips(figure)
        }
        fieldTable(figure, top: (bounds?.bottom ?? 0) + 12)
    }

    // MARK: The pyramid

    /// - Parameter height: Planes move apart to fill it.
    private mutating func pyramid(_ figure: FieldFigure, width: Double, height: Double) {
        let stages = figure.view.path.stages
        let labelWidth = max(78, min(112, 0.36 * width))
        let planes = planes(stages, width: width - labelWidth - 10, height: height)
        let labelLeft = width - labelWidth
        for index in stages.indices {
            map(figure, index, on: planes[index])
            region(figure, index, on: planes[index])
            if index + 1 < stages.count { guides(figure, index, planes[index], planes[index + 1]) }
        }
        for (index, stage) in stages.enumerated() {
            let y = planes[index].rightEdge.y
            line(
                Point(planes[index].rightEdge.x + 3, y), Point(labelLeft - 4, y), Stroke(theme.rule, width: 0.5))
            text(Text(tail(of: stage.name, width: labelWidth), style: .bold), at: Point(labelLeft, y - 1))
            text(
                Text(sizes(stage.shape.sizes.compactMap(\.integer)), size: 8), at: Point(labelLeft, y + 9),
                color: theme.mutedInk)
            if index + 1 < stages.count, let hull = figure.view.hull(index) {
                text(
                    Text("region \(sizes(hull.map(\.count)))", size: 8), at: Point(labelLeft, y + 19),
                    color: theme.mutedInk)
            }
            guard index > 0 else { continue }
            let middle = (y + 16 + planes[index - 1].rightEdge.y - 10) / 2
            let lines = wrapped(steps(figure, index), width: labelWidth, size: 8)
            for (number, line) in lines.enumerated() {
                text(
                    Text(line, size: 8),
                    at: Point(labelLeft, middle + 4 + 10 * (Double(number) - Double(lines.count - 1) / 2)),
                    color: theme.mutedInk)
            }
        }
    }

    private func steps(_ figure: FieldFigure, _ stage: Int) -> String {
        let path = figure.view.path
        return "↑ " + StepWords(path.stages[stage].layers.map { path.network.nodes[$0] }).text
    }

    /// Sizes shrink less than they really do, and planes stand as far apart as their labels need.
    private func planes(_ stages: [UnitPath.Stage], width: Double, height: Double) -> [ParallelPlane] {
        let longest = stages.map { $0.sizes.max() ?? 1 }.max() ?? 1
        let compressed = stages.map { stage -> Size in
            let own = stage.sizes.max() ?? 1
            let side = max(0.24, power(Double(own) / Double(longest), 0.38))
            let (rows, columns) = (Double(stage.sizes[0]) / Double(own), Double(stage.sizes[1]) / Double(own))
            return Size(side * max(columns, 0.16), side * max(rows, 0.16))
        }
        let widest = compressed.map { ParallelPlane.bounds(of: $0).width }.max() ?? 1
        let unit = min(width / widest, 190)
        let drawn = compressed.map { Size($0.width * unit, $0.height * unit) }
        let flat = drawn.map { ParallelPlane.bounds(of: $0) }
        let middle = (flat.map(\.width).max() ?? 0) / 2
        let gap = stages.count > 5 ? 15.0 : 24
        // From the top down: how far each plane lies below the one before.
        let drops = stages.indices.dropLast().reversed().map { index in
            max((flat[index].height + flat[index + 1].height) / 2 + gap, 66)
        }
        let needed = drops.reduce((flat[0].height + flat[flat.count - 1].height) / 2, +)
        let extra = min(36, max(0, height - needed) / Double(max(1, drops.count)))
        var y = flat[flat.count - 1].height / 2
        var planes = [ParallelPlane(drawn[drawn.count - 1], center: Point(middle, y))]
        for (index, drop) in zip(stages.indices.dropLast().reversed(), drops) {
            y += drop + extra
            planes.insert(ParallelPlane(drawn[index], center: Point(middle, y)), at: 0)
        }
        return planes
    }

    private mutating func map(_ figure: FieldFigure, _ index: Int, on plane: ParallelPlane) {
        let stage = figure.view.path.stages[index]
        let (rows, columns) = (stage.sizes[0], stage.sizes[1])
        if index == 0, let photo = figure.photo {
            image(figure.faded(photo.picture(side: plane.size.width), 0, by: 0.5, theme), on: plane)
        } else if let place = stage.place, let map = figure.maps[place] {
            image(figure.faded(ValueScale.map(map, theme).pixels(map), index, by: 0.55, theme), on: plane)
        } else {
            path(.polygon(plane.outline), fill: theme.fill(index == 0 ? .input : .output))
        }
        if max(rows, columns) <= 28, Double(max(rows, columns)) * 2.5 < plane.size.width {
            grid(rows: rows, columns: columns, on: plane, Stroke(theme.page.withAlpha(0.7), width: 0.4))
        }
        path(.polygon(plane.outline), stroke: Stroke(theme.emphasised(index == 0 ? .input : .output), width: 0.75))
    }

    private mutating func region(_ figure: FieldFigure, _ index: Int, on plane: ParallelPlane) {
        guard let hull = figure.view.hull(index) else { return }
        let corners = plane.corners(figure.shares(hull[1], index, 1), figure.shares(hull[0], index, 0))
        let isUnit = index == figure.view.path.stages.count - 1
        let tint = theme.accent(isUnit ? .output : .kernel).withAlpha(isUnit ? 0.85 : 0.42)
        let reads = figure.view.reads[index]
        if isUnit || !figure.view.hasHoles(index) {
            // On pictures everything else has faded.
            if isUnit || !figure.hasPicture(index) { path(.polygon(corners), fill: .solid(tint)) }
        } else if !figure.hasPicture(index), hull[0].count * hull[1].count <= 1600 {
            for row in hull[0] where reads[0][row] {
                for column in hull[1] where reads[1][column] {
                    path(
                        .polygon(
                            plane.corners(
                                figure.shares(column...column, index, 1), figure.shares(row...row, index, 0))),
                        fill: .solid(tint))
                }
            }
        }
        path(.polygon(corners), stroke: Stroke(theme.page, width: 2))
        path(.polygon(corners), stroke: Stroke(theme.emphasised(isUnit ? .output : .kernel), width: 1.25, join: .round))
    }

    /// From the corners of what is read below to those of the region above.
    private mutating func guides(
        _ figure: FieldFigure, _ index: Int, _ below: ParallelPlane, _ above: ParallelPlane
    ) {
        guard let low = figure.view.hull(index), let high = figure.view.hull(index + 1) else { return }
        let from = below.corners(figure.shares(low[1], index, 1), figure.shares(low[0], index, 0))
        let to = above.corners(figure.shares(high[1], index + 1, 1), figure.shares(high[0], index + 1, 0))
        for (start, end) in zip(from, to) {
            line(start, end, Stroke(theme.emphasised(.kernel).withAlpha(0.75), width: 0.7))
        }
    }
}

extension FieldFigure {
    /// Positions of a stage as a share of its size.
    func shares(_ range: ClosedRange<Int>, _ stage: Int, _ axis: Int) -> ClosedRange<Double> {
        let size = Double(view.path.stages[stage].sizes[axis])
        return Double(range.lowerBound) / size...Double(range.upperBound + 1) / size
    }

    /// Whether a stage is drawn with what it holds.
    func hasPicture(_ stage: Int) -> Bool {
        view.path.stages[stage].place.map { maps[$0] != nil } ?? (photo != nil)
    }

    /// A picture of a stage, what the unit does not read moved towards the page.
    func faded(_ picture: PixelImage, _ stage: Int, by amount: Double, _ theme: Theme) -> PixelImage {
        let sizes = view.path.stages[stage].sizes
        let page = [theme.page.red, theme.page.green, theme.page.blue].map { $0 * 255 }
        var rgb = picture.rgb
        for row in 0..<picture.height {
            let isRead = view.reads[stage][0][row * sizes[0] / picture.height]
            for column in 0..<picture.width
            where !isRead || !view.reads[stage][1][column * sizes[1] / picture.width] {
                for part in 0..<3 {
                    let place = (row * picture.width + column) * 3 + part
                    rgb[place] = UInt8((Double(rgb[place]) * (1 - amount) + page[part] * amount).rounded())
                }
            }
        }
        return PixelImage(width: picture.width, height: picture.height, rgb: rgb)
    }

    /// Whether the unit reads what a pixel of a picture of the input stands for.
    func reads(_ row: Int, _ column: Int, of rows: Int, _ columns: Int) -> Bool {
        view.reads[0][0][row * inputSizes[0] / rows] && view.reads[0][1][column * inputSizes[1] / columns]
    }

    func pixels(_ rows: Int, _ columns: Int, _ color: (Int, Int) -> Color) -> PixelImage {
        var rgb = [UInt8]()
        rgb.reserveCapacity(rows * columns * 3)
        for row in 0..<rows {
            for column in 0..<columns {
                let color = color(row, column)
                for part in [color.red, color.green, color.blue] {
                    rgb.append(UInt8((min(max(part, 0), 1) * 255).rounded()))
                }
            }
        }
        return PixelImage(width: columns, height: rows, rgb: rgb)
    }
}

extension Tensor {
    /// A pixel of `[1, H, W]` or `[3, H, W]`.
    func color(_ row: Int, _ column: Int) -> Color {
        let (plane, place) = (shape[1] * shape[2], row * shape[2] + column)
        func part(_ channel: Int) -> Double {
            Double(elements[(shape[0] == 3 ? channel : 0) * plane + place])
        }
        return Color(red: part(0), green: part(1), blue: part(2))
    }
}

extension ValueScale {
    /// For what a layer gives: around zero if it has both signs, from zero up otherwise.
    static func map(_ values: Tensor, _ theme: Theme) -> ValueScale {
        let range = values.finiteRange ?? 0...0
        return range.lowerBound < -0.02 * range.upperBound ? .signed([values], theme) : .sequential([values], theme)
    }
}

extension SceneBuilder {
    /// A long name without its middle, or its end alone: both ends tell layers of a block apart.
    func tail(of name: String, width: Double, size: Double = Text.labelSize) -> String {
        func fits(_ words: String) -> Bool { measure(Text(words, style: .bold, size: size)).width <= width }
        if fits(name) { return name }
        let parts = name.split(separator: ".")
        let ends = parts.indices.dropFirst().map { parts[$0...].joined(separator: ".") }
        let shortened = ends.dropFirst().map { parts[0] + "…" + $0 } + ends.map { "…" + $0 }
        if let found = shortened.first(where: fits) { return found }
        let longest = (1..<max(2, name.count)).last { fits("…" + name.suffix($0)) } ?? 1
        return "…" + name.suffix(longest)
    }
}
