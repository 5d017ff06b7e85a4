public import Scenes
import Tensors

/// Photo ∗ kernel = response, one row a filter.
public struct FilterStrip: FilteringFigure {
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var filter = [FilterReference("sobel-x")]
    public var size = 160
    public var colorScale = ColorScale.each
    public var options = FilterOptions()

    /// Whether responses share one colour scale, so that they can be compared.
    public enum ColorScale: String, ParameterChoice, Sendable {
        case each, shared
    }

    public init() {}

    public static let summary = "A photo, a kernel and the response, for one filter or several in rows."

    public static var parameters: [FigureParameter<FilterStrip>] {
        [
            .init("image", \.image, "the picture to filter; of a colour picture, its brightness"),
            .init("filter", \.filter, "the filter; give several for several rows"),
            .init("size", \.size, "the picture is first reduced to at most this many pixels along its longer side"),
            .init("color-scale", \.colorScale, "a colour scale for each response, or one shared by all of a kind"),
        ] + filterParameters
    }

    public func scene(in context: FigureContext) throws -> Scene {
        guard !filter.isEmpty else { throw FigureError.nothingToDraw("the list of filters") }
        let photo = try image.brightness(in: context, longest: size)
        let rows = try filter.map { reference -> Row in
            let filter = try reference.filter(from: context.resources)
            try requireOneChannel(filter)
            let response = try filter(photo, options.convolutionOptions)
            return Row(filter: filter, response: response)
        }
        var builder = SceneBuilder(context)
        builder.strip(photo: photo, rows: rows, scales: scales(rows, context.theme))
        let note = options.words + (rows.count > 1 ? "; \(scaleWords(rows))" : "")
        let bottom = builder.bounds?.bottom ?? 0
        builder.paragraph(
            note, left: 0, top: bottom + 9, width: builder.width, size: 8, color: context.theme.mutedInk)
        return builder.scene(description(photo, rows))
    }

    struct Row {
        let filter: Filter
        let response: Tensor
    }

    private func scales(_ rows: [Row], _ theme: Theme) -> [ValueScale] {
        rows.map { row in
            switch colorScale {
            case .each: .responses(of: row.filter, [row.response], theme)
            case .shared:
                .responses(
                    of: row.filter,
                    rows.filter {
                        $0.filter.isSigned == row.filter.isSigned && $0.filter.givesPicture == row.filter.givesPicture
                    }.map(\.response), theme)
            }
        }
    }

    private func scaleWords(_ rows: [Row]) -> String {
        switch colorScale {
        case .each: "each response on its own scale"
        case .shared: "responses of a kind on one scale"
        }
    }

    private func description(_ photo: Tensor, _ rows: [Row]) -> AlternativeText {
        let names = rows.map(\.filter.title)
        let size = sizes(Array(photo.shape.dropFirst()))
        var details = ["The picture is \(image.shortName), \(size) pixels. \(options.words.capitalisedFirst)."]
        for row in rows {
            let range = row.response.finiteRange ?? 0...0
            details.append(
                "\(row.filter.title): \(row.filter.kernelWords). The response is "
                    + "\(sizes(Array(row.response.shape.dropFirst()))), from \(decimal(range.lowerBound)) to "
                    + "\(decimal(range.upperBound))\(row.response.strongest.map { "; strongest at row \($0.row), column \($0.column)" } ?? "")."
            )
        }
        return AlternativeText(
            summary: "\(image.shortName.capitalisedFirst) filtered by \(listed(names)): photo, kernel and response.",
            details: details.joined(separator: " "))
    }
}

extension SceneBuilder {
    /// The rows of photo, kernel and response under their headings.
    fileprivate mutating func strip(photo: Tensor, rows: [FilterStrip.Row], scales: [ValueScale]) {
        let gap = min(30, width / 14)
        let kernelWidth = min(max(72, width * 0.21), width * 0.26)
        let barWidth = (scales.map { colorBarWidth($0) }.max() ?? 0) + 8
        let side = (width - 2 * gap - kernelWidth - barWidth) / 2
        let (photoRows, photoColumns) = (Double(photo.shape[1]), Double(photo.shape[2]))
        let height = side * min(photoRows, 1.3 * photoColumns) / photoColumns
        let kernelLeft = side + gap
        let responseLeft = kernelLeft + kernelWidth + gap

        for (heading, center) in [
            ("photo", side / 2), ("kernel", kernelLeft + kernelWidth / 2), ("response", responseLeft + side / 2),
        ] {
            text(Text(heading), at: Point(center, -6), color: theme.mutedInk, anchor: .middle)
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
            // A mathematical operator, centred by its ink rather than by its line.
            text(
                Text("∗", size: 13), at: Point(side + gap / 2, middle), color: theme.mutedInk, anchor: .middle,
                baseline: .middle)
            text(
                Text("=", size: 13), at: Point(responseLeft - gap / 2, middle), color: theme.mutedInk, anchor: .middle,
                baseline: .middle)
            colorBar(scale, left: responseLeft + side + 8, top: frame.top + 6, height: frame.height - 12)
            top += max(height, used) + 14
        }
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
