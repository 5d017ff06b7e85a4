internal import PangoCairo
internal import Scenes

/// Pango behind one lock, with a memory of what it has set.
///
/// Everything goes through one context that belongs to no surface: with a surface's own, widths would differ
/// between formats and scripts would come out too large on scaled ones.
final class TextShaper: @unchecked Sendable {
    static let shared = TextShaper()

    private struct Key: Hashable {
        var text: Text
        var family: String
    }

    /// Of a font at the nominal size, in points.
    private struct LineMetrics {
        var ascent: Double
        var descent: Double
        var capHeight: Double
    }

    private struct MetricsKey: Hashable {
        var style: Text.Style
        var family: String
    }

    private static let rememberedTexts = 8192
    /// The size at which all text is set, to be scaled: Pango looks for fonts anew, in threads of its own, for every size.
    private static let nominalSize = 20.0
    private let lock = Lock()
    private var fonts = FontLibrary()
    private var context: OpaquePointer?
    private var contextGeneration = -1
    private var shaped: [Key: ShapedText] = [:]
    private var metrics: [MetricsKey: LineMetrics] = [:]

    func shape(_ text: Text, family: String) -> ShapedText {
        let key = Key(text: text, family: family)
        return lock.locked {
            if let known = shaped[key] { return known }
            if shaped.count >= Self.rememberedTexts { shaped.removeAll() }
            let result = setLine(text, family: family)
            shaped[key] = result
            return result
        }
    }

    /// Pango starts anew when a file is added, so several are added at once.
    func load(_ styles: [Text.Style], family: String) {
        lock.locked { for style in styles { _ = fonts.face(for: style, family: family, text: "") } }
    }

    private func setLine(_ text: Text, family: String) -> ShapedText {
        precondition(text.size.isFinite && text.size > 0, "text of size \(text.size)")
        let factor = text.size / Self.nominalSize
        let line = TextLine(text.sized(Self.nominalSize)) { fonts.face(for: $0.style, family: family, text: $0.string) }
        let metrics = lineMetrics(text.runs.first?.style ?? .regular, family: family)
        let runs = line.glyphRuns(in: currentContext())
        let hasInk = runs.ink.height > 0
        return ShapedText(
            extents: TextExtents(
                width: factor * runs.box.width, ascent: factor * max(metrics.ascent, hasInk ? -runs.ink.top : 0),
                descent: factor * max(metrics.descent, hasInk ? runs.ink.bottom : 0),
                capHeight: factor * metrics.capHeight),
            pieces: runs.pieces(scaledBy: factor))
    }

    private func lineMetrics(_ style: Text.Style, family: String) -> LineMetrics {
        let key = MetricsKey(style: style, family: family)
        if let known = metrics[key] { return known }
        let capital = TextLine(Text("H", style: style, size: Self.nominalSize)) {
            fonts.face(for: $0.style, family: family, text: $0.string)
        }
        let runs = capital.glyphRuns(in: currentContext())
        let result = LineMetrics(ascent: -runs.box.top, descent: runs.box.bottom, capHeight: -runs.ink.top)
        metrics[key] = result
        return result
    }

    /// A context that knows all fonts loaded so far.
    private func currentContext() -> OpaquePointer {
        if let context, contextGeneration == fonts.generation { return context }
        if let context { g_object_unref(UnsafeMutableRawPointer(context)) }
        let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)
        let new = pango_font_map_create_context(map)!
        pango_cairo_context_set_resolution(new, 72)
        pango_context_set_round_glyph_positions(new, 0)
        // Not the user's: figures come out alike for all.
        pango_context_set_language(new, pango_language_from_string("en"))
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(new, options)
        cairo_font_options_destroy(options)
        g_object_unref(map.map { UnsafeMutableRawPointer($0) })
        (context, contextGeneration) = (new, fonts.generation)
        return new
    }
}
