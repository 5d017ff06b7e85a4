import Files
import Networks
import Testing

@testable import Reports

@Suite struct PandocFilterTests {
    /// What pandoc hands over: a header, a block, and around it what other filters have left.
    private func tree(_ yaml: String, api: String, meta: String = "{}", id: String = "fig:a") throws -> JSON {
        let text = yaml.replacing("\n", with: "\\n").replacing("\"", with: "\\\"")
        let json = """
            {"pandoc-api-version":[\(api)],"meta":\(meta),"blocks":[{"t":"Para","c":[{"t":"Str","c":"é \\u00e9"}]},
            {"t":"Div","c":[["",["cell"],[]],[{"t":"CodeBlock","c":[["\(id)",["convscope"],[["caption","A *b*"],["width","50%"]]],"\(text)"]}]]},
            {"t":"CodeBlock","c":[["",["python"],[]],"print(1)"]}]}
            """
        return try #require(JSONReader.value(Array(json.utf8)[...], deepest: 100))
    }

    private func filtered(_ tree: JSON, _ target: String) -> (text: String, filter: PandocFilter) {
        var filter = PandocFilter(
            tree, target: target, describe: { "\($0)" }, illustrator: { _, _ in StubIllustrator() })
        return (filter.filtered(tree).text.filter { !$0.isWhitespace }, filter)
    }

    @Test(arguments: [
        ("html5", "svg"), ("epub3", "svg"), ("latex", "pdf"), ("beamer", "pdf"), ("docx", "png"), ("pptx", "png"),
        ("html5+smart", "svg"), ("typst", "svg"),
    ])
    func formatsFitTheTarget(target: String, format: String) throws {
        let (text, filter) = filtered(try tree("figure: coverage", api: "1,23,1"), target)
        #expect(filter.problems.isEmpty)
        #expect(text.contains("\"figures/a.\(format)\""))
        #expect(text.contains(#""t":"Figure","c":[["fig:a",[],[]]"#))
        #expect(text.contains(#"["width","50%"]"#))
        #expect(text.contains(#"{"t":"Emph""#))
        #expect(text.contains(#"["python"]"#))
    }

    @Test(arguments: [("60%", "60%"), ("250%", "100%"), ("8cm", "8.0cm"), ("2.5in", "2.5in"), ("96px", "72.0pt")])
    func widths(written: String, read: String) { #expect(Illustration.Width(written)?.text == read) }

    @Test(arguments: ["", "%", "8", "cm", "-3cm", "0%", "8 furlongs", "nancm", "inf%"])
    func noWidths(written: String) { #expect(Illustration.Width(written) == nil) }

    @Test func olderPandocsHaveFiguresAsParagraphs() throws {
        let text = filtered(try tree("figure: coverage", api: "1,22"), "latex").text
        #expect(text.contains(#"{"t":"Image","c":[["fig:a""#))
        #expect(text.contains(#"["figures/a.pdf","fig:"]"#))
        #expect(!text.contains("Figure\","))
    }

    @Test func figuresBecomePartOfThePageIfAskedFor() throws {
        let meta = #"{"convscope":{"t":"MetaMap","c":{"svg":{"t":"MetaInlines","c":[{"t":"Str","c":"inline"}]}}}}"#
        let text = filtered(try tree("figure: coverage", api: "1,23", meta: meta), "html5").text
        #expect(text.contains(#"{"t":"RawInline","c":["html","<svg>\ncoveragelight</svg>"]}"#))
        #expect(filtered(try tree("figure: coverage", api: "1,23", meta: meta), "latex").text.contains("a.pdf"))
    }

    @Test func tablesAndDerivations() throws {
        let table = filtered(try tree("summary: lenet5", api: "1,23", id: "tbl:net"), "html").text
        #expect(table.contains(#""t":"Table","c":[["tbl:net""#))
        #expect(table.contains("61,706"))
        let steps = filtered(try tree("derive: conv1\nnetwork: lenet5\nof: parameters", api: "1,23"), "html").text
        #expect(steps.contains("\"t\":\"InlineMath\""))
    }

    @Test func wrongNumbersFailOrStandOnThePage() throws {
        let claim = "network: lenet5\nexpect: { parameters: 61707 }"
        let (text, filter) = filtered(try tree(claim, api: "1,23"), "html")
        #expect(filter.settings.complaints == .fail)
        #expect(filter.problems.count == 1)
        #expect(filter.problems[0].hasPrefix("block 1 #fig:a: LeNet-5: parameters 61,707 claimed, it is 61,706: "))
        #expect(text.contains("convscope-error"))
        let meta = #"{"convscope":{"t":"MetaMap","c":{"check":{"t":"MetaInlines","c":[{"t":"Str","c":"show"}]}}}}"#
        #expect(filtered(try tree(claim, api: "1,23", meta: meta), "html").filter.settings.complaints == .show)
        let held = filtered(try tree("network: lenet5\nexpect: { parameters: 61706 }", api: "1,23"), "html")
        #expect(held.filter.problems.isEmpty && !held.text.contains("61706"))
    }

    @Test func whatCannotBeReadIsTold() throws {
        for yaml in ["figure: covrage", "figure: [", "summary: nonet", "derive: conv9\nnetwork: lenet5", "x: 1", ""] {
            let (text, filter) = filtered(try tree(yaml, api: "1,23"), "html")
            #expect(filter.problems.count == 1, "\(yaml)")
            #expect(text.contains("convscope-error"), "\(yaml)")
        }
    }

    /// Whoever resolves references looks for the label as it was written.
    @Test(arguments: ["fig-Sobel_X", "fig:my_fig", "sobel"]) func labelsStayAsTheyAre(label: String) throws {
        let text = filtered(try tree("figure: coverage", api: "1,23", id: label), "html").text
        #expect(text.contains("\"c\":[[\"\(label)\",[],[]]"))
        let table = filtered(try tree("summary: lenet5", api: "1,23", id: label), "html").text
        #expect(table.contains("\"c\":[[\"\(label)\",[],[]]"))
    }

    @Test func settingsThatAreNoneAreTold() throws {
        for (key, value) in [("check", "shwo"), ("svg", "Inline"), ("chek", "show")] {
            let meta = """
                {"convscope":{"t":"MetaMap","c":{"\(key)":{"t":"MetaInlines","c":[{"t":"Str","c":"\(value)"}]}}}}
                """
            #expect(filtered(try tree("figure: coverage", api: "1,23", meta: meta), "html").filter.problems.count == 1)
        }
    }
}
