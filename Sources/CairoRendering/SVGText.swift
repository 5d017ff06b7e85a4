internal import Scenes

extension SVGPage {
    // MARK: Letters as shapes

    /// Each glyph's outline is a definition, for all sizes one.
    mutating func drawOutlines(_ mark: TextMark) {
        let shaped = measurer.shape(mark.text)
        let origin = mark.origin(shaped.extents)
        for piece in shaped.pieces {
            let glyphs = outlines.glyphs(of: piece).compactMap { glyph in
                definition(glyph.outline).map { (id: $0, x: glyph.x, y: glyph.y) }
            }
            guard let first = glyphs.first else { continue }
            let unit = outlines.size(of: piece) / GlyphOutlines.unitsPerEm
            let isAlone = glyphs.count == 1
            body.append(isAlone ? "<use" : "<g")
            if isAlone { body.append("xlink:href", reference: first.id) }
            body.append("fill", piece.color ?? mark.color)
            body.append(
                Transform(a: unit, b: 0, c: 0, d: unit, tx: origin.x + first.x, ty: origin.y + first.y),
                decimals: decimals)
            guard !isAlone else {
                body.append("/>\n")
                continue
            }
            body.append(">")
            for glyph in glyphs {
                body.append("<use")
                body.append("xlink:href", reference: glyph.id)
                if glyph.x != first.x { body.append("x", (glyph.x - first.x) / unit, decimals: 0) }
                if glyph.y != first.y { body.append("y", (glyph.y - first.y) / unit, decimals: 0) }
                body.append("/>")
            }
            body.append("</g>\n")
        }
    }

    /// Outlines are told apart by their data, not by their fonts: which fonts are one object depends on what the
    /// process has drawn before.
    /// - Returns: `nil` for an outline that draws nothing.
    private mutating func definition(_ outline: [UInt8]) -> Int? {
        if outline.isEmpty { return nil }
        if let known = glyphs[outline] { return known }
        let id = newId()
        glyphs[outline] = id
        definitions.append("<path id=\"")
        definitions.append(id: id)
        definitions.append("\" d=\"")
        definitions.append(outline)
        definitions.append("\"/>\n")
        return id
    }

    // MARK: Letters as text

    mutating func openLiveText() {
        let family = "'\(measurer.fontFamily.filter { $0 != "'" })', 'DejaVu Sans', sans-serif"
        body.append(
            """
            <g xml:space="preserve" font-family="\(XMLText.escaped(family))" style="white-space:pre;\
            font-feature-settings:'tnum','calt' 0">

            """)
    }

    /// Where it was measured to stand.
    mutating func drawLive(_ mark: TextMark) {
        let origin = mark.origin(measurer.measure(mark.text))
        let anchor =
            switch mark.anchor {
            case .start: ""
            case .middle: " text-anchor=\"middle\""
            case .end: " text-anchor=\"end\""
            }
        body.append("<text")
        body.append("x", mark.position.x, decimals: decimals)
        body.append("y", origin.y, decimals: decimals)
        body.append(anchor)
        body.append("font-size", mark.text.size, decimals: decimals)
        body.append("fill", mark.color)
        body.append(">")
        var rise = 0.0
        for run in mark.text.runs where !run.string.isEmpty {
            let newRise = run.script.rise * mark.text.size
            var attributes = SVGFragment()
            if let color = run.color { attributes.append("fill", color) }
            if newRise != rise { attributes.append("dy", rise - newRise, decimals: decimals) }
            rise = newRise
            if run.script != .none {
                attributes.append("font-size", mark.text.size * Text.Script.scale, decimals: decimals)
            }
            switch run.style {
            case .regular: break
            case .medium: attributes.append(" font-weight=\"500\"")
            case .bold: attributes.append(" font-weight=\"700\"")
            case .variable:
                attributes.append(" font-family=\"STIXGeneral, 'STIX Two Text', serif\" font-style=\"italic\"")
            case .code: attributes.append(" font-family=\"'DejaVu Sans Mono', monospace\"")
            }
            let isPlain = attributes.bytes.isEmpty
            if !isPlain {
                body.append("<tspan")
                body.append(attributes)
                body.append(">")
            }
            body.append(XMLText.escaped(run.string))
            if !isPlain { body.append("</tspan>") }
        }
        body.append("</text>\n")
    }
}
