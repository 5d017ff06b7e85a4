internal import Scenes

/// What a picture that stands has to become the next one.
struct FrameChange<Pixel: Equatable> {
    enum Blend {
        /// The area's pixels take the place of what stands there.
        case source
        /// Those that are transparent leave what stands there.
        case over
    }

    var area: PixelArea
    var pixels: [Pixel]
    var blend: Blend
    /// Frames that show the result.
    var frames: Range<Int>
}

/// Frames as changes, one after the other; equal frames are one.
struct FrameChanges<Pixel: Equatable> {
    let transparent: Pixel
    /// Whether a pixel hides what lies below it.
    let isOpaque: (Pixel) -> Bool
    private var shown: Raster<Pixel>?
    private var waiting: FrameChange<Pixel>?

    init(transparent: Pixel, isOpaque: @escaping (Pixel) -> Bool) {
        (self.transparent, self.isOpaque) = (transparent, isOpaque)
    }

    /// - Returns: a change that is complete, now that the next one is known.
    mutating func add(_ frame: Raster<Pixel>, at index: Int) -> FrameChange<Pixel>? {
        let change: FrameChange<Pixel>
        if let shown {
            guard let area = frame.change(from: shown) else {
                if let start = waiting?.frames.lowerBound { waiting?.frames = start..<index + 1 }
                return nil
            }
            change = self.change(from: shown, to: frame, area, index)
        } else {
            change = FrameChange(area: frame.area, pixels: frame.pixels, blend: .source, frames: index..<index + 1)
        }
        defer { (shown, waiting) = (frame, change) }
        return waiting
    }

    /// - Returns: the last change.
    func finish() -> FrameChange<Pixel>? { waiting }

    private func change(
        from shown: Raster<Pixel>, to frame: Raster<Pixel>, _ area: PixelArea, _ index: Int
    ) -> FrameChange<Pixel> {
        var canBlend = true
        let pixels = frame.pixels(of: area) { index, pixel in
            if pixel == shown.pixels[index] { return transparent }
            if canBlend, !isOpaque(pixel) { canBlend = false }
            return pixel
        }
        return FrameChange(
            area: area, pixels: canBlend ? pixels : frame.pixels(of: area), blend: canBlend ? .over : .source,
            frames: index..<index + 1)
    }
}
