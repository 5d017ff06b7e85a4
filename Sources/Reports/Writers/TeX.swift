import Networks

/// Pieces of LaTeX.
enum TeX {
    /// pdflatex knows few characters beyond ASCII by itself.
    private static let characters: [Character: String] = [
        "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
        "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\\": "\\textbackslash{}", "<": "\\textless{}",
        ">": "\\textgreater{}", "·": "$\\cdot$", "×": "$\\times$", "→": "$\\to$", "←": "$\\leftarrow$", "−": "$-$",
        "≈": "$\\approx$", "≠": "$\\neq$", "≤": "$\\leq$", "≥": "$\\geq$", "²": "$^2$", "³": "$^3$", "½": "$\\frac12$",
        "⌊": "$\\lfloor$", "⌋": "$\\rfloor$", "⌈": "$\\lceil$", "⌉": "$\\rceil$", "…": "\\ldots{}", "–": "--",
        "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "✓": "$\\checkmark$", "✗": "$\\times$", "°": "$^\\circ$",
        "√": "$\\sqrt{}$", "∞": "$\\infty$", "σ": "$\\sigma$", "λ": "$\\lambda$", "β": "$\\beta$", "α": "$\\alpha$",
        "γ": "$\\gamma$", "µ": "$\\mu$", "μ": "$\\mu$", "π": "$\\pi$", "Σ": "$\\Sigma$", "Δ": "$\\Delta$",
        "±": "$\\pm$",
        "∂": "$\\partial$", "′": "$'$", "\u{A0}": "~", "₀": "$_0$", "₁": "$_1$", "₂": "$_2$", "↑": "$\\uparrow$",
        "⁻": "$^-$", "¹": "$^1$", "⁰": "$^0$", "∈": "$\\in$", "∑": "$\\sum$", "÷": "$\\div$", "↦": "$\\mapsto$",
    ]

    static func escaped(_ text: String) -> String {
        text.map { character in
            if let known = characters[character] { return known }
            // Letters of European languages are there; what is not would stop pdflatex.
            return character.unicodeScalars.allSatisfy { $0.value < 0x180 } ? String(character) : "?"
        }.joined()
    }

    /// For text that is printed as it stands.
    static func ascii(_ text: String) -> String {
        text.replacing("×", with: "x").replacing("·", with: "*").replacing("→", with: "->").replacing("−", with: "-")
            .map { $0.isASCII ? String($0) : "?" }.joined().replacing("\\end{verbatim}", with: "\\end {verbatim}")
    }

    static func inline(_ inlines: [Inline]) -> String { inlines.map(inline).joined() }

    private static func inline(_ inline: Inline) -> String {
        switch inline {
        case .text(let text): escaped(text)
        case .emphasis(let inner): "\\emph{\(self.inline(inner))}"
        case .strong(let inner): "\\textbf{\(self.inline(inner))}"
        case .code(let text): "\\texttt{\(escaped(text))}"
        case .formula(let formula): "$\(LaTeX().write(formula))$"
        case .link(let inner, let target): "\\href{\(address(target))}{\(self.inline(inner))}"
        case .lineBreak: "\\\\"
        }
    }

    private static func address(_ target: String) -> String {
        target.map { "%#".contains($0) ? "\\\($0)" : "{}\\".contains($0) ? "" : String($0) }.joined()
    }

    static func list(of derivations: [Derivation]) -> String {
        let items = derivations.map { derivation in
            "\\item $\(derivation.written(.latex))$\(derivation.remark.map { " (\(escaped($0)))" } ?? "")"
        }
        return "\\begin{itemize}\\raggedright\n\(items.joined(separator: "\n"))\n\\end{itemize}"
    }

    static func table(_ table: Table) -> String {
        let alignment = table.columns.map { $0.isNumber ? "r" : "l" }.joined()
        func line(_ cells: [String]) -> String { cells.map(escaped).joined(separator: " & ") + " \\\\" }
        let label = table.identifier.map { "\\label{tbl:\(HTML.id($0.withoutKind))}" } ?? ""
        let caption = table.caption.isEmpty ? "" : "\\caption{\(inline(table.caption))}\(label)\\\\\n"
        let total = table.total.map { ["\\midrule", line($0)] } ?? []
        let rows =
            [line(table.columns.map(\.title)), "\\midrule", "\\endhead"] + table.rows.map { line($0.cells) } + total
        let notes = table.notes.isEmpty ? "" : "\n{\\footnotesize \(escaped(table.notes.joined(separator: " ")))\\par}"
        return """
            {\\small\\setlength{\\tabcolsep}{4pt}
            \\begin{longtable}{@{}\(alignment)@{}}
            \(caption)\\toprule
            \(rows.joined(separator: "\n"))
            \\bottomrule
            \\end{longtable}}\(notes)
            """
    }
}
