import Networks
import Scenes
import Tensors

extension SceneBuilder {
    /// The colours of a body's faces, light in front and dark at the side.
    struct VolumeFaces {
        let front: Paint
        let top: Paint
        let side: Paint
        let stroke: Stroke

        init(_ role: Theme.Role?, _ theme: Theme, isHighlighted: Bool = false) {
            let accent = role.map { theme.accent($0) } ?? theme.mutedInk
            let shares = role == nil ? (front: 0.08, top: 0.16, side: 0.28) : (front: 0.34, top: 0.56, side: 0.78)
            func mixed(_ share: Double) -> Paint { .solid(theme.page.mixed(with: accent, share)) }
            front = theme.usesHatches ? role.map { theme.fill($0) } ?? mixed(shares.front) : mixed(shares.front)
            top = mixed(theme.usesHatches ? 0.2 : shares.top)
            side = mixed(theme.usesHatches ? 0.42 : shares.side)
            let color = role.map { theme.emphasised($0).mixed(with: theme.ink, 0.3) } ?? theme.mutedInk
            stroke =
                isHighlighted
                ? Stroke(theme.emphasised(.activation), width: 1.75, join: .round)
                : Stroke(color, width: 0.6, join: .round)
        }
    }

    /// What a body shows beside its colour.
    struct VolumeMarks {
        var role: Theme.Role?
        /// From the inside out, at its end.
        var bands: [Theme.Role] = []
        /// Shares of its front in the colours of what lies behind one another there.
        var parts: [(share: Double, role: Theme.Role?)] = []
        var sign: String?
        var isHighlighted = false

        /// All bands together leave some of a body in its own colour.
        func bandWidth(in width: Double, most: Double) -> Double {
            min(most, width * min(0.28, 0.7 / Double(max(1, bands.count))))
        }
    }

    mutating func draw(_ glyph: VolumeGlyph, _ marks: VolumeMarks, center: Point) {
        let left = center.x - glyph.size.width / 2
        let top = center.y - glyph.size.height / 2
        let faces = VolumeFaces(marks.role, theme, isHighlighted: marks.isHighlighted)
        switch glyph {
        case .boxes(let box, let count):
            for index in 0..<count {
                let x = left + Double(index) * (box.depth + VolumeGlyph.gap)
                draw(box, marks, faces, at: Point(x, top + box.rise))
            }
        case .bars(let height, let count):
            for index in 0..<count {
                let x = left + Double(index) * (VolumeGlyph.barWidth + VolumeGlyph.gap)
                let frame = Rect(x, top, VolumeGlyph.barWidth, height)
                path(.roundedRect(frame, radius: 2), fill: faces.front)
                let wide = marks.bandWidth(in: frame.width, most: 2)
                for (band, role) in marks.bands.reversed().enumerated() {
                    let left = frame.right - wide * Double(band + 1)
                    path(
                        .rect(Rect(left, frame.top + 1, wide, frame.height - 2)), fill: .solid(theme.accent(role)))
                }
                path(.roundedRect(frame, radius: 2), stroke: faces.stroke)
            }
        case .maps(let size, let count):
            for index in 0..<count {
                let frame = Rect(
                    left + Double(index) * VolumeGlyph.mapStep, top + Double(index) * VolumeGlyph.mapRise, size.width,
                    size.height)
                path(.rect(frame), fill: faces.front, stroke: faces.stroke)
                guard index == count - 1 else { continue }
                let wide = marks.bandWidth(in: frame.width, most: 2)
                for (band, role) in marks.bands.reversed().enumerated() {
                    let left = frame.right - 0.3 - wide * Double(band + 1)
                    path(
                        .rect(Rect(left, frame.top + 0.3, wide, frame.height - 0.6)),
                        fill: .solid(theme.accent(role)))
                }
                path(.rect(frame), stroke: faces.stroke)
            }
        case .slanted(let height):
            let (width, slant) = (VolumeGlyph.barWidth, VolumeGlyph.slant)
            func strip(_ from: Double, _ to: Double) -> Path {
                .polygon([
                    Point(left + from, top), Point(left + to, top), Point(left + to + slant, top + height),
                    Point(left + from + slant, top + height),
                ])
            }
            path(strip(0, width), fill: faces.front)
            let wide = marks.bandWidth(in: width, most: 2)
            for (band, role) in marks.bands.reversed().enumerated() {
                let right = width - wide * Double(band)
                path(strip(right - wide, right), fill: .solid(theme.accent(role)))
            }
            path(strip(0, width), stroke: faces.stroke)
        case .circle:
            let outline = marks.isHighlighted ? faces.stroke : Stroke(theme.ink, width: 0.9)
            path(.circle(center, radius: VolumeGlyph.radius), fill: .solid(theme.page), stroke: outline)
            // Drawn, not written: a sign is no label.
            let arm = 3.0
            let stroke = Stroke(theme.ink, width: 1)
            let isCross = marks.sign == "×"
            let (dx, dy) = isCross ? (arm * 0.75, arm * 0.75) : (arm, 0)
            line(Point(center.x - dx, center.y - dy), Point(center.x + dx, center.y + dy), stroke)
            let (ex, ey) = isCross ? (arm * 0.75, -arm * 0.75) : (0, arm)
            line(Point(center.x - ex, center.y - ey), Point(center.x + ex, center.y + ey), stroke)
            let wide = marks.bandWidth(in: 2 * VolumeGlyph.radius, most: 2)
            for (band, role) in marks.bands.reversed().enumerated() {
                let x = center.x - wide * Double(band)
                let rim = Path([
                    .move(Point(x + 4.2, center.y - 4.2)),
                    .curve(
                        Point(x + 6.8, center.y - 1.8), Point(x + 6.8, center.y + 1.8), Point(x + 4.2, center.y + 4.2)),
                ])
                path(rim, stroke: Stroke(theme.accent(role), width: wide))
            }
        }
    }

    /// - Parameter corner: The upper left one of its front.
    private mutating func draw(_ box: VolumeBox, _ marks: VolumeMarks, _ faces: VolumeFaces, at corner: Point) {
        func lid(_ from: Double, _ to: Double) -> Path {
            .polygon([
                Point(corner.x + from, corner.y), Point(corner.x + to, corner.y),
                Point(corner.x + to + box.recess, corner.y - box.rise),
                Point(corner.x + from + box.recess, corner.y - box.rise),
            ])
        }
        let right = corner.x + box.depth
        let side = Path.polygon([
            Point(right, corner.y), Point(right + box.recess, corner.y - box.rise),
            Point(right + box.recess, corner.y - box.rise + box.height), Point(right, corner.y + box.height),
        ])
        let front = Rect(corner.x, corner.y, box.depth, box.height)
        path(side, fill: faces.side, stroke: faces.stroke)
        path(lid(0, box.depth), fill: faces.top)
        path(.rect(front), fill: faces.front)
        var x = 0.0
        for part in marks.parts where marks.parts.count > 1 {
            let own = VolumeFaces(part.role, theme)
            path(lid(x, x + part.share * box.depth), fill: own.top)
            path(
                .rect(Rect(corner.x + x, corner.y, part.share * box.depth, box.height)), fill: own.front,
                stroke: own.stroke)
            x += part.share * box.depth
        }
        let band = marks.bandWidth(in: box.depth, most: 2.4)
        for (index, role) in marks.bands.reversed().enumerated() {
            let from = box.depth - band * Double(index + 1)
            let paint = Paint.solid(theme.accent(role))
            path(lid(from, from + band), fill: paint)
            path(.rect(Rect(corner.x + from, corner.y, band, box.height)), fill: paint)
        }
        path(lid(0, box.depth), stroke: faces.stroke)
        path(.rect(front), stroke: faces.stroke)
    }

    /// A window on the side of a glyph that faces the next one, and the lines from its corners to one cell there, if any.
    mutating func pyramid(
        _ window: VolumeWindow, on glyph: VolumeGlyph, center: Point, to apex: Point?, _ scale: VolumeScale
    ) {
        let color = theme.emphasised(window.role)
        let corners: [Point]
        switch glyph {
        case .boxes(let box, _):
            corners = Self.corners(window, on: box, right: center.x + glyph.size.width / 2, center.y, scale)
        case .maps(let size, _):
            // On the map in front.
            let front = Point(
                center.x + (glyph.size.width - size.width) / 2, center.y + (glyph.size.height - size.height) / 2)
            let width = min(scale.side(window.width), size.width)
            let height = min(scale.side(window.height), size.height)
            let shift = (size.width - width) / 4
            let frame = Rect(front.x + shift - width / 2, front.y - height / 2, width, height)
            corners = [
                Point(frame.left, frame.top), Point(frame.right, frame.top), Point(frame.right, frame.bottom),
                Point(frame.left, frame.bottom),
            ]
        case .bars, .slanted, .circle: return
        }
        path(.polygon(corners), fill: windowFill(window.role), stroke: Stroke(color, width: 0.75, join: .round))
        guard let apex else { return }
        for corner in corners { line(corner, apex, Stroke(color, width: 0.6)) }
        let cell = Rect(apex.x - 0.2, apex.y - 1.3, 2.6, 2.6)
        path(.rect(cell), fill: .solid(theme.accent(window.role)), stroke: Stroke(theme.ink, width: 0.4))
    }

    /// Of a window on a body, strong enough to stand out from it.
    func windowFill(_ role: Theme.Role) -> Paint {
        theme.usesHatches ? theme.fill(role) : .solid(theme.page.mixed(with: theme.accent(role), 0.85))
    }

    private static func corners(
        _ window: VolumeWindow, on box: VolumeBox, right: Double, _ y: Double, _ scale: VolumeScale
    ) -> [Point] {
        let size = VolumeBox(depth: 0, height: scale.side(window.height), width: scale.side(window.width))
        let (height, recess) = (min(size.height, box.height), min(size.recess, box.recess))
        let rise = box.recess > 0 ? box.rise * recess / box.recess : 0
        let middle = Point(right - box.recess / 2, y)
        return [
            Point(middle.x - recess / 2, middle.y + rise / 2 - height / 2),
            Point(middle.x + recess / 2, middle.y - rise / 2 - height / 2),
            Point(middle.x + recess / 2, middle.y - rise / 2 + height / 2),
            Point(middle.x - recess / 2, middle.y + rise / 2 + height / 2),
        ]
    }

    /// A line with corners, with an arrow's head at its end.
    mutating func polyline(_ points: [Point], hasArrow: Bool, _ stroke: Stroke) {
        var points = points.reduce(into: [Point]()) { if $0.last != $1 { $0.append($1) } }
        guard let end = points.last, points.count > 1 else { return }
        let before = points[points.count - 2]
        if hasArrow {
            let length = abs(end.x - before.x) + abs(end.y - before.y)
            let start =
                length > 12
                ? Point(end.x - 10 * (end.x - before.x) / length, end.y - 10 * (end.y - before.y) / length) : before
            arrow(start, end, stroke.color, width: stroke.width)
            points[points.count - 1] = start
        }
        path(.polygon(points, closed: false), stroke: stroke)
    }
}

/// What a layer reads for one cell of its output.
struct VolumeWindow {
    let height: Double
    let width: Double
    let role: Theme.Role

    /// Nothing for layers that do not slide over what they read.
    init?(_ node: Node) {
        guard let input = node.inputs.first, let window = node.layer.window else { return nil }
        let axes = input.spatial.count
        guard axes > 0 else { return nil }
        let all = (0..<axes).map { axis in
            Double((window.kernelSize.along(axis) - 1) * window.dilation.along(axis) + 1)
        }
        let last = all.suffix(2)
        height = last[last.startIndex]
        // Along one axis it spans the slab.
        width = last.count > 1 ? last[last.startIndex + 1] : 1
        role = node.layer.role == .pooling ? .pooling : .kernel
    }
}

extension PerAxis {
    fileprivate func along(_ axis: Int) -> Int {
        switch self {
        case .all(let value): value
        case .each(let values): values[min(axis, values.count - 1)]
        }
    }
}

extension Layer {
    /// The window that it moves over what it reads.
    fileprivate var window: SlidingWindow? {
        switch self {
        case .conv(let conv): conv.window
        case .depthwiseConv(let conv): conv.window
        case .separableConv(let conv): conv.window
        case .locallyConnected(let conv): conv.window
        case .maxPool(let pool): pool.window
        case .averagePool(let pool): pool.window
        case .convTranspose, .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .dense, .flatten,
            .reshape, .permute, .batchNorm, .localResponseNorm, .dropout, .activation, .add, .concat, .multiply,
            .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            nil
        }
    }
}
