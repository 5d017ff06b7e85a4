internal import PangoCairo
internal import Scenes

/// A page of PNG or PDF under drawing: marks onto a cairo context.
struct Canvas {
    let context: OpaquePointer
    /// Of pixels, on which marks may be aligned.
    let isRaster: Bool
    let measurer: PangoTextMeasurer
    /// Of this document: a photo that stands on a page several times is written once.
    let images = ImageSurfaces()

    func draw(_ scene: Scene) {
        if let background = scene.background {
            setSource(background)
            cairo_paint(context)
        }
        draw(scene.marks)
    }

    func draw(_ marks: [Mark]) {
        for mark in marks { draw(mark) }
    }

    func draw(_ mark: Mark) {
        switch mark {
        case .path(let path, let fill, let stroke):
            if let fill { self.fill(path, fill) }
            if let stroke { self.stroke(path, stroke) }
        case .text(let mark): draw(mark)
        case .image(let mark): drawPixels(mark.pixels, in: mark.frame)
        case .matrix(let mark): draw(mark.parts)
        case .group(let group): draw(group)
        }
    }

    private func draw(_ group: GroupMark) {
        let transform = group.transform
        transform.check()
        cairo_save(context)
        var matrix = cairo_matrix_t(
            xx: transform.a, yx: transform.b, xy: transform.c, yy: transform.d, x0: transform.tx, y0: transform.ty)
        cairo_transform(context, &matrix)
        if let clip = group.clip {
            add(clip)
            cairo_clip(context)
        }
        draw(group.marks)
        cairo_restore(context)
    }

    // MARK: Paths

    func fill(_ path: Path, _ paint: Paint) {
        switch paint {
        case .solid(let color):
            add(path)
            setSource(color)
            cairo_fill(context)
        case .hatch(let hatch, let line, let ground):
            add(path)
            setSource(ground)
            cairo_fill_preserve(context)
            cairo_save(context)
            cairo_clip(context)
            var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
            cairo_clip_extents(context, &left, &top, &right, &bottom)
            stroke(hatch.lines(over: Rect(left, top, right - left, bottom - top)), hatch.stroke(line))
            cairo_restore(context)
        }
    }

    func stroke(_ path: Path, _ stroke: Stroke) {
        stroke.check()
        guard stroke.width > 0 else { return }
        add(path)
        setSource(stroke.color)
        cairo_set_line_width(context, stroke.width)
        switch stroke.cap {
        case .butt: cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
        case .round: cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        case .square: cairo_set_line_cap(context, CAIRO_LINE_CAP_SQUARE)
        }
        switch stroke.join {
        case .miter: cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
        case .round: cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        }
        // Dashes of no length at all would be an error.
        let dash = stroke.dash.contains { $0 > 0 } ? stroke.dash : []
        cairo_set_dash(context, dash, Int32(dash.count), 0)
        cairo_stroke(context)
    }

    func setSource(_ color: Color) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    /// Puts a path in place of the context's.
    func add(_ path: Path) {
        path.check()
        cairo_new_path(context)
        for element in path.elements {
            switch element {
            case .move(let point): cairo_move_to(context, point.x, point.y)
            case .line(let point): cairo_line_to(context, point.x, point.y)
            case .curve(let first, let second, let end):
                cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
            case .close: cairo_close_path(context)
            }
        }
    }

    // MARK: Text

    func draw(_ mark: TextMark) {
        mark.position.check()
        let shaped = measurer.shape(mark.text)
        let origin = mark.origin(shaped.extents)
        for piece in shaped.pieces where !piece.glyphs.isEmpty {
            setSource(piece.color ?? mark.color)
            cairo_set_scaled_font(context, piece.font)
            let glyphs = piece.glyphs.map { cairo_glyph_t(index: $0.index, x: $0.x + origin.x, y: $0.y + origin.y) }
            if isRaster {
                // As shapes: cairo would move whole letters to whole pixels.
                cairo_new_path(context)
                cairo_glyph_path(context, glyphs, Int32(glyphs.count))
                cairo_fill(context)
            } else {
                cairo_show_text_glyphs(
                    context, piece.utf8, Int32(piece.utf8.count), glyphs, Int32(glyphs.count), piece.clusters,
                    Int32(piece.clusters.count), piece.isBackward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : .init(0))
            }
        }
    }
}
