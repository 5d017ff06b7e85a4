import Files
import Networks

extension LayerName {
    /// The sentence, the options, an example with what comes out of it and why, and the source.
    var details: String {
        let declaration = declaration
        var lines = ["\(rawValue): \(declaration.summary)", ""]
        lines += declaration.optionLines
        lines += ["", "example, on an input of \(declaration.example.input):"]
        lines += declaration.example.layers.map { "  - \($0)" }
        lines += exampleLines
        if let source = declaration.source { lines += ["", "source: \(source)"] }
        return lines.joined(separator: "\n")
    }

    /// The example as a network; every declaration's can be read, which a test sees to.
    var exampleNetwork: Network? {
        let example = declaration.example
        let layers = example.layers.map { "  - \($0)\n" }.joined()
        return try? NetworkFile.network(yaml: "input: \(example.input)\nlayers:\n\(layers)", path: rawValue)
    }

    private var exampleLines: [String] {
        guard let network = exampleNetwork, let node = network.nodes.last else { return [] }
        let inputs = node.inputs.map { $0.text(network.layout) }.joined(separator: " and ")
        var lines = ["  \(inputs) → \(node.output.text(network.layout))"]
        let parameters = node.inference.parameters
        var derivations = node.inference.sizes.merged
        if let count = parameters.count(.pytorch) { derivations.append(count) }
        if let macs = node.inference.multiplyAccumulates { derivations.append(macs) }
        lines += derivations.map { "  \($0.written(.text))" + ($0.remark.map { " (\($0))" } ?? "") }
        if let keras = parameters.count(.keras), keras != parameters.count(.pytorch) {
            lines.append("  Keras: \(keras.written(.text))" + (keras.remark.map { " (\($0))" } ?? ""))
        }
        var symbols: [Expression.Symbol] = []
        for symbol in derivations.flatMap(\.bindings).map(\.symbol) where !symbols.contains(symbol) {
            symbols.append(symbol)
        }
        if !symbols.isEmpty {
            lines.append("  " + symbols.map { "\($0.plainText): \($0.meaning)" }.joined(separator: ", "))
        }
        return lines
    }
}

extension LayerDeclaration {
    fileprivate var optionLines: [String] {
        var rows = options.map { option in
            let standard = option.isRequired ? "must be given" : option.defaultValue.map { "default \($0.yaml)" } ?? ""
            let notes = [option.type.expectation, standard, option.name == main ? "may stand alone" : ""]
            return (option.name, option.summary, notes.filter { !$0.isEmpty }.joined(separator: "; "))
        }
        if takesActivation {
            let names = Activation.Function.allCases.map(\.rawValue).joined(separator: ", ")
            rows.append(("activation", "A function of its output, fused to it.", names))
        }
        if merges {
            rows.append(
                (
                    "from", "What it joins.",
                    "a name: the previous layer and that one; a list: exactly those; may stand alone"
                ))
        }
        let lines = rows.flatMap { ["  \($0)", "      \($1)", "      \($2)"] }
        return (lines.isEmpty ? ["no options of its own"] : ["options:"] + lines)
            + ["  of every layer: name, from (what it reads), frozen, expect"]
    }
}
