/// A scene as a tree of text, one mark a line, numbers to a hundredth of a point: what golden tests compare.
public struct SceneDump: Hashable, Sendable, CustomStringConvertible {
    public private(set) var description: String

    public init(_ scene: Scene) {
        description = "scene \(Self.number(scene.size.width)) \(Self.number(scene.size.height))"
        description += scene.background.map { " on \(Self.color($0))\n" } ?? " transparent\n"
        description += "summary \(Self.quoted(scene.description.summary))\n"
        description += "details \(Self.quoted(scene.description.details))\n"
        add(scene.marks, indent: "")
    }

    private mutating func add(_ marks: [Mark], indent: String) {
        for mark in marks {
            switch mark {
            case .path(let path, let fill, let stroke):
                description += indent + "path " + Self.path(path)
                if let fill { description += " fill " + Self.paint(fill) }
                if let stroke { description += " stroke " + Self.stroke(stroke) }
                description += "\n"
            case .text(let mark):
                description += indent + "text \(Self.point(mark.position)) \(mark.anchor) \(mark.baseline) "
                description += "\(Self.color(mark.color)) \(Self.text(mark.text))\n"
            case .image(let mark):
                description += indent + "image \(mark.pixels.width)x\(mark.pixels.height) in \(Self.rect(mark.frame)) "
                description += "means \(Self.means(of: mark.pixels))\n"
            case .matrix(let matrix): add(matrix, indent: indent)
            case .group(let group):
                let t = group.transform
                let numbers = [t.a, t.b, t.c, t.d, t.tx, t.ty].map(Self.number).joined(separator: " ")
                description += indent + "group \(numbers)"
                if let clip = group.clip { description += " clip " + Self.path(clip) }
                if !group.layers.isEmpty {
                    description += " layers " + Self.quoted(group.layers.joined(separator: " "))
                }
                description += "\n"
                add(group.marks, indent: indent + "  ")
            }
        }
    }

    private mutating func add(_ matrix: MatrixMark, indent: String) {
        description += indent + "matrix \(matrix.rows)x\(matrix.columns) in \(Self.rect(matrix.frame))"
        if let grid = matrix.grid { description += " grid " + Self.stroke(grid) }
        if let outline = matrix.outline { description += " outline " + Self.stroke(outline) }
        description += "\n"
        for row in 0..<matrix.rows {
            let cells = matrix.cells[row * matrix.columns..<(row + 1) * matrix.columns].map { cell in
                let fill = cell.fill.map(Self.paint) ?? "empty"
                return cell.label.map { "\(fill) \(Self.color(cell.labelColor)) \(Self.text($0))" } ?? fill
            }
            description += indent + "  " + cells.joined(separator: " | ") + "\n"
        }
    }

    // MARK: Parts of a line

    private static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        return fixed(Int((value * 100).rounded()), unit: 100)
    }

    /// Without the zeros at the end, and without a sign before zero.
    private static func fixed(_ value: Int, unit: Int) -> String {
        let (whole, rest) = Int(value.magnitude).quotientAndRemainder(dividingBy: unit)
        var digits = "\(unit + rest)".dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(value < 0 ? "-" : "")\(whole)\(digits.isEmpty ? "" : ".\(digits)")"
    }

    private static func point(_ point: Point) -> String {
        "\(number(point.x)) \(number(point.y))"
    }

    private static func rect(_ rect: Rect) -> String {
        [rect.x, rect.y, rect.width, rect.height].map(number).joined(separator: " ")
    }

    private static func path(_ path: Path) -> String {
        path.elements.map { element in
            switch element {
            case .move(let point): "M \(self.point(point))"
            case .line(let point): "L \(self.point(point))"
            case .curve(let first, let second, let end):
                "C \(self.point(first)) \(self.point(second)) \(self.point(end))"
            case .close: "Z"
            }
        }.joined(separator: " ")
    }

    private static func color(_ color: Color) -> String {
        color.hex + (color.alpha < 1 ? "/\(number(color.alpha))" : "")
    }

    private static func paint(_ paint: Paint) -> String {
        switch paint {
        case .solid(let color): self.color(color)
        case .hatch(let hatch, let line, let ground): "\(hatch) \(color(line)) over \(color(ground))"
        }
    }

    private static func stroke(_ stroke: Stroke) -> String {
        var result = "\(color(stroke.color)) \(number(stroke.width))"
        if !stroke.dash.isEmpty { result += " dash " + stroke.dash.map(number).joined(separator: " ") }
        if stroke.cap != .butt { result += " \(stroke.cap)-cap" }
        if stroke.join != .miter { result += " \(stroke.join)-join" }
        return result
    }

    private static func text(_ text: Text) -> String {
        let runs = text.runs.map { run in
            [
                run.style == .regular ? nil : run.style.rawValue, run.script == .none ? nil : run.script.rawValue,
                run.color.map(color), quoted(run.string),
            ].compactMap(\.self).joined(separator: " ")
        }
        return "\(number(text.size))pt " + runs.joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result + "\""
    }

    /// Mean red, green and blue of 4 × 4 blocks, fewer if the image has fewer rows or columns.
    private static func means(of image: PixelImage) -> String {
        let (rows, columns) = (min(4, image.height), min(4, image.width))
        var result: [String] = []
        for row in 0..<rows {
            for column in 0..<columns {
                var sums = [0, 0, 0]
                let (top, bottom) = (row * image.height / rows, (row + 1) * image.height / rows)
                let (left, right) = (column * image.width / columns, (column + 1) * image.width / columns)
                for y in top..<bottom {
                    for index in (y * image.width + left) * 3..<(y * image.width + right) * 3 {
                        sums[index % 3] += Int(image.rgb[index])
                    }
                }
                let count = (bottom - top) * (right - left)
                result += sums.map { fixed(($0 * 20 + count) / (count * 2), unit: 10) }
            }
        }
        return result.joined(separator: " ")
    }
}
