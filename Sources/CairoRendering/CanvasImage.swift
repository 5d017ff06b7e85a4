internal import PangoCairo
internal import Scenes

extension Canvas {
    /// An image pixel smaller than this, in points, is part of a photo: nobody is to count its pixels.
    private static let photoPixel = 0.6
    private static let largestEnlargement = 10.0
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
            isPhoto ? 1 : max(2, Int(min((1.5 * max(cellWidth, cellHeight)).rounded(.up), Self.largestEnlargement)))
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
        guard let surface = images.surface(of: pixels, withPNG: format == .svg) else {
            // Reported with the page's own status.
            cairo_set_source_surface(context, nil, 0, 0)
            return
        }
        cairo_save(context)
        cairo_translate(context, x, y)
        cairo_scale(context, scaleX, scaleY)
        cairo_set_source_surface(context, surface, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), filter)
        cairo_paint(context)
        cairo_restore(context)
    }
}
