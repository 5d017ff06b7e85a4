public import Scenes

extension CairoRenderer {
    /// The film as one file of the format, which plays for ever. Frames are drawn one after the other and let go of.
    ///
    /// - Precondition: every frame has the first one's size, and every coordinate is finite.
    /// - Throws: ``RenderingError`` for pages that cannot be drawn, and what the film throws.
    public func render(_ film: Film, as format: MotionFormat) throws -> [UInt8] {
        switch format {
        case .svg: try renderSVG(film)
        case .apng: try renderAPNG(film)
        case .gif: try renderGIF(film)
        case .pdf: try renderPDF(film)
        }
    }

    /// The film as PNG files, to be kept one by one: `0001.png`, `0002.png` and so on.
    ///
    /// - Precondition: every frame has the first one's size, and every coordinate is finite.
    /// - Throws: ``RenderingError`` for pages that cannot be drawn, what the film throws, and what `keep` throws.
    public func renderFrames(of film: Film, keep: (_ name: String, _ png: [UInt8]) throws -> Void) throws {
        let digits = max(String(film.frameCount).count, 4)
        try film.forEachFrame { index, scene in
            let number = String(index + 1)
            let zeros = String(repeating: "0", count: digits - number.count)
            try keep("\(zeros)\(number).png", try renderPNG(scene))
        }
    }

    private func renderPDF(_ film: Film) throws -> [UInt8] {
        var failure: (any Error)?
        let bytes = try writePDF(film.description) { show in
            do {
                try film.forEachFrame { _, scene in
                    try checkPage(scene.size, .pdf)
                    show(scene)
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}

extension Film {
    /// - Precondition: every frame has the first one's size.
    func forEachFrame(_ body: (_ index: Int, _ frame: Scene) throws -> Void) throws {
        var size: Size?
        for index in 0..<frameCount {
            let scene = try frame(index)
            if let size { precondition(scene.size == size, "frame \(index) is not as large as those before it") }
            size = scene.size
            try body(index, scene)
        }
    }
}
