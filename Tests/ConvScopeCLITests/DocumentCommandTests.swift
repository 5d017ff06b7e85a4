import Foundation
import Testing

@Suite struct DocumentCommandTests {
    private func inFolder(_ body: (Command) throws -> Void) throws {
        let command = try Command()
        defer { command.cleanUp() }
        try body(command)
    }

    @Test func reportsInEveryFormat() throws {
        try inFolder { convscope in
            let chain = "1x12x12 -> conv 4@3x3 relu -> max-pool 2 -> flatten -> dense 3"
            let result = try convscope(
                "report", chain, "-o", "net.html", "-o", "net.md", "-o", "net.tex", "-o", "net.json")
            #expect(result.status == 0, "\(result.error)")
            let html = try convscope.read("net.html")
            #expect(html.contains("<table class=\"layers\">") && html.contains("<svg") && html.contains("<math"))
            #expect(!html.contains("src=\"http") && !html.contains("@import"))
            #expect(try convscope.read("net.md").contains("](net-figures/architecture.svg)"))
            #expect(try convscope.read("net.tex").contains("{net-figures/architecture.pdf}"))
            #expect(try convscope.read("net.json").contains("\"convscope-report-1\""))
            #expect(convscope.exists("net-figures/cost.pdf"))
            let filter = try convscope("report", "--filter", "sobel-x", "-o", "sobel.html")
            #expect(filter.status == 0, "\(filter.error)")
            #expect(try convscope.read("sobel.html").contains("class=\"explorer\""))
            // The greatest of several answers has no spectrum.
            #expect(try convscope("report", "--filter", "kirsch", "-o", "kirsch.html").status == 0)
        }
    }

    @Test func wrongUsageIsTold() throws {
        try inFolder { convscope in
            for (words, status) in [
                (["lenet5", "-o", "x.doc"], 64), (["-o", "x.html"], 64),
                (["lenet5", "--filter", "box", "-o", "x.html"], 64),
                (["nonet", "-o", "x.html"], 64), (["--filter", "nofilter", "-o", "x.html"], 64),
                (["lenet5", "--image", "none.png", "-o", "x.html"], 66),
                (["lenet5", "--weights", "none.npz", "-o", "x.html"], 66),
            ] {
                let result = try convscope.run(["report"] + words)
                #expect(result.status == Int32(status), "\(words): \(result.error)")
                #expect(!convscope.exists("x.html"))
            }
        }
    }

    private static let lesson = """
        lesson: Why 6?
        answer: Because of the stride.
        network: "256x13x13 -> max-pool 3 s2"
        text: |
          It is $floor((13 - 3)/2) + 1 = 6$.

          ![](pool)
        figures:
          - { figure: coverage, name: pool, input: 13x13, kernel: 3, stride: 2 }
        expect: { output: 256x6x6 }

        """

    @Test func lessonsRenderToPagesAndAreLeftAlone() throws {
        try inFolder { convscope in
            try convscope.write(Self.lesson, to: "lessons/01-six.yml")
            try convscope.write(Self.lesson.replacing("Why 6?", with: "Why?"), to: "lessons/02-why.yml")
            let first = try convscope("render", "lessons", "-o", "out")
            #expect(first.status == 0, "\(first.error)")
            #expect(try convscope.read("out/01-six/index.html").contains("<h1>Why 6?</h1>"))
            #expect(convscope.exists("out/02-why/pool.png"))
            #expect(try convscope.read("out/index.html").contains("href=\"01-six/index.html\""))
            #expect(try convscope("render", "lessons", "-o", "out").error.contains("4 unchanged"))
            #expect(try convscope("render", "lessons", "-o", "out", "--check").status == 0)
            #expect(try convscope("render", "lessons/01-six.yml", "-o", "out").status == 0)
            #expect(try convscope.read("out/index.html").contains("href=\"02-why/index.html\""))
            try FileManager.default.removeItem(at: convscope.folder.appending(path: "out/index.html"))
            #expect(try convscope("render", "lessons", "-o", "out", "--check").status == 1)

            try convscope.write(Self.lesson.replacing("+ 1 = 6$", with: "+ 1 = 7$"), to: "lessons/01-six.yml")
            #expect(try convscope("render", "lessons", "-o", "out", "--check").status == 1)
            let wrong = try convscope("render", "lessons", "-o", "out")
            #expect(wrong.status == 1)
            #expect(wrong.error.contains("the left side is 6, the right side 7"))
            let check = try convscope("check", "lessons")
            #expect(check.status == 1 && (check.text + check.error).contains("the right side 7"))
        }
    }

    @Test func notesAndFilters() throws {
        try inFolder { convscope in
            try convscope.write("# A\n\n```convscope\nfigure: coverage\ninput: 5x5\n```\n", to: "n.md")
            #expect(try convscope("notes", "n.md", "-o", "n.md").status == 0)
            let once = try convscope.read("n.md")
            #expect(once.contains("](n-figures/coverage.svg)"))
            #expect(try convscope("notes", "n.md", "-o", "n.md").status == 0)
            #expect(try convscope.read("n.md") == once)

            let tree = """
                {"pandoc-api-version":[1,23,1],"meta":{},"blocks":[
                {"t":"CodeBlock","c":[["fig:x",["convscope"],[]],"figure: coverage"]}]}
                """
            let filtered = try convscope("pandoc", "latex", input: Data(tree.utf8))
            #expect(filtered.status == 0, "\(filtered.error)")
            let name = try #require(filtered.text.firstMatch(of: #/convscope-figures\/x-[0-9a-f]{8}\.pdf/#)?.output)
            #expect(convscope.exists(String(name)))
            for wrong in ["no tree", "[]", "{}"] {
                #expect(try convscope("pandoc", "html", input: Data(wrong.utf8)).status == 65)
            }

            let book = """
                [{"root":".","config":{"book":{"src":"."}},"renderer":"html","mdbook_version":"0.4.40"},
                {"sections":[{"Chapter":{"name":"A","content":"# A\\n\\n```convscope\\nfigure: coverage\\n```\\n",
                "number":[1],"sub_items":[],"path":"a.md","source_path":"a.md","parent_names":[]}}],"__non_exhaustive":null}]
                """
            let rendered = try convscope("mdbook", input: Data(book.utf8))
            #expect(rendered.status == 0, "\(rendered.error)")
            #expect(rendered.text.contains("<svg") && rendered.text.contains("\"sub_items\""))
            #expect(try convscope("mdbook", "supports", "html").status == 0)
            #expect(try convscope("mdbook", "supports", "not-supported").status == 1)
            #expect(try convscope("mdbook", input: Data("[{}, 5]".utf8)).status == 65)
        }
    }

    @Test func worksheetsAndSnippets() throws {
        try inFolder { convscope in
            try convscope.write(
                "lesson: Sizes\nfigures:\n  - { figure: arithmetic, input: 5x5, values: random }\n", to: "l.yml")
            #expect(try convscope("worksheet", "l.yml", "-o", "s.pdf", "-o", "s.html").status == 0)
            #expect(try convscope.read("s.html").contains("1. Sizes"))
            try convscope.write("lesson: None\n", to: "none.yml")
            #expect(try convscope("worksheet", "none.yml", "-o", "s.pdf").status == 65)
            let snippet = try convscope("draw", "coverage", "-o", "c.svg", "--snippet", "typst")
            #expect(snippet.text.hasPrefix("#figure(\n  image(\"c.svg\""))
            #expect(try convscope("draw", "coverage", "-o", "c.svg", "--snippet", "latex").status == 64)
        }
    }
}

extension Command {
    fileprivate func read(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }
}
