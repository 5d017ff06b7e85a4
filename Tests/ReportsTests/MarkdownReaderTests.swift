import Testing

@testable import Reports

@Suite struct MarkdownReaderTests {
    /// A document as text, each block by its name.
    private func outline(_ blocks: [Block]) -> String {
        blocks.map { block in
            switch block {
            case .heading(let level, let inlines): "h\(level)(\(inlines.plainText))"
            case .paragraph(let inlines): "p(\(inlines.plainText))"
            case .list(let items, let start):
                "\(start.map { "ol\($0)" } ?? "ul")(\(items.map(outline).joined(separator: "|")))"
            case .quote(let inner): "quote(\(outline(inner)))"
            case .trap(let inner): "trap(\(outline(inner)))"
            case .code(let text, let language): "code \(language)(\(text.dropLast()))"
            case .rule: "rule"
            case .derivations, .layer, .table, .figure, .claims, .hints, .explorer: "other"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("## A *b* `c`\n\nText\nof two lines.", "h2(A b c) p(Text of two lines.)"),
        ("- one\n- two\n\n3. three\n4. four", "ul(p(one)|p(two)) ol3(p(three)|p(four))"),
        ("> quoted\n>\n> twice", "quote(p(quoted) p(twice))"),
        ("> **Trap.** Not so.", "trap(p(Not so.))"), ("> **Trap.**\n>\n> Not so.", "trap(p(Not so.))"),
        ("```swift\nlet a = 1\n```\n\n---", "code swift(let a = 1) rule"),
        ("a $x_0·y_0$ and $3 · 4 = 12$ b", "p(a x_0·y_0 and 3·4 = 12 b)"),
        ("it costs 5 $ and `$no formula$`", "p(it costs 5 $ and $no formula$)"),
        ("```\n$not one$\n```", "code ($not one$)"), ("<!-- hidden -->\n\nshown", "p(shown)"),
        ("a\\\nb", "p(a b)"), ("", ""), ("It costs $5 and $6.", "p(It costs $5 and $6.)"),
        ("a \\$b$ c", "p(a $b$ c)"), ("~~~\n```\n$a = $\n~~~", "code (```\n$a = $)"),
        ("one\r\n\r\n$1 + 1$", "p(one) p(1 + 1)"),
    ])
    func blocks(text: String, expected: String) throws {
        #expect(try outline(MarkdownReader.blocks(text)) == expected.replacing("x_0·y_0", with: "x0·y0"))
    }

    @Test func inlinesKeepTheirLooks() throws {
        let inlines = try MarkdownReader.inlines("*a* **b** [c](d) $n^2$ & <e>")
        #expect(HTML.inline(inlines).hasPrefix("<em>a</em> <strong>b</strong> <a href=\"d\">c</a> <math>"))
        #expect(HTML.inline(inlines).hasSuffix("</math> &amp; "))
        #expect(Markdown.inline(inlines) == "*a* **b** [c](d) ${n}^{2}$ & ")
        #expect(TeX.inline(inlines) == "\\emph{a} \\textbf{b} \\href{d}{c} ${n}^{2}$ \\& ")
    }

    @Test func whatIsNoFormulaIsToldWithItsText() {
        #expect {
            try MarkdownReader.blocks("so $3 +$ fails")
        } throws: {
            "\($0)".hasPrefix("$3 +$: ")
        }
    }

    @Test func whatNestsTooDeepIsTold() {
        #expect(throws: FormulaError.self) { try MarkdownReader.blocks(String(repeating: "> ", count: 3000) + "a") }
        #expect(throws: FormulaError.self) { try MarkdownReader.blocks(String(repeating: "$1$ ", count: 132_000)) }
    }
}
