import Scenes
import Tensors

/// What a figure of maps had to do to fit its page.
struct DrawnMaps {
    /// How many values along each side one drawn square stands for.
    var reduction = 1
    /// Whether the largest values share a colour.
    var isClipped = false
}

extension SceneBuilder {
    /// The photo, an arrow, and the maps with their scale.
    mutating func featureMaps(
        _ maps: LayerMaps, photo: Tensor?, named name: String, isShared: Bool
    ) -> DrawnMaps {
        let top = (bounds?.bottom ?? 0) + 9
        let values = maps.shown.map(\.values)
        let scale =
            isShared
            ? ValueScale.maps(values, isSigned: maps.isSigned, theme)
            : maps.isSigned ? .signed(values, theme) : .sequential(values, theme)
        let isBeside = width > 300
        let side = isBeside ? 92.0 : 72
        var room = Rect(0, top, width, 0)
        if let photo {
            if isBeside {
                let photoWidth = min(side, side * photo.elongation)
                room = Rect(photoWidth + 26, top, width - photoWidth - 26, 0)
            } else {
                room.y = self.photo(photo, named: name, side: side, isBeside: false, at: top).bottom + 10
            }
        }
        var drawn = DrawnMaps(isClipped: scale.isClipped)
        let area: Rect
        switch maps.form {
        case .planes: area = planes(maps, scale, isShared: isShared, in: room, &drawn)
        case .strips: area = strips(maps, scale, isShared: isShared, in: room, &drawn)
        case .units: area = units(maps, in: room)
        }
        if let photo, isBeside {
            // At half the maps' height, or at their top if they are flat.
            let height = min(side, side / photo.elongation)
            let y = max(area.top, area.center.y - height / 2 - 6)
            let frame = self.photo(photo, named: name, side: side, isBeside: true, at: y)
            let level = min(frame.bounds.center.y, area.bottom - 2)
            arrow(Point(room.left - 22, level), Point(room.left - 5, level), theme.mutedInk)
        }
        return drawn
    }

    /// The photo with its name and size below, or beside it where it stands above the maps.
    ///
    /// - Returns: the picture, and where the whole block ends.
    private mutating func photo(
        _ photo: Tensor, named name: String, side: Double, isBeside: Bool, at top: Double
    ) -> (bounds: Rect, bottom: Double) {
        let proportion = photo.elongation
        let frame = Rect(0, top, proportion >= 1 ? side : side * proportion, proportion >= 1 ? side / proportion : side)
        image((theme.usesHatches ? photo.luma : photo).picture(side: side), in: frame)
        var y = isBeside ? frame.bottom + 4 : frame.top
        let left = isBeside ? 0 : frame.right + 8
        for words in [name, sizes(photo.shape.sizes)] {
            let lines = paragraph(
                words, left: left, top: y, width: isBeside ? max(frame.width, 60) : width - left, size: 8,
                color: theme.mutedInk)
            y = (lines?.bottom ?? y) + 1
        }
        return (frame, max(y, frame.bottom))
    }

    private mutating func planes(
        _ maps: LayerMaps, _ scale: ValueScale, isShared: Bool, in room: Rect, _ drawn: inout DrawnMaps
    ) -> Rect {
        let barWidth = max(colorBarWidth(scale), isShared ? 0 : 32) + 10
        let (height, columns) = (maps.shown[0].values.shape[0], maps.shown[0].values.shape[1])
        let proportion = Double(columns) / Double(height)
        // A map much longer than wide would be a line: it is drawn wider, and its pixels with it.
        let shownProportion = min(max(proportion, 1.0 / 8), 8)
        let blank = MapGrid(
            maps.shown.map { _ in .init(pixels: PixelImage(width: 1, height: 1, rgb: [0, 0, 0]), label: "") },
            proportion: shownProportion, width: room.width - barWidth, height: max(380, room.width))
        drawn.reduction = max(
            PixelImage.reduction(columns, on: blank.cell.width), PixelImage.reduction(height, on: blank.cell.height))
        var grid = blank
        grid.items = maps.shown.map { map in
            let own = isShared ? scale : scale.fitted(to: map.values)
            return .init(
                pixels: own.pixels(map.values.averaged(by: drawn.reduction)), label: "\(map.channel)",
                isMarked: maps.shown.count > 1 && map.channel == maps.mostActive?.channel)
        }
        grid.omitted = maps.count - maps.shown.count
        let area = self.grid(grid, left: room.left, top: room.top)
        bar(scale, isShared: isShared, left: area.right + 10, top: area.top, height: min(area.height - 9, 130))
        return area
    }

    /// One row a channel, along the axis.
    private mutating func strips(
        _ maps: LayerMaps, _ scale: ValueScale, isShared: Bool, in room: Rect, _ drawn: inout DrawnMaps
    ) -> Rect {
        let barWidth = max(colorBarWidth(scale), isShared ? 0 : 32) + 10
        let labelWidth = maps.shown.map { measure(Text("\($0.channel)", style: .bold, size: 7)).width }.max() ?? 0
        let length = maps.shown[0].values.shape[1]
        let stripWidth = room.width - barWidth - labelWidth - 5
        let left = room.left + labelWidth + 5
        let pitch = maps.shown.count <= 16 ? 14.0 : 10.5
        drawn.reduction = 1
        for (index, map) in maps.shown.enumerated() {
            let frame = Rect(left, room.top + Double(index) * pitch, stripWidth, pitch - 2.5)
            let own = isShared ? scale : scale.fitted(to: map.values)
            image(own.pixels(map.values.compacted(to: Int(stripWidth * PixelImage.mostPerPoint))), in: frame)
            let isMarked = maps.shown.count > 1 && map.channel == maps.mostActive?.channel
            if isMarked {
                path(.rect(frame.inset(by: -0.75)), stroke: theme.outline(.activation))
            }
            text(
                Text("\(map.channel)", style: isMarked ? .bold : .regular, size: Text.smallSize),
                at: Point(left - 5, frame.center.y), color: isMarked ? theme.ink : theme.mutedInk, anchor: .end,
                baseline: .middle)
        }
        let area = Rect(left, room.top, stripWidth, Double(maps.shown.count) * pitch - 2.5)
        if maps.shown.count < maps.count {
            text(
                Text("… \(maps.count - maps.shown.count) more", size: 8), at: Point(left, area.bottom + 4),
                color: theme.mutedInk, baseline: .top)
        }
        if maps.shown.count == maps.count {
            text(
                Text("0", size: Text.smallSize), at: Point(area.left, area.bottom + 4), color: theme.mutedInk,
                baseline: .top)
        }
        text(
            Text("\(length - 1)", size: Text.smallSize), at: Point(area.right, area.bottom + 4), color: theme.mutedInk,
            anchor: .end, baseline: .top)
        bar(scale, isShared: isShared, left: area.right + 10, top: area.top, height: min(area.height, 130))
        return area
    }

    /// The scale of all maps, or the ends of each map's own.
    private mutating func bar(_ scale: ValueScale, isShared: Bool, left: Double, top: Double, height: Double) {
        if isShared {
            colorBar(scale, left: left, top: top + 3, height: height - 6)
        } else {
            let ends = scale.range.lowerBound < 0 ? ("max", "−max") : ("max", "0")
            colorBar(scale, left: left, top: top + 3, height: height - 6, labels: ends)
        }
    }
}

extension ValueScale {
    /// The same colours for one map's own extent.
    func fitted(to values: Tensor) -> ValueScale {
        let own = values.finiteRange ?? 0...0
        if range.lowerBound < 0 && range.upperBound == -range.lowerBound {
            let limit = max(abs(own.lowerBound), abs(own.upperBound))
            return ValueScale(range: limit > 0 ? -limit...limit : range, map: map)
        }
        let low = min(0, own.lowerBound)
        return ValueScale(range: low...(own.upperBound > low ? own.upperBound : low + 1), map: map)
    }
}

extension Tensor {
    /// A strip `[1, L]` of at most `count` pixels, each the mean of what it covers.
    fileprivate func compacted(to count: Int) -> Tensor {
        let factor = max(1, (shape[1] + count - 1) / max(1, count))
        guard factor > 1 else { return self }
        let pixels = (0..<(shape[1] + factor - 1) / factor).map { index in
            let part = elements[index * factor..<Swift.min(shape[1], (index + 1) * factor)]
            return part.reduce(0, +) / Float(part.count)
        }
        return Tensor([1, pixels.count], pixels)
    }
}
