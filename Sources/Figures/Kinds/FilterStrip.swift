public import Scenes
import Tensors

/// Photo ∗ kernel = response, one row a filter.
public struct FilterStrip: FilteringFigure {
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var filter = [FilterReference("sobel-x")]
    public var size: Int?
    public var colorScale = ColorScale.each
    public var options = FilterOptions()

    public init() {}

    public static let summary = "A photo, a kernel and the response, for one filter or several in rows."

    public static var parameters: [FigureParameter<FilterStrip>] {
        [
            .init("image", \.image, "the picture to filter; of a colour picture, its brightness"),
            .init("filter", \.filter, "the filter; give several for several rows"),
            .init(
                "size", \.size,
                "the picture is first reduced to at most this many pixels along its longer side; 160 unless given, more "
                    + "for panoramas"),
            .init("color-scale", \.colorScale, "a colour scale for each response, or one shared by all of a kind"),
        ] + filterParameters
    }

    public func scene(in context: FigureContext) throws -> Scene {
        guard !filter.isEmpty else { throw FigureError.nothingToDraw("the list of filters") }
        let photo = try image.brightness(in: context, longest: size, usual: 160)
        let rows = try filter.map { reference -> Row in
            let filter = try reference.filter(from: context.resources)
            try requireOneChannel(filter)
            let response = try filter(photo, options.convolutionOptions)
            return Row(filter: filter, response: response)
        }
        var builder = SceneBuilder(context)
        let scales = scales(rows, context.theme)
        if photo.elongation >= SceneBuilder.long {
            builder.stack(photo: photo, rows: rows, scales: scales)
        } else {
            builder.strip(photo: photo, rows: rows, scales: scales)
        }
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
