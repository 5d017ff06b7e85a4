public import Networks
import Scenes

/// Blocks as pandoc's document tree.
///
/// Source: *pandoc-types* 1.22 and 1.23, which pandoc 2.17 and 3 speak.
public struct PandocWriter {
    public let target: PandocTarget
    /// Figures are a node of their own from 1.23 on.
    public let hasFigures: Bool
    private let illustrator: any Illustrator

    public init(target: PandocTarget, hasFigures: Bool, illustrator: any Illustrator) {
        (self.target, self.hasFigures, self.illustrator) = (target, hasFigures, illustrator)
    }

    /// - Throws: what drawing the figures throws.
    public func json(_ blocks: [Block]) throws -> [JSON] { try blocks.flatMap(json) }

    private func json(_ block: Block) throws -> [JSON] {
        switch block {
        case .heading(let level, let inlines):
            return [Pandoc.node("Header", .list([.integer(level), Pandoc.attributes(), Pandoc.inlines(inlines)]))]
        case .paragraph(let inlines): return [Pandoc.node("Para", Pandoc.inlines(inlines))]
        case .list(let items, let start):
            let lists = JSON.list(try items.map { .list(try json($0)) })
            guard let start else { return [Pandoc.node("BulletList", lists)] }
            let style = JSON.list([.integer(start), Pandoc.node("Decimal"), Pandoc.node("Period")])
            return [Pandoc.node("OrderedList", .list([style, lists]))]
        case .quote(let blocks): return [Pandoc.node("BlockQuote", .list(try json(blocks)))]
        case .trap(let blocks):
            let label = Pandoc.node("Para", .list([Pandoc.node("Strong", .list([Pandoc.text("Trap.")]))]))
            return [Pandoc.node("BlockQuote", .list([label] + (try json(blocks))))]
        case .code(let text, let language):
            let name = HTMLWriter.programs[language] == nil ? language : "python"
            return [
                Pandoc.node(
                    "CodeBlock", .list([Pandoc.attributes(classes: name.isEmpty ? [] : [name]), .text(text)]))
            ]
        case .rule: return [Pandoc.node("HorizontalRule")]
        case .derivations(let derivations): return [list(of: derivations)]
        case .layer(let section):
            return [
                Pandoc.node("Para", .list([Pandoc.node("Strong", .list([Pandoc.text(section.title)]))])),
                list(of: section.derivations),
            ]
        case .table(let table): return Pandoc.table(table)
        case .figure(let illustration): return [try json(illustration)]
        case .claims(let results):
            let wrong = results.flatMap { result in
                result.outcomes.filter { !$0.holds }.map { $0.sentence(network: result.network) }
            }
            return wrong.map(Self.complaint)
        case .hints(let hints):
            let items = hints.map { JSON.list([Pandoc.node("Plain", .list([Pandoc.text($0.description)]))]) }
            return hints.isEmpty ? [] : [Pandoc.node("BulletList", .list(items))]
        case .explorer(let explorer): return [Pandoc.node("Para", Pandoc.inlines(explorer.caption))]
        }
    }

    /// What is wrong, where a reader cannot miss it.
    public static func complaint(_ text: String) -> JSON {
        let words = [Pandoc.node("Strong", .list([Pandoc.text("ConvScope: ")])), Pandoc.text(text)]
        return Pandoc.node(
            "Div",
            .list([Pandoc.attributes(classes: ["convscope-error"]), .list([Pandoc.node("Para", .list(words))])]))
    }

    private func list(of derivations: [Derivation]) -> JSON {
        let items = derivations.map { derivation -> JSON in
            let math = Pandoc.math(derivation.written(.latex), isDisplayed: false)
            let remark = derivation.remark.map { [Pandoc.text(" (\($0))")] } ?? []
            return .list([Pandoc.node("Plain", .list([math] + remark))])
        }
        return Pandoc.node("BulletList", .list(items))
    }

    private func json(_ illustration: Illustration) throws -> JSON {
        let words = try illustrator.words(illustration)
        let caption = illustration.caption.isEmpty ? [.text(words.summary)] : illustration.caption
        // As it was written: whoever resolves references looks for just that.
        let id = illustration.label ?? ""
        let width = illustration.width.map { [("width", $0.text)] } ?? []
        if target.isInline {
            let svg = try illustrator.svg(illustration, isDark: false, instance: nil)
            return figure(
                id, caption, Pandoc.node("RawInline", .list([.text("html"), .text(svg.withoutBlankLines)])))
        }
        let path = try illustrator.file(illustration, format: target.figures)
        let attributes = width + [("alt", words.summary)]
        guard hasFigures else {
            // Before, a paragraph with one picture whose title begins so was a figure.
            return Pandoc.node(
                "Para",
                .list([
                    Pandoc.node(
                        "Image",
                        .list([
                            Pandoc.attributes(id: id, values: attributes), Pandoc.inlines(caption),
                            .list([.text(path), .text("fig:")]),
                        ]))
                ]))
        }
        return figure(
            id, caption,
            Pandoc.node(
                "Image",
                .list([
                    Pandoc.attributes(values: attributes), .list([Pandoc.text(words.summary)]),
                    .list([.text(path), .text("")]),
                ])))
    }

    private func figure(_ id: String, _ caption: [Inline], _ picture: JSON) -> JSON {
        guard hasFigures else {
            let words = Pandoc.node("Para", .list([Pandoc.node("Emph", Pandoc.inlines(caption))]))
            return Pandoc.node(
                "Div",
                .list([Pandoc.attributes(id: id), .list([Pandoc.node("Plain", .list([picture])), words])]))
        }
        let plain = JSON.list([Pandoc.node("Plain", Pandoc.inlines(caption))])
        return Pandoc.node(
            "Figure",
            .list([
                Pandoc.attributes(id: id), .list([.null, plain]), .list([Pandoc.node("Plain", .list([picture]))]),
            ]))
    }
}

/// What pandoc is about to write, as far as figures are concerned.
public struct PandocTarget: Sendable {
    /// The format of figures as files.
    public let figures: String
    /// Whether they become part of the page.
    public let isInline: Bool
    /// Whether they may move.
    public let moves: Bool

    /// - Parameters:
    ///   - writer: pandoc's name of the format, which it hands to filters: `html5`, `latex`, `docx`.
    ///   - isInline: For HTML, whether figures are to become part of the page.
    public init(writer: String, isInline: Bool = false) {
        let name = writer.prefix { $0 != "+" && $0 != "-" }
        let pages = ["html", "html4", "html5", "revealjs", "slidy", "dzslides", "s5", "slideous", "chunkedhtml"]
        let vectors = [
            "epub", "epub2", "epub3", "markdown", "gfm", "commonmark", "commonmark_x", "typst", "rst", "markua",
            "docbook",
        ]
        let papers = ["latex", "beamer", "pdf", "context"]
        let isPage = pages.contains(String(name))
        self.isInline = isInline && isPage
        moves = isPage || name.hasPrefix("epub")
        figures = isPage || vectors.contains(String(name)) ? "svg" : papers.contains(String(name)) ? "pdf" : "png"
    }
}

extension String {
    /// Markdown ends a piece of HTML at a blank line.
    var withoutBlankLines: String {
        split(separator: "\n").filter { !$0.allSatisfy { $0 == " " } }.joined(separator: "\n")
    }
}
