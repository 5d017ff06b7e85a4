import Networks
import Scenes

/// A document as Markdown that GitHub renders: pictures beside it, mathematics between dollar signs.
public struct MarkdownWriter {
    private let illustrator: any Illustrator
    /// Pieces of another text cannot know their numbers.
    private let isNumbered: Bool
    private var figureCount = 0
    private var tableCount = 0

    /// - Throws: what drawing the figures throws.
    public static func text(_ document: Document, illustrator: any Illustrator) throws -> String {
        var writer = MarkdownWriter(illustrator: illustrator, isNumbered: true)
        let kind = document.kind.map { ["*\($0)*"] } ?? []
        let lead = document.lead.map { ["**\(Markdown.escaped($0))**"] } ?? []
        let body = try document.blocks.map { try writer.markdown($0) }
        return (kind + ["# \(Markdown.escaped(document.title))"] + lead + body).joined(separator: "\n\n") + "\n"
    }

    /// Blocks alone, to stand in another text.
    ///
    /// - Throws: what drawing the figures throws.
    public static func fragment(_ blocks: [Block], illustrator: any Illustrator) throws -> String {
        var writer = MarkdownWriter(illustrator: illustrator, isNumbered: false)
        return try blocks.map { try writer.markdown($0) }.joined(separator: "\n\n") + "\n"
    }

    private init(illustrator: any Illustrator, isNumbered: Bool) {
        (self.illustrator, self.isNumbered) = (illustrator, isNumbered)
    }

    private mutating func markdown(_ blocks: [Block]) throws -> String {
        try blocks.map { try markdown($0) }.joined(separator: "\n\n")
    }

    private mutating func markdown(_ block: Block) throws -> String {
        switch block {
        case .heading(let level, let inlines):
            return String(repeating: "#", count: level) + " " + Markdown.inline(inlines)
        case .paragraph(let inlines): return Markdown.inline(inlines)
        case .list(let items, let start):
            return try items.enumerated().map { index, item in
                let mark = start.map { "\($0 + index). " } ?? "- "
                return try Markdown.hanging(markdown(item), mark: mark)
            }.joined(separator: "\n")
        case .quote(let blocks): return Markdown.quoted(try markdown(blocks))
        case .trap(let blocks): return Markdown.quoted("[!WARNING]\n**Trap.** " + (try markdown(blocks)))
        case .code(let text, let language):
            let name = HTMLWriter.programs[language] == nil ? language : "python"
            let fence = text.contains("```") ? "````" : "```"
            return "\(fence)\(name)\n\(text.hasSuffix("\n") ? text : text + "\n")\(fence)"
        case .rule: return "---"
        case .derivations(let derivations): return Markdown.list(of: derivations)
        case .layer(let section):
            return "### \(Markdown.escaped(section.title))\n\n" + Markdown.list(of: section.derivations)
        case .table(let table):
            tableCount += 1
            return Markdown.table(table, number: isNumbered ? tableCount : nil)
        case .figure(let illustration):
            figureCount += 1
            let words = try illustrator.words(illustration)
            let path = try illustrator.file(illustration, format: "svg")
            let caption =
                illustration.caption.isEmpty ? Markdown.escaped(words.summary) : Markdown.inline(illustration.caption)
            return "![\(Markdown.alternative(words.summary))](\(path))\n\n"
                + (isNumbered ? "*Figure \(figureCount).* \(caption)" : caption)
        case .claims(let results):
            return results.flatMap { result in
                result.outcomes.map {
                    "- \($0.holds ? "✓" : "✗ **does not hold:**") \(Markdown.escaped($0.sentence(network: result.network)))"
                }
            }.joined(separator: "\n")
        case .hints(let hints):
            if hints.isEmpty { return "Nothing unusual." }
            return hints.map { "- **\($0.severity.rawValue)** \(Markdown.escaped($0.description))" }
                .joined(separator: "\n")
        case .explorer(let explorer):
            return "*\(Markdown.inline(explorer.caption))* The page in HTML lets you look into every pixel."
        }
    }
}

/// Pieces of Markdown.
enum Markdown {
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\`*_[]<>$|".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// Between the brackets of a picture.
    static func alternative(_ text: String) -> String {
        text.replacing("\n", with: " ").replacing("[", with: "(").replacing("]", with: ")")
    }

    static func inline(_ inlines: [Inline]) -> String { inlines.map(inline).joined() }

    private static func inline(_ inline: Inline) -> String {
        switch inline {
        case .text(let text): escaped(text)
        case .emphasis(let inner): "*\(self.inline(inner))*"
        case .strong(let inner): "**\(self.inline(inner))**"
        case .code(let text): text.contains("`") ? "`` \(text) ``" : "`\(text)`"
        case .formula(let formula): "$\(LaTeX().write(formula))$"
        case .link(let inner, let target): "[\(self.inline(inner))](\(target))"
        case .lineBreak: "\\\n"
        }
    }

    static func quoted(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> \($0)" }
            .joined(separator: "\n")
    }

    static func hanging(_ text: String, mark: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let indent = String(repeating: " ", count: mark.count)
        return lines.enumerated().map { $0 == 0 ? mark + $1 : $1.isEmpty ? "" : indent + $1 }.joined(separator: "\n")
    }

    static func list(of derivations: [Derivation]) -> String {
        derivations.map { "- \($0.written(.markdown))\($0.remark.map { " (\(escaped($0)))" } ?? "")" }
            .joined(separator: "\n")
    }

    static func table(_ table: Table, number: Int?) -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let rules = table.columns.map { $0.isNumber ? "---:" : "---" }
        let total = table.total.map { [$0.map { $0.isEmpty ? "" : "**\(escaped($0))**" }] } ?? []
        let rows = [table.columns.map { escaped($0.title) }, rules] + table.rows.map { $0.cells.map(escaped) } + total
        let label = number.map { "*Table \($0).* " } ?? ""
        let caption = table.caption.isEmpty ? "" : "\(label)\(inline(table.caption))\n\n"
        let notes = table.notes.isEmpty ? "" : "\n\n" + escaped(table.notes.joined(separator: " "))
        return caption + rows.map(line).joined(separator: "\n") + notes
    }
}
