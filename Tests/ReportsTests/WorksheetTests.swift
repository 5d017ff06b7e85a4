import Figures
import Files
import Scenes
import Testing

@testable import Reports

@Suite struct WorksheetTests {
    private static let lesson = """
        lesson: Why?
        figures:
          - { figure: arithmetic, name: plain, input: 5x5 }
          - { figure: arithmetic, name: numbers, input: 5x5, values: random }
          - { figure: architecture, name: net, network: lenet5 }
          - { figure: pooling, name: pool, input: 6x6 }
        """

    private func sheet(seed: UInt64, answers: Bool = false) throws -> Worksheet {
        let lesson = try LessonFile(yaml: Self.lesson, path: "01-why.yml")
        return Worksheet([lesson], count: 5, seed: seed, showsAnswers: answers) { try? Self.scene($0) }
    }

    private static func scene(_ illustration: Illustration) throws -> Scene {
        try illustration.entry.description.scene(
            theme: .light, measurer: FixedTextMeasurer(), resources: FileResources())
    }

    /// Whatever is asked is left out on the sheet and stands in the key.
    @Test(arguments: 0..<8) func somethingIsAskedOfEach(seed: UInt64) throws {
        let (sheet, key) = (try sheet(seed: seed), try sheet(seed: seed, answers: true))
        #expect(sheet.tasks.map(\.question) == key.tasks.map(\.question))
        #expect(sheet.tasks.map(\.illustration.name) == key.tasks.map(\.illustration.name))
        #expect(sheet.tasks.count == 3)
        for (task, answer) in zip(sheet.tasks, key.tasks) {
            #expect(try Self.scene(task.illustration).marks != Self.scene(answer.illustration).marks)
            #expect(task.question.hasPrefix("Find "))
        }
    }

    @Test func seedsDiffer() throws {
        let questions = try (0..<8).map { try sheet(seed: $0).tasks.map(\.question) }
        #expect(Set(questions).count > 1)
    }

    @Test func pagesHoldAllTasks() throws {
        let sheet = try sheet(seed: 1)
        let film = try sheet.pages(Self.scene)
        let groups = try (0..<film.frameCount).map { index in
            let scene = try film.frame(index)
            #expect(scene.size == Size(595, 842))
            return scene.marks.filter { if case .group = $0 { true } else { false } }.count
        }
        #expect(groups.reduce(0, +) == 3)
    }

    @Test(arguments: Snippet.allCases) func snippetsNameTheFile(form: Snippet) {
        let words = AlternativeText(summary: "5 × 5 & \"more\" [a]", details: "")
        let text = form.text(path: "a/b.svg", name: "b", words: words)
        #expect(text.contains("a/b.svg"))
        #expect(form == .latex ? text.contains("5 $\\times$ 5 \\& \"more\" [a]") : text.contains("more"))
    }
}
