public import Scenes
import Tensors

/// A kernel and its frequency response: which waves come out of it, and how strong.
public struct Spectrum: Figure {
    public var filter = [FilterReference("sobel-x")]
    public var colorScale = ColorScale.each

    public init() {}

    public static let summary =
        "A kernel and its frequency response, which waves it passes and which it stops, for one filter or several in rows."

    public static var parameters: [FigureParameter<Spectrum>] {
        [
            .init("filter", \.filter, "the filter; give several for several rows"),
            .init("color-scale", \.colorScale, "a scale for each response, or one shared by all"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        guard !filter.isEmpty else { throw FigureError.nothingToDraw("the list of filters") }
        let filters = try filter.map { try $0.filter(from: context.resources) }
        let rows = try filters.flatMap { try Self.parts(of: $0) }.map { SpectrumRow($0) }
        let hasRings = rows.contains { !$0.isStrongestAtRest && !$0.strongest.isEmpty }
        let notes = Self.notes(filters) + (hasRings ? ["rings: the strongest waves"] : [])
        let scale = rows.count > 1 ? colorScale : nil
        var builder = SceneBuilder.fitted(context) { builder in
            builder.spectra(rows, isShared: colorScale == .shared)
            builder.footnote(notes + (scale.map { [$0.words] } ?? []))
        }
        return builder.scene(
            AlternativeText(
                summary:
                    "Frequency \(rows.count == 1 ? "response" : "responses") of \(listed(rows.map(\.filter.title))): "
                    + "the kernel, the gain of waves in all directions and its profiles.",
                details: (rows.map(\.details) + notes.map { $0.capitalisedFirst + "." }).joined(separator: " ")))
    }

    /// A filter for each kernel that answers by itself.
    ///
    /// - Throws: ``FigureError`` where kernels have channels, or compete pixel by pixel.
    private static func parts(of filter: Filter) throws(FigureError) -> [Filter] {
        try requireOneChannel(filter)
        switch filter.response {
        case .linear: return [filter]
        case .magnitude(let x, let y), .direction(let x, let y):
            return [("x", x), ("y", y)].map { name, kernel in
                Filter(
                    name: filter.name, title: "\(filter.title): \(name)", response: .linear(kernel),
                    isSigned: filter.isSigned)
            }
        case .greatest(let kernels):
            throw .oneKernelNeeded(
                filter: filter.name,
                reason:
                    "takes the greatest of \(kernels.count) answers at each pixel, which no frequency response describes"
            )
        }
    }

    private static func notes(_ filters: [Filter]) -> [String] {
        var notes = [
            "|H|: by how much a wave's amplitude is multiplied, wherever its crests lie",
            "0.5 cycles per pixel, light and dark by turns, is the fastest wave along an axis",
        ]
        let combined = filters.filter { $0.kernels.count > 1 }
        if !combined.isEmpty {
            notes.append(
                "\(listed(combined.map(\.title))) \(combined.count == 1 ? "is" : "are") not linear: shown are the kernels "
                    + "whose answers are combined")
        }
        return notes
    }
}

extension ColorScale {
    fileprivate var words: String {
        switch self {
        case .each: "each response on its own scale"
        case .shared: "all responses on one scale"
        }
    }
}
