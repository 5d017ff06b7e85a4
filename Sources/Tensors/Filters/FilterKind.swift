/// The filter bank: every filter that has a name.
public enum FilterKind: String, CaseIterable, Sendable {
    case sobelX = "sobel-x"
    case sobelY = "sobel-y"
    case sobel
    case scharrX = "scharr-x"
    case scharrY = "scharr-y"
    case scharr
    case prewittX = "prewitt-x"
    case prewittY = "prewitt-y"
    case prewitt
    case roberts
    case gradientDirection = "gradient-direction"
    case verticalEdge = "vertical-edge"
    case horizontalEdge = "horizontal-edge"
    case kirsch
    case laplacian
    case laplacian8 = "laplacian-8"
    case laplacianOfGaussian = "log"
    case differenceOfGaussians = "dog"
    case gabor
    case gaussian
    case box
    case motion
    case sharpen
    case unsharp
    case emboss
    case identity

    /// As it stands on figures.
    public var title: String {
        switch self {
        case .sobelX: "Sobel, x"
        case .sobelY: "Sobel, y"
        case .sobel: "Sobel, magnitude"
        case .scharrX: "Scharr, x"
        case .scharrY: "Scharr, y"
        case .scharr: "Scharr, magnitude"
        case .prewittX: "Prewitt, x"
        case .prewittY: "Prewitt, y"
        case .prewitt: "Prewitt, magnitude"
        case .roberts: "Roberts cross"
        case .gradientDirection: "gradient direction"
        case .verticalEdge: "vertical edge"
        case .horizontalEdge: "horizontal edge"
        case .kirsch: "Kirsch"
        case .laplacian: "Laplacian"
        case .laplacian8: "Laplacian, 8 neighbours"
        case .laplacianOfGaussian: "Laplacian of Gaussian"
        case .differenceOfGaussians: "difference of Gaussians"
        case .gabor: "Gabor"
        case .gaussian: "Gaussian"
        case .box: "box"
        case .motion: "motion blur"
        case .sharpen: "sharpen"
        case .unsharp: "unsharp mask"
        case .emboss: "emboss"
        case .identity: "identity"
        }
    }

    /// What it responds to, in one sentence.
    public var summary: String {
        switch self {
        case .sobelX: "Answers to brightness that rises from left to right: right minus left, the middle row twice."
        case .sobelY: "Answers to brightness that rises from top to bottom: below minus above, the middle column twice."
        case .sobel: "Answers to edges of any direction: the length of Sobel's gradient."
        case .scharrX:
            "Sobel's x derivative with weights 3, 10, 3, whose strength depends least on an edge's direction."
        case .scharrY:
            "Sobel's y derivative with weights 3, 10, 3, whose strength depends least on an edge's direction."
        case .scharr: "Answers to edges of any direction, all directions nearly alike: the length of Scharr's gradient."
        case .prewittX: "Right minus left, all rows alike."
        case .prewittY: "Below minus above, all columns alike."
        case .prewitt: "Answers to edges of any direction: the length of Prewitt's gradient."
        case .roberts: "Answers to edges by the differences along both diagonals of 2 × 2 pixels."
        case .gradientDirection:
            "The angle of Sobel's gradient from the x axis in radians, y downwards: 0 where brightness rises to the right or does not change."
        case .verticalEdge: "Left minus right, as lecture notes print it: bright left of dark answers with plus."
        case .horizontalEdge: "Above minus below, as lecture notes print it: bright above dark answers with plus."
        case .kirsch: "The greatest answer of eight kernels, one for each compass direction."
        case .laplacian:
            "Answers to spots and to both sides of an edge: the four neighbours minus four times the middle."
        case .laplacian8: "Like the Laplacian, with the diagonals: the eight neighbours minus eight times the middle."
        case .laplacianOfGaussian: "Answers to blobs about 1.4·sigma in radius: the Laplacian of a smoothed picture."
        case .differenceOfGaussians: "Answers to blobs: a narrow Gaussian minus one 1.6 times as wide."
        case .gabor: "Answers to stripes of one width and direction: a wave under a Gaussian."
        case .gaussian: "Smooths: a mean that weighs near pixels most."
        case .box: "Smooths: the plain mean of the window."
        case .motion: "Smears along a line, as a moving camera does."
        case .sharpen: "Raises each pixel's difference from its four neighbours."
        case .unsharp: "Raises the difference from a smoothed copy."
        case .emboss: "Lights the picture from the lower right, as if edges were raised."
        case .identity: "Changes nothing: one in the middle."
        }
    }

    /// Who described it, and when.
    public var source: String {
        switch self {
        case .sobelX, .sobelY, .sobel, .gradientDirection:
            "Sobel and Feldman, 1968; signs as in OpenCV, not normalised"
        case .scharrX, .scharrY, .scharr: "Scharr, Optimale Operatoren in der digitalen Bildverarbeitung, 2000"
        case .prewittX, .prewittY, .prewitt: "Prewitt, Object enhancement and extraction, 1970"
        case .roberts: "Roberts, Machine perception of three-dimensional solids, 1963"
        case .verticalEdge, .horizontalEdge: "lecture notes; Prewitt's kernels mirrored"
        case .kirsch: "Kirsch, Computer determination of the constituent structure of biological images, 1971"
        case .laplacian, .laplacian8: "second differences; signs as in OpenCV"
        case .laplacianOfGaussian: "Marr and Hildreth, Theory of edge detection, 1980"
        case .differenceOfGaussians: "Marr and Hildreth, 1980 (ratio 1.6)"
        case .gabor: "Gabor, 1946; Daugman, 1985"
        case .gaussian: "the normal distribution, sampled and made to sum to 1"
        case .box, .motion, .sharpen, .emboss, .identity: "common knowledge"
        case .unsharp: "photographers' unsharp masking, 1930s"
        }
    }

    /// The options it takes after a colon, with their defaults.
    public var parameters: [FilterParameter] {
        switch self {
        case .sobelX, .sobelY, .sobel, .scharrX, .scharrY, .scharr, .prewittX, .prewittY, .prewitt, .roberts,
            .gradientDirection, .verticalEdge, .horizontalEdge, .kirsch, .laplacian, .laplacian8, .sharpen, .emboss,
            .identity:
            []
        case .laplacianOfGaussian:
            [.sigma(1.4), .size]
        case .differenceOfGaussians:
            [.sigma(1), .size]
        case .gabor:
            [
                FilterParameter("wavelength", 6, in: 2...1000, "pixels from stripe to stripe"),
                FilterParameter(
                    "angle", 0, in: -360...360, "direction of the wave in degrees from the x axis, clockwise"),
                .sigma(2.5),
                FilterParameter("phase", 0, in: -360...360, "degrees: 0 answers to bars, 90 to edges"), .size,
            ]
        case .gaussian:
            [.sigma(1), .size]
        case .box:
            [FilterParameter("size", 3, in: 1...999, "pixels along each side", isWhole: true)]
        case .motion:
            [
                FilterParameter("length", 9, in: 1...999, "pixels along the line", isWhole: true),
                FilterParameter("angle", 0, in: -360...360, "degrees from the x axis, clockwise"),
            ]
        case .unsharp:
            [.sigma(1), FilterParameter("amount", 1, in: 0...100, "how much of the difference is added"), .size]
        }
    }
}

/// A number that shapes a filter.
public struct FilterParameter: Hashable, Sendable {
    public let name: String
    /// `nil` follows from the other parameters, as its help says.
    public let defaultValue: Double?
    public let range: ClosedRange<Double>
    public let help: String
    public let isWhole: Bool

    init(_ name: String, _ value: Double?, in range: ClosedRange<Double>, _ help: String, isWhole: Bool = false) {
        (self.name, self.defaultValue, self.range, self.help, self.isWhole) = (name, value, range, help, isWhole)
    }

    static func sigma(_ value: Double) -> FilterParameter {
        FilterParameter("sigma", value, in: 0.1...100, "standard deviation in pixels")
    }

    static let size = FilterParameter(
        "size", nil, in: 1...999, "pixels along each side; 2⌈3·sigma⌉ + 1 unless given", isWhole: true)
}
