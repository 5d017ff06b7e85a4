import Networks
import Scenes
import Tensors

extension Node {
    /// What it is, with real multiplication signs: `conv 64@3×3, relu`.
    var figureWords: String { crossed(words) }
}

/// `64 × 224 × 224`
func sizes(_ shape: FeatureShape) -> String {
    shape.sizes.map { crossed(FeatureShape([$0]).text()) }.joined(separator: "\u{A0}×\u{A0}")
}

/// The letter between two numbers as the sign that it stands for.
private func crossed(_ text: String) -> String {
    let letters = Array(text)
    return String(
        letters.enumerated().map { index, letter in
            let isBetween =
                letter == "x" && index > 0 && index + 1 < letters.count && letters[index - 1].isNumber
                && letters[index + 1].isNumber
            return isBetween ? "×" : letter
        })
}

extension Network {
    /// The layer of a name, or the first that fits.
    ///
    /// - Throws: ``FigureError/noSuchLayer(_:nearest:)``, ``FigureError/nothingFits(what:)``.
    func layer(
        _ name: String?, else fits: (Node) -> Bool, what: String
    ) throws(FigureError) -> Node {
        if let name {
            if let node = node(named: name) { return node }
            throw .noSuchLayer(name, nearest: nearest(name, among: nodes.map(\.name)))
        }
        guard let node = nodes.first(where: fits) else { throw .nothingFits(what: what) }
        return node
    }
}

extension SceneBuilder {
    /// A layer's name, what it is and what comes out of it, at the head of a figure.
    mutating func heading(_ name: String, _ words: [String]) {
        let title = text(Text(name, style: .bold), at: Point(0, 0), baseline: .top)
        let rest = words.joined(separator: "  ·  ")
        let left = title.right + 8
        if left + measure(Text(rest)).width <= width {
            text(Text(rest), at: Point(left, 0), color: theme.mutedInk, baseline: .top)
        } else {
            var top = title.bottom + 2
            for line in words {
                top = (paragraph(line, left: 0, top: top, width: width, color: theme.mutedInk)?.bottom ?? top) + 1
            }
        }
    }

    /// A line or more in small letters below everything.
    mutating func footnote(_ parts: [String]) {
        paragraph(
            parts.joined(separator: "; "), left: 0, top: (bounds?.bottom ?? 0) + 9, width: width, size: 8,
            color: theme.mutedInk)
    }
}
