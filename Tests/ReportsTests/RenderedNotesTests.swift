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
}
