internal import PangoCairo
internal import Scenes

/// Pixels as cairo's surfaces, one for each picture however often it is painted.
final class ImageSurfaces {
    private var surfaces: [(pixels: PixelImage, surface: OpaquePointer)] = []

    deinit {
        for (_, surface) in surfaces { cairo_surface_destroy(surface) }
    }

    /// - Returns: a surface that stays with this object; `nil` where there is no memory for it.
    func surface(of pixels: PixelImage) -> OpaquePointer? {
        if let known = surfaces.first(where: { $0.pixels == pixels }) { return known.surface }
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
        surfaces.append((pixels, surface))
        return surface
    }
}
