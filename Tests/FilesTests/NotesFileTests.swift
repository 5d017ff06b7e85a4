import Files
import Testing

@Suite struct NotesFileTests {
    @Test func plainAndAttributedFences() {
        let notes = """
            ```convscope
            a: 1
            ```
            Words.
            ```{.convscope #id key=value caption="two words"}
            b: 2

            c: 3
            ```
            ~~~ {.yaml .convscope}
            d: 4
            ~~~
            ```convscope {#other}
            ```
            """
        let blocks = NotesFile.blocks(of: notes)
        #expect(blocks.map(\.text) == ["a: 1\n", "b: 2\n\nc: 3\n", "d: 4\n", ""])
        #expect(blocks.map(\.line) == [1, 5, 10, 13])
        #expect(blocks[1].attributes.identifier == "id")
        #expect(blocks[1].attributes.values.map(\.key) == ["key", "caption"])
        #expect(blocks[1].attributes.values.map(\.value) == ["value", "two words"])
        #expect(blocks[2].attributes.classes == ["yaml", "convscope"])
        #expect(blocks[3].attributes.identifier == "other")
    }

    @Test func longerFencesHoldShorterOnes() {
        let notes = """
            ````convscope
            ```
            text
            ````
            ````
            ```convscope
            shown, not meant
            ```
            ````
            ~~~convscope
            ```
            ~~~~
            """
        #expect(NotesFile.blocks(of: notes).map(\.text) == ["```\ntext\n", "```\n"])
    }

    @Test func listsAndQuotes() {
        let notes = """
            1. One

               ```convscope
               a: 1
                 b: 2
               ```

            - ```convscope
              c: 3
              ```
            - two
              - deep

                ```convscope
                d: 4
                ```

            > quoted
            > ```convscope
            > e: 5
            >
            > f: 6
            > ```

            > ```convscope
            > g: 7
            The quote has ended, and so has its block.

                ```convscope
                an indented code block
                ```
            """
        let blocks = NotesFile.blocks(of: notes)
        #expect(blocks.map(\.text) == ["a: 1\n  b: 2\n", "c: 3\n", "d: 4\n", "e: 5\n\nf: 6\n", "g: 7\n"])
        #expect(blocks.map(\.line) == [3, 8, 14, 19, 25])
        #expect(blocks.map(\.column) == [4, 3, 5, 3, 3])
    }

    /// Errors in the YAML are found at the lines and columns of the notes.
    @Test func placedTextKeepsLinesAndColumns() {
        let notes = "\n\n> - ```convscope\n>   a: 1\n>     b: 2\n>   ```\n"
        let block = NotesFile.blocks(of: notes)[0]
        #expect(block.placedText == "\n\n\n    a: 1\n      b: 2\n")
    }

    @Test func whatIsNoBlock() {
        let notes = """
            ``convscope``
            ```convscope`
            ```
            ```python convscope=1
            ```
            <!--
            ```convscope
            ```
            -->
            ```yaml
            ```
            """
        #expect(NotesFile.blocks(of: notes).isEmpty)
    }

    @Test func otherLineEndsAndNoEnd() {
        #expect(NotesFile.blocks(of: "```convscope\r\na: 1\r\n```\r\n").map(\.text) == ["a: 1\n"])
        #expect(NotesFile.blocks(of: "```convscope\na: 1").map(\.text) == ["a: 1\n"])
        #expect(NotesFile.blocks(of: "```convscope").map(\.text) == [""])
        #expect(NotesFile.blocks(of: "").isEmpty)
    }
}
