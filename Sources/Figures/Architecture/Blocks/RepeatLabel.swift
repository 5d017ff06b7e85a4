import Networks
import Scenes

/// How often a framed section comes, and the names of the blocks that it stands for.
struct RepeatLabel {
    let count: String
    let names: [String]

    fileprivate static let countSize = 9.0
    fileprivate static let lineHeight = 9.0
    private static let mostNames = 3
    private static let narrowest = 22.0
    private static let widest = 52.0

    init(_ section: DiagramPlan.Repeat) {
        count = "×\u{A0}\(Quantity(section.count).readable)"
        let all = section.names
        names = all.count > Self.mostNames ? [all[0], "…", all[all.count - 1]] : all
    }

    fileprivate var countText: Text { Text(count, style: .bold, size: Self.countSize) }

    fileprivate func shown(_ builder: SceneBuilder) -> [Text] {
        names.map { Text(builder.tail(of: $0, width: Self.widest, size: Text.smallSize), size: Text.smallSize) }
    }

    /// What it takes across the layout: beside the boxes, or below them.
    func room(_ builder: SceneBuilder, isHorizontal: Bool) -> Double {
        if isHorizontal { return Self.narrowest }
        let widths = ([countText] + shown(builder)).map { builder.measure($0).width }
        return max(Self.narrowest, (widths.max() ?? 0) + 6)
    }
}

extension SceneBuilder {
    mutating func draw(_ label: RepeatLabel, in frame: Rect, isHorizontal: Bool) {
        if isHorizontal {
            let names = Text(label.names.joined(separator: ", "), size: Text.smallSize)
            let count = text(label.countText, at: Point(frame.right - 5, frame.bottom - 6), anchor: .end)
            if !label.names.isEmpty, measure(names).width + 12 < count.left - frame.left {
                text(names, at: Point(count.left - 5, frame.bottom - 6), color: theme.mutedInk, anchor: .end)
            }
            return
        }
        let count = text(label.countText, at: Point(frame.right - 4, frame.top + 4), anchor: .end, baseline: .top)
        let names = label.shown(self)
        // A frame around a single low box has room for the number alone.
        guard count.bottom + RepeatLabel.lineHeight * Double(names.count) + 3 < frame.bottom else { return }
        for (index, name) in names.enumerated() {
            text(
                name, at: Point(frame.right - 4, count.bottom + 1 + RepeatLabel.lineHeight * Double(index)),
                color: theme.mutedInk, anchor: .end, baseline: .top)
        }
    }
}
