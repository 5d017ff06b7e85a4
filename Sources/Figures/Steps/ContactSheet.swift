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
        // Fewer in a row where a picture comes out wider than its column, and at last whole figures, which keep to the page.
        let arrangements = (1...fitting).reversed().lazy.map {
            Arrangement(self, shown, across: $0, gap, sheet, .thumbnail)
        }
        let arrangement =
            arrangements.first { $0.fits } ?? Arrangement(self, shown, across: 1, gap, sheet, .frame)
        let (across, column) = (arrangement.across, arrangement.column)
        var top = 0.0
        for start in stride(from: 0, to: shown, by: across) {
            let pictures = arrangement.pictures[start..<min(start + across, shown)]
            let height = pictures.compactMap(\.bounds?.height).max() ?? 0
            for (index, picture) in zip(pictures.indices, pictures) {
                guard let bounds = picture.bounds else { continue }
                let left = Double(index - start) * (column + gap)
                sheet.text(
                    Text("\(index + 1)", style: .bold, size: 8), at: Point(left, top), color: sheet.theme.mutedInk,
                    baseline: .top)
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

/// Pictures of steps in columns.
private struct Arrangement {
    let across: Int
    let column: Double
    let pictures: [SceneBuilder]

    /// - Parameter most: pictures in a row; rows come out as full as each other.
    init(
        _ steps: FigureSteps, _ shown: Int, across most: Int, _ gap: Double, _ sheet: SceneBuilder,
        _ form: FigureStep.Form
    ) {
        let rows = (shown + most - 1) / most
        across = (shown + rows - 1) / rows
        let column = (sheet.width - gap * Double(across - 1)) / Double(across)
        self.column = column
        pictures = (0..<shown).map { index in
            var picture = sheet.part(width: form == .frame ? column - 1 : min(column, 1.6 * steps.leastWidth))
            steps.draw(&picture, FigureStep(index: index, form: form))
            return picture
        }
    }

    var fits: Bool { pictures.allSatisfy { ($0.bounds?.width ?? 0) <= column } }
}
