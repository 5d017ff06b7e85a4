import Scenes
import Tensors

extension SceneBuilder {
    /// The photo, brighter or darker where the score is, with its best window; beside it the map at the same scale.
    mutating func scoreMap(
        _ map: ClassMap, _ windows: SlidingWindows, photo: Tensor, named name: String, isProbability: Bool
    ) {
        let scale = ScoreMapFrames.scale(map.values, isProbability: isProbability, theme)
        let frames = ScoreMapFrames(windows, map.values.shape.sizes, width: width, barWidth: colorBarWidth(scale) + 10)
        let best = frames.window(windows, row: map.best.row, column: map.best.column)
        let cell = frames.cell(row: map.best.row, column: map.best.column)

        image(tinted(photo, map, windows, scale, in: frames.photo), in: frames.photo)
        let first = frames.window(windows, row: 0, column: 0)
        // A dark line would be lost on a dark photo.
        if theme.usesHatches {
            for window in [first, best] { path(.rect(window), stroke: Stroke(theme.page, width: 3.5)) }
        }
        path(.rect(first), stroke: Stroke(theme.accent(.kernel), width: 1, dash: [3, 2]))
        path(.rect(best), stroke: Stroke(theme.accent(.kernel), width: 1.75))

        matrix(
            map.values, in: frames.map,
            MatrixLook(scale: scale, numbers: NumberStyle(places: 2), outline: theme.outline(.output)))
        path(.rect(cell.inset(by: -1.25)), stroke: Stroke(theme.accent(.kernel), width: 1.5))
        colorBar(scale, left: frames.barLeft, top: frames.map.top, height: min(frames.map.height, 130))

        caption(
            ["\(name), \(sizes(windows.photo))", "window \(sizes(windows.size)), moved by \(windows.stepWords)"],
            left: frames.photo.left, top: frames.captions ?? frames.photo.bottom, width: frames.photo.width,
            note: "dashed: the first window; outlined: the one of the greatest score")
        caption(
            ["\(sizes(map.values.shape.sizes)) scores of \(map.title)"], left: frames.map.left,
            top: frames.captions ?? frames.map.bottom, width: frames.photo.width,
            note: "each square stands for the window around it; the greatest, "
                + "\(decimal(map.best.score, places: 3)), in row \(map.best.row), column \(map.best.column)")
    }

    private mutating func caption(
        _ lines: [String], left: Double, top: Double, width column: Double, note: String
    ) {
        let room = min(max(column, 120), width - left)
        var top = top + 6
        for line in lines {
            top = (paragraph(line, left: left, top: top, width: room, style: .medium)?.bottom ?? top) + 1
        }
        paragraph(note, left: left, top: top + 1, width: room, size: 8, color: theme.mutedInk)
    }

    /// The photo in greys, with the scores' colours around the windows' centres: the stronger, the greater the score.
    private func tinted(
        _ photo: Tensor, _ map: ClassMap, _ windows: SlidingWindows, _ scale: ValueScale, in frame: Rect
    ) -> PixelImage {
        let longest = max(frame.width, frame.height) * PixelImage.mostPerPoint
        let grey = Resampling.reduced(photo.luma, longest: max(1, Int(longest)))
        let (height, width) = (grey.shape[1], grey.shape[2])
        let reduction = Double(photo.shape[1]) / Double(height)
        let (rows, columns) = (map.values.shape[0], map.values.shape[1])
        var rgb: [UInt8] = []
        rgb.reserveCapacity(3 * width * height)
        for y in 0..<height {
            let row = windows.index(at: (Double(y) + 0.5) * reduction, axis: 0)
            for x in 0..<width {
                let column = windows.index(at: (Double(x) + 0.5) * reduction, axis: 1)
                let value = Double(min(max(grey[0, y, x], 0), 1))
                var color = Color.black.mixed(with: .white, value)
                if (0..<rows).contains(row), (0..<columns).contains(column) {
                    let score = map.values[row, column]
                    let share = min(max(scale.position(of: score), 0), 1)
                    color = color.mixed(with: theme.accent(.output), 0.75 * share)
                }
                rgb += [color.red, color.green, color.blue].map { PixelImage.byte(Float($0)) }
            }
        }
        return PixelImage(width: width, height: height, rgb: rgb)
    }
}

extension SlidingWindows {
    /// Which window's centre a place of the photo is nearest to; there may be none.
    func index(at place: Double, axis: Int) -> Int {
        Int(((place - Double(size[axis]) / 2) / step[axis] + 0.5).rounded(.down))
    }
}

/// Where the photo and its map stand: side by side, or one above the other where the page is narrow.
private struct ScoreMapFrames {
    let photo: Rect
    let map: Rect
    let barLeft: Double
    /// Below both, where they stand side by side.
    let captions: Double?
    private let scale: Double
    private let rows: Int
    private let columns: Int

    /// - Parameter shape: Of the map, rows and columns.
    init(_ windows: SlidingWindows, _ shape: [Int], width: Double, barWidth: Double) {
        let (height, length) = (Double(windows.photo[0]), Double(windows.photo[1]))
        (rows, columns) = (shape[0], shape[1])
        let gap = 22.0
        let isBeside = width > 300 && length < 2.5 * height
        let room = isBeside ? (width - gap - barWidth) / 2 : width - barWidth
        scale = min(room / length, 330 / height)
        photo = Rect(0, 0, length * scale, height * scale)
        // The map's rows stand beside the centres of their windows.
        let mapSize = Size(Double(columns) * windows.step[1] * scale, Double(rows) * windows.step[0] * scale)
        let top = max(0, (Double(windows.size[0]) - windows.step[0]) / 2 * scale)
        captions = isBeside ? max(photo.bottom, top + mapSize.height) : nil
        map =
            isBeside
            ? Rect(photo.right + gap, top, mapSize.width, mapSize.height)
            : Rect(0, photo.bottom + 60, mapSize.width, mapSize.height)
        barLeft = map.right + 10
    }

    static func scale(_ values: Tensor, isProbability: Bool, _ theme: Theme) -> ValueScale {
        if isProbability { return ValueScale(range: 0...1, map: theme.sequential) }
        let isSigned = values.finiteRange.map { $0.lowerBound < 0 } ?? false
        return isSigned ? .signed([values], theme) : .sequential([values], theme)
    }

    func window(_ windows: SlidingWindows, row: Int, column: Int) -> Rect {
        Rect(
            photo.left + Double(column) * windows.step[1] * scale, photo.top + Double(row) * windows.step[0] * scale,
            Double(windows.size[1]) * scale, Double(windows.size[0]) * scale)
    }

    func cell(row: Int, column: Int) -> Rect {
        let (width, height) = (map.width / Double(columns), map.height / Double(rows))
        return Rect(map.left + Double(column) * width, map.top + Double(row) * height, width, height)
    }
}
