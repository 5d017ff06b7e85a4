internal import ImageCodecs
internal import PangoCairo
internal import Scenes

/// A page's pixels as a PNG file, by our own encoder: cairo's is slower and cannot say how large a pixel is.
enum PNGFile {
    /// - Parameter scale: pixels per point, written down so that programs place the figure at its real size.
    static func encode(
        _ surface: OpaquePointer, isOpaque: Bool, scale: Double
    ) throws(RenderingError) -> [UInt8] {
        cairo_surface_flush(surface)
        let (width, height) = (
            Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface))
        )
        let channels = isOpaque ? 3 : 4
        guard let data = cairo_image_surface_get_data(surface) else { throw .png("no pixels to write") }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let samples = [UInt8](unsafeUninitializedCapacity: width * height * channels) { buffer, count in
            var target = buffer.baseAddress!
            for row in 0..<height {
                let line = UnsafeRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
                for pixel in UnsafeBufferPointer(start: line, count: width) {
                    write(pixel, isOpaque: isOpaque, to: target)
                    target += channels
                }
            }
            count = width * height * channels
        }
        return try encode(
            samples, width: width, height: height, channels: channels, pixelsPerMetre: pixelsPerMetre(scale: scale))
    }

    static func pixelsPerMetre(scale: Double) -> UInt32 {
        let pointsPerMetre = 72 / 0.0254
        return UInt32((scale * pointsPerMetre).rounded())
    }

    static func encode(_ pixels: PixelImage) throws(RenderingError) -> [UInt8] {
        // Photos are mostly grey: a third of the work.
        let grey = greys(of: pixels.rgb)
        return try encode(
            grey ?? pixels.rgb, width: pixels.width, height: pixels.height, channels: grey == nil ? 3 : 1,
            pixelsPerMetre: 0)
    }

    /// One sample a pixel, if no pixel has a colour.
    private static func greys(of rgb: [UInt8]) -> [UInt8]? {
        rgb.withUnsafeBufferPointer { rgb in
            let count = rgb.count / 3
            for index in 0..<count where rgb[3 * index] != rgb[3 * index + 1] || rgb[3 * index] != rgb[3 * index + 2] {
                return nil
            }
            return [UInt8](unsafeUninitializedCapacity: count) { greys, initialized in
                for index in 0..<count { greys[index] = rgb[3 * index] }
                initialized = count
            }
        }
    }

    /// A picture's rows as the chunks of pixels hold them: RGBA, or one index a pixel.
    ///
    /// - Parameter isFlat: rather than a photo, whose neighbours tell what a pixel may be.
    static func rows(
        _ samples: [UInt8], width: Int, height: Int, channels: Int, isFlat: Bool
    ) throws(RenderingError) -> [UInt8] {
        try withPicture(
            samples, width: width, height: height, channels: channels, effort: isFlat ? IC_FLAT : IC_SMALL
        ) { picture, bytes, count, _ in ic_png_rows(&picture, &bytes, &count) }
    }

    private static func encode(
        _ samples: [UInt8], width: Int, height: Int, channels: Int, pixelsPerMetre: UInt32
    ) throws(RenderingError) -> [UInt8] {
        try withPicture(samples, width: width, height: height, channels: channels, effort: IC_FAST) {
            picture, bytes, count, error in
            picture.pixelsPerMetre = pixelsPerMetre
            return ic_png_encode(&picture, &bytes, &count, &error)
        }
    }

    private static func withPicture(
        _ samples: [UInt8], width: Int, height: Int, channels: Int, effort: ic_effort,
        _ write: (inout ic_picture, inout UnsafeMutablePointer<UInt8>?, inout Int, inout ic_error) -> ic_status
    ) throws(RenderingError) -> [UInt8] {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        var error = ic_error()
        let status = samples.withUnsafeBytes { samples in
            var picture = ic_picture()
            picture.width = UInt32(width)
            picture.height = UInt32(height)
            picture.channels = UInt32(channels)
            picture.depth = 8
            picture.samples = samples.baseAddress
            picture.bytesPerRow = width * channels
            picture.effort = effort
            return write(&picture, &bytes, &count, &error)
        }
        guard status == IC_OK, let bytes else {
            let message = withUnsafeBytes(of: error.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw .png(message.isEmpty ? "there is not enough memory" : message)
        }
        defer { ic_free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    private static func write(_ pixel: UInt32, isOpaque: Bool, to target: UnsafeMutablePointer<UInt8>) {
        let color = plain(pixel, isOpaque: isOpaque)
        for channel in 0..<3 { target[channel] = UInt8(truncatingIfNeeded: color >> UInt32(16 - 8 * channel)) }
        if !isOpaque { target[3] = UInt8(color >> 24) }
    }

    /// Cairo's colours are multiplied by their alpha, PNG's are not.
    static func plain(_ pixel: UInt32, isOpaque: Bool) -> ARGB {
        let alpha = pixel >> 24
        if isOpaque || alpha == 255 { return pixel | 0xFF00_0000 }
        if alpha == 0 { return 0 }
        func channel(_ shift: UInt32) -> UInt32 {
            min(((pixel >> shift & 255) * 255 + alpha / 2) / alpha, 255) << shift
        }
        return alpha << 24 | channel(16) | channel(8) | channel(0)
    }
}
