import Testing

@testable import Tensors

@Suite struct FilterTests {
    /// A picture whose left half is bright.
    private static let leftBright = Tensor([1, 8, 8], (0..<64).map { $0 % 8 < 4 ? 1 : 0 })

    @Test func derivativesHaveOpenCVsSigns() throws {
        #expect(FilterKind.sobelX.filter().kernels[0].elements == [-1, 0, 1, -2, 0, 2, -1, 0, 1])
        #expect(FilterKind.sobelY.filter().kernels[0].elements == [-1, -2, -1, 0, 0, 0, 1, 2, 1])
        #expect(FilterKind.scharrX.filter().kernels[0].elements == [-3, 0, 3, -10, 0, 10, -3, 0, 3])
        #expect(FilterKind.scharrY.filter().kernels[0].elements == [-3, -10, -3, 0, 0, 0, 3, 10, 3])
        #expect(FilterKind.prewittX.filter().kernels[0].elements == [-1, 0, 1, -1, 0, 1, -1, 0, 1])
        #expect(FilterKind.laplacian.filter().kernels[0].elements == [0, 1, 0, 1, -4, 1, 0, 1, 0])
    }

    @Test func brightLeftOfDarkAnswersAsTheLectureNotesSay() throws {
        let options = Convolution(padding: .same, border: .reflect)
        #expect(try FilterKind.verticalEdge.filter()(Self.leftBright, options)[0, 4, 3] == 3)
        #expect(try FilterKind.sobelX.filter()(Self.leftBright, options)[0, 4, 3] == -4)
        var turned = options
        turned.operation = .convolution
        #expect(try FilterKind.sobelX.filter()(Self.leftBright, turned)[0, 4, 3] == 4)
        #expect(try FilterKind.horizontalEdge.filter()(Self.leftBright, options).elements.allSatisfy { $0 == 0 })
    }

    @Test(arguments: FilterKind.allCases)
    func aFlatPictureGivesNothingOrItself(_ kind: FilterKind) throws {
        let flat = Tensor([1, 32, 32], repeating: 0.5)
        let filter = kind.filter()
        let response = try filter(flat, Convolution(padding: .same, border: .reflect))
        #expect(response.shape == [1, 32, 32])
        let keepsBrightness: Bool =
            switch kind {
            case .gaussian, .box, .motion, .sharpen, .unsharp, .emboss, .identity: true
            case .sobelX, .sobelY, .sobel, .scharrX, .scharrY, .scharr, .prewittX, .prewittY, .prewitt, .roberts,
                .gradientDirection, .verticalEdge, .horizontalEdge, .kirsch, .laplacian, .laplacian8,
                .laplacianOfGaussian, .differenceOfGaussians, .gabor:
                false
            }
        for value in response.elements { #expect(abs(value - (keepsBrightness ? 0.5 : 0)) < 1e-5) }
        #expect(!kind.title.isEmpty && !kind.source.isEmpty && kind.summary.hasSuffix("."))
    }

    @Test(arguments: FilterKind.allCases)
    func aFiltersNameLeadsBackToIt(_ kind: FilterKind) throws {
        let filter = kind.filter()
        #expect(try Filter(parsing: filter.name) == filter)
        for parameter in kind.parameters {
            let value = parameter.defaultValue ?? 5
            let changed = kind.filter([parameter.name: value + (parameter.isWhole ? 2 : 0.5)])
            #expect(try Filter(parsing: changed.name) == changed)
        }
    }

    @Test func gaussianIsTheNormalDistribution() {
        let kernel = FilterKind.gaussian.filter(["sigma": 1]).kernels[0]
        #expect(kernel.shape == [7, 7])
        #expect(abs(kernel.elements.reduce(0, +) - 1) < 1e-6)
        // Ratio of neighbour to middle: exp(-1/2).
        #expect(abs(kernel[3, 4] / kernel[3, 3] - 0.60653066) < 1e-6)
    }

    @Test func kirschTurnsClockwise() {
        let kernels = FilterKind.kirsch.filter().kernels
        #expect(kernels.count == 8)
        #expect(kernels[0].elements == [5, 5, 5, -3, 0, -3, -3, -3, -3])
        #expect(kernels[2].elements == [-3, -3, 5, -3, 0, 5, -3, -3, 5])
        #expect(Set(kernels).count == 8)
    }

    @Test func motionBlursAlongItsAngle() {
        #expect(
            FilterKind.motion.filter(["length": 3, "angle": 0]).kernels[0].elements.map { ($0 * 3).rounded() } == [
                0, 0, 0, 1, 1, 1, 0, 0, 0,
            ])
        #expect(
            FilterKind.motion.filter(["length": 3, "angle": 90]).kernels[0].elements.map { ($0 * 3).rounded() } == [
                0, 1, 0, 0, 1, 0, 0, 1, 0,
            ])
        #expect(FilterKind.motion.filter(["length": 4]).kernels[0].shape == [5, 5])
    }

    @Test func gradientDirectionIsTheAngleFromTheXAxis() throws {
        let rising = Tensor([1, 5, 5], (0..<25).map { Float($0 % 5) })
        let falling = Tensor([1, 5, 5], (0..<25).map { Float(-($0 / 5)) })
        let filter = FilterKind.gradientDirection.filter()
        let options = Convolution()
        #expect(try filter(rising, options).elements.allSatisfy { $0 == 0 })
        #expect(try filter(falling, options).elements.allSatisfy { abs($0 + .pi / 2) < 1e-6 })
    }

    @Test func matricesAreReadRowByRow() throws {
        let filter = try Filter(parsing: "1 0 -1; 2 0 -2; 1 0 -1")
        #expect(filter.kernels[0] == Tensor([3, 3], [1, 0, -1, 2, 0, -2, 1, 0, -1]))
        #expect(filter.isSigned)
        #expect(try Filter(parsing: "-1 0 1").kernels[0].shape == [1, 3])
        #expect(try !Filter(parsing: "0 -1 0; -1 5 -1; 0 -1 0").isSigned)
        #expect(try Filter(parsing: "0.5,0.5").kernels[0].shape == [1, 2])
        #expect(try Filter(parsing: "1/4 1/2 −1/4").kernels[0].elements == [0.25, 0.5, -0.25])
    }

    @Test func whatNamesNoFilterIsSaid() {
        #expect(throws: FilterError.unknown("sobelx", nearest: "sobel-x")) { try Filter(parsing: "sobelx") }
        #expect(throws: FilterError.kernel(.unequalRows(at: .row(2), expected: 2, found: 1))) {
            try Filter(parsing: "1 2; 3")
        }
        #expect(throws: FilterError.kernel(.notANumber("x", at: .row(1)))) { try Filter(parsing: "1 x") }
        #expect(throws: FilterError.kernel(.notFinite("1e99", at: .row(1)))) { try Filter(parsing: "1 1e99") }
        #expect(throws: FilterError.unknownParameter("sima", filter: "gaussian", known: ["sigma", "size"])) {
            try Filter(parsing: "gaussian:sima=2")
        }
        for text in ["gaussian:", "gaussian:sigma=2,", "gaussian:,sigma=2", "sobel-x:"] {
            let filter = String(text.prefix { $0 != ":" })
            #expect(throws: FilterError.missingParameter(filter: filter)) { try Filter(parsing: text) }
        }
        #expect(throws: FilterError.repeatedParameter("sigma", filter: "gaussian")) {
            try Filter(parsing: "gaussian:sigma=2,sigma=3")
        }
        for bad in ["gaussian:sigma=0", "gaussian:sigma=nan", "gaussian:sigma", "box:size=2.5", "gaussian:size=1000"] {
            #expect(throws: FilterError.self) { try Filter(parsing: bad) }
        }
    }

    @Test func aKernelWithChannelsMixesThem() throws {
        let image = Tensor([3, 1, 1], [0.1, 0.2, 0.4])
        let filter = Filter(name: "own", title: "own", kernel: Tensor([3, 1, 1], [1, 2, 3]))
        let response = try filter(image, Convolution())
        #expect(response.shape == [1, 1, 1])
        #expect(abs(response[0, 0, 0] - 1.7) < 1e-6)
        #expect(throws: ShapeError.self) { try filter(Tensor([1, 1, 1], [1]), Convolution()) }
    }

    @Test func colourChannelsAreFilteredByThemselves() throws {
        let image = Tensor([3, 9, 7], (0..<189).map { Float(($0 * 37) % 101) / 101 })
        for kind in [FilterKind.sobel, .kirsch, .gradientDirection, .gaussian, .roberts] {
            let options = Convolution(padding: .same, border: .replicate)
            let whole = try kind.filter()(image, options)
            for channel in 0..<3 {
                let alone = try kind.filter()(image.slice(channel).reshaped(to: [1, 9, 7]), options)
                #expect(whole.slice(channel).elements == alone.elements)
            }
        }
    }
}

@Suite struct ResamplingTests {
    @Test func areasAreAveraged() {
        let image = Tensor([1, 4, 4], (0..<16).map { Float($0) })
        #expect(Resampling.reduced(image, longest: 2).elements == [2.5, 4.5, 10.5, 12.5])
        #expect(Resampling.reduced(image, longest: 4) == image)
        #expect(Resampling.reduced(image, longest: 1).elements == [7.5])
    }

    @Test func theMeanIsKeptAndProportionsToo() {
        let image = Tensor([3, 30, 47], (0..<4230).map { Float(($0 * 7919) % 1000) / 1000 })
        let reduced = Resampling.reduced(image, longest: 20)
        #expect(reduced.shape == [3, 13, 20])
        let (before, after) = (
            image.elements.reduce(0, +) / 4230, reduced.elements.reduce(0, +) / Float(reduced.elements.count)
        )
        #expect(abs(before - after) < 1e-3)
    }

    @Test func lumaWeighsTheChannels() {
        let image = Tensor([3, 1, 2], [1, 0, 0, 1, 0, 0])
        #expect(image.luma == Tensor([1, 1, 2], [0.299, 0.587]))
    }
}
