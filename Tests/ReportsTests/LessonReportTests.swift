import Files
import Foundation
import Networks
import Testing

@testable import Reports

@Suite struct LessonReportTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Samples/lessons").path

    static let lessons = (try? FileSystem.entries(of: folder).filter { $0.hasSuffix(".yml") }.sorted()) ?? []

    @Test func thereAreThirtyThree() {
        #expect(Self.lessons.compactMap { Int($0.prefix(2)) } == Array(1...33))
    }

    /// Every figure is placed, every formula goes together, every claim holds.
    @Test(arguments: lessons)
    func numbersHold(name: String) throws {
        let path = FileSystem.join(Self.folder, name)
        let yaml = try FileSystem.text(of: path)
        let document = try Document(LessonFile(yaml: yaml, path: path), yaml: yaml)
        #expect(document.mistakes.isEmpty)
        #expect(document.outcomes.filter { !$0.outcome.holds }.map { $0.outcome.sentence(network: $0.network) }.isEmpty)
        let figures = document.blocks.filter { if case .figure = $0 { true } else { false } }
        #expect(figures.count >= 2)
        #expect(document.lead?.isEmpty == false)
    }

    private static let lesson = """
        lesson: Why 6?
        answer: Because of the stride.
        network: "256x13x13 -> max-pool 3 s2 -> flatten -> dense 10"
        text: |
          ## Sizes

          One axis: $floor((13 - 3)/2) + 1 = 6$, as `$x$` says.

          ![](pool)

          > **Trap.** *Not* $(14 - 2)/(2 + 1) = 4$.

          ```convscope
          derive: max-pool1
          of: output
          ```
        figures:
          - { figure: coverage, name: other, input: 5x5 }
          - { figure: pooling, name: pool, input: 13x13, size: 3, caption: "Six *windows*." }
        expect: { output: 10 }
        """

    private func document(_ yaml: String) throws -> Document {
        try Document(LessonFile(yaml: yaml, path: "07-six.yml"), yaml: yaml)
    }

    /// Where it is, in the file.
    @Test func formulasThatCannotBeReadHaveTheirLine() {
        func message(_ yaml: String) -> String {
            do {
                _ = try document(yaml)
                return ""
            } catch {
                return "\(error)"
            }
        }
        let inText = message(Self.lesson.replacing("$(14 - 2)/(2 + 1) = 4$", with: "$(14 - 2)/(2 + 1 = 4$"))
        #expect(inText.hasPrefix("07-six.yml:11: $(14 - 2)/(2 + 1 = 4$: "), "\(inText)")
        let inCaption = message(Self.lesson.replacing("Six *windows*.", with: "Six $6 +$ windows."))
        #expect(inCaption.hasPrefix("07-six.yml:19: $6 +$: "), "\(inCaption)")
    }

    @Test func htmlHasAllOfIt() throws {
        let html = try HTMLWriter.page(document(Self.lesson), illustrator: StubIllustrator())
        #expect(html.contains("<p class=\"kind\">Lesson 7</p>\n<h1>Why 6?</h1>"))
        #expect(html.contains("<h2 id=\"sizes\">Sizes</h2>"))
        #expect(html.contains("<mo>⌊</mo><mfrac>"))
        #expect(html.contains("<code>$x$</code>"))
        #expect(html.contains("<aside class=\"trap\" role=\"note\"><p class=\"label\">Trap</p><p><em>Not</em> <math>"))
        #expect(html.contains("<b>Figure 1.</b> Six <em>windows</em>."))
        #expect(html.contains("<b>Figure 2.</b> Summary of other."))
        #expect(html.contains("<span class=\"mark\">holds</span>"))
        #expect(html.contains("<p>Details &amp; more.</p>"))
        #expect(!html.contains("http-equiv") && !html.contains("src=\"http"))
    }

    @Test func markdownAndLatexHaveAllOfIt() throws {
        let figures = StubIllustrator()
        let markdown = try MarkdownWriter.text(document(Self.lesson), illustrator: figures)
        #expect(markdown.hasPrefix("*Lesson 7*\n\n# Why 6?\n\n**Because of the stride.**\n\n## Sizes\n\n"))
        #expect(
            markdown.contains("![Summary of pooling.](figures/pool.svg)") || markdown.contains("(figures/pool.svg)"))
        #expect(markdown.contains("> [!WARNING]\n> **Trap.** *Not* $"))
        let latex = try LaTeXWriter.text(document(Self.lesson), illustrator: figures)
        #expect(latex.contains("\\section{Sizes}"))
        #expect(latex.contains("{figures/pool.pdf}"))
        #expect(latex.contains("\\begin{trap}\n\\emph{Not} $\\frac{14 - 2}{2 + 1} = 4$.\n\\end{trap}"))
        #expect(latex.contains("\\label{fig:pool}"))
        #expect(figures.files == ["pool.svg", "other.svg", "pool.pdf", "other.pdf"])
    }

    @Test func jsonHasAllOfIt() throws {
        let json = try JSONWriter.json(document(Self.lesson), illustrator: StubIllustrator())
        #expect(json["format"]?.string == "convscope-report-1")
        guard case .list(let blocks)? = json["blocks"] else { return #expect(Bool(false), "no blocks") }
        #expect(
            blocks.compactMap { $0["type"]?.string }
                == ["heading", "paragraph", "figure", "trap", "derivations", "figure", "heading", "claims"])
    }

    @Test func whatIsWrongIsTold() throws {
        let wrong = Self.lesson.replacing("+ 1 = 6$", with: "+ 1 = 7$")
        #expect(try document(wrong).mistakes == ["$floor((13 - 3)/2) + 1 = 7$: the left side is 6, the right side 7."])
        let claim = Self.lesson.replacing("output: 10 }", with: "output: 11 }")
        #expect(try document(claim).outcomes.contains { !$0.outcome.holds })
        for (old, new) in [
            ("![](pool)", "![](pol)"), ("derive: max-pool1", "derive: pool1"), ("of: output", "of: size"),
            ("lesson:", "leson:"), ("figure: coverage", "figure: covrage"), ("$floor((13", "$floor(13"),
            ("text: |", "words: |"),
        ] {
            #expect(throws: (any Error).self, "\(new)") { try document(Self.lesson.replacing(old, with: new)) }
        }
    }
}
