import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct PixelTests {
    private func labels(_ scene: Scene) -> [String] {
        func texts(_ mark: Mark) -> [String] {
            switch mark {
            case .text(let text): [text.text.plain]
            case .matrix(let matrix): matrix.cells.compactMap { $0.label?.plain }
            case .group(let group): group.marks.flatMap(texts)
            case .path, .image: []
            }
        }
        return scene.marks.flatMap(texts)
    }

    @Test func theSumIsTheResponseOfTheCore() throws {
        let photo = TestImage.shapes.pixels
        for (row, column) in [(0, 0), (31, 10), (72, 48), (95, 95), (14, 56)] {
            var figure = Pixel()
            figure.at = .at(row: row, column: column)
            figure.filter = FilterReference("scharr-y")
            let scene = try figure.scene(
                in: FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures()))
            let response = try Convolution(padding: .same, border: .reflect)
                .definition(photo, weights: FilterKind.scharrY.filter().kernels[0].reshaped(to: [1, 1, 3, 3]))
            let sum = decimal(response[0, row, column])
            #expect(labels(scene).contains(sum))
            #expect(labels(scene).contains { $0.hasSuffix(" \(sum)") })
        }
    }

    @Test func theWindowHoldsThePhotosValues() throws {
        var figure = Pixel()
        figure.at = .at(row: 20, column: 31)
        figure.options.dilation = 2
        let photo = TestImage.shapes.pixels
        let response = try FilterKind.sobelX.filter()(photo, figure.options.convolutionOptions)
        let work = try WorkedPixel(
            photo: photo, response: response, kernel: FilterKind.sobelX.filter().kernels[0], options: figure.options,
            row: 20, column: 31)
        #expect(work.window.elements == [18, 20, 22].flatMap { y in [29, 31, 33].map { photo[0, y, $0] } })
        #expect(abs(work.products.elements.reduce(0, +) - work.sum) < 1e-5)
        #expect(work.paddingCount == 0)
    }

    @Test func trueConvolutionTurnsTheKernel() throws {
        var figure = Pixel()
        figure.filter = FilterReference("1 2; 3 4")
        figure.options.convolution = true
        figure.at = .at(row: 5, column: 5)
        let scene = try figure.scene(in: FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures()))
        #expect(labels(scene).joined(separator: " ").contains("kernel, turned by 180°"))
        #expect(scene.description.details.contains("(4, 3), (2, 1)"))
    }

    @Test func pixelsOutsideAndSeveralKernelsAreRefused() {
        let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
        var outside = Pixel()
        outside.at = .at(row: 96, column: 0)
        #expect(throws: FigureError.pixelOutside(row: 96, column: 0, rows: 96, columns: 96)) {
            try outside.scene(in: context)
        }
        var magnitude = Pixel()
        magnitude.filter = FilterReference("sobel")
        #expect(throws: FigureError.self) { try magnitude.scene(in: context) }
    }
}

@Suite struct CoverageTests {
    @Test func readCountsAreThoseOfEveryWindow() throws {
        for (size, kernel, stride, dilation, padding) in [
            (7, 3, 1, 1, 0), (7, 3, 2, 1, 0), (8, 3, 2, 1, 1), (13, 3, 4, 2, 0), (5, 1, 3, 1, 2), (9, 4, 1, 3, 5),
        ] {
            let window = try Window(
                inputSize: size, kernelSize: kernel, stride: stride, dilation: dilation,
                padding: .init(padding, padding))
            // The weight gradient of a sum is the same count, by another way: ones through the transposed convolution.
            let ones = Tensor([1, window.outputSize], repeating: 1)
            let back = try TransposedConvolution(stride: .all(stride), dilation: .all(dilation))
                .definition(ones, weights: Tensor([1, 1, kernel], repeating: 1))
            let expected = (0..<size).map { index in
                let place = index + padding
                return place < back.shape[1] ? Int(back[0, place]) : 0
            }
            #expect(window.readCounts == expected)
        }
    }
}

@Suite struct ValueScaleTests {
    /// A photo's values are colours already: no mixing may make them darker.
    @Test func photosAreDrawnAsTheyAreStored() {
        let greys = Tensor([1, 256], (0..<256).map { Float($0) / 255 })
        #expect(ValueScale.photo.pixels(greys).rgb == (0..<256).flatMap { [UInt8($0), UInt8($0), UInt8($0)] })
    }

    @Test func signedScalesAreCentredAndHugeValuesKeepAScale() {
        let scale = ValueScale.signed([Tensor([3], [-2, 0, 1])], .light)
        #expect(scale.range == -2...2 && scale.position(of: 0) == 0.5)
        let huge = Tensor([1, 3], [3e38, -3e38, .nan])
        for scale in [ValueScale.signed([huge], .light), .sequential([huge], .light), .weights(huge, .light)] {
            #expect(scale.range.upperBound.isFinite && scale.pixels(huge).rgb.count == 9)
        }
    }
}

@Suite struct NumberTests {
    @Test func decimalsAreForPeople() {
        #expect(decimal(-0.5) == "−0.5")
        #expect(decimal(-0.001) == "0")
        #expect(decimal(3) == "3")
        #expect(decimal(0.125, places: 3) == "0.125")
        #expect(decimal(2.5, places: 2, isFixed: true) == "2.50")
        #expect(decimal(.nan) == "not a number")
        #expect(decimal(-.infinity) == "−∞")
        #expect(decimal(1e20).hasPrefix("1"))
    }

    @Test func tablesShowTheirLeastNumber() {
        #expect(NumberStyle(for: Tensor([2], [-1, 2])).text(-1) == "−1")
        #expect(NumberStyle(for: Tensor([2], [0.003, 0.16])).text(0.16) == "0.1600")
        #expect(NumberStyle(for: Tensor([2], [0.5, 0])).text(0) == "0")
        #expect(NumberStyle(for: Tensor([2], [1 / 81, 1])).text(1 / 81) == "0.012")
        #expect(NumberStyle(for: Tensor([2], [-3e-7, 1])).text(-3e-7) == "−3·10⁻⁷")
    }
}
