internal import PangoCairo
internal import Scenes

/// A line as Pango has shaped it, from left to right.
final class GlyphRuns {
    /// Letters of one font in one direction; owned by the line.
    struct Run {
        var item: UnsafeMutablePointer<PangoItem>
        var glyphs: UnsafeMutablePointer<PangoGlyphString>
        /// Above the baseline, in points.
        var rise: Double
        var color: Color?
    }

    /// The ink and the fonts' own height, from the beginning of the baseline; in points.
    let ink: Rect
    let box: Rect
    private let runs: [Run]
    private let utf8: [CChar]

    init(_ runs: [Run], of utf8: [CChar]) {
        (self.runs, self.utf8) = (runs, utf8)
        var (ink, box): (Rect?, Rect?)
        var x = 0.0
        for run in runs {
            var rects = (PangoRectangle(), PangoRectangle())
            pango_glyph_string_extents(run.glyphs, run.item.pointee.analysis.font, &rects.0, &rects.1)
            if rects.0.height > 0 {
                let own = Rect(rects.0).offset(x, -run.rise)
                ink = ink?.union(own) ?? own
            }
            let own = Rect(rects.1).offset(x, -run.rise)
            box = box?.union(own) ?? own
            x += own.width
        }
        self.ink = ink ?? Rect(0, 0, 0, 0)
        self.box = box ?? Rect(0, 0, 0, 0)
    }

    deinit {
        for run in runs {
            pango_glyph_string_free(run.glyphs)
            pango_item_free(run.item)
        }
    }

    func pieces(scaledBy factor: Double) -> [ShapedText.Piece] {
        var x = 0.0
        return runs.compactMap { piece($0, x: &x, scaledBy: factor) }
    }

    private func piece(_ run: Run, x: inout Double, scaledBy factor: Double) -> ShapedText.Piece? {
        let unit = Double(PANGO_SCALE)
        let item = run.item.pointee
        guard let pangoFont = item.analysis.font, let font = pango_cairo_font_get_scaled_font(OpaquePointer(pangoFont))
        else { return nil }
        var glyphs: [cairo_glyph_t] = []
        // How many glyphs are drawn before each of Pango's, some of which draw nothing.
        var drawn: [Int] = [0]
        for index in 0..<Int(run.glyphs.pointee.num_glyphs) {
            let glyph = run.glyphs.pointee.glyphs[index]
            if let number = Self.fontIndex(of: glyph.glyph) {
                glyphs.append(
                    cairo_glyph_t(
                        index: number, x: factor * (x + Double(glyph.geometry.x_offset) / unit),
                        y: factor * (Double(glyph.geometry.y_offset) / unit - run.rise)))
            }
            drawn.append(glyphs.count)
            x += Double(glyph.geometry.width) / unit
        }
        let offset = Int(item.offset)
        return ShapedText.Piece(
            font: Self.scaled(font, by: factor), glyphs: glyphs,
            utf8: Array(utf8[offset..<offset + Int(item.length)]), clusters: clusters(of: run, drawn: drawn),
            isBackward: item.analysis.level % 2 == 1, color: run.color)
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
    private func clusters(of run: Run, drawn: [Int]) -> [cairo_text_cluster_t] {
        var result: [cairo_text_cluster_t] = []
        var pair = PangoGlyphItem()
        (pair.item, pair.glyphs) = (run.item, run.glyphs)
        utf8.withUnsafeBufferPointer { utf8 in
            withUnsafeMutablePointer(to: &pair) { pair in
                var iterator = PangoGlyphItemIter()
                var more = pango_glyph_item_iter_init_start(&iterator, pair, utf8.baseAddress)
                while more != 0 {
                    let ends = (Int(iterator.start_glyph), Int(iterator.end_glyph))
                    // Backwards, the glyphs of a cluster stand before its end.
                    let glyphs =
                        ends.0 <= ends.1
                        ? drawn[ends.1] - drawn[ends.0] : drawn[ends.0 + 1] - drawn[ends.1 + 1]
                    result.append(
                        cairo_text_cluster_t(
                            num_bytes: iterator.end_index - iterator.start_index, num_glyphs: Int32(glyphs)))
                    more = pango_glyph_item_iter_next_cluster(&iterator)
                }
            }
        }
        return result
    }
}

extension Rect {
    fileprivate init(_ rect: PangoRectangle) {
        let unit = Double(PANGO_SCALE)
        self.init(Double(rect.x) / unit, Double(rect.y) / unit, Double(rect.width) / unit, Double(rect.height) / unit)
    }
}
