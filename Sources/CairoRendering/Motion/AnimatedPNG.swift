internal import Scenes

extension CairoRenderer {
    /// By a palette where one serves: it holds every colour that fills areas, exactly. Films with photos keep all their
    /// colours instead: a photo in 256 shows bands, and one in a lecture is looked at closely.
    func renderAPNG(_ film: Film) throws -> [UInt8] {
        let palette = Palette(try census(of: film))
        if palette.isFaithful {
            var indices = PaletteIndices(palette)
            return try writeAPNG(film, palette.colors, transparent: Palette.transparentIndex) {
                indices.indices(of: $0)
            }
        }
        return try writeAPNG(film, nil, transparent: 0) { $0 }
    }

    /// The first of two looks at a film.
    func census(of film: Film) throws -> ColorCensus {
        var census = ColorCensus()
        var previous: Raster<ARGB>?
        try film.forEachFrame { _, scene in
            let raster = try raster(of: scene)
            census.add(raster, after: previous)
            previous = raster
        }
        return census
    }

    private func writeAPNG<Pixel: PNGPixel>(
        _ film: Film, _ palette: [ARGB]?, transparent: Pixel, _ convert: (Raster<ARGB>) -> Raster<Pixel>
    ) throws -> [UInt8] {
        let isOpaque = { (pixel: Pixel) in pixel.isOpaque(palette) }
        var file = AnimatedPNG<Pixel>(film)
        var changes = FrameChanges(transparent: transparent, isOpaque: isOpaque)
        try film.forEachFrame { index, scene in
            if let change = changes.add(convert(try raster(of: scene)), at: index) { try file.add(change) }
        }
        if let change = changes.finish() { try file.add(change) }
        return file.finished(palette, pixelsPerMetre: PNGFile.pixelsPerMetre(scale: options.scale))
    }
}

/// A PNG with the chunks of frames (W3C, Portable Network Graphics, third edition, 2025).
struct AnimatedPNG<Pixel: PNGPixel> {
    private let film: Film
    /// Everything between the palette and the end.
    private var chunks = PNGChunks()
    private var frameCount: UInt32 = 0
    /// Of frames' heads and of their pixels, together.
    private var sequence: UInt32 = 0
    /// Of the first frame, which stands where nothing plays: a poster of its own would cost as much again.
    private var page: PixelArea?

    init(_ film: Film) {
        self.film = film
    }

    mutating func add(_ change: FrameChange<Pixel>) throws(RenderingError) {
        let (area, delay) = (change.area, delay(change.frames.count))
        var head = number().bigEndianBytes
        for value in [area.width, area.height, area.columns.lowerBound, area.rows.lowerBound] {
            head += UInt32(value).bigEndianBytes
        }
        head += delay.numerator.bigEndianBytes + delay.denominator.bigEndianBytes
        // Left as it is when its time is over.
        head += [0, change.blend == .over ? 1 : 0]
        chunks.append("fcTL", head)
        frameCount += 1
        let rows = try Self.rows(change.pixels, area, isFlat: Pixel.isFlat || change.blend == .over)
        if page != nil {
            chunks.append("fdAT", number().bigEndianBytes + rows)
        } else {
            chunks.append("IDAT", rows)
            page = area
        }
    }

    /// - Precondition: there is a frame.
    func finished(_ palette: [ARGB]?, pixelsPerMetre: UInt32) -> [UInt8] {
        guard let page else { preconditionFailure("an APNG without frames") }
        var file = PNGChunks()
        file.bytes = [0x89] + Array("PNG\r\n\u{1A}\n".utf8)
        let size = UInt32(page.width).bigEndianBytes + UInt32(page.height).bigEndianBytes
        file.append("IHDR", size + [8, Pixel.colorType, 0, 0, 0])
        file.append("pHYs", pixelsPerMetre.bigEndianBytes + pixelsPerMetre.bigEndianBytes + [1])
        file.append("acTL", frameCount.bigEndianBytes + UInt32(0).bigEndianBytes)
        if let palette {
            file.append("PLTE", palette.flatMap { color in [16, 8, 0].map { UInt8(color >> $0 & 255) } })
            file.append("tRNS", palette.map { UInt8($0 >> 24) }.filter { $0 < 255 })
        }
        file.bytes += chunks.bytes
        file.append("IEND", [])
        return file.bytes
    }

    private mutating func number() -> UInt32 {
        defer { sequence += 1 }
        return sequence
    }

    /// In the smallest fractions of a second that two bytes hold.
    private func delay(_ frames: Int) -> (numerator: UInt16, denominator: UInt16) {
        let seconds = Double(frames) * film.secondsPerFrame
        for parts in [10_000.0, 1_000, 100, 10] where seconds * parts <= Double(UInt16.max) {
            return (UInt16(max((seconds * parts).rounded(), 1)), UInt16(parts))
        }
        return (UInt16(min(seconds.rounded(), Double(UInt16.max))), 1)
    }

    private static func rows(
        _ pixels: [Pixel], _ area: PixelArea, isFlat: Bool = Pixel.isFlat
    ) throws(RenderingError) -> [UInt8] {
        try PNGFile.rows(
            Pixel.samples(pixels), width: area.width, height: area.height, channels: Pixel.channels, isFlat: isFlat)
    }
}
