/// A summary as rows of text, for a terminal, Markdown, CSV or LaTeX.
public struct SummaryTable: Sendable {
    package struct Column {
        package let title: String
        package let isNumber: Bool
    }

    /// What a table shows, for those who set it themselves: cells as text, columns without any left out.
    package struct Grid {
        package let columns: [Column]
        /// The input's, then each layer's, with the layer's name.
        package let rows: [(layer: String?, cells: [String])]
        package let total: [String]
    }

    private let summary: NetworkSummary

    public init(_ summary: NetworkSummary) { self.summary = summary }

    private static let columns = [
        Column(title: "layer", isNumber: false), Column(title: "kind", isNumber: false),
        Column(title: "reads", isNumber: false), Column(title: "output", isNumber: false),
        Column(title: "parameters", isNumber: true), Column(title: "MACs", isNumber: true),
        Column(title: "field", isNumber: true), Column(title: "jump", isNumber: true),
    ]

    /// - Parameter block: The block that the names are told in; its own layers leave its name out.
    private func cells(_ row: NetworkSummary.Row, previous: String, in block: String?, isText: Bool) -> [String] {
        let (field, jump) = Self.field(row.node.field)
        let names = row.inputs.map {
            isText && $0 == previous && row.inputs.count > 1 ? Self.above : Self.local($0, block)
        }
        let reads = row.inputs == [previous] ? "" : names.joined(separator: ", ")
        return [
            Self.local(row.node.name, block), row.node.words, reads, row.node.output.text(summary.network.layout),
            Self.count(row.parameters), Self.count(row.macs), field, jump,
        ]
    }

    /// Stands for the layer before, where a merge reads it.
    private static let above = "↑"

    private static func local(_ name: String, _ block: String?) -> String {
        guard let block, name.hasPrefix(block + ".") else { return name }
        return String(name.dropFirst(block.count + 1))
    }

    private static func count(_ quantity: Quantity) -> String { quantity == 0 ? "" : quantity.readable }

    /// 16, or 5x7; its jump.
    static func field(_ field: ReceptiveField) -> (String, String) {
        func joined(_ values: [String]) -> String {
            Set(values).count == 1 ? values[0] : values.joined(separator: "x")
        }
        switch field {
        case .all: return ("all", "")
        case .none: return ("", "")
        case .axes(let axes):
            return (joined(axes.map { "\($0.size)" }), joined(axes.map { Quantity.number($0.jump).text }))
        }
    }

    private func body(inBlocks: Bool) -> [[String]] {
        var previous = summary.network.inputs.count == 1 ? summary.network.inputs[0].name : ""
        return summary.rows.map { row in
            defer { previous = row.node.name }
            return cells(row, previous: previous, in: inBlocks ? row.node.outermostBlock : nil, isText: inBlocks)
        }
    }

    /// The sentences under a table.
    public var totals: [(name: String, value: String)] {
        var lines: [(String, String)] = [("parameters", summary.parameters.readable)]
        if summary.trainable != summary.parameters { lines.append(("trainable", summary.trainable.readable)) }
        lines.append(("MACs", summary.macs.readable))
        lines.append(("FLOPs (2 · MACs)", summary.flops.readable))
        lines.append(("activations", Self.bytes(summary.activationBytes) + " in Float32"))
        return lines
    }

    /// `12.3 KiB`
    package static func bytes(_ quantity: Quantity) -> String {
        guard let bytes = quantity.integer else { return quantity.readable + " bytes" }
        if bytes < 1 << 10 { return "\(bytes) bytes" }
        let (unit, name) = bytes < 1 << 20 ? (1 << 10, "KiB") : bytes < 1 << 30 ? (1 << 20, "MiB") : (1 << 30, "GiB")
        let tenths = (Double(bytes) / Double(unit) * 10).rounded()
        return "\(grouped(Int(tenths) / 10)).\(Int(tenths) % 10) \(name)"
    }

    package var grid: Grid {
        let rows =
            [(String?.none, inputRow)] + zip(summary.rows.map(\.node.name), body(inBlocks: false)).map { ($0, $1) }
        let total = ["total", "", "", "", summary.parameters.readable, summary.macs.readable, "", ""]
        let shown = Self.columns.indices.filter { column in rows.contains { !$0.1[column].isEmpty } }
        func kept(_ cells: [String]) -> [String] { shown.map { cells[$0] } }
        return Grid(
            columns: shown.map { Self.columns[$0] }, rows: rows.map { ($0.0, kept($0.1)) }, total: kept(total))
    }

    /// How things were counted, and what was assumed: a sentence each.
    package var notes: [String] { Array(remarks.dropFirst()) }

    // MARK: Formats

    /// Aligned, at most `width` columns wide where that can be, in colour if asked for.
    public func text(width: Int = 100, inColor: Bool = false) -> String {
        let color = TerminalColor(isOn: inColor)
        let rows = [inputRow] + body(inBlocks: true)
        var shown = Self.columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        var widths = Self.columns.indices.map { column in
            (rows.map { $0[column].count } + [Self.columns[column].title.count]).max() ?? 0
        }
        // What is least missed goes first: the jump, then what a layer reads is cut.
        func total() -> Int { shown.map { widths[$0] + 2 }.reduce(-2, +) }
        if total() > width, let jump = shown.firstIndex(of: 7) { shown.remove(at: jump) }
        for column in [2, 1, 0] where total() > width && shown.contains(column) {
            widths[column] = max(12, widths[column] - (total() - width))
        }
        func line(_ cells: [String]) -> String {
            shown.map { column in
                // The end of a name says more than its beginning.
                let text =
                    column == 0 || column == 2
                    ? Self.cutBeginning(cells[column], widths[column]) : Self.cut(cells[column], widths[column])
                let space = String(repeating: " ", count: widths[column] - text.count)
                return Self.columns[column].isNumber ? space + text : text + space
            }.joined(separator: "  ").trimmingTrailingSpaces
        }
        var lines = [color.bold(Self.cut(summary.network.title, width))]
        if let paper = summary.network.header.paper { lines.append(color.dim(Self.cut(paper, width))) }
        lines.append("")
        lines.append(color.dim(line(Self.columns.map(\.title))))
        var block: String?
        for (index, cells) in rows.enumerated() {
            guard index > 0 else {
                lines.append(color.dim(line(cells)))
                continue
            }
            let row = summary.rows[index - 1]
            // A block's name stands once, above its layers.
            if row.node.outermostBlock != block {
                block = row.node.outermostBlock
                lines.append(block.map { color.bold($0 + ":") } ?? "")
            }
            lines.append(color.layer(line(cells), row))
        }
        lines.append("")
        let names = totals.map(\.name.count).max() ?? 0
        lines += totals.map { name, value in
            "\(name)\(String(repeating: " ", count: names - name.count))  \(color.bold(value))"
        }
        return (lines + remarks).joined(separator: "\n") + "\n"
    }

    private var inputRow: [String] {
        let shapes = summary.network.inputs.map { $0.shape.text(summary.network.layout) }
        return [
            summary.network.inputs.map(\.name).joined(separator: ", "), "", "", shapes.joined(separator: ", "), "", "",
            "", "",
        ]
    }

    /// How things were counted, and what was assumed.
    private var remarks: [String] {
        var lines = ["", "Counted as \(summary.profile.words); multiply-accumulates for one sample."]
        lines += summary.leastUnknowns.filter { $0.value > 1 }.map { "\($0.name) must be at least \($0.value)." }
        lines += summary.network.header.assumptions.map { "Assumed: \($0)." }
        return lines
    }

    private static func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(max(1, width - 1)) + "…"
    }

    private static func cutBeginning(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : "…" + text.suffix(max(1, width - 1))
    }

    public func markdown() -> String {
        let titles = Self.columns.map(\.title)
        let rule = Self.columns.map { $0.isNumber ? "---:" : "---" }
        let rows = ([titles, rule, inputRow] + body(inBlocks: false)).map { row in
            "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let list = totals.map { "- \($0.name): **\($0.value)**" }
        return (rows + [""] + list + remarks).joined(separator: "\n") + "\n"
    }

    /// Numbers as plain digits, one row a layer.
    public func csv() -> String {
        let titles = ["name", "kind", "inputs", "output", "parameters", "trainable", "macs", "field", "jump"]
        let rows = summary.rows.map { row in
            let (field, jump) = Self.field(row.node.field)
            return [
                row.node.name, row.node.layer.kindName, row.inputs.joined(separator: " "),
                row.node.output.text(summary.network.layout), row.parameters.text, row.trainable.text, row.macs.text,
                field, jump,
            ]
        }
        return ([titles] + rows).map { row in
            row.map { cell in
                cell.contains(where: { "\",\n\r".contains($0) })
                    ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
            }.joined(separator: ",") + "\r\n"
        }.joined()
    }

    /// A `booktabs` table.
    public func latex() -> String {
        let alignment = Self.columns.map { $0.isNumber ? "r" : "l" }.joined()
        func line(_ cells: [String]) -> String { cells.map(Self.escaped).joined(separator: " & ") + " \\\\" }
        var lines = [
            "% Needs \\usepackage{booktabs}", "\\begin{tabular}{\(alignment)}", "\\toprule",
            line(Self.columns.map(\.title)), "\\midrule", line(inputRow),
        ]
        lines += body(inBlocks: false).map(line)
        lines.append("\\midrule")
        lines.append(
            line([
                "total", "", "", "", summary.parameters.readable, summary.macs.readable, "", "",
            ]))
        return (lines + ["\\bottomrule", "\\end{tabular}"]).joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
            case "~": result += "\\textasciitilde{}"
            case "^": result += "\\textasciicircum{}"
            case "\\": result += "\\textbackslash{}"
            case "·": result += "$\\cdot$"
            case "×": result += "$\\times$"
            default: result.append(character)
            }
        }
        return result
    }
}

extension Node {
    /// The name of the block that it stands in, not of one within that.
    fileprivate var outermostBlock: String? {
        groups.first.flatMap { $0.block.isEmpty ? nil : $0.name }
    }
}

extension Profile {
    var words: String {
        switch self {
        case .pytorch: "PyTorch does"
        case .keras: "Keras does"
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var copy = self
        while copy.hasSuffix(" ") { copy.removeLast() }
        return copy
    }
}

/// Escape codes for a terminal.
private struct TerminalColor {
    let isOn: Bool

    private func wrapped(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func dim(_ text: String) -> String { wrapped(text, "2") }

    /// Layers with weights stand out; those that only pass values on step back.
    func layer(_ text: String, _ row: NetworkSummary.Row) -> String {
        row.parameters == 0 ? wrapped(text, "2") : text
    }
}
