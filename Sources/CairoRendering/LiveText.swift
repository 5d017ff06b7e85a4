internal import Scenes

/// A scene's text as SVG `<text>`, above everything else, where it was measured to stand.
struct LiveText {
    private let scene: Scene
    private let measurer: PangoTextMeasurer

    init(_ scene: Scene, measurer: PangoTextMeasurer) {
        (self.scene, self.measurer) = (scene, measurer)
    }

    func write(to output: inout SVGFragment) {
        let family = "'\(measurer.fontFamily.filter { $0 != "'" })', 'DejaVu Sans', sans-serif"
        output.append(
            """
            <g xml:space="preserve" font-family="\(XMLText.escaped(family))" style="white-space:pre;\
            font-feature-settings:'tnum','calt' 0">

            """)
        var clips = 0
        write(scene.marks, to: &output, clips: &clips)
        output.append("</g>\n")
    }

    private func write(_ marks: [Mark], to output: inout SVGFragment, clips: inout Int) {
        for mark in marks {
            switch mark {
            case .path, .image: break
            case .text(let mark): write(mark, to: &output)
            case .matrix(let matrix):
                for row in 0..<matrix.rows {
                    for column in 0..<matrix.columns {
                        if let label = matrix.label(row: row, column: column) { write(label, to: &output) }
                    }
                }
            case .group(let group): write(group, to: &output, clips: &clips)
            }
        }
    }

    private func write(_ group: GroupMark, to output: inout SVGFragment, clips: inout Int) {
        guard Self.holdsText(group.marks) else { return }
        let t = group.transform
        output.append("<g transform=\"matrix(\(t.a),\(t.b),\(t.c),\(t.d),\(t.tx),\(t.ty))\"")
        if let clip = group.clip {
            // Apart from the numbers of cairo's ids.
            let id = "clip\(clips)"
            clips += 1
            output.append("><clipPath id=\"")
            output.append(id: id)
            output.append("\"><path d=\"\(Self.data(of: clip))\"/></clipPath><g clip-path=\"url(#")
            output.append(id: id)
            output.append(")\"")
        }
        output.append(">\n")
        write(group.marks, to: &output, clips: &clips)
        output.append(group.clip == nil ? "</g>\n" : "</g></g>\n")
    }

    private static func holdsText(_ marks: [Mark]) -> Bool {
        marks.contains { mark in
            switch mark {
            case .path, .image: false
            case .text: true
            case .matrix(let matrix): matrix.cells.contains { $0.label != nil }
            case .group(let group): holdsText(group.marks)
            }
        }
    }

    private func write(_ mark: TextMark, to output: inout SVGFragment) {
        let origin = mark.origin(measurer.measure(mark.text))
        let anchor =
            switch mark.anchor {
            case .start: ""
            case .middle: " text-anchor=\"middle\""
            case .end: " text-anchor=\"end\""
            }
        output.append(
            "<text x=\"\(SVGNumber.text(mark.position.x))\" y=\"\(SVGNumber.text(origin.y))\"\(anchor) "
                + "font-size=\"\(SVGNumber.text(mark.text.size))\"\(Self.fill(mark.color))>")
        var rise = 0.0
        for run in mark.text.runs where !run.string.isEmpty {
            let newRise = run.script.rise * mark.text.size
            var attributes = run.color.map(Self.fill) ?? ""
            if newRise != rise { attributes += " dy=\"\(SVGNumber.text(rise - newRise))\"" }
            rise = newRise
            if run.script != .none {
                attributes += " font-size=\"\(SVGNumber.text(mark.text.size * Text.Script.scale))\""
            }
            switch run.style {
            case .regular: break
            case .medium: attributes += " font-weight=\"500\""
            case .bold: attributes += " font-weight=\"700\""
            case .variable: attributes += " font-family=\"STIXGeneral, 'STIX Two Text', serif\" font-style=\"italic\""
            case .code: attributes += " font-family=\"'DejaVu Sans Mono', monospace\""
            }
            let string = XMLText.escaped(run.string)
            output.append(attributes.isEmpty ? string : "<tspan\(attributes)>\(string)</tspan>")
        }
        output.append("</text>\n")
    }

    private static func fill(_ color: Color) -> String {
        " fill=\"\(color.hex)\"" + (color.alpha < 1 ? " fill-opacity=\"\(SVGNumber.text(color.alpha))\"" : "")
    }

    private static func data(of path: Path) -> String {
        func text(_ points: Point...) -> String {
            points.map { "\(SVGNumber.text($0.x)) \(SVGNumber.text($0.y))" }.joined(separator: " ")
        }
        return path.elements.map { element in
            switch element {
            case .move(let point): "M\(text(point))"
            case .line(let point): "L\(text(point))"
            case .curve(let first, let second, let end): "C\(text(first, second, end))"
            case .close: "Z"
            }
        }.joined()
    }
}
