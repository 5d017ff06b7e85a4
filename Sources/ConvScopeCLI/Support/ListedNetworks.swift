import Files
import Networks

/// What `list networks` shows.
enum ListedNetwork {
    /// Id, title, parameters, MACs and output of all, as a table.
    ///
    /// - Throws: what reading a network of the zoo throws; none does.
    static func table() throws -> String {
        var rows = [["id", "title", "parameters", "MACs", "output"]]
        for id in Zoo.ids {
            guard let network = try Zoo.network(id) else { continue }
            let summary = NetworkSummary(network)
            rows.append([
                id, network.title, summary.parameters.readable, summary.macs.readable, outputs(of: network),
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                // Numbers stand right; nothing follows the last column.
                return column == 2 || column == 3
                    ? space + row[column] : column == 4 ? row[column] : row[column] + space
            }.joined(separator: "  ")
        }
        return (lines + ["", "`convscope list networks NAME --yaml` prints a network's file."]).joined(separator: "\n")
    }

    /// - Throws: what reading the network throws.
    static func details(of id: String) throws -> String {
        guard let network = try Zoo.network(id) else { return id }
        let (header, summary) = (network.header, NetworkSummary(network))
        var lines = ["\(id): \(network.title)"]
        if let about = header.about { lines += Self.lines(about) }
        lines.append("")
        if let paper = header.paper { lines += Self.lines(paper) }
        if let url = header.url { lines.append(url) }
        lines.append("")
        let keras = NetworkSummary(network, profile: .keras)
        let difference =
            keras.parameters == summary.parameters ? "" : " (as Keras counts, \(keras.parameters.readable))"
        var facts = [
            ("input", network.inputs.map { $0.shape.text(network.layout) }.joined(separator: ", ")),
            ("output", outputs(of: network)), ("layers", "\(network.nodes.count)"),
        ]
        facts += SummaryTable(summary).totals.map { ($0.name, $0.value + ($0.name == "parameters" ? difference : "")) }
        if let preprocessing = header.preprocessing { facts.append(("preprocess", preprocessing.yaml)) }
        let width = facts.map(\.0.count).max() ?? 0
        lines += facts.map { $0.0 + String(repeating: " ", count: width + 2 - $0.0.count) + $0.1 }
        lines += [
            "", "`convscope summary \(id)` shows its layers, `convscope list networks \(id) --yaml` its file:",
            "save that with `> \(id).yml`, change it, and run `convscope summary \(id).yml`.",
        ]
        return lines.joined(separator: "\n")
    }

    static func file(of id: String) -> String { Zoo.yaml(id) ?? "" }

    private static func outputs(of network: Network) -> String {
        network.outputs.map { network.nodes[$0].output.text(network.layout) }.joined(separator: ", ")
    }

    /// Words in lines of at most 100 columns.
    private static func lines(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count >= 100 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines
    }
}
