internal import PangoCairo
public import Scenes

/// Scenes onto PNG, SVG and PDF: the same layout in all three, and the same bytes each time.
///
/// Can be used from several threads at once.
public struct CairoRenderer: Hashable, Sendable {
    public var options: RenderingOptions
    /// Scenes have to be laid out with an equal one.
    public var measurer: PangoTextMeasurer

    public static let largestScale = 100.0
    /// Of a PNG: 400 MB in memory.
    static let mostPixels = 100_000_000
    /// Of an SVG or PDF page, in points: cairo counts in 1/256 with 32 bits, and needs room around the page.
    static let longestPage = 1_000_000

    public init(options: RenderingOptions = RenderingOptions(), measurer: PangoTextMeasurer = PangoTextMeasurer()) {
        (self.options, self.measurer) = (options, measurer)
    }

    /// The scene as a file of the format.
    ///
    /// - Precondition: every coordinate is finite.
    /// - Throws: ``RenderingError`` for a page without area, one that is too large, or what cairo reports.
    public func render(_ scene: Scene, as format: OutputFormat) throws(RenderingError) -> [UInt8] {
        switch format {
        case .png: try renderPNG(scene)
        case .svg: try renderSVG(scene)
        case .pdf: try renderPDF([scene])
        }
    }

    /// One document of as many pages, each of its own size; the first page's words describe it.
    ///
    /// - Throws: ``RenderingError``, also for no pages.
    public func renderPDF(_ scenes: [Scene]) throws(RenderingError) -> [UInt8] {
        guard let first = scenes.first else { throw .noPages }
        for scene in scenes { try checkPage(scene.size, .pdf) }
        return try writePDF(first.description) { show in
            for scene in scenes { show(scene) }
        }
    }

    /// - Parameter pages: hands over pages that have been checked, one after the other.
    func writePDF(
        _ description: AlternativeText, pages: (_ show: (Scene) -> Void) -> Void
    ) throws(RenderingError) -> [UInt8] {
        let sink = ByteSink()
        // Every page has its own size.
        let surface = cairo_pdf_surface_create_for_stream(ByteSink.write, sink.pointer, 1, 1)
        let metadata = [
            (CAIRO_PDF_METADATA_TITLE, options.title ?? description.summary),
            (CAIRO_PDF_METADATA_SUBJECT, description.details),
            (CAIRO_PDF_METADATA_CREATOR, "ConvScope"),
            // Of the day of writing, no two files would be alike.
            (CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z"),
            (CAIRO_PDF_METADATA_MOD_DATE, "2000-01-01T00:00:00Z"),
        ]
        for (key, value) in metadata {
            cairo_pdf_surface_set_metadata(surface, key, String(XMLText.printable(value)))
        }
        try draw(on: surface, .pdf) { canvas in
            pages { scene in
                cairo_pdf_surface_set_size(surface, scene.size.width, scene.size.height)
                canvas.draw(scene)
                cairo_show_page(canvas.context)
            }
        }
        return sink.bytes
    }

    private func renderSVG(_ scene: Scene) throws(RenderingError) -> [UInt8] {
        try checkPage(scene.size, .svg)
        var page = SVGPage(options: options, measurer: measurer)
        try page.draw(scene)
        return page.document(of: scene.size, scene.description)
    }

    func renderPNG(_ scene: Scene) throws(RenderingError) -> [UInt8] {
        try withPixels(of: scene) { surface, isOpaque throws(RenderingError) in
            try PNGFile.encode(surface, isOpaque: isOpaque, scale: options.scale)
        }
    }

    /// Draws the scene on pixels, which `body` may read.
    func withPixels<Value>(
        of scene: Scene, _ body: (_ surface: OpaquePointer, _ isOpaque: Bool) throws(RenderingError) -> Value
    ) throws(RenderingError) -> Value {
        guard options.scale > 0, options.scale <= Self.largestScale else { throw .scaleOutOfRange(options.scale) }
        try checkPage(scene.size, .png)
        let isOpaque = scene.background?.alpha == 1
        let surface = cairo_image_surface_create(
            isOpaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, Int32(pixels(scene.size.width)),
            Int32(pixels(scene.size.height)))
        var result: Result<Value, RenderingError> = .failure(.png("no pixels to write"))
        try draw(on: surface, .png) { canvas in
            cairo_scale(canvas.context, options.scale, options.scale)
            canvas.draw(scene)
            guard let surface, cairo_status(canvas.context) == CAIRO_STATUS_SUCCESS else { return }
            result = Result { () throws(RenderingError) in try body(surface, isOpaque) }
        }
        return try result.get()
    }

    /// Whole pixels that hold so many points, give or take a rounding error.
    private func pixels(_ points: Double) -> Double {
        max((points * options.scale - 1e-6).rounded(.up), 1)
    }

    func checkPage(_ size: Size, _ format: OutputFormat) throws(RenderingError) {
        guard size.width.isFinite, size.height.isFinite, size.width > 0, size.height > 0 else {
            throw .pageHasNoArea(size)
        }
        let (width, height) = format == .png ? (pixels(size.width), pixels(size.height)) : (size.width, size.height)
        let side = format == .png ? PixelImage.longestSide : Self.longestPage
        if max(width, height) > Double(side) {
            throw .pageTooLarge(size, scale: options.scale, format, limit: .side(side))
        }
        if format == .png, width * height > Double(Self.mostPixels) {
            throw .pageTooLarge(size, scale: options.scale, format, limit: .pixels(Self.mostPixels))
        }
    }

    /// Draws, finishes and destroys the surface.
    private func draw(
        on surface: OpaquePointer?, _ format: OutputFormat, _ body: (Canvas) -> Void
    ) throws(RenderingError) {
        let context = cairo_create(surface)
        defer {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
        }
        if let context, cairo_status(context) == CAIRO_STATUS_SUCCESS {
            body(Canvas(context: context, isRaster: format == .png, measurer: measurer))
        }
        var status = cairo_status(context)
        cairo_surface_finish(surface)
        if status == CAIRO_STATUS_SUCCESS { status = cairo_surface_status(surface) }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .cairo(status: String(cString: cairo_status_to_string(status)), format)
        }
    }
}
