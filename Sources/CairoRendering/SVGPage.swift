internal import Scenes

/// A page of SVG under writing: marks as elements, whatever is used several times as one definition.
struct SVGPage {
    let options: RenderingOptions
    let measurer: PangoTextMeasurer
    var definitions = SVGFragment()
    var body = SVGFragment()
    /// Of the coordinates in the current group.
    private(set) var decimals = SVGNumber.placeDecimals
    let outlines = GlyphOutlines()
    var glyphs: [[UInt8]: Int] = [:]
    private var images: [(pixels: PixelImage, id: Int)] = []
    private var idCount = 0

    init(options: RenderingOptions, measurer: PangoTextMeasurer) {
        (self.options, self.measurer) = (options, measurer)
    }

    mutating func draw(_ scene: Scene) throws(RenderingError) {
        if let background = scene.background {
            body.append("<rect")
            body.append("width", scene.size.width)
            body.append("height", scene.size.height)
            body.append("fill", background)
            body.append("/>\n")
        }
        if options.text == .live { openLiveText() }
        try draw(scene.marks)
        if options.text == .live { body.append("</g>\n") }
    }

    mutating func newId() -> Int {
        defer { idCount += 1 }
        return idCount
    }

    mutating func draw(_ marks: [Mark]) throws(RenderingError) {
        for mark in marks {
            switch mark {
            case .path(let path, let fill, let stroke): draw(path, fill, stroke)
            case .text(let mark):
                mark.position.check()
                switch options.text {
                case .outlines: drawOutlines(mark)
                case .live: drawLive(mark)
                }
            case .image(let mark): try draw(mark)
            case .matrix(let matrix): try draw(matrix.parts)
            case .group(let group): try draw(group)
            }
        }
    }

    private mutating func draw(_ group: GroupMark) throws(RenderingError) {
        let outer = decimals
        open(group.transform)
        if let clip = group.clip { body.append(clip: definition(clip)) }
        if !group.layers.isEmpty {
            // A line end as it is would be read as a space.
            body.append(" data-layer=\"\(group.layers.map(XMLText.escaped).joined(separator: "&#10;"))\"")
        }
        body.append(">\n")
        try draw(group.marks)
        close(outer)
    }

    /// The beginning of a group's tag.
    mutating func open(_ transform: Transform) {
        transform.check()
        body.append("<g")
        if transform != .identity { body.append(transform, decimals: decimals) }
        // As fine on the page as outside of the group.
        var scale = transform.scale
        while scale > 1, decimals < SVGNumber.mostPlaceDecimals {
            decimals += 1
            scale /= 10
        }
    }

    mutating func close(_ outerDecimals: Int) {
        body.append("</g>\n")
        decimals = outerDecimals
    }

    // MARK: Paths

    private mutating func draw(_ path: Path, _ fill: Paint?, _ stroke: Stroke?) {
        path.check()
        switch fill {
        case nil: write(path, nil, stroke)
        case .solid(let color): write(path, color, stroke)
        case .hatch(let hatch, let line, let ground):
            guard let bounds = path.bounds else { return }
            if ground.alpha > 0 { write(path, ground, nil) }
            write(hatch.lines(over: bounds), nil, hatch.stroke(line), clip: definition(path))
            if let stroke { write(path, nil, stroke) }
        }
    }

    private mutating func write(_ path: Path, _ fill: Color?, _ stroke: Stroke?, clip: Int? = nil) {
        stroke?.check()
        let stroke = stroke.flatMap { $0.width > 0 ? $0 : nil }
        guard !path.elements.isEmpty, fill != nil || stroke != nil else { return }
        body.append("<path")
        body.append(path, decimals: decimals)
        if let clip { body.append(clip: clip) }
        if let fill { body.append("fill", fill) } else { body.append(" fill=\"none\"") }
        if let stroke { write(stroke) }
        body.append("/>\n")
    }

    private mutating func write(_ stroke: Stroke) {
        body.append("stroke", stroke.color)
        if stroke.width != 1 { body.append("stroke-width", stroke.width, decimals: decimals + 1) }
        switch stroke.cap {
        case .butt: break
        case .round: body.append(" stroke-linecap=\"round\"")
        case .square: body.append(" stroke-linecap=\"square\"")
        }
        switch stroke.join {
        case .miter: break
        case .round: body.append(" stroke-linejoin=\"round\"")
        }
        // Dashes of no length at all would be a solid line.
        guard stroke.dash.contains(where: { $0 > 0 }) else { return }
        let lengths = stroke.dash.map { SVGNumber.text($0, decimals: decimals) }
        body.append(" stroke-dasharray=\"\(lengths.joined(separator: " "))\"")
    }

    mutating func definition(_ clip: Path) -> Int {
        clip.check()
        let id = newId()
        definitions.append("<clipPath id=\"")
        definitions.append(id: id)
        definitions.append("\"><path")
        definitions.append(clip, decimals: decimals)
        definitions.append("/></clipPath>\n")
        return id
    }

    // MARK: Images

    /// A picture that stands on a page several times is written once.
    private mutating func draw(_ mark: ImageMark) throws(RenderingError) {
        let frame = mark.frame
        frame.check()
        guard frame.width > 0, frame.height > 0 else { return }
        let pixels = mark.pixels.enlarged(for: frame)
        let id = try definition(pixels)
        body.append("<use")
        body.append("xlink:href", reference: id)
        body.append(
            Transform(
                a: frame.width / Double(pixels.width), b: 0, c: 0, d: frame.height / Double(pixels.height), tx: frame.x,
                ty: frame.y), decimals: decimals)
        body.append("/>\n")
    }

    private mutating func definition(_ pixels: PixelImage) throws(RenderingError) -> Int {
        if let known = images.first(where: { $0.pixels == pixels }) { return known.id }
        let id = newId()
        images.append((pixels, id))
        definitions.append("<image id=\"")
        definitions.append(id: id)
        definitions.append("\" width=\"\(pixels.width)\" height=\"\(pixels.height)\"")
        definitions.append(" xlink:href=\"data:image/png;base64,")
        definitions.append(base64: try PNGFile.encode(pixels))
        definitions.append("\"/>\n")
        return id
    }
}

extension SVGFragment {
    mutating func append(clip id: Int) {
        append(" clip-path=\"url(#")
        append(id: id)
        append(")\"")
    }
}
