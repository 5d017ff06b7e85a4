import Scenes
import Tensors
import Testing

@testable import Figures

/// Layouts that follow what is drawn: panoramas, towers, padding, pages without colours.
@Suite struct LayoutTests {
    private func scene(_ figure: some Figure, _ theme: Theme = .light) throws -> Scene {
        try figure.scene(in: FigureContext(theme: theme, measurer: FixedTextMeasurer(), resources: SamplePictures()))
    }

    /// Every mark in the coordinates in which the figure was laid out.
    private func marks(_ scene: Scene) -> [Mark] {
        func flat(_ mark: Mark) -> [Mark] {
            if case .group(let group) = mark { group.marks.flatMap(flat) } else { [mark] }
        }
        return scene.marks.flatMap(flat)
    }

    private func images(_ scene: Scene) -> [Rect] {
        marks(scene).compactMap { if case .image(let image) = $0 { image.frame } else { nil } }
    }

    private func matrices(_ scene: Scene) -> [MatrixMark] {
        marks(scene).compactMap { if case .matrix(let matrix) = $0 { matrix } else { nil } }
    }

    @Test(arguments: ["wide", "panorama"])
    func panoramasTakeTheWidthOfThePage(_ picture: String) throws {
        var strip = FilterStrip()
        strip.image = ImageReference(picture)
        strip.filter = ["sobel-x", "sobel"].map(FilterReference.init)
        let photoAndResponses = try images(scene(strip)).filter { $0.width > 8 }
        #expect(photoAndResponses.count == 3)
        #expect(photoAndResponses.allSatisfy { $0.width > 0.85 * 455 }, "\(photoAndResponses)")

        var borders = Borders()
        borders.image = ImageReference(picture)
        let maps = try images(scene(borders))
        #expect(maps.count == 6 && maps.allSatisfy { $0.width > 0.85 * 455 }, "\(maps)")
    }

    @Test func towersAreTallerThanPortraits() throws {
        func height(_ picture: String) throws -> Double {
            var strip = FilterStrip()
            strip.image = ImageReference(picture)
            return try #require(images(scene(strip)).first).height
        }
        #expect(try height("tower") > 1.5 * height("portrait"))
    }

    /// What a long picture is reduced to unless a size is given leaves something of its shorter side.
    @Test func longPicturesKeepTheirShorterSide() throws {
        let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
        let panorama = ImageReference("panorama")
        #expect(try panorama.brightness(in: context, longest: nil, usual: 96).shape == [1, 38, 384])
        #expect(try panorama.brightness(in: context, longest: 96, usual: 96).shape == [1, 10, 96])
        #expect(try ImageReference("portrait").brightness(in: context, longest: nil, usual: 60).shape == [1, 60, 40])
    }

    @Test func coverageDrawsThePaddingAndTheFirstWindowInIt() throws {
        var coverage = Coverage()
        coverage.input = .each([5, 5])
        coverage.padding = .explicit([.init(1, 2), .init(0, 3)])
        let scene = try scene(coverage)
        let input = try #require(matrices(scene).first).frame
        let cell = input.width / 5
        let outlines = marks(scene).compactMap { mark -> (Rect, Stroke)? in
            guard case .path(let path, _, let stroke?) = mark, let bounds = path.bounds else { return nil }
            return (bounds, stroke)
        }
        let dashed = try #require(outlines.first { !$0.1.dash.isEmpty }).0
        #expect(abs(dashed.top - (input.top - cell)) < 1e-9 && abs(dashed.bottom - (input.bottom + 2 * cell)) < 1e-9)
        #expect(abs(dashed.left - input.left) < 1e-9 && abs(dashed.right - (input.right + 3 * cell)) < 1e-9)
        let window = Rect(input.left, input.top - cell, 3 * cell, 3 * cell)
        #expect(outlines.contains { $0.0.contains(window, tolerance: 1e-9) && window.contains($0.0, tolerance: 1e-9) })
        #expect(
            marks(scene).contains { if case .text(let text) = $0 { text.text.plain.contains("dashed") } else { false } }
        )

        // Padding that would dwarf the input is only said.
        coverage.padding = .symmetric(20)
        #expect(
            !marks(try self.scene(coverage)).contains { mark in
                if case .path(_, _, let stroke?) = mark { !stroke.dash.isEmpty } else { false }
            })
    }

    @Test func noCoverageIsHigherThanAPage() throws {
        for input in [[100, 50], [60, 3], [512, 512], [40, 40]] {
            var coverage = Coverage()
            coverage.input = .each(input)
            #expect(try scene(coverage).size.height < 700, "\(input)")
        }
    }

    @Test(arguments: [240.0, 455])
    func theEqualsSignStandsBeforeTheProducts(_ width: Double) throws {
        var pixel = Pixel()
        pixel.filter = FilterReference("gaussian:sigma=1,size=5")
        let scene = try pixel.scene(
            in: FigureContext(width: width, measurer: FixedTextMeasurer(), resources: SamplePictures()))
        let products = try #require(matrices(scene).last).frame
        let signs = marks(scene).compactMap { mark -> Point? in
            if case .text(let text) = mark, text.text.plain == "=" { text.position } else { nil }
        }
        #expect(signs.count == 1)
        #expect(signs.allSatisfy { $0.x < products.left && products.left - $0.x < 20 && $0.y == products.center.y })
    }

    /// Without colours, a kernel's numbers stand on light cells; what is negative is hatched, zero is the page.
    @Test func printedKernelsAreLightAndHatchedBelowZero() throws {
        let kernel = try #require(matrices(scene(FilterStrip(), .print)).first)
        let values = FilterKind.sobelX.filter().kernels[0].elements
        for (cell, value) in zip(kernel.cells, values) {
            let fill = try #require(cell.fill)
            let isHatched = if case .hatch = fill { true } else { false }
            #expect(isHatched == (value < 0))
            #expect(fill.ground.relativeLuminance > 0.25 && (value != 0 || fill.ground == .white))
        }
        let gaussian = ValueScale.weights(Tensor([1, 2], [0, 2]), .print)
        #expect(gaussian.color(of: 0).relativeLuminance > 0.99 && gaussian.color(of: 2).relativeLuminance < 0.01)
    }
}
