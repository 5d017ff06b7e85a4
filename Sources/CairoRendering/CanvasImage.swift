internal import PangoCairo
internal import Scenes

extension Canvas {
    /// Draws pixels as squares with sharp sides.
    func drawPixels(_ pixels: PixelImage, in frame: Rect) {
        frame.check()
        guard frame.width > 0, frame.height > 0 else { return }
        var matrix = cairo_matrix_t()
        cairo_get_matrix(context, &matrix)
        if isRaster, matrix.xy == 0, matrix.yx == 0, matrix.xx > 0, matrix.yy > 0 {
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
        let limit = Double(PixelImage.longestSide)
        guard width <= limit, height <= limit else { return drawEnlarged(pixels, in: frame) }
        let resampled = pixels.resampled(width: Int(width), height: Int(height))
        cairo_save(context)
        cairo_identity_matrix(context)
        paint(resampled, x: left, y: top, scaleX: 1, scaleY: 1, filter: CAIRO_FILTER_NEAREST)
        cairo_restore(context)
    }

    private func drawEnlarged(_ pixels: PixelImage, in frame: Rect) {
        let enlarged = pixels.enlarged(for: frame)
        paint(
            enlarged, x: frame.x, y: frame.y, scaleX: frame.width / Double(enlarged.width),
            scaleY: frame.height / Double(enlarged.height),
            // On a raster, a turned block's rim may blur over a pixel: better than steps.
            filter: isRaster || pixels.isPhoto(in: frame) ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
    }

    private func paint(
        _ pixels: PixelImage, x: Double, y: Double, scaleX: Double, scaleY: Double, filter: cairo_filter_t
    ) {
        guard let surface = images.surface(of: pixels) else {
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
