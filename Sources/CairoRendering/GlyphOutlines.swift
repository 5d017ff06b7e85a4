internal import PangoCairo
internal import Scenes

/// The shapes of glyphs as SVG path data, in thousandths of an em.
final class GlyphOutlines {
    static let unitsPerEm = 1000.0

    private struct Key: Hashable {
        var font: OpaquePointer
        var index: UInt
    }

    private let context: OpaquePointer?
    /// Of the size at which outlines are read; kept, so that none takes another's address.
    private var fonts: Set<OpaquePointer> = []
    private var outlines: [Key: [UInt8]] = [:]

    init() {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
        context = cairo_create(surface)
        cairo_surface_destroy(surface)
    }

    deinit {
        for font in fonts { cairo_scaled_font_destroy(font) }
        cairo_destroy(context)
    }

    /// In points.
    func size(of piece: ShapedText.Piece) -> Double {
        var matrix = cairo_matrix_t()
        cairo_scaled_font_get_font_matrix(piece.font, &matrix)
        return matrix.yy
    }

    /// What each glyph draws, and where from the beginning of the line.
    func glyphs(of piece: ShapedText.Piece) -> [(outline: [UInt8], x: Double, y: Double)] {
        let font = GlyphRuns.scaled(piece.font, by: Self.unitsPerEm / size(of: piece))
        if !fonts.insert(font).inserted { cairo_scaled_font_destroy(font) }
        return piece.glyphs.map { (outline(of: $0.index, font), $0.x, $0.y) }
    }

    private func outline(of index: UInt, _ font: OpaquePointer) -> [UInt8] {
        let key = Key(font: font, index: index)
        if let known = outlines[key] { return known }
        var glyph = cairo_glyph_t(index: index, x: 0, y: 0)
        cairo_set_scaled_font(context, font)
        cairo_new_path(context)
        cairo_glyph_path(context, &glyph, 1)
        var data = SVGFragment()
        if let path = cairo_copy_path(context) {
            SVGPathData.write(Path(path.pointee), decimals: 0, to: &data)
            cairo_path_destroy(path)
        }
        outlines[key] = data.bytes
        return data.bytes
    }
}

extension Path {
    fileprivate init(_ path: cairo_path_t) {
        self.init()
        var index = 0
        while index < Int(path.num_data), let data = path.data {
            func point(_ number: Int) -> Point {
                Point(data[index + number].point.x, data[index + number].point.y)
            }
            switch data[index].header.type {
            case CAIRO_PATH_MOVE_TO: elements.append(.move(point(1)))
            case CAIRO_PATH_LINE_TO: elements.append(.line(point(1)))
            case CAIRO_PATH_CURVE_TO: elements.append(.curve(point(1), point(2), point(3)))
            default: elements.append(.close)
            }
            index += Int(data[index].header.length)
        }
    }
}
