import Scenes
import Tensors

extension SceneBuilder {
    /// The rows of photo, kernel and response under their headings.
    mutating func strip(photo: Tensor, rows: [FilterStrip.Row], scales: [ValueScale]) {
        let gap = min(30, width / 14)
        let kernelWidth = min(max(72, width * 0.21), width * 0.26)
        let barWidth = (scales.map { colorBarWidth($0) }.max() ?? 0) + 8
        let room = (width - 2 * gap - kernelWidth - barWidth) / 2
        let isTower = photo.elongation <= 1 / Self.long
        let height = min(room / photo.elongation, isTower ? max(1.3 * room, rows.count == 1 ? 340 : 240) : 1.3 * room)
        // The columns of a tower are no wider than their headings.
        let side = isTower ? min(room, max(height * photo.elongation, 42)) : room
        let kernelLeft = side + gap
        let responseLeft = kernelLeft + kernelWidth + gap

        for (words, center) in [
            ("photo", side / 2), ("kernel", kernelLeft + kernelWidth / 2), ("response", responseLeft + side / 2),
        ] {
            heading(words, over: center, bottom: -6)
        }
        var top = 0.0
        for (row, scale) in zip(rows, scales) {
            let used = filterCard(
                row.filter, center: kernelLeft + kernelWidth / 2, top: top, width: kernelWidth, height: height)
            let middle = top + max(height, used) / 2
            let photoFrame = fitted(photo, left: 0, middle: middle, side: side, height: height)
            image(ValueScale.photo.pixels(photo), in: photoFrame)
            let frame = fitted(row.response, left: responseLeft, middle: middle, side: side, height: height)
            image(scale.pixels(row.response), in: frame)
            sign("∗", at: Point(side + gap / 2, middle))
            sign("=", at: Point(responseLeft - gap / 2, middle))
            colorBar(scale, left: responseLeft + side + 8, top: frame.top + 6, height: frame.height - 12)
            top += max(height, used) + 14
        }
    }

    /// A panorama over its kernels and responses, each as wide as the page.
    mutating func stack(photo: Tensor, rows: [FilterStrip.Row], scales: [ValueScale]) {
        let barWidth = (scales.map { colorBarWidth($0) }.max() ?? 0) + 8
        let side = width - barWidth
        let height = side / photo.elongation
        let kernelWidth = min(92, side / 2)
        heading("photo", over: side / 2, bottom: -6)
        image(ValueScale.photo.pixels(photo), in: Rect(0, 0, side, height))
        var top = height + 12
        for (row, scale) in zip(rows, scales) {
            // Two kernels stand one below the other.
            let room = row.filter.kernels.count == 2 ? 112.0 : 76
            let used = filterCard(row.filter, center: side / 2, top: top, width: kernelWidth, height: room)
            let middle = top + max(used, room) / 2
            sign("∗", at: Point(side / 2 - kernelWidth / 2 - 8, middle))
            sign("=", at: Point(side / 2 + kernelWidth / 2 + 8, middle))
            top += max(used, room) + 24
            heading("response", over: side / 2, bottom: top - 6)
            let responseHeight = min(side / row.response.elongation, 1.5 * height + 20)
            let frame = fitted(
                row.response, left: 0, middle: top + responseHeight / 2, side: side, height: responseHeight)
            image(scale.pixels(row.response), in: frame)
            colorBar(scale, left: side + 8, top: frame.top + 2, height: frame.height - 4)
            top = frame.bottom + 16
        }
    }

    private mutating func heading(_ words: String, over center: Double, bottom: Double) {
        text(Text(words), at: Point(center, bottom), color: theme.mutedInk, anchor: .middle)
    }

    /// A mathematical operator, centred by its ink rather than by its line.
    private mutating func sign(_ sign: String, at place: Point) {
        text(Text(sign, size: 13), at: place, color: theme.mutedInk, anchor: .middle, baseline: .middle)
    }

    /// The frame of a map in a column `side` wide, its proportions kept.
    private func fitted(_ map: Tensor, left: Double, middle: Double, side: Double, height: Double) -> Rect {
        let (rows, columns) = (Double(map.shape[1]), Double(map.shape[2]))
        let factor = min(side / columns, height / rows)
        return Rect(
            left + (side - columns * factor) / 2, middle - rows * factor / 2, columns * factor, rows * factor)
    }
}
