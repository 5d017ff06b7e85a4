internal import GIF
internal import Scenes

extension CairoRenderer {
    /// GIF knows pixels that are there or not there, so a transparent page is drawn on white paper.
    func renderGIF(_ film: Film) throws -> [UInt8] {
        let film = film.onPaper
        let palette = Palette(try census(of: film))
        var indices = PaletteIndices(palette)
        var changes = FrameChanges(transparent: Palette.transparentIndex) { $0 != Palette.transparentIndex }
        var file: GIFFile?
        try film.forEachFrame { index, scene in
            let raster = indices.indices(of: try raster(of: scene))
            if file == nil { file = try GIFFile(raster.area, palette.colors, film.secondsPerFrame) }
            if let change = changes.add(raster, at: index) { try file?.add(change) }
        }
        if let change = changes.finish() { try file?.add(change) }
        return try file?.finished() ?? []
    }
}

extension Film {
    fileprivate var onPaper: Film {
        Film(frameCount: frameCount, secondsPerFrame: secondsPerFrame, poster: poster, description: description) {
            var scene = try frame($0)
            let background = scene.background ?? .white
            scene.background = Color.white.mixed(with: background.withAlpha(1), background.alpha)
            return scene
        }
    }
}

/// A GIF under writing, by giflib.
final class GIFFile {
    private static let hundredths = 100.0
    /// Browsers take less for a mistake and play slowly.
    private static let shortestDelay = 2

    private let sink = ByteSink()
    private let secondsPerFrame: Double
    private var file: UnsafeMutablePointer<GifFileType>?

    init(_ area: PixelArea, _ palette: [ARGB], _ secondsPerFrame: Double) throws(RenderingError) {
        self.secondsPerFrame = secondsPerFrame
        var error: Int32 = 0
        let write: OutputFunc = { file, data, count in
            guard let sink = file?.pointee.UserData, let data else { return 0 }
            ByteSink.at(sink).append(UnsafeBufferPointer(start: data, count: Int(count)))
            return count
        }
        guard let file = EGifOpen(sink.pointer, write, &error) else { throw .gif(Self.words(error)) }
        self.file = file
        EGifSetGifVersion(file, true)
        try begin(area, palette)
    }

    deinit {
        if let file { EGifCloseFile(file, nil) }
    }

    private func begin(_ area: PixelArea, _ palette: [ARGB]) throws(RenderingError) {
        // As many colours as a whole number of bits can tell apart.
        let bits = GifBitSize(Int32(max(palette.count, 2)))
        var colors = palette.map { GifColorType(Red: $0.byte(16), Green: $0.byte(8), Blue: $0.byte(0)) }
        colors += Array(repeating: GifColorType(Red: 0, Green: 0, Blue: 0), count: 1 << bits - colors.count)
        guard let map = GifMakeMapObject(Int32(colors.count), colors) else { throw .gif("there is not enough memory") }
        defer { GifFreeMapObject(map) }
        try check(EGifPutScreenDesc(file, Int32(area.width), Int32(area.height), bits, 0, map))
        // For ever: the loop block that Netscape brought.
        try check(EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE))
        try check(EGifPutExtensionBlock(file, 11, "NETSCAPE2.0"))
        try check(EGifPutExtensionBlock(file, 3, [1, 0, 0] as [UInt8]))
        try check(EGifPutExtensionTrailer(file))
    }

    func add(_ change: FrameChange<UInt8>) throws(RenderingError) {
        var control = GraphicsControlBlock(
            DisposalMode: DISPOSE_DO_NOT, UserInputFlag: false, DelayTime: Int32(delay(of: change.frames)),
            TransparentColor: Int32(Palette.transparentIndex))
        var bytes = [UInt8](repeating: 0, count: 4)
        EGifGCBToExtension(&control, &bytes)
        try check(EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, 4, bytes))
        let area = change.area
        try check(
            EGifPutImageDesc(
                file, Int32(area.columns.lowerBound), Int32(area.rows.lowerBound), Int32(area.width),
                Int32(area.height), false, nil))
        var pixels = change.pixels
        try check(EGifPutLine(file, &pixels, Int32(pixels.count)))
    }

    func finished() throws(RenderingError) -> [UInt8] {
        var error: Int32 = 0
        let status = EGifCloseFile(file, &error)
        file = nil
        guard status == GIF_OK else { throw .gif(Self.words(error)) }
        return sink.bytes
    }

    /// From beginning to end in rounded time, so that rounding does not add up.
    private func delay(of frames: Range<Int>) -> Int {
        func time(_ frame: Int) -> Double { (Double(frame) * secondsPerFrame * Self.hundredths).rounded() }
        let delay = time(frames.upperBound) - time(frames.lowerBound)
        return Int(min(max(delay, Double(Self.shortestDelay)), Double(UInt16.max)))
    }

    private func check(_ status: Int32) throws(RenderingError) {
        guard status == GIF_OK else { throw .gif(Self.words(file?.pointee.Error ?? 0)) }
    }

    private static func words(_ error: Int32) -> String {
        GifErrorString(error).map { String(cString: $0) } ?? "error \(error)"
    }
}

extension ARGB {
    /// The one that begins at a bit.
    fileprivate func byte(_ shift: ARGB) -> UInt8 { UInt8(truncatingIfNeeded: self >> shift) }
}
