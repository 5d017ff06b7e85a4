internal import PangoCairo
internal import Scenes

extension Canvas {
    /// An image pixel smaller than this, in points, is part of a photo: nobody is to count its pixels.
    private static let photoPixel = 0.6
    private static let largestEnlargement = 16.0
    private static let mostPixels = 4_000_000

    /// Draws pixels as squares with sharp sides.
    func drawPixels(_ pixels: PixelImage, in frame: Rect) {
        check(Point(frame.left, frame.top))
        check(Point(frame.right, frame.bottom))
        guard frame.width > 0, frame.height > 0 else { return }
        var matrix = cairo_matrix_t()
        cairo_get_matrix(context, &matrix)
        if format == .png, matrix.xy == 0, matrix.yx == 0, matrix.xx > 0, matrix.yy > 0 {
            drawOnDevicePixels(pixels, in: frame, matrix)
        } else {
            drawEnlarged(pixels, in: frame)
        }
    }

    /// Upright on a raster: every pixel of the page gets the mean of what lies below it.
    private func drawOnDevicePixels(_ pixels: PixelImage, in frame: Rect, _ matrix: cairo_matrix_t) {
        let left = (frame.left * matrix.xx + matrix.x0).rounded()
        let top = (frame.top * matrix.yy + matrix.y0).rounded()
        let right = max((frame.right * matrix.xx + matrix.x0).rounded(), left + 1)
        let bottom = max((frame.bottom * matrix.yy + matrix.y0).rounded(), top + 1)
        let (width, height) = (right - left, bottom - top)
        let limit = Double(CairoRenderer.longestSide)
        guard width <= limit, height <= limit else { return drawEnlarged(pixels, in: frame) }
        let resampled = pixels.resampled(width: Int(width), height: Int(height))
        cairo_save(context)
        cairo_identity_matrix(context)
        paint(resampled, x: left, y: top, scaleX: 1, scaleY: 1, filter: CAIRO_FILTER_NEAREST)
        cairo_restore(context)
    }

    /// Viewers smooth the pixels of SVG and some of PDF, so each becomes a block of equal ones: only the block's rim
    /// can blur.
    private func drawEnlarged(_ pixels: PixelImage, in frame: Rect) {
        let (cellWidth, cellHeight) = (frame.width / Double(pixels.width), frame.height / Double(pixels.height))
        let isPhoto = max(cellWidth, cellHeight) < Self.photoPixel
        var factor =
            isPhoto ? 1 : max(2, Int(min((2 * max(cellWidth, cellHeight)).rounded(.up), Self.largestEnlargement)))
        let longest = CairoRenderer.longestSide
        while factor > 1,
            pixels.width * pixels.height * factor * factor > Self.mostPixels
                || max(pixels.width, pixels.height) * factor > longest
        { factor -= 1 }
        let enlarged =
            max(pixels.width, pixels.height) <= longest
            ? pixels.enlarged(by: factor)
            : pixels.resampled(width: min(pixels.width, longest), height: min(pixels.height, longest))
        paint(
            enlarged, x: frame.x, y: frame.y, scaleX: frame.width / Double(enlarged.width),
            scaleY: frame.height / Double(enlarged.height),
            // On a raster, a turned block's rim may blur over a pixel: better than steps.
            filter: isPhoto || format == .png ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
    }

    private func paint(
        _ pixels: PixelImage, x: Double, y: Double, scaleX: Double, scaleY: Double, filter: cairo_filter_t
    ) {
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(pixels.width), Int32(pixels.height)),
            let data = cairo_image_surface_get_data(surface)
        else {
            // Reported with the page's own status.
            cairo_set_source_surface(context, nil, 0, 0)
            return
        }
        defer { cairo_surface_destroy(surface) }
        cairo_surface_flush(surface)
        let rowBytes = Int(cairo_image_surface_get_stride(surface))
        pixels.rgb.withUnsafeBufferPointer { rgb in
            for row in 0..<pixels.height {
                let line = UnsafeMutableRawPointer(data + row * rowBytes).assumingMemoryBound(to: UInt32.self)
                var source = row * pixels.width * 3
                for column in 0..<pixels.width {
                    line[column] =
                        UInt32(rgb[source]) << 16 | UInt32(rgb[source + 1]) << 8 | UInt32(rgb[source + 2])
                    source += 3
                }
            }
        }
        cairo_surface_mark_dirty(surface)
        if format == .svg { attachPNG(of: pixels, to: surface) }
        cairo_save(context)
        cairo_translate(context, x, y)
        cairo_scale(context, scaleX, scaleY)
        cairo_set_source_surface(context, surface, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), filter)
        cairo_paint(context)
        cairo_restore(context)
    }

    /// Cairo then embeds our file, which is smaller than its own and written faster. Without it, nothing is lost.
    private func attachPNG(of pixels: PixelImage, to surface: OpaquePointer) {
        guard let png = try? PNGFile.encode(pixels), let copy = g_malloc(gsize(png.count)) else { return }
        copy.copyMemory(from: png, byteCount: png.count)
        cairo_surface_set_mime_data(surface, "image/png", copy, UInt(png.count), { g_free($0) }, copy)
    }
}
