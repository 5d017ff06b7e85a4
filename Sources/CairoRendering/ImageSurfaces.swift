internal import PangoCairo
internal import Scenes

/// Pixels as cairo's surfaces, one for each picture however often it is painted.
final class ImageSurfaces {
    private var surfaces: [PixelImage: OpaquePointer] = [:]

    deinit {
        for surface in surfaces.values { cairo_surface_destroy(surface) }
    }

    /// - Returns: a surface that stays with this object; `nil` where there is no memory for it.
    func surface(of pixels: PixelImage, withPNG: Bool) -> OpaquePointer? {
        if let known = surfaces[pixels] { return known }
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(pixels.width), Int32(pixels.height))
        else { return nil }
        guard let data = cairo_image_surface_get_data(surface) else {
            cairo_surface_destroy(surface)
            return nil
        }
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
        if withPNG { attachPNG(of: pixels, to: surface) }
        surfaces[pixels] = surface
        return surface
    }

    /// Cairo then embeds our file, which is smaller than its own and written faster. Without it, nothing is lost.
    private func attachPNG(of pixels: PixelImage, to surface: OpaquePointer) {
        guard let png = try? PNGFile.encode(pixels), let copy = g_malloc(gsize(png.count)) else { return }
        copy.copyMemory(from: png, byteCount: png.count)
        cairo_surface_set_mime_data(surface, "image/png", copy, UInt(png.count), { g_free($0) }, copy)
    }
}
