internal import PangoCairo
internal import Scenes

/// A text between its runs and Pango's: one string with attributes.
struct TextLine {
    private struct Span {
        var bytes: Range<Int>
        var run: Text.Run
        var face: FontLibrary.Face
    }

    private let utf8: [CChar]
    private let spans: [Span]
    private let size: Double

    init(_ text: Text, face: (Text.Run) -> FontLibrary.Face) {
        var utf8: [CChar] = []
        var spans: [Span] = []
        for run in text.runs where !run.string.isEmpty {
            let start = utf8.count
            // A line is one line, and Pango takes a zero byte for the end.
            utf8 += run.string.utf8.map { $0 < 0x20 ? 0x20 : CChar(bitPattern: $0) }
            spans.append(Span(bytes: start..<utf8.count, run: run, face: face(run)))
        }
        (self.utf8, self.spans, self.size) = (utf8, spans, text.size)
    }

    /// Set by Pango's parts rather than as one of its layouts, which would set a sample text of its own for every font.
    func glyphRuns(in context: OpaquePointer) -> GlyphRuns {
        let attributes = pango_attr_list_new()
        defer { pango_attr_list_unref(attributes) }
        for span in spans {
            let scale = span.run.script == .none ? 1 : Text.Script.scale
            let description = pango_font_description_new()
            // Never from a string: a family's last word that looks like a number would become the size.
            pango_font_description_set_family(description, span.face.families)
            pango_font_description_set_weight(description, span.face.weight)
            pango_font_description_set_style(description, span.face.slant)
            pango_font_description_set_absolute_size(description, size * scale * Double(PANGO_SCALE))
            insert(pango_attr_font_desc_new(description), span.bytes, attributes)
            // Or Pango would look up its own default font as well.
            if span.bytes.lowerBound == 0 { pango_context_set_font_description(context, description) }
            pango_font_description_free(description)
            // Figures of one width; and letters just as they were written: no "3x3" that becomes "3×3".
            insert(pango_attr_font_features_new("tnum=1, calt=0"), span.bytes, attributes)
        }
        let items = utf8.isEmpty ? nil : pango_itemize(context, utf8, 0, Int32(utf8.count), attributes, nil)
        defer { g_list_free(items) }
        let inOrder = pango_reorder_items(items)
        defer { g_list_free(inOrder) }
        var runs: [GlyphRuns.Run] = []
        var next = inOrder
        while let node = next {
            runs.append(shaped(node.pointee.data.assumingMemoryBound(to: PangoItem.self)))
            next = node.pointee.next
        }
        return GlyphRuns(runs, of: utf8)
    }

    private func shaped(_ item: UnsafeMutablePointer<PangoItem>) -> GlyphRuns.Run {
        let glyphs = pango_glyph_string_new()!
        utf8.withUnsafeBufferPointer { utf8 in
            pango_shape_full(
                utf8.baseAddress! + Int(item.pointee.offset), item.pointee.length, utf8.baseAddress,
                Int32(utf8.count), &item.pointee.analysis, glyphs)
        }
        let run = spans.first { $0.bytes.contains(Int(item.pointee.offset)) }?.run
        return GlyphRuns.Run(
            item: item, glyphs: glyphs, rise: (run?.script.rise ?? 0) * size, color: run?.color)
    }

    private func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?, _ bytes: Range<Int>, _ list: OpaquePointer?)
    {
        attribute?.pointee.start_index = UInt32(bytes.lowerBound)
        attribute?.pointee.end_index = UInt32(bytes.upperBound)
        pango_attr_list_insert(list, attribute)
    }
}

extension Text.Script {
    /// The size of raised and lowered letters against the others'.
    static let scale = 0.72

    /// How far above the baseline, for a size of one point.
    var rise: Double {
        switch self {
        case .none: 0
        case .superscript: 0.36
        case .subscript: -0.2
        }
    }
}
