import Networks
import Scenes

/// A document for pdflatex: booktabs, our PDFs as graphics, labels and captions.
public struct LaTeXWriter {
    private let illustrator: any Illustrator

    /// - Throws: what drawing the figures throws.
    public static func text(_ document: Document, illustrator: any Illustrator) throws -> String {
        let writer = LaTeXWriter(illustrator: illustrator)
        let lead = document.lead.map { "\\begin{abstract}\n\(TeX.escaped($0))\n\\end{abstract}\n\n" } ?? ""
        return """
            \\documentclass[11pt,a4paper]{article}
            \\usepackage[T1]{fontenc}
            \\usepackage[utf8]{inputenc}
            \\usepackage{lmodern}
            \\usepackage[margin=28mm]{geometry}
            \\usepackage{amsmath,amssymb,booktabs,graphicx,longtable,microtype}
            \\usepackage[font=small,labelfont=bf]{caption}
            \\usepackage[hidelinks]{hyperref}
            \\setlength{\\parindent}{0pt}\\setlength{\\parskip}{0.6em}
            \\newenvironment{trap}{\\begin{quote}\\textbf{Trap.}\\ }{\\end{quote}}
            \\title{\(TeX.escaped(document.title))}
            \\author{\(TeX.escaped(document.kind ?? ""))}
            \\date{}
            \\begin{document}
            \\maketitle

            \(lead)\(try writer.latex(document.blocks))

            \\end{document}

            """
    }

    /// Blocks alone, to stand in another text.
    ///
    /// - Throws: what drawing the figures throws.
    public static func fragment(_ blocks: [Block], illustrator: any Illustrator) throws -> String {
        try LaTeXWriter(illustrator: illustrator).latex(blocks) + "\n"
    }

    private func latex(_ blocks: [Block]) throws -> String { try blocks.map(latex).joined(separator: "\n\n") }

    private func latex(_ block: Block) throws -> String {
        switch block {
        case .heading(let level, let inlines):
            let command = level <= 2 ? "section" : level == 3 ? "subsection" : "subsubsection"
            return "\\\(command){\(TeX.inline(inlines))}"
        case .paragraph(let inlines):
            if inlines.count == 1, case .formula(let formula) = inlines[0] { return "\\[\(LaTeX().write(formula))\\]" }
            return TeX.inline(inlines)
        case .list(let items, let start):
            let name = start == nil ? "itemize" : "enumerate"
            let counter = start.map { $0 == 1 ? "" : "\\setcounter{\\csname @enumctr\\endcsname}{\($0 - 1)}\n" } ?? ""
            let lines = try items.map { "\\item{} \(try latex($0))" }
            return "\\begin{\(name)}\n\(counter)\(lines.joined(separator: "\n"))\n\\end{\(name)}"
        case .quote(let blocks): return "\\begin{quote}\n\(try latex(blocks))\n\\end{quote}"
        case .trap(let blocks): return "\\begin{trap}\n\(try latex(blocks))\n\\end{trap}"
        case .code(let text, _):
            return "{\\small\\begin{verbatim}\n\(TeX.ascii(text))\\end{verbatim}}"
        case .rule: return "\\bigskip\\hrule\\bigskip"
        case .derivations(let derivations): return TeX.list(of: derivations)
        case .layer(let section):
            return "\\subsection*{\(TeX.escaped(section.title))}\n" + TeX.list(of: section.derivations)
        case .table(let table): return TeX.table(table)
        case .figure(let illustration): return try latex(illustration)
        case .claims(let results):
            let items = results.flatMap { result in
                result.outcomes.map { outcome in
                    "\\item \(outcome.holds ? "$\\checkmark$" : "\\textbf{Does not hold:}") "
                        + TeX.escaped(outcome.sentence(network: result.network))
                }
            }
            return "\\begin{itemize}\n\(items.joined(separator: "\n"))\n\\end{itemize}"
        case .hints(let hints):
            if hints.isEmpty { return "Nothing unusual." }
            let items = hints.map { "\\item \\textbf{\($0.severity.rawValue)} \(TeX.escaped($0.description))" }
            return "\\begin{itemize}\n\(items.joined(separator: "\n"))\n\\end{itemize}"
        case .explorer(let explorer):
            return "\\emph{\(TeX.inline(explorer.caption)) The page in HTML lets you look into every pixel.}"
        }
    }

    private func latex(_ illustration: Illustration) throws -> String {
        let words = try illustrator.words(illustration)
        // What moves has a page for each step; paper shows the first.
        let path = try illustrator.file(illustration, format: "pdf")
        let caption =
            illustration.caption.isEmpty ? TeX.escaped(words.summary) : TeX.inline(illustration.caption)
        // As wide as it is, but no wider than the text.
        let width = "\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi"
        let graphics =
            switch illustration.width {
            case nil: "\\resizebox{\(width)}{!}{\\includegraphics{\(path)}}"
            case .share(let share): "\\includegraphics[width=\(share)\\linewidth]{\(path)}"
            case .length(let length, let unit): "\\includegraphics[width=\(length)\(unit.rawValue)]{\(path)}"
            }
        return """
            \\begin{figure}[htbp]
            \\centering
            \(graphics)
            \\caption{\(caption)}
            \\label{fig:\(illustration.stem)}
            \\end{figure}
            """
    }
}
