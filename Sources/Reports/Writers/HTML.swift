import Networks

/// Pieces of HTML.
enum HTML {
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case _: result.append(character)
            }
        }
        return result
    }

    /// Letters, digits and dashes, for an address within a page.
    static func id(_ text: String) -> String {
        let kept = text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
        let words = String(kept).split(separator: "-").joined(separator: "-")
        return words.isEmpty ? "part" : words
    }

    /// A whole page around what stands in its middle.
    static func page(title: String, language: String, main: String, script: Bool) -> String {
        let code = script ? "<script>\n\(text(PackageResources.page_js))</script>\n" : ""
        return """
            <!doctype html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="ConvScope">
            <title>\(escaped(title))</title>
            <style>
            \(text(PackageResources.page_css))</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the text</a>
            <main id="main">
            \(main)
            </main>
            <footer><p>Every number on this page was computed, and every figure drawn, by ConvScope.</p></footer>
            \(code)</body>
            </html>

            """
    }

    private static func text(_ resource: [UInt8]) -> String { String(decoding: resource, as: UTF8.self) }

    // MARK: Inline

    static func inline(_ inlines: [Inline]) -> String { inlines.map(inline).joined() }

    private static func inline(_ inline: Inline) -> String {
        switch inline {
        case .text(let text): escaped(text)
        case .emphasis(let inner): "<em>\(self.inline(inner))</em>"
        case .strong(let inner): "<strong>\(self.inline(inner))</strong>"
        case .code(let text): "<code>\(escaped(text))</code>"
        case .formula(let formula): math(formula, isBlock: false)
        case .link(let inner, let target):
            isAddress(target) ? "<a href=\"\(escaped(target))\">\(self.inline(inner))</a>" : self.inline(inner)
        case .lineBreak: "<br>"
        }
    }

    /// A page, a mail address or a place nearby; no program.
    private static func isAddress(_ target: String) -> Bool {
        guard let colon = target.firstIndex(of: ":") else { return true }
        let scheme = target[..<colon].lowercased()
        return ["http", "https", "mailto"].contains(scheme) || scheme.contains { "/?#".contains($0) }
    }

    static func math(_ formula: Formula, isBlock: Bool) -> String {
        if isBlock { return "<math display=\"block\"><mrow>\(MathML().write(formula))</mrow></math>" }
        return MathML().pieces(formula).map { "<math><mrow>\($0)</mrow></math>" }.joined(separator: " ")
    }

    // MARK: Parts

    static func list(of derivations: [Derivation]) -> String {
        let items = derivations.map { derivation in
            // Lines are broken between the pieces.
            let math = derivation.written(.mathML).replacing(
                "<mo>=</mo>", with: "</mrow></math> <math><mrow><mo>=</mo>")
            let remark = derivation.remark.map { " <span class=\"remark\">\(escaped($0))</span>" } ?? ""
            return "<li>\(math)\(remark)</li>"
        }
        return "<ul class=\"derivation\">\(items.joined())</ul>"
    }

    static func claims(_ result: ClaimsResult) -> String {
        result.outcomes.map { outcome in
            let sentence = escaped(outcome.sentence(network: result.network))
            return outcome.holds
                ? "<li class=\"holds\"><span class=\"mark\">holds</span> \(sentence)</li>"
                : "<li class=\"fails\"><span class=\"mark\">does not hold</span> \(sentence)</li>"
        }.joined()
    }

    /// - Parameters:
    ///   - number: Nothing for tables in another page, which counts by itself.
    ///   - layers: Where the sections about layers are.
    static func table(_ table: Table, number: Int?, layers: [String: String]) -> String {
        func line(_ cells: [String], head: Bool) -> String {
            zip(table.columns, cells).enumerated().map { index, cell in
                let tag = index == 0 || head ? "th" : "td"
                let scope = head ? " scope=\"col\"" : index == 0 ? " scope=\"row\"" : ""
                return "<\(tag)\(scope)\(cell.0.isNumber ? " class=\"n\"" : "")>\(cell.1)</\(tag)>"
            }.joined()
        }
        let rows = table.rows.map { row in
            var cells = row.cells.map(escaped)
            guard let layer = row.layer, let id = layers[layer] else {
                return "<tr>\(line(cells, head: false))</tr>"
            }
            cells[0] = "<a href=\"#\(id)\">\(cells[0])</a>"
            return "<tr data-layer=\"\(escaped(layer))\">\(line(cells, head: false))</tr>"
        }
        let hasLayers = table.rows.contains { $0.layer.map { layers[$0] != nil } ?? false }
        let total = table.total.map { "<tfoot><tr>\(line($0.map(escaped), head: false))</tr></tfoot>" } ?? ""
        let anchor = table.identifier.map { " id=\"tbl-\(id($0.withoutKind))\"" } ?? ""
        let name = number.map { "<b>Table \($0).</b> " } ?? ""
        let label = table.caption.isEmpty ? "Table" : table.caption.plainText
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(escaped(label))"\(anchor)>\
            <table\(hasLayers ? " class=\"layers\"" : "")><caption>\(name)\(inline(table.caption))</caption>
            <thead><tr>\(line(table.columns.map { escaped($0.title) }, head: true))</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody>\(total)</table></div>
            \(table.notes.isEmpty ? "" : "<p class=\"notes\">\(escaped(table.notes.joined(separator: " ")))</p>")
            """
    }
}

extension Explorer {
    var json: JSON {
        func object(_ map: Map) -> JSON {
            .object([
                ("height", .integer(map.height)), ("width", .integer(map.width)),
                ("values", .list(map.values.map { .number(Double($0)) })),
            ])
        }
        return .object([
            ("input", object(input)), ("padded", object(padded)),
            ("padding", .list([.integer(padding.top), .integer(padding.left)])),
            ("stride", .list([.integer(stride.vertical), .integer(stride.horizontal)])), ("kernel", object(kernel)),
            ("output", object(output)), ("bias", .integer(0)), ("range", .text(isSigned ? "symmetric" : "clip")),
            ("start", .list([.integer(start.row), .integer(start.column)])),
        ])
    }
}
