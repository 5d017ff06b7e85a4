import Scenes

extension SceneBuilder {
    /// Parts of one width side by side, as many as fit, in rows below what is drawn.
    ///
    /// - Parameter least: The width below which a part is not read any more.
    mutating func panels(
        _ count: Int, least: Double, gap: Double = 20, _ draw: (Int, inout SceneBuilder) -> Void
    ) {
        let fitting = max(1, min(count, Int((width + gap) / (least + gap))))
        // Rows as full as each other.
        let across = (count + (count + fitting - 1) / fitting - 1) / max(1, (count + fitting - 1) / fitting)
        let own = (width - gap * Double(across - 1)) / Double(across)
        for start in stride(from: 0, to: count, by: across) {
            let top = below(start == 0 ? 9 : 14)
            for index in start..<min(start + across, count) {
                var part = part(width: own)
                draw(index, &part)
                place(part, at: Point(Double(index - start) * (own + gap), top))
            }
        }
    }

    /// The experiment and its networks, where those are not the same.
    mutating func heading(_ runs: [LearningRun]) {
        heading(runs.title, runs.networks == [runs.title] ? [] : [listed(runs.networks)])
    }

    /// A run's name over its panel, with what is said of it below.
    mutating func runHeading(_ name: String?, _ words: String?) {
        if let name { paragraph(name, left: 0, top: below(0), width: width, style: .bold) }
        if let words {
            paragraph(words, left: 0, top: below(1.5), width: width, size: 8, color: theme.mutedInk)
        }
    }
}
