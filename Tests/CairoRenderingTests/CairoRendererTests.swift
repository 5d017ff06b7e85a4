import CairoRendering
import Scenes
import Testing

@Suite struct CairoRendererTests {
    private static func render(_ scene: Scene, _ format: OutputFormat) throws -> [UInt8] {
        try CairoRenderer().render(scene, as: format)
    }

    private static func page(_ width: Double, _ height: Double, _ marks: [Mark] = [], on background: Color? = .white)
        -> Scene
    {
        Scene(
            size: Size(width, height), background: background, marks: marks,
            description: AlternativeText(summary: "A page", details: "With marks."))
    }

    @Test(arguments: OutputFormat.allCases)
    func bytesRepeatInAnyOrder(_ format: OutputFormat) throws {
        let first = try Self.render(SampleScenes.everything, format)
        let busy = try Self.render(SampleScenes.busy, format)
        #expect(try Self.render(SampleScenes.everything, format) == first)
        #expect(try Self.render(SampleScenes.busy, format) == busy)
        #expect(first != busy)
    }

    @Test(arguments: OutputFormat.allCases)
    func bytesRepeatOnSeveralThreads(_ format: OutputFormat) async throws {
        let expected = try Self.render(SampleScenes.everything, format)
        let others = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for index in 0..<12 {
                group.addTask {
                    _ = PangoTextMeasurer().measure(Text("only here \(index)", style: index % 2 == 0 ? .bold : .code))
                    return try Self.render(SampleScenes.everything, format)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(others.allSatisfy { $0 == expected })
    }

    // MARK: PNG

    @Test func pixelsHaveTheColorsOfTheMarks() throws {
        let picture = try RasterPicture(png: Self.render(SampleScenes.everything, .png))
        #expect((picture.width, picture.height, picture.colorType) == (480, 400, 2))
        #expect(picture[4, 4] == 0xFFFFFF)
        #expect(picture[50, 40] == 0x0072B2, "a filled rectangle")
        #expect(picture.isNear(0xF2CF80, 130, 24), "half-transparent orange on white")
        #expect(picture[30, 105] == 0x009E73, "a cell")
        #expect(picture[136, 105] == 0xFFFFFF, "a cell without fill, beside one that grows")
        #expect(picture[130, 170] == 0x56B4E9, "the last cell")
    }

    @Test func imagePixelsAreSquares() throws {
        let picture = try RasterPicture(png: Self.render(SampleScenes.everything, .png))
        for y in 0..<80 {
            for x in 0..<80 {
                let isRed = (x / 20 + y / 20 * 5) % 2 == 0
                #expect(picture[300 + x, 100 + y] == (isRed ? 0xDC1E1E : 0x1E1EDC))
            }
        }
    }

    @Test func cellsOfOneColorShowNoSeams() throws {
        let cells = Array(repeating: MatrixMark.Cell(fill: .solid(Color(0x0072B2))), count: 64)
        let matrix = MatrixMark(rows: 8, columns: 8, cells: cells, in: Rect(5, 5, 138.4, 138.4))
        let picture = try RasterPicture(png: Self.render(Self.page(150, 150, [.matrix(matrix)]), .png))
        for index in 12..<280 {
            #expect(picture.isNear(0x0072B2, index, 150))
            #expect(picture.isNear(0x0072B2, 150, index))
        }
    }

    @Test func withoutBackgroundThePageIsTransparent() throws {
        let marks: [Mark] = [.path(.rect(Rect(2, 2, 6, 6)), fill: .solid(Color(0xD55E00).withAlpha(0.5)))]
        let picture = try RasterPicture(png: Self.render(Self.page(10, 10, marks, on: nil), .png))
        #expect(picture.colorType == 6)
        #expect(picture[1, 1] == 0xFFFFFF)
        #expect(picture.isNear(0xEAAF80, 10, 10))
    }

    @Test func resolutionIsWrittenDown() throws {
        let png = try Self.render(Self.page(10, 10), .png)
        let at = try #require(png.indices.dropLast(16).first { png[$0..<$0 + 4].elementsEqual("pHYs".utf8) })
        let perMetre = png[at + 4..<at + 8].reduce(0) { $0 << 8 | Int($1) }
        #expect(perMetre == 5669)  // 144 dots an inch
        #expect(png[at + 12] == 1)
    }

    // MARK: PDF

    @Test func documentNamesNoDayButTheFixedOne() throws {
        let pdf = String(decoding: try Self.render(SampleScenes.everything, .pdf), as: UTF8.self)
        let dates = pdf.matches(of: /Date \((?:D:)?(\d{8})/).map(\.output.1)
        #expect(!dates.isEmpty)
        #expect(dates.allSatisfy { $0 == "20000101" })
    }

    @Test func everySceneIsAPage() throws {
        let bytes = try CairoRenderer().renderPDF([SampleScenes.everything, SampleScenes.busy, Self.page(10, 10)])
        let pdf = String(decoding: bytes, as: UTF8.self)
        #expect(pdf.contains("/Count 3"))
        #expect(pdf.contains(/MediaBox \[ 0 0 455 240 \]/) && pdf.contains(/MediaBox \[ 0 0 10 10 \]/))
        #expect(throws: RenderingError.noPages) { try CairoRenderer().renderPDF([]) }
    }

    // MARK: What cannot be drawn

    @Test func errorsSayLengthsToATenth() {
        let error = RenderingError.pageTooLarge(
            Size(12_345.123_456_789, 500), scale: 2.5, .png, limit: .side(32_767))
        #expect(error.description.hasPrefix("a page of 12345.1 × 500 points at scale 2.5 is too large for PNG"))
    }

    @Test func pagesThatCannotBeAreErrors() {
        for format in OutputFormat.allCases {
            for size in [Size(0, 10), Size(10, -1), Size(.nan, 10), Size(10, .infinity)] {
                #expect(throws: RenderingError.self) { try Self.render(Self.page(size.width, size.height), format) }
            }
        }
        #expect(
            throws: RenderingError.pageTooLarge(Size(20_000, 5), scale: 2, .png, limit: .side(32_767))
        ) { try Self.render(Self.page(20_000, 5), .png) }
        #expect(
            throws: RenderingError.pageTooLarge(Size(10_000, 10_000), scale: 2, .png, limit: .pixels(100_000_000))
        ) { try Self.render(Self.page(10_000, 10_000), .png) }
        #expect(throws: RenderingError.scaleOutOfRange(0)) {
            try CairoRenderer(options: RenderingOptions(scale: 0)).render(Self.page(10, 10), as: .png)
        }
        #expect(throws: RenderingError.self) { try Self.render(Self.page(2_000_000, 10), .svg) }
    }

    @Test(arguments: [OutputFormat.svg, .pdf])
    func largePagesOfVectorsAreFine(_ format: OutputFormat) throws {
        let far: [Mark] = [.path(.rect(Rect(39_000, 10, 500, 20)), fill: .solid(.black))]
        #expect(try Self.render(Self.page(40_000, 100, far), format).count > 200)
    }

    /// Longer than cairo's images may be, at first or once enlarged.
    @Test(arguments: [2_000, 40_000])
    func longImagesAreDrawn(_ count: Int) throws {
        let pixels = PixelImage(width: count, height: 1, rgb: Array(repeating: 100, count: count * 3))
        let scene = Self.page(10_000, 10, [.image(ImageMark(pixels, in: Rect(0, 0, 10_000, 10)))])
        for format in OutputFormat.allCases {
            #expect(try Self.render(scene, format).count > 200)
        }
    }

    @Test func paintWithOddValuesIsDrawn() throws {
        let marks: [Mark] = [
            .path(Path(), fill: .solid(.black)),
            .path(.line(Point(1, 1), Point(5, 5)), stroke: Stroke(.black, dash: [0])),
            .path(.rect(Rect(3, 3, 0, 0)), fill: .hatch(.dotted, line: .black, ground: .white)),
            .text(TextMark("", at: Point(5, 5), color: .black)),
            .text(TextMark("a\nb\u{0}c \u{1F600}", at: Point(5, 5), color: .black)),
            .text(TextMark("  ", at: Point(5, 5), color: .black)),
            .text(TextMark("shalom \u{5E9}\u{5DC}\u{5D5}\u{5DD} 12", at: Point(5, 5), color: .black)),
            .image(ImageMark(SampleScenes.checks, in: Rect(1, 1, 0, 5))),
            .image(ImageMark(SampleScenes.checks, in: Rect(1, 1, 0.01, 0.01))),
        ]
        for format in OutputFormat.allCases {
            #expect(try Self.render(Self.page(20, 20, marks), format).count > 60)
        }
    }
}
