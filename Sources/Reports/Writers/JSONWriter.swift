import Figures
import Files
public import Networks
import Scenes

/// A document as data; `Samples/report.schema.json` says which.
public enum JSONWriter {
    /// - Throws: what drawing the figures throws.
    public static func json(_ document: Document, illustrator: any Illustrator) throws -> JSON {
        var entries: [(String, JSON)] = [("format", .text("convscope-report-1")), ("title", .text(document.title))]
        if let kind = document.kind { entries.append(("kind", .text(kind))) }
        if let lead = document.lead { entries.append(("answer", .text(lead))) }
        entries.append(("blocks", .list(try document.blocks.map { try json($0, illustrator) })))
        return .object(entries)
    }

    private static func json(_ block: Block, _ illustrator: any Illustrator) throws -> JSON {
        func object(_ type: String, _ entries: [(String, JSON)]) -> JSON { .object([("type", .text(type))] + entries) }
        switch block {
        case .heading(let level, let inlines):
            return object("heading", [("level", .integer(level)), ("text", .text(inlines.plainText))])
        case .paragraph(let inlines): return object("paragraph", [("text", .text(inlines.plainText))])
        case .list(let items, let start):
            let lists = try items.map { JSON.list(try $0.map { try json($0, illustrator) }) }
            return object("list", [("ordered", .flag(start != nil)), ("items", .list(lists))])
        case .quote(let blocks):
            return object("quote", [("blocks", .list(try blocks.map { try json($0, illustrator) }))])
        case .trap(let blocks):
            return object("trap", [("blocks", .list(try blocks.map { try json($0, illustrator) }))])
        case .code(let text, let language):
            return object("code", [("language", .text(language)), ("text", .text(text))])
        case .rule: return object("rule", [])
        case .derivations(let derivations):
            return object("derivations", [("steps", .list(derivations.map(json)))])
        case .layer(let section):
            return object(
                "layer",
                [
                    ("name", .text(section.name)), ("title", .text(section.title)),
                    ("steps", .list(section.derivations.map(json))),
                ])
        case .table(let table):
            return object(
                "table",
                [
                    ("caption", .text(table.caption.plainText)),
                    ("columns", .list(table.columns.map { .text($0.title) })),
                    ("rows", .list(table.rows.map { .list($0.cells.map(JSON.text)) })),
                    ("total", table.total.map { .list($0.map(JSON.text)) } ?? .null),
                    ("notes", .list(table.notes.map(JSON.text))),
                ])
        case .figure(let illustration):
            let words = try illustrator.words(illustration)
            return object(
                "figure",
                [
                    ("name", .text(illustration.name)), ("figure", .text(illustration.entry.description.kind.rawValue)),
                    ("caption", .text(illustration.caption.plainText)), ("alternative", .text(words.summary)),
                    ("description", .text(words.details)),
                ])
        case .claims(let results):
            let claims = results.flatMap { result in
                result.outcomes.map { outcome in
                    JSON.object([
                        ("holds", .flag(outcome.holds)), ("text", .text(outcome.sentence(network: result.network))),
                    ])
                }
            }
            return object("claims", [("claims", .list(claims))])
        case .hints(let hints): return object("hints", [("hints", hints.json)])
        case .explorer(let explorer):
            return object("explorer", [("caption", .text(explorer.caption.plainText)), ("data", explorer.json)])
        }
    }

    private static func json(_ derivation: Derivation) -> JSON {
        .object(
            [
                ("of", .text(derivation.subject.title)), ("derivation", .text(derivation.written(.text))),
                ("latex", .text(derivation.written(.latex))), ("value", JSON(derivation.value)),
            ] + (derivation.remark.map { [("remark", .text($0))] } ?? []))
    }
}
