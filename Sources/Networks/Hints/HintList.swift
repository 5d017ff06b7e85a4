extension [Hint] {
    /// A line each, or one sentence where there is none.
    public func written(_ format: DerivationFormat) -> String {
        let lines = map { "\($0.severity.rawValue): \($0.description)" }
        let none = "Nothing unusual."
        switch format {
        case .text: return (["Hints"] + (isEmpty ? [none] : lines)).joined(separator: "\n") + "\n"
        case .markdown:
            let items = map { "- **\($0.severity.rawValue)** \($0.description)" }
            return (["### Hints", ""] + (isEmpty ? [none] : items)).joined(separator: "\n") + "\n"
        case .latex:
            let items = ["\\begin{itemize}"] + lines.map { "  \\item \($0.escapedForLaTeX)" } + ["\\end{itemize}"]
            return (["\\subsection*{Hints}"] + (isEmpty ? [none] : items)).joined(separator: "\n") + "\n"
        case .mathML:
            let items = ["<ul>"] + lines.map { "<li>\($0)</li>" } + ["</ul>"]
            return (["<h3>Hints</h3>"] + (isEmpty ? ["<p>\(none)</p>"] : items)).joined(separator: "\n") + "\n"
        }
    }

    public var json: JSON {
        .list(
            map { hint in
                .object([
                    ("hint", .text(hint.name)), ("severity", .text(hint.severity.rawValue)),
                    ("layers", .list(hint.layers.map(JSON.text))), ("text", .text(hint.fact.description)),
                ])
            })
    }
}

extension String {
    fileprivate var escapedForLaTeX: String {
        map { "&%$#_{}".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
