internal import PangoCairo
internal import Scenes

/// A text between its runs and Pango's: one string with attributes, and the glyphs that came of it.
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

    func set(on layout: OpaquePointer) {
        let attributes = pango_attr_list_new()
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
            if span.bytes.lowerBound == 0 { pango_layout_set_font_description(layout, description) }
            pango_font_description_free(description)
            // Figures of one width; and letters just as they were written: no "3x3" that becomes "3×3".
            insert(pango_attr_font_features_new("tnum=1, calt=0"), span.bytes, attributes)
            let rise = span.run.script.rise
            if rise != 0 {
                insert(
                    pango_attr_rise_new(Int32((rise * size * Double(PANGO_SCALE)).rounded())), span.bytes, attributes)
            }
        }
        pango_layout_set_text(layout, utf8, Int32(utf8.count))
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
    }

    private func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?, _ bytes: Range<Int>, _ list: OpaquePointer?)
    {
        attribute?.pointee.start_index = UInt32(bytes.lowerBound)
        attribute?.pointee.end_index = UInt32(bytes.upperBound)
        pango_attr_list_insert(list, attribute)
    }

    /// The ink, from the beginning of the baseline, and how far the line runs; in points.
    static func extents(of layout: OpaquePointer) -> (ink: Rect, width: Double) {
        var ink = PangoRectangle()
        var logical = PangoRectangle()
        pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, 0), &ink, &logical)
        let unit = Double(PANGO_SCALE)
        return (
            Rect(
                Double(ink.x) / unit, Double(ink.y) / unit, Double(ink.width) / unit, Double(ink.height) / unit),
            Double(logical.width) / unit
        )
    }

    func pieces(of layout: OpaquePointer, scaledBy factor: Double) -> [ShapedText.Piece] {
        var pieces: [ShapedText.Piece] = []
        var x = 0.0
        var next = pango_layout_get_line_readonly(layout, 0)?.pointee.runs
        while let node = next {
            let item = node.pointee.data.assumingMemoryBound(to: PangoGlyphItem.self)
            if let piece = piece(item, x: &x, scaledBy: factor) { pieces.append(piece) }
            next = node.pointee.next
        }
        return pieces
    }

    private func piece(
        _ run: UnsafeMutablePointer<PangoGlyphItem>, x: inout Double, scaledBy factor: Double
    ) -> ShapedText.Piece? {
        let unit = Double(PANGO_SCALE)
        let item = run.pointee.item.pointee
        guard let string = run.pointee.glyphs, let pangoFont = item.analysis.font,
            let font = pango_cairo_font_get_scaled_font(OpaquePointer(pangoFont))
        else { return nil }
        let y = -Double(run.pointee.y_offset) / unit
        var glyphs: [cairo_glyph_t] = []
        // How many glyphs are drawn before each of Pango's, some of which draw nothing.
        var drawn: [Int] = [0]
        for index in 0..<Int(string.pointee.num_glyphs) {
            let glyph = string.pointee.glyphs[index]
            if let number = Self.fontIndex(of: glyph.glyph) {
                glyphs.append(
                    cairo_glyph_t(
                        index: number, x: factor * (x + Double(glyph.geometry.x_offset) / unit),
                        y: factor * (y + Double(glyph.geometry.y_offset) / unit)))
            }
            drawn.append(glyphs.count)
            x += Double(glyph.geometry.width) / unit
        }
        let offset = Int(item.offset)
        return ShapedText.Piece(
            font: Self.scaled(font, by: factor), glyphs: glyphs,
            utf8: Array(utf8[offset..<offset + Int(item.length)]), clusters: clusters(of: run, drawn: drawn),
            isBackward: item.analysis.level % 2 == 1,
            color: spans.first { $0.bytes.contains(offset) }?.run.color)
    }

    /// The same face at another size.
    static func scaled(_ font: OpaquePointer, by factor: Double) -> OpaquePointer {
        var (size, page) = (cairo_matrix_t(), cairo_matrix_t())
        cairo_scaled_font_get_font_matrix(font, &size)
        cairo_matrix_scale(&size, factor, factor)
        cairo_scaled_font_get_ctm(font, &page)
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_scaled_font_get_font_options(font, options)
        return cairo_scaled_font_create(cairo_scaled_font_get_font_face(font), &size, &page, options)
    }

    /// `nil` for a glyph that draws nothing; the font's box for a letter that no font has.
    private static func fontIndex(of glyph: PangoGlyph) -> UInt? {
        let empty: PangoGlyph = 0x0FFF_FFFF
        let unknown: PangoGlyph = 0x1000_0000
        return glyph == empty ? nil : glyph & unknown != 0 ? 0 : UInt(glyph)
    }

    /// Which letters belong to which glyphs, for searching in a PDF; in the order of the letters.
    private func clusters(of run: UnsafeMutablePointer<PangoGlyphItem>, drawn: [Int]) -> [cairo_text_cluster_t] {
        var result: [cairo_text_cluster_t] = []
        var iterator = PangoGlyphItemIter()
        var more = utf8.withUnsafeBufferPointer {
            pango_glyph_item_iter_init_start(&iterator, run, $0.baseAddress)
        }
        while more != 0 {
            let ends = (Int(iterator.start_glyph), Int(iterator.end_glyph))
            // Backwards, the glyphs of a cluster stand before its end.
            let glyphs =
                ends.0 <= ends.1
                ? drawn[ends.1] - drawn[ends.0] : drawn[ends.0 + 1] - drawn[ends.1 + 1]
            result.append(
                cairo_text_cluster_t(num_bytes: iterator.end_index - iterator.start_index, num_glyphs: Int32(glyphs)))
            more = pango_glyph_item_iter_next_cluster(&iterator)
        }
        return result
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
