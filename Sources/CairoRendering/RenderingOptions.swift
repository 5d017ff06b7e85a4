/// How scenes are written, apart from what is on them.
public struct RenderingOptions: Hashable, Sendable {
    /// Pixels per point of a PNG.
    public var scale: Double
    /// How an SVG holds its text.
    public var text: TextForm
    /// Tells apart the copies of one figure in one document: part of every SVG id.
    public var instance: Int?
    /// Instead of the scene's own summary, the title in SVG and PDF.
    public var title: String?

    public enum TextForm: String, Hashable, Sendable, CaseIterable {
        /// Letters as shapes: looks alike everywhere.
        case outlines
        /// Letters as text: can be searched and edited, looks as the reader's fonts do.
        case live
    }

    public static let defaultScale = 2.0

    public init(
        scale: Double = defaultScale, text: TextForm = .outlines, instance: Int? = nil, title: String? = nil
    ) {
        (self.scale, self.text, self.instance, self.title) = (scale, text, instance, title)
    }
}
