import Networks
public import Scenes

/// The lines that put a figure into somebody's text.
public enum Snippet: String, CaseIterable, Sendable {
    case latex, typst, myst, rst, markdown, html

    /// Endings of files that the format takes, the best first.
    public var endings: [String] {
        switch self {
        case .latex: ["pdf", "png"]
        case .typst, .myst, .rst, .markdown, .html: ["svg", "png", "gif", "apng", "pdf"]
        }
    }

    /// - Parameters:
    ///   - path: As the text will find the file.
    ///   - name: For references.
    ///   - words: Caption and alternative text.
    public func text(path: String, name: String, words: AlternativeText) -> String {
        let (caption, alternative) = (words.summary, Markdown.alternative(words.summary))
        let id = HTML.id(name)
        return switch self {
        case .latex:
            """
            \\begin{figure}[htbp]
              \\centering
              \\includegraphics[width=\\linewidth]{\(path)}
              \\caption{\(TeX.escaped(caption))}
              \\label{fig:\(id)}
            \\end{figure}

            """
        case .typst:
            """
            #figure(
              image(\(Self.quoted(path)), width: 100%, alt: \(Self.quoted(alternative))),
              caption: [\(Self.typst(caption))],
            ) <fig-\(id)>

            """
        case .myst:
            """
            ```{figure} \(path)
            :name: fig-\(id)
            :alt: \(alternative)
            :width: 100%

            \(Markdown.escaped(caption))
            ```

            """
        case .rst:
            """
            .. figure:: \(path)
               :name: fig-\(id)
               :alt: \(alternative)
               :width: 100%

               \(caption.replacing("*", with: "\\*").replacing("`", with: "\\`"))

            """
        case .markdown: "![\(alternative)](\(path))\n"
        case .html:
            """
            <figure id="fig-\(id)">
              <img src="\(HTML.escaped(path))" alt="\(HTML.escaped(alternative))">
              <figcaption>\(HTML.escaped(caption))</figcaption>
            </figure>

            """
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func typst(_ text: String) -> String {
        text.map { "\\*_#[]$@<>`".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
