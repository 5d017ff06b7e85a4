public import Figures
import Files
public import Tensors

/// A report of one filter: its kernel, its response, one pixel worked through, its spectrum.
public struct FilterReport {
    public let filter: Filter
    /// As figures are to name it.
    public let reference: String
    /// What it is shown on: a file, or a test image's name.
    public let image: String

    public init(_ filter: Filter, reference: String, image: String) {
        (self.filter, self.reference, self.image) = (filter, reference, image)
    }

    private static let options = Convolution(padding: .same, border: .reflect)
    /// Pixels along a side of what can be looked into.
    private static let side = 48

    /// - Throws: `ParameterError`, `ShapeError`, or what reading the image throws.
    public func document(resources: any FigureResources) throws -> Document {
        let kind = FilterKind(rawValue: String(reference.prefix { $0 != ":" }))
        var blocks: [Block] = []
        if let kind {
            blocks.append(.paragraph([.text(kind.summary + " "), .emphasis([.text("Source: \(kind.source)")])]))
        }
        blocks.append(.heading(2, [.text("The response")]))
        blocks.append(.figure(try illustration(.filterStrip, "The picture, the kernel, and what it answers.", [])))
        if filter.kernels.count == 1, filter.kernels[0].shape.rank == 2 {
            blocks.append(.heading(2, [.text("One pixel")]))
            blocks.append(
                .figure(
                    try illustration(
                        .pixel, "The pixel with the strongest answer, worked through.", [("at", "strongest")])))
            blocks.append(.heading(2, [.text("Every pixel")]))
            blocks.append(.explorer(try explorer(filter.kernels[0], resources)))
        }
        if hasSpectrum {
            blocks.append(.heading(2, [.text("The spectrum")]))
            let spectrum = try FigureFile.Entry(.spectrum, [("filter", .text(reference))])
            let caption = "Which waves it lets pass, by their direction and length."
            blocks.append(.figure(Illustration(spectrum, path: "", caption: [.text(caption)])))
        }
        return Document(title: filter.title, kind: "Filter", lead: sum, blocks: blocks)
    }

    /// The greatest of several answers is no sum of waves.
    private var hasSpectrum: Bool {
        switch filter.response {
        case .linear(let kernel): kernel.shape.rank == 2
        case .magnitude, .direction: true
        case .greatest: false
        }
    }

    private var sum: String {
        let total = filter.kernels[0].elements.reduce(0, +)
        return filter.isSigned
            ? "Its weights add up to \(FormulaArithmetic.text(total)): where the picture is even it answers \(abs(total) < 1e-6 ? "nothing" : "little"), and the sign of an answer tells its direction."
            : "Its weights add up to \(FormulaArithmetic.text(total)): an even part of the picture keeps \(abs(total - 1) < 1e-4 ? "its brightness" : "\(FormulaArithmetic.text(total)) times its brightness")."
    }

    private func illustration(
        _ kind: FigureKind, _ caption: String, _ options: [(name: String, value: String)]
    ) throws -> Illustration {
        let all = [("image", image), ("filter", reference)] + options
        return Illustration(
            try FigureFile.Entry(kind, all.map { ($0.0, .text($0.1)) }), path: "", caption: [.text(caption)])
    }

    private func explorer(_ kernel: Tensor, _ resources: any FigureResources) throws -> Explorer {
        let whole = try TestImage(rawValue: image)?.pixels ?? resources.image(at: image)
        let picture = Resampling.reduced(whole.luma, longest: Self.side)
        let response = try filter(picture, Self.options)
        let (height, width) = (picture.shape[1], picture.shape[2])
        let reach = (rows: kernel.shape[0], columns: kernel.shape[1])
        let (top, left) = ((reach.rows - 1) / 2, (reach.columns - 1) / 2)
        let border = Self.options.border
        let padded = (0..<height + reach.rows - 1).flatMap { row in
            (0..<width + reach.columns - 1).map { column -> Float in
                guard let y = border.source(of: row - top, size: height),
                    let x = border.source(of: column - left, size: width)
                else { return 0 }
                return picture[0, y, x]
            }
        }
        let strongest = response.elements.indices.max { abs(response.elements[$0]) < abs(response.elements[$1]) } ?? 0
        return Explorer(
            caption: [
                .text(
                    "Point at a pixel of the answer, or go there with the arrow keys: its window, the kernel, the products and their sum."
                )
            ],
            input: .init(height: height, width: width, values: picture.elements),
            padded: .init(height: height + reach.rows - 1, width: width + reach.columns - 1, values: padded),
            padding: (top, left), stride: (1, 1),
            kernel: .init(height: reach.rows, width: reach.columns, values: kernel.elements),
            output: .init(height: height, width: width, values: response.elements), isSigned: filter.isSigned,
            start: (strongest / width, strongest % width))
    }
}
