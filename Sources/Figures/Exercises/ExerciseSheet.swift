import Scenes

/// Several exercises of one kind on a page, drawn at random by the seed; the key is the same page with its answers.
struct ExerciseSheet {
    private let kind: any ExerciseFigure.Type
    private let name: String
    private let count: Int
    private let given: [(name: String, value: ParameterInput)]

    /// What users give may leave few random options that go together.
    private static let mostTrials = 200

    init(
        of kind: any ExerciseFigure.Type, named name: String, count: Int,
        given: [(name: String, value: ParameterInput)]
    ) {
        (self.kind, self.name, self.count, self.given) = (kind, name, count, given)
    }

    func scene(in context: FigureContext) throws -> Scene {
        var context = context
        if context.exercise.blanks.isEmpty { context.exercise.blanks = kind.usualBlanks }
        var sheet = SceneBuilder(context)
        let gap = 22.0
        let across = sheet.width >= 400 ? 2 : 1
        let column = (sheet.width - gap * Double(across - 1)) / Double(across)
        var part = context
        part.width = column
        part.title = nil

        let asked = "Find \(listed(context.exercise.blanks.map(\.question)))."
        var top = (sheet.paragraph(asked, left: 0, top: 0, width: sheet.width, style: .medium)?.bottom ?? 0) + 12
        var numbers = CellNumbers(seed: context.seed)
        var words: [String] = []
        var start = 0
        while start < count {
            let scenes = try (start..<min(start + across, count)).map { index in
                let exercise = try drawn(&numbers, part)
                words.append(
                    "Exercise \(index + 1): " + (context.exercise.hidesAnswers ? exercise.given : exercise.key))
                return exercise.scene
            }
            for (place, scene) in scenes.enumerated() {
                let left = Double(place) * (column + gap)
                sheet.text(Text("\(start + place + 1)", style: .bold), at: Point(left, top), baseline: .top)
                sheet.add(
                    .group(GroupMark(scene.marks, transform: .translation(left, top + 12))),
                    bounds: Rect(left, top + 12, scene.size.width, scene.size.height))
            }
            top += 12 + (scenes.map(\.size.height).max() ?? 0) + gap
            start += across
        }
        let key =
            context.exercise.showsAnswers ? "The key to \(counted(count, "exercise"))" : counted(count, "exercise")
        return sheet.scene(
            AlternativeText(
                summary: "\(key) of the kind \(name): \(asked.prefix(1).lowercased() + asked.dropFirst())",
                details: words.joined(separator: " ")))
    }

    /// One exercise: random options, but for those that were given.
    private func drawn(
        _ numbers: inout CellNumbers, _ context: FigureContext
    ) throws -> (scene: Scene, given: String, key: String) {
        var problem: (any Error)?
        for _ in 0..<Self.mostTrials {
            let random = kind.randomOptions(&numbers).filter { option in !given.contains { $0.name == option.name } }
            let options = given + random.map { ($0.name, .text($0.value)) }
            do {
                let scene = try kind.init(options).scene(in: context)
                let words = context.exercise.words(of: kind.summary, given: options).details
                return (scene, words, scene.description.summary + " " + scene.description.details)
            } catch {
                problem = error
            }
        }
        throw problem ?? FigureError.nothingToDraw("the sheet")
    }
}
