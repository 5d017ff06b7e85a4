import Figures
public import Files
public import Scenes
import Tensors

/// Exercises from the figures of lessons, with something left out of each; the key is the same sheet with its answers.
public struct Worksheet: Sendable {
    public struct Task: Sendable {
        public let lesson: LessonFile
        public let illustration: Illustration
        public let question: String
    }

    public let tasks: [Task]
    public let showsAnswers: Bool
    public let seed: UInt64

    /// - Parameters:
    ///   - lessons: Whose figures are asked about.
    ///   - count: At most this many.
    ///   - seed: Which, and what is left out of each.
    ///   - showsAnswers: Whether it is the key.
    ///   - scene: Draws a figure, if it can be drawn so.
    public init(
        _ lessons: [LessonFile], count: Int, seed: UInt64, showsAnswers: Bool, scene: (Illustration) -> Scene?
    ) {
        var random = SplitMix64(seed: seed)
        var figures = lessons.flatMap { lesson in
            lesson.figures.filter(\.description.canAsk).map { (lesson, $0) }
        }.enumerated().map { $0 }
        figures.shuffle(using: &random)
        var found: [(place: Int, task: Task)] = []
        for (place, (lesson, entry)) in figures where found.count < count {
            for blanks in Self.choices.shuffled(using: &random) {
                // Chosen by the sheet for the key too, so that both have the same tasks.
                guard let sheet = entry.description.exercise(blanks, showsAnswers: false),
                    let key = entry.description.exercise(blanks, showsAnswers: true),
                    let whole = entry.description.exercise([], showsAnswers: false)
                else { break }
                func illustration(_ description: FigureDescription) -> Illustration {
                    Illustration(
                        entry.with(description, name: "task-\(place + 1)"), path: lesson.path, caption: [])
                }
                // Not every figure has everything to leave out.
                guard let asked = scene(illustration(sheet)), asked.marks != scene(illustration(whole))?.marks else {
                    continue
                }
                let task = Task(
                    lesson: lesson, illustration: illustration(showsAnswers ? key : sheet), question: sheet.question)
                found.append((place, task))
                break
            }
        }
        tasks = found.sorted { $0.place < $1.place }.map(\.task)
        (self.seed, self.showsAnswers) = (seed, showsAnswers)
    }

    private static let choices: [[Blank]] = [
        [.output], [.formula, .output], [.sizes], [.sizes, .formula], [.values, .output],
    ]

    public var title: String { showsAnswers ? "Answer key" : "Worksheet" }
    public var kind: String { "\(tasks.count) \(tasks.count == 1 ? "exercise" : "exercises"), seed \(seed)" }

    /// The sheet as a page.
    public var document: Document {
        var blocks: [Block] = []
        for (index, task) in tasks.enumerated() {
            var illustration = task.illustration
            illustration.caption = [.text(task.question)]
            blocks.append(.heading(2, [.text("\(index + 1). \(task.lesson.question)")]))
            blocks.append(.figure(illustration))
        }
        return Document(title: title, kind: kind, blocks: blocks)
    }

    /// The sheet on paper, A4: as many exercises on a page as have room.
    ///
    /// - Parameter scene: Draws a figure.
    /// - Throws: what drawing throws.
    public func pages(_ scene: (Illustration) throws -> Scene) throws -> Film {
        let (paper, margin, gap) = (Size(595, 842), 56.0, 26.0)
        let width = paper.width - 2 * margin
        var pages: [[Mark]] = [[]]
        var top = margin + 40
        pages[0] = [
            .text(TextMark(Text(title, style: .bold, size: 16), at: Point(margin, margin + 8), color: .black)),
            .text(TextMark(Text(kind, size: 9), at: Point(margin, margin + 24), color: .black)),
        ]
        for (index, task) in tasks.enumerated() {
            let scene = try scene(task.illustration)
            let scale = min(1, width / scene.size.width, (paper.height - 2 * margin - 60) / scene.size.height)
            let height = 30 + scene.size.height * scale
            if top + height > paper.height - margin, !pages[pages.count - 1].isEmpty {
                pages.append([])
                top = margin
            }
            let heading = Text("\(index + 1). \(task.question)", style: .medium, size: 10)
            let source = Text(task.lesson.question, size: 8)
            pages[pages.count - 1] += [
                .text(TextMark(heading, at: Point(margin, top + 8), color: .black)),
                .text(TextMark(source, at: Point(margin, top + 20), color: .black)),
                .group(
                    GroupMark(
                        scene.marks,
                        transform: Transform(a: scale, b: 0, c: 0, d: scale, tx: margin, ty: top + 28))),
            ]
            top += height + gap
        }
        let words = AlternativeText(
            summary: "\(title): \(kind).", details: tasks.map(\.question).joined(separator: " "))
        let drawn = pages
        return Film(frameCount: drawn.count, secondsPerFrame: 1, description: words) { index in
            Scene(size: paper, background: .white, marks: drawn[index], description: words)
        }
    }
}
