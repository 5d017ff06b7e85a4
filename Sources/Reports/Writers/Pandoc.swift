import Networks

/// Pieces of pandoc's document tree.
enum Pandoc {
    static func node(_ type: String, _ content: JSON? = nil) -> JSON {
        .object([("t", .text(type))] + (content.map { [("c", $0)] } ?? []))
    }

    static func attributes(id: String = "", classes: [String] = [], values: [(String, String)] = []) -> JSON {
        .list([
            .text(id), .list(classes.map(JSON.text)), .list(values.map { .list([.text($0.0), .text($0.1)]) }),
        ])
    }

    static func text(_ text: String) -> JSON { node("Str", .text(text)) }

    static func math(_ tex: String, isDisplayed: Bool) -> JSON {
        node("Math", .list([node(isDisplayed ? "DisplayMath" : "InlineMath"), .text(tex)]))
    }

    static func inlines(_ inlines: [Inline]) -> JSON { .list(inlines.flatMap(self.inlines)) }

    private static func inlines(_ inline: Inline) -> [JSON] {
        switch inline {
        case .text(let text): words(text)
        case .emphasis(let inner): [node("Emph", self.inlines(inner))]
        case .strong(let inner): [node("Strong", self.inlines(inner))]
        case .code(let text): [node("Code", .list([attributes(), .text(text)]))]
        case .formula(let formula): [math(LaTeX().write(formula), isDisplayed: false)]
        case .link(let inner, let target):
            [node("Link", .list([attributes(), self.inlines(inner), .list([.text(target), .text("")])]))]
        case .lineBreak: [node("LineBreak")]
        }
    }

    /// Words and the spaces between them: lines are broken at these.
    private static func words(_ text: String) -> [JSON] {
        var result: [JSON] = []
        for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { result.append(node("Space")) }
            if !word.isEmpty { result.append(self.text(String(word))) }
        }
        return result
    }

    static func table(_ table: Table) -> [JSON] {
        func row(_ cells: [String], isStrong: Bool = false) -> JSON {
            let items = cells.map { cell -> JSON in
                let content = words(cell)
                let inner: [JSON] = content.isEmpty ? [] : isStrong ? [node("Strong", .list(content))] : content
                return .list([
                    attributes(), node("AlignDefault"), .integer(1), .integer(1), .list([node("Plain", .list(inner))]),
                ])
            }
            return .list([attributes(), .list(items)])
        }
        let columns = table.columns.map { column -> JSON in
            .list([node(column.isNumber ? "AlignRight" : "AlignLeft"), node("ColWidthDefault")])
        }
        let caption: [JSON] = table.caption.isEmpty ? [] : [node("Plain", inlines(table.caption))]
        let id = table.identifier ?? ""
        let tree = node(
            "Table",
            .list([
                attributes(id: id), .list([.null, .list(caption)]), .list(columns),
                .list([attributes(), .list([row(table.columns.map(\.title))])]),
                .list([
                    .list([attributes(), .integer(0), .list([]), .list(table.rows.map { row($0.cells) })])
                ]),
                .list([attributes(), .list(table.total.map { [row($0, isStrong: true)] } ?? [])]),
            ]))
        guard !table.notes.isEmpty else { return [tree] }
        return [tree, node("Para", .list(words(table.notes.joined(separator: " "))))]
    }
}
