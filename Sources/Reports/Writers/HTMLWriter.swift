import Networks
import Scenes

/// A document as one file of HTML that needs nothing from outside.
public struct HTMLWriter {
    private let document: Document
    private let illustrator: any Illustrator
    /// Pieces of another page bring neither its style nor two themes.
    private let isPage: Bool
    private var figureCount = 0
    private var tableCount = 0
    /// That of the page's own parts are taken.
    private var ids: Set<String> = ["main"]
    /// Of headings in their order, and of sections by their layers: links are written before what they lead to.
    private var headings: [String] = []
    private var layers: [String: String] = [:]
    private var headingCount = 0

    private init(_ document: Document, illustrator: any Illustrator, isPage: Bool) {
        (self.document, self.illustrator, self.isPage) = (document, illustrator, isPage)
        for block in document.blocks {
            if case .heading(_, let inlines) = block { headings.append(newId(HTML.id(inlines.plainText))) }
            if case .layer(let section) = block { layers[section.name] = newId("layer-" + HTML.id(section.name)) }
        }
    }

    /// - Throws: what drawing the figures throws.
    public static func page(_ document: Document, illustrator: any Illustrator) throws -> String {
        var writer = HTMLWriter(document, illustrator: illustrator, isPage: true)
        return try writer.page()
    }

    /// Blocks alone, to stand in another page, even in one of Markdown.
    ///
    /// - Throws: what drawing the figures throws.
    public static func fragment(_ blocks: [Block], illustrator: any Illustrator) throws -> String {
        var writer = HTMLWriter(Document(title: "", blocks: blocks), illustrator: illustrator, isPage: false)
        return try blocks.map { try writer.html($0) }.joined(separator: "\n").withoutBlankLines
    }

    private mutating func page() throws -> String {
        let body = try document.blocks.map { try html($0) }.joined(separator: "\n")
        let kind = document.kind.map { "<p class=\"kind\">\(HTML.escaped($0))</p>\n" } ?? ""
        let lead = document.lead.map { "<p class=\"answer\">\(HTML.escaped($0))</p>\n" } ?? ""
        let head = "<header class=\"head\">\n\(kind)<h1>\(HTML.escaped(document.title))</h1>\n\(lead)</header>"
        return HTML.page(
            title: document.title, language: document.language, main: [head, contents, body].joined(separator: "\n"),
            script: true)
    }

    /// Links to the headings, where there are enough to get lost between.
    private var contents: String {
        let levels = document.blocks.compactMap { block -> (level: Int, words: [Inline])? in
            if case .heading(let level, let inlines) = block { (level, inlines) } else { nil }
        }
        let items = zip(headings, levels).filter { $0.1.level == 2 }.map { id, heading in
            "<li><a href=\"#\(id)\">\(HTML.inline(heading.words))</a></li>"
        }
        guard items.count > 2 else { return "" }
        return "<nav class=\"contents\" aria-label=\"Contents\"><ol>\(items.joined())</ol></nav>"
    }

    // MARK: Blocks

    private mutating func html(_ blocks: [Block]) throws -> String {
        try blocks.map { try html($0) }.joined(separator: "\n")
    }

    private mutating func html(_ block: Block) throws -> String {
        switch block {
        case .heading(let level, let inlines):
            // Within quotations and lists there are others, which no link leads to.
            let id = headingCount < headings.count ? headings[headingCount] : newId("part")
            headingCount += 1
            return "<h\(level) id=\"\(id)\">\(HTML.inline(inlines))</h\(level)>"
        case .paragraph(let inlines):
            // A formula alone is set as one.
            if inlines.count == 1, case .formula(let formula) = inlines[0] {
                return "<p class=\"formula\">\(HTML.math(formula, isBlock: true))</p>"
            }
            return "<p>\(HTML.inline(inlines))</p>"
        case .list(let items, let start):
            let tag = start == nil ? "ul" : "ol"
            let from = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
            return "<\(tag)\(from)>\(try items.map { "<li>\(try html(item: $0))</li>" }.joined())</\(tag)>"
        case .quote(let blocks): return "<blockquote>\(try html(blocks))</blockquote>"
        case .trap(let blocks):
            return "<aside class=\"trap\" role=\"note\"><p class=\"label\">Trap</p>\(try html(blocks))</aside>"
        case .code(let text, let language):
            let code = "<pre><code>\(HTML.escaped(text))</code></pre>"
            guard let name = Self.programs[language] else { return code }
            return "<details class=\"code\"><summary>As a program (\(name))</summary>\(code)</details>"
        case .rule: return "<hr>"
        case .derivations(let derivations): return HTML.list(of: derivations)
        case .layer(let section):
            let id = layers[section.name] ?? newId("layer")
            return """
                <section class="layer" id="\(id)" data-layer="\(HTML.escaped(section.name))">\
                <h3>\(HTML.escaped(section.title))</h3>\(HTML.list(of: section.derivations))</section>
                """
        case .table(let table):
            tableCount += 1
            return HTML.table(table, number: isPage ? tableCount : nil, layers: layers)
        case .figure(let illustration): return try html(illustration)
        case .claims(let results): return "<ul class=\"claims\">\(results.map(HTML.claims).joined())</ul>"
        case .hints(let hints):
            guard !hints.isEmpty else { return "<p>Nothing unusual.</p>" }
            let items = hints.map { "<li><b>\($0.severity.rawValue)</b> \(HTML.escaped($0.description))</li>" }
            return "<ul class=\"hints\">\(items.joined())</ul>"
        case .explorer(let explorer):
            figureCount += 1
            return """
                <figure class="explorer" id="\(newId("explorer"))"><figcaption><b>Figure \(figureCount).</b> \
                \(HTML.inline(explorer.caption))</figcaption><noscript><p>With scripts allowed, every pixel of the \
                response can be looked into here.</p></noscript><script type="application/json">\
                \(explorer.json.text)</script></figure>
                """
        }
    }

    static let programs = ["pytorch": "PyTorch", "keras": "Keras"]

    /// What is a paragraph alone needs no tag of its own.
    private mutating func html(item blocks: [Block]) throws -> String {
        if case .paragraph(let inlines)? = blocks.first {
            return try ([HTML.inline(inlines)] + blocks.dropFirst().map { try html($0) }).joined(separator: "\n")
        }
        return try html(blocks)
    }

    private mutating func html(_ illustration: Illustration) throws -> String {
        figureCount += 1
        let id = newId("fig-" + illustration.stem)
        let words = try illustrator.words(illustration)
        let caption = illustration.caption.isEmpty ? [.text(words.summary)] : illustration.caption
        guard isPage else {
            let svg = try illustrator.svg(illustration, isDark: false, instance: nil)
            return "<figure>\(svg)<figcaption>\(HTML.inline(caption))</figcaption></figure>"
        }
        let light = try illustrator.svg(illustration, isDark: false, instance: 2 * figureCount)
        let dark = try illustrator.svg(illustration, isDark: true, instance: 2 * figureCount + 1)
        let style =
            switch illustration.width {
            case nil: ""
            case .share(let share): " style=\"--width:calc(\(share) * var(--measure))\""
            case .length(let length, let unit): " style=\"--width:\(length)\(unit.rawValue)\""
            }
        return """
            <figure class="plate\(illustration.moves ? " moving" : "")" id="\(id)"\(style)>
            <div class="light">\(light)</div>
            <div class="dark">\(dark)</div>
            <figcaption><b>Figure \(figureCount).</b> \(HTML.inline(caption))</figcaption>
            <details class="words"><summary>In words</summary><p>\(HTML.escaped(words.details))</p></details>
            </figure>
            """
    }

    /// Unlike all others of the page.
    private mutating func newId(_ wanted: String) -> String {
        var (id, number) = (wanted, 2)
        while !ids.insert(id).inserted {
            id = "\(wanted)-\(number)"
            number += 1
        }
        return id
    }
}
