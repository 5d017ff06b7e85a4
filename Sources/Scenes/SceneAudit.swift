/// What keeps a scene from being read, found by looking at it as data.
public struct SceneAudit: Sendable {
    public enum Problem: Hashable, Sendable {
        case textOverText(String, String)
        case textOutsidePage(String)
        case textClipped(String)
        case textTooSmall(String, size: Double)
        case textHardToRead(String, contrast: Double, color: Color, ground: Color)
        case markOutsidePage(String, bounds: Rect)
    }

    /// WCAG 2's for text of body size.
    public static let leastContrast = 4.5
    /// How far, in points, things may touch or stand out: what nobody sees.
    private static let slack = 0.5

    public let problems: [Problem]

    public init(_ scene: Scene, measurer: some TextMeasuring) {
        let flat = FlatScene(scene, measurer: measurer)
        let page = Rect(0, 0, scene.size.width, scene.size.height)
        problems =
            flat.texts.flatMap { Self.placing($0, page: page) + Self.contrast($0, in: flat) }
            + Self.overlaps(flat.texts) + Self.outside(flat.shapes, page: page)
    }

    private static func placing(_ text: FlatScene.PlacedText, page: Rect) -> [Problem] {
        var problems: [Problem] = []
        // A hundredth: sizes come through transforms.
        if text.size < Text.smallSize - 0.01 { problems.append(.textTooSmall(text.words, size: text.size)) }
        if !page.contains(text.quad.bounds, tolerance: slack) { problems.append(.textOutsidePage(text.words)) }
        if text.clips.contains(where: { !$0.bounds.contains(text.quad.bounds, tolerance: slack) }) {
            problems.append(.textClipped(text.words))
        }
        return problems
    }

    /// At the line's middle and near both ends, for a label may run over the rim of what it stands on.
    private static func contrast(_ text: FlatScene.PlacedText, in scene: FlatScene) -> [Problem] {
        var worst: Problem?
        var least = leastContrast
        for share in [0.5, 0.08, 0.92] {
            guard let ground = scene.ground(at: text.quad.point(along: share), below: text.order) else { continue }
            for color in text.colors {
                let shown = ground.mixed(with: color.withAlpha(1), color.alpha)
                let contrast = shown.contrast(with: ground)
                if contrast < least {
                    least = contrast
                    worst = .textHardToRead(text.words, contrast: contrast, color: color, ground: ground)
                }
            }
        }
        return worst.map { [$0] } ?? []
    }

    private static func overlaps(_ texts: [FlatScene.PlacedText]) -> [Problem] {
        // From left to right, so that only neighbours are compared.
        let sorted = texts.sorted { $0.quad.bounds.left < $1.quad.bounds.left }
        var problems: [Problem] = []
        for (index, first) in sorted.enumerated() {
            for second in sorted[(index + 1)...] {
                if second.quad.bounds.left >= first.quad.bounds.right { break }
                if first.quad.overlaps(second.quad, by: slack) {
                    problems.append(.textOverText(first.words, second.words))
                }
            }
        }
        return problems
    }

    private static func outside(_ shapes: [FlatScene.Shape], page: Rect) -> [Problem] {
        shapes.compactMap { shape in
            guard let bounds = shape.visibleBounds, !page.contains(bounds, tolerance: slack) else { return nil }
            return .markOutsidePage(shape.name, bounds: bounds)
        }
    }
}

extension SceneAudit.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .textOverText(let first, let second): "'\(first)' and '\(second)' overlap."
        case .textOutsidePage(let text): "'\(text)' runs off the page."
        case .textClipped(let text): "'\(text)' is cut off by its group's clip."
        case .textTooSmall(let text, let size): "'\(text)' is set in \(size) points; \(Text.smallSize) are the least."
        case .textHardToRead(let text, let contrast, let color, let ground):
            "'\(text)' in \(color.hex) on \(ground.hex) has a contrast of \((contrast * 100).rounded() / 100); "
                + "\(SceneAudit.leastContrast) is the least."
        case .markOutsidePage(let mark, let bounds):
            "a \(mark) runs off the page: \(bounds.left)...\(bounds.right) × \(bounds.top)...\(bounds.bottom)."
        }
    }
}
