public import Scenes
public import Tensors

/// The border modes on one photo, the padded frame visible.
public struct Borders: Figure {
    public var image = ImageReference(TestImage.shapes.rawValue)
    public var border: [Border] = [.zeros, .constant(0.5), .replicate, .reflect, .symmetric, .circular]
    public var frame: Int?
    public var size: Int?
    public var filter: FilterReference?

    public init() {}

    public static let summary = "The border modes on the same photo, with the padded frame visible."

    public static var parameters: [FigureParameter<Borders>] {
        [
            .init("image", \.image, "the picture; of a colour picture, its brightness"),
            .init("border", \.border, "the modes to show; give several"),
            .init(
                "frame", \.frame,
                "how many pixels of padding to show on each side; up to 24 unless given, less for small pictures"),
            .init(
                "size", \.size,
                "the picture is first reduced to at most this many pixels along its longer side; 96 unless given, more "
                    + "for panoramas"),
            .init("filter", \.filter, "also show this filter's response, same padding, under each"),
        ]
    }

    struct Panel {
        let border: Border
        /// `[H + 2f, W + 2f]`
        let padded: Tensor
        let response: Tensor?
    }

    public func scene(in context: FigureContext) throws -> Scene {
        guard !border.isEmpty else { throw FigureError.nothingToDraw("the list of borders") }
        if let frame, !(1...512).contains(frame) {
            throw ParameterError(option: "frame", value: String(frame), expected: "a number of pixels from 1 to 512")
        }
        let photo = try image.brightness(in: context, longest: size, usual: 96)
        let frame = self.frame ?? max(4, min(24, min(photo.shape[1], photo.shape[2]) * 3 / 8))
        let filter = try self.filter?.filter(from: context.resources)
        if let filter { try requireOneChannel(filter) }
        let panels = try border.map { border in
            let response = try filter.map { try $0(photo, Convolution(padding: .same, border: border)) }
            return Panel(border: border, padded: photo.framed(frame, by: border), response: response)
        }
        var builder = SceneBuilder(context)
        builder.borders(panels, frame: frame, filter: filter)
        let size = sizes(Array(photo.shape.dropFirst()))
        let note =
            "photo \(size), \(counted(frame, "pixel")) of padding on each side; dashed: the photo itself"
            + (filter.map { "; below: \($0.title), one scale for all" } ?? "")
        builder.paragraph(
            note, left: 0, top: (builder.bounds?.bottom ?? 0) + 8, width: builder.width, size: 8,
            color: context.theme.mutedInk)
        return builder.scene(description(photo, panels, frame, filter))
    }

    private func description(_ photo: Tensor, _ panels: [Panel], _ frame: Int, _ filter: Filter?) -> AlternativeText {
        let details = panels.map { panel in
            var words = "\(panel.border.title.capitalisedFirst): \(panel.border.explanation) (\(panel.border.pattern))."
            if let range = panel.response?.finiteRange {
                words += " The response lies between \(decimal(range.lowerBound)) and \(decimal(range.upperBound))."
            }
            return words
        }
        return AlternativeText(
            summary:
                "\(image.shortName.capitalisedFirst), \(sizes(Array(photo.shape.dropFirst()))) pixels, extended by "
                + "\(counted(frame, "pixel")) on each side in \(counted(panels.count, "border mode")): "
                + "\(listed(panels.map(\.border.title))).",
            details: details.joined(separator: " ")
                + (filter.map { " Below each, the response of \($0.title) with same padding." } ?? ""))
    }
}

extension Tensor {
    /// One channel `[1, H, W]` extended by `margin` on every side, as `[H + 2·margin, W + 2·margin]`.
    func framed(_ margin: Int, by border: Border) -> Tensor {
        let (height, width) = (shape[1], shape[2])
        var padded = Tensor([height + 2 * margin, width + 2 * margin])
        for y in 0..<height + 2 * margin {
            for x in 0..<width + 2 * margin {
                padded[y, x] = value(y - margin, x - margin, border)
            }
        }
        return padded
    }

    /// The value at a position of one channel `[1, H, W]` that may lie beyond its edges.
    func value(_ row: Int, _ column: Int, _ border: Border) -> Float {
        guard let y = border.source(of: row, size: shape[1]), let x = border.source(of: column, size: shape[2]) else {
            return border.constant
        }
        return self[0, y, x]
    }
}

extension Border {
    fileprivate var title: String {
        switch self {
        case .zeros: "zeros"
        case .constant(let value): "constant \(decimal(value))"
        case .reflect: "reflect"
        case .symmetric: "symmetric"
        case .replicate: "replicate"
        case .circular: "circular"
        }
    }

    /// What continues `a b c d` on both sides.
    fileprivate var pattern: String {
        switch self {
        case .zeros: "0 0 | a b c d | 0 0"
        case .constant: "v v | a b c d | v v"
        case .reflect: "c b | a b c d | c b"
        case .symmetric: "b a | a b c d | d c"
        case .replicate: "a a | a b c d | d d"
        case .circular: "c d | a b c d | a b"
        }
    }

    fileprivate var explanation: String {
        switch self {
        case .zeros: "black all around"
        case .constant(let value): "the value \(decimal(value)) all around"
        case .reflect: "mirrored, the edge itself not repeated"
        case .symmetric: "mirrored, the edge repeated"
        case .replicate: "the edge drawn out"
        case .circular: "the opposite side follows"
        }
    }
}

extension SceneBuilder {
    fileprivate mutating func borders(_ panels: [Borders.Panel], frame: Int, filter: Filter?) {
        let gap = 16.0
        let elongation = panels[0].padded.elongation
        // Panoramas lie below each other.
        let usual = width > 300 ? 3 : 2
        let across = min(panels.count, elongation >= 4 ? 1 : elongation >= 2 ? 2 : usual)
        let responses = panels.compactMap(\.response)
        let scale = filter.map { ValueScale.responses(of: $0, responses, theme) }
        let barWidth = scale.map { colorBarWidth($0) + 10 } ?? 0
        let room = (width - barWidth - gap * Double(across - 1)) / Double(across)
        let side = elongation >= 2 ? room : min(room, 190)
        let (rows, columns) = (panels[0].padded.shape[0], panels[0].padded.shape[1])
        // A tower would run off the page.
        let pixel = min(side / Double(columns), max(1.5 * side, 290) / Double(rows))
        let (mapWidth, mapHeight) = (pixel * Double(columns), pixel * Double(rows))
        let margin = pixel * Double(frame)
        // Towers move together, as far as their patterns let them.
        let column = elongation <= 0.5 ? min(side, max(mapWidth, 92)) : side
        var top = 0.0
        for start in Swift.stride(from: 0, to: panels.count, by: across) {
            var bottom = top
            for (index, panel) in panels[start..<min(start + across, panels.count)].enumerated() {
                let left = Double(index) * (column + gap) + (elongation <= 0.5 ? 0 : (side - mapWidth) / 2)
                var y = top
                let title = text(Text(panel.border.title, style: .bold), at: Point(left, y), baseline: .top)
                let pattern = Text(panel.border.pattern, style: .code, size: 7.5)
                let isBeside = across < usual && title.right + 12 + measure(pattern).width <= left + mapWidth
                y += isBeside ? 0 : 12
                text(
                    pattern, at: Point(isBeside ? title.right + 12 : left, y + (isBeside ? 1.5 : 0)),
                    color: theme.mutedInk, baseline: .top)
                y += 13
                let map = Rect(left, y, mapWidth, mapHeight)
                image(ValueScale.photo.pixels(panel.padded), in: map)
                let photo = map.inset(by: margin)
                // Twice, so that the dashes are seen on black as on white.
                path(.rect(photo), stroke: Stroke(.white, width: 1.25))
                path(.rect(photo), stroke: Stroke(theme.emphasised(.kernel), width: 1.25, dash: [3, 2]))
                bottom = max(bottom, map.bottom)
                if let response = panel.response, let scale {
                    let frame = Rect(
                        left + (mapWidth - pixel * Double(response.shape[2])) / 2, map.bottom + 6,
                        pixel * Double(response.shape[2]), pixel * Double(response.shape[1]))
                    image(scale.pixels(response), in: frame)
                    bottom = max(bottom, frame.bottom)
                    if start == 0 && index == across - 1 {
                        colorBar(
                            scale, left: left + mapWidth + 10, top: frame.top + 4, height: max(frame.height - 8, 20))
                    }
                }
            }
            top = bottom + 14
        }
    }
}
