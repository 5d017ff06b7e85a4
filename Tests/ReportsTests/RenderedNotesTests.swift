import Testing

@testable import Reports

@Suite struct RenderedNotesTests {
    private static let notes = """
        # Notes

        ```convscope
        figure: coverage
        input: 5x5
        ```

        - in a list

          ~~~ {.convscope #fig:b caption="Two words"}
          figure: coverage
          ~~~

        ```convscope
        network: lenet5
        expect: { parameters: 61706 }
        ```

        ```python
        print("-->")
        ```

        """

    private func rendered(_ text: String) -> RenderedNotes {
        RenderedNotes(
            text, path: "notes.md", describe: { "\($0)" },
            render: { try MarkdownWriter.fragment($0, illustrator: StubIllustrator()) })
    }

    @Test func blocksBecomeWhatTheyAskForAndStayInComments() {
        let notes = rendered(Self.notes)
        #expect(notes.problems.isEmpty)
        #expect(
            notes.text.contains("<!-- convscope\nfigure: coverage\ninput: 5x5\n-->\n\n![Summary of coverage.](figures/")
        )
        #expect(notes.text.contains("  <!-- convscope {.convscope #fig:b caption=\"Two words\"}\n"))
        #expect(notes.text.contains("  Two words\n"))
        #expect(notes.text.contains("print(\"-->\")"))
        #expect(!notes.text.contains("```convscope"))
    }

    @Test func itCanBeDoneAgain() {
        let once = rendered(Self.notes).text
        #expect(rendered(once).text == once)
        #expect(rendered(RenderedNotes.restored(once)).text == once)
    }

    @Test func whatIsWrongStaysABlock() {
        let notes = rendered(Self.notes.replacing("61706", with: "61707").replacing("input: 5x5", with: "input: 0x5"))
        #expect(notes.problems.count == 2)
        #expect(
            notes.problems.contains { $0.hasPrefix("notes.md:14: LeNet-5: parameters 61,707 claimed, it is 61,706") })
        #expect(notes.text.contains("```convscope\nfigure: coverage\ninput: 0x5\n```"))
        #expect(notes.text.contains("does not hold"))
    }

    /// Comments and text of somebody else's, line ends of any kind, tabs.
    @Test(arguments: [
        "<!-- convscope figures follow\n-->\n\nimportant\n", "<!-- convscope\nfigure: coverage\n-->\n\nimportant\n",
        "````markdown\n<!-- convscope\nfigure: coverage\n-->\nx\n<!-- /convscope -->\n````\n", "a\u{2028}b\u{C}c\n", "",
    ])
    func whatIsNotOursStays(text: String) {
        #expect(rendered(text).text == text)
    }

    @Test func windowsLinesStay() {
        let notes = rendered("A\r\n\r\n```convscope\r\nfigure: coverage\r\n```\r\n\r\nB\u{2028}C\r\n")
        #expect(notes.problems.isEmpty)
        #expect(notes.text.hasPrefix("A\r\n\r\n<!-- convscope\r\nfigure: coverage\r\n-->\r\n"))
        #expect(notes.text.hasSuffix("<!-- /convscope -->\r\n\r\nB\u{2028}C\r\n"))
        #expect(rendered(notes.text).text == notes.text)
    }

    @Test(arguments: ["> ```convscope\n> figure: coverage\n> ```\n", "- ```convscope\n  figure: coverage\n  ```\n"])
    func blocksWithoutLinesOfTheirOwnStay(text: String) {
        let notes = rendered(text)
        #expect(notes.text == text)
        #expect(notes.problems.count == 1)
    }

    @Test func claimsOfFiguresCount() {
        let notes = rendered("```convscope\nfigure: architecture\nnetwork: lenet5\nexpect: { parameters: 7 }\n```\n")
        #expect(notes.problems.count == 1)
    }
}
