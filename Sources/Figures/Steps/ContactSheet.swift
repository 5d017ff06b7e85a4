import Scenes

extension FigureSteps {
    /// More would be wallpaper.
    private static let mostPictures = 60

    /// All steps as small pictures in rows, numbered, with what they share below them.
    func contactSheet(_ context: FigureContext) -> Scene {
        var sheet = SceneBuilder(context)
        let gap = 14.0
        let shown = min(count, Self.mostPictures)
        let fitting = max(1, min(shown, Int((sheet.width + gap) / (leastWidth + gap))))
        // Rows as full as each other.
        let rows = (shown + fitting - 1) / fitting
        let across = (shown + rows - 1) / rows
        let column = (sheet.width - gap * Double(across - 1)) / Double(across)
        var top = 0.0
        for row in 0..<rows {
            let pictures = (row * across..<min((row + 1) * across, shown)).map { index in
                var picture = SceneBuilder(context, width: min(column, 1.6 * leastWidth))
                draw(&picture, FigureStep(index: index, form: .thumbnail))
                return picture
            }
            let height = pictures.compactMap(\.bounds?.height).max() ?? 0
            for (place, picture) in pictures.enumerated() {
                guard let bounds = picture.bounds else { continue }
                let left = Double(place) * (column + gap)
                sheet.text(
                    Text("\(row * across + place + 1)", style: .bold, size: 8), at: Point(left, top),
                    color: sheet.theme.mutedInk, baseline: .top)
                sheet.place(
                    picture, at: Point(left + max(0, (column - bounds.width) / 2), top + 11 + height - bounds.height))
            }
            top += height + 11 + gap
        }
        if shown < count {
            sheet.text(
                Text("… \(count - shown) more steps"), at: Point(0, top), color: sheet.theme.mutedInk, baseline: .top)
        }
        drawNotes(&sheet)
        return sheet.scene(words(nil))
    }
}
