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
            let used = kernels(
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
            let used = kernels(row.filter, center: side / 2, top: top, width: kernelWidth, height: room)
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

    /// The filter's name over its kernel, or over its kernels.
    ///
    /// - Returns: the height that they need.
    private mutating func kernels(
        _ filter: Filter, center: Double, top: Double, width: Double, height: Double
    ) -> Double {
        let matrices = filter.kernels.map(\.matrix)
        let lines = wrapped(filter.title, width: width, size: 9, style: .bold)
        let (rows, columns) = (matrices[0].shape[0], matrices[0].shape[1])
        let across = matrices.count <= 2 ? 1 : 3
        let down = (matrices.count + across - 1) / across
        let spacing = matrices.count == 1 ? 0.0 : 5.0
        let formula = filter.formula
        let titleHeight = 12 * Double(lines.count) + 5
        let formulaHeight = formula == nil ? 0.0 : 13.0
        // One kernel or two show their numbers, even if the row must grow for it; more, or large ones, are pictures.
        let least = leastCell(matrices[0], NumberStyle(for: matrices[0]))
        let needed = least * Double(rows * down) + spacing * Double(down - 1)
        let photoRoom = max(height - titleHeight - formulaHeight - 2, 40)
        let room = matrices.count <= 2 && needed < 1.4 * photoRoom ? max(photoRoom, needed) : photoRoom
        let cell = min(
            20, (width - spacing * Double(across - 1)) / Double(columns * across),
            (room - spacing * Double(down - 1)) / Double(rows * down))
        let block = cell * Double(rows * down) + spacing * Double(down - 1)
        let total = titleHeight + block + formulaHeight
        var y = top + max(0, (height - total) / 2)
        for line in lines {
            text(Text(line, style: .bold), at: Point(center, y), anchor: .middle, baseline: .top)
            y += 12
        }
        y += 5
        let numbers = NumberStyle(for: matrices[0])
        let left = center - (cell * Double(columns * across) + spacing * Double(across - 1)) / 2
        for (index, matrix) in matrices.enumerated() {
            let frame = Rect(
                left + Double(index % across) * (cell * Double(columns) + spacing),
                y + Double(index / across) * (cell * Double(rows) + spacing), cell * Double(columns),
                cell * Double(rows))
            self.matrix(
                matrix, in: frame,
                MatrixLook(
                    scale: .weights(matrix, theme), numbers: numbers,
                    outline: Stroke(theme.emphasised(.kernel), width: cell < 8 ? 0.75 : 1.25, join: .round)))
        }
        if let formula {
            text(formula, at: Point(center, y + block + 5), color: theme.mutedInk, anchor: .middle, baseline: .top)
        }
        return total
    }
}

extension Filter {
    /// How several responses become one, where there are several.
    fileprivate var formula: Text? {
        switch response {
        case .linear: nil
        case .magnitude:
            Text(
                [
                    .init("√("), .init("x", style: .variable), .init("2", script: .superscript), .init(" + "),
                    .init("y", style: .variable), .init("2", script: .superscript), .init(")"),
                ], size: 8)
        case .direction:
            Text(
                [
                    .init("angle of ("), .init("x", style: .variable), .init(", "), .init("y", style: .variable),
                    .init(")"),
                ], size: 8)
        case .greatest(let kernels): Text("greatest of \(kernels.count)", size: 8)
        }
    }
}
