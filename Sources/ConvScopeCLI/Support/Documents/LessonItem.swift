import CairoRendering
import Files
import Reports

/// The page of a lesson; its figures are drawn as files by items of their own.
struct LessonItem: RenderItem {
    let lesson: LessonFile
    let place: RenderPlace
    private let yaml: String

    init(_ lesson: LessonFile, yaml: String, in place: RenderPlace) {
        (self.lesson, self.yaml, self.place) = (lesson, yaml, place)
    }

    var name: String { "index" }
    var noun: String { "page" }
    var recipe: String { yaml + LibraryVersions.description }
    private var pagePath: String { FileSystem.join(place.folder, "index.html") }

    /// For the page over all lessons.
    var card: LessonIndex.Card {
        let folder = FileSystem.stem(of: lesson.path)
        let picture = lesson.figures.first { $0.formats?.contains("png") ?? true }
        return LessonIndex.Card(
            page: "\(folder)/index.html", thumbnail: picture.map { "\(folder)/\($0.name).png" },
            kind: lesson.number.map { "Lesson \($0)" } ?? "Lesson", title: lesson.question, answer: lesson.answer)
    }

    private func page() throws -> String {
        let document = try Document(lesson, yaml: yaml)
        let wrong = document.mistakes + document.failingClaims
        if !wrong.isEmpty {
            throw Failure(
                message: wrong.map { "\(lesson.path): \($0)" }.joined(separator: "\n"), status: Failure.badData)
        }
        return try HTMLWriter.page(document, illustrator: DocumentFigures(folder: place.folder, prefix: ""))
    }

    func draw() throws { try AtomicFile.write(page(), to: pagePath) }

    func check(isRecorded: Bool) throws {
        guard FileSystem.exists(pagePath) else {
            throw Failure(message: "\(pagePath) is missing: render it again.", status: 1)
        }
        if isRecorded { return }
        guard try FileSystem.text(of: pagePath) == page() else {
            throw Failure(message: "stale: \(pagePath) is no longer what is written.", status: 1)
        }
    }
}
