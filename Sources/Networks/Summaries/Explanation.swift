extension NetworkSummary {
    /// Every number of every layer with its derivation, and a legend of the symbols.
    public func explanation(_ format: DerivationFormat) -> String {
        var lines: [String] = []
        var symbols: [Expression.Symbol] = []
        for (index, row) in rows.enumerated() {
            let shape = row.node.output.text(network.layout)
            let reads = row.inputs.joined(separator: ", ")
            lines += heading(
                "\(index + 1). \(row.node.name): \(row.node.words), from \(reads): \(shape)", format)
            for derivation in derivations(of: row.node) {
                for binding in derivation.bindings where !symbols.contains(binding.symbol) {
                    symbols.append(binding.symbol)
                }
                lines.append(item(derivation, format))
            }
            lines += end(format)
        }
        lines += legend(symbols, format)
        return lines.joined(separator: "\n") + "\n"
    }

    private func heading(_ text: String, _ format: DerivationFormat) -> [String] {
        switch format {
        case .text: [text]
        case .markdown: ["### \(text)", ""]
        case .latex: ["\\subsection*{\(text.replacing("_", with: "\\_"))}", "\\begin{itemize}"]
        case .mathML: ["<h3>\(text)</h3>", "<ul>"]
        }
    }

    private func item(_ derivation: Derivation, _ format: DerivationFormat) -> String {
        let remark = derivation.remark.map { " (\($0))" } ?? ""
        let written = derivation.written(format)
        return switch format {
        case .text: "   \(written)\(remark)"
        case .markdown: "- \(written)\(remark)"
        case .latex: "  \\item $\(written)$\(remark)"
        case .mathML: "  <li>\(written)\(remark)</li>"
        }
    }

    private func end(_ format: DerivationFormat) -> [String] {
        switch format {
        case .text, .markdown: [""]
        case .latex: ["\\end{itemize}", ""]
        case .mathML: ["</ul>"]
        }
    }

    private func legend(_ symbols: [Expression.Symbol], _ format: DerivationFormat) -> [String] {
        switch format {
        case .text:
            ["where"] + symbols.map { "   \(PlainText().name($0)): \($0.meaning)" }
        case .markdown:
            ["where", ""] + symbols.map { "- $\(LaTeX().name($0))$: \($0.meaning)" }
        case .latex:
            ["\\paragraph{Where}", "\\begin{itemize}"] + symbols.map { "  \\item $\(LaTeX().name($0))$: \($0.meaning)" }
                + ["\\end{itemize}"]
        case .mathML:
            ["<p>where</p>", "<ul>"]
                + symbols.map { "  <li><math>\(MathML().name($0))</math>: \($0.meaning)</li>" } + ["</ul>"]
        }
    }
}
