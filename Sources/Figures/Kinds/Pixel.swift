public import Scenes
import Tensors

/// One convolution worked through with its real numbers: window, kernel, products, sum.
public struct Pixel: FilteringFigure {
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var filter = FilterReference("sobel-x")
    public var at = PixelChoice.strongest
    public var options = FilterOptions()

    public init() {}

    public static let summary =
        "One output pixel worked through: its window's values, the kernel, the products, the sum."

    public static var parameters: [FigureParameter<Pixel>] {
        [
            .init("image", \.image, "the picture to filter; of a colour picture, its brightness"),
            .init("filter", \.filter, "the filter: one with a single kernel"),
            .init("at", \.at, "row and column of the output pixel, from 0 at the top left"),
        ] + filterParameters
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let filter = try self.filter.filter(from: context.resources)
        try requireOneChannel(filter)
        guard case .linear(let weights) = filter.response else {
            throw FigureError.oneKernelNeeded(
                filter: filter.name,
                reason: "combines \(filter.kernels.count) kernels, so no single sum gives its pixel")
        }
        let photo = try image.brightness(in: context)
        let windows = try Window.along(
            Array(photo.shape.suffix(2)), kernel: weights.matrix.shape.sizes, stride: options.stride,
            dilation: options.dilation, padding: options.padding)
        let reach = 3 * (windows.map(\.effectiveKernelSize).max() ?? 1)
        guard reach <= 1024 else { throw FigureError.tooManyCells(rows: reach, columns: reach, limit: 1024) }
        let response = try filter(photo, options.convolutionOptions)
        let place = try at.place(in: response)
        let work = try WorkedPixel(
            photo: photo, response: response, kernel: options.convolution ? weights.matrix.turned : weights.matrix,
            options: options, row: place.row, column: place.column)
        var builder = SceneBuilder(context)
        builder.worked(work, filter: filter, isTurned: options.convolution)
        let note = "\(options.words); terms rounded for display" + (work.paddingCount > 0 ? "; dashed: padding" : "")
        builder.paragraph(
            note, left: 0, top: (builder.bounds?.bottom ?? 0) + 7, width: builder.width, size: 8,
            color: context.theme.mutedInk)
        return builder.scene(description(work, filter))
    }

    private func description(_ work: WorkedPixel, _ filter: Filter) -> AlternativeText {
        func rows(_ matrix: Tensor) -> String {
            (0..<matrix.shape[0]).map { row in
                "(" + (0..<matrix.shape[1]).map { decimal(matrix[row, $0], places: 3) }.joined(separator: ", ") + ")"
            }.joined(separator: ", ")
        }
        let small = work.window.shape.elementCount <= 49
        let numbers =
            small
            ? "The window's values, row by row: \(rows(work.window)). The kernel: \(rows(work.kernel)). "
                + "The products: \(rows(work.products)). "
            : ""
        return AlternativeText(
            summary: "\(filter.title) at row \(work.row), column \(work.column) of \(image.shortName): "
                + "\(counted(work.window.shape.elementCount, "product")) sum to \(decimal(work.sum, places: 3)).",
            details: "The photo is \(sizes(Array(work.photo.shape.dropFirst()))), the response "
                + "\(sizes(Array(work.response.shape.dropFirst()))). The window begins at row \(work.firstRow), column "
                + "\(work.firstColumn) of the photo\(work.paddingWords). " + numbers
                + "The products' sum \(decimal(work.sum, places: 3)) is the output pixel. \(options.words.capitalisedFirst)."
        )
    }
}

/// Which output pixel is worked through.
public enum PixelChoice: Hashable, Sendable, ParameterValue {
    /// Where the response is greatest in magnitude.
    case strongest
    case at(row: Int, column: Int)

    public static var syntax: String { "ROW,COLUMN|strongest" }
    public static var choices: [String] { ["strongest"] }

    public init(_ input: ParameterInput) throws(ParameterError) {
        if input.text == "strongest" {
            self = .strongest
            return
        }
        let parts = input.text.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Int($0) }
        guard parts.count == 2, values.count == 2 else {
            throw ParameterError(value: input.text, expected: "row,column as 120,64, or strongest")
        }
        self = .at(row: values[0], column: values[1])
    }

    public var parameterText: String {
        switch self {
        case .strongest: "strongest"
        case .at(let row, let column): "\(row),\(column)"
        }
    }

    func place(in response: Tensor) throws(FigureError) -> (row: Int, column: Int) {
        let (rows, columns) = (response.shape[1], response.shape[2])
        switch self {
        case .strongest:
            return response.strongest ?? (rows / 2, columns / 2)
        case .at(let row, let column):
            guard (0..<rows).contains(row), (0..<columns).contains(column) else {
                throw .pixelOutside(row: row, column: column, rows: rows, columns: columns)
            }
            return (row, column)
        }
    }
}

/// Every number of one output pixel.
struct WorkedPixel {
    let photo: Tensor
    let response: Tensor
    /// As it is laid on the window.
    let kernel: Tensor
    let border: Border
    let windows: [Window]
    let row: Int
    let column: Int
    /// The photo's values under the kernel's taps.
    let window: Tensor
    let products: Tensor
    let sum: Float

    init(
        photo: Tensor, response: Tensor, kernel: Tensor, options: FilterOptions, row: Int, column: Int
    ) throws(ShapeError) {
        let windows = try Window.along(
            Array(photo.shape.suffix(2)), kernel: kernel.shape.sizes, stride: options.stride,
            dilation: options.dilation, padding: options.padding)
        var values = Tensor(kernel.shape)
        for y in 0..<kernel.shape[0] {
            for x in 0..<kernel.shape[1] {
                values[y, x] = photo.value(
                    windows[0].inputIndex(output: row, tap: y), windows[1].inputIndex(output: column, tap: x),
                    options.border)
            }
        }
        let products = Tensor(kernel.shape, zip(values.elements, kernel.elements).map { $0 * $1 })
        (self.photo, self.response, self.kernel, self.border) = (photo, response, kernel, options.border)
        (self.windows, self.row, self.column) = (windows, row, column)
        (self.window, self.products) = (values, products)
        self.sum = response[0, row, column]
    }

    var firstRow: Int { windows[0].inputIndex(output: row, tap: 0) }
    var firstColumn: Int { windows[1].inputIndex(output: column, tap: 0) }

    /// Whether the tap at these kernel coordinates reads padding.
    func readsPadding(_ y: Int, _ x: Int) -> Bool {
        !(0..<windows[0].inputSize).contains(windows[0].inputIndex(output: row, tap: y))
            || !(0..<windows[1].inputSize).contains(windows[1].inputIndex(output: column, tap: x))
    }

    var paddingCount: Int {
        (0..<kernel.shape[0]).reduce(0) { count, y in
            count + (0..<kernel.shape[1]).filter { readsPadding(y, $0) }.count
        }
    }

    var paddingWords: String {
        paddingCount == 0 ? "" : "; \(counted(paddingCount, "tap reads", plural: "taps read")) padding"
    }
}

extension Tensor {
    /// A matrix turned by 180°.
    var turned: Tensor { Tensor(shape, elements.reversed()) }
}
