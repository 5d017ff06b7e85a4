/// Why PyTorch and Keras count the parameters of one network differently, cause by cause.
public struct CountDifference: Sendable {
    public enum Kind: CaseIterable, Sendable {
        /// Keras counts the means and variances that batch normalisation keeps, 2C a layer.
        case runningStatistics
        /// PyTorch gives an LSTM two biases of 4u, Keras one.
        case recurrentBiases
    }

    public struct Cause: Sendable {
        public let kind: Kind
        /// The names of the layers.
        public let layers: [String]
        /// How many parameters only one of the two counts.
        public let amount: Derivation
        /// How many more Keras counts; negative where it is PyTorch that counts them.
        public var parameters: Quantity { kind.keepsMore == .keras ? amount.value : -amount.value }
        /// Of ``parameters``, those that training changes.
        public let trainable: Quantity
    }

    public struct Totals: Sendable {
        public let parameters: Quantity
        public let trainable: Quantity
        public var untrained: Quantity { parameters - trainable }
    }

    public let pytorch: Totals
    public let keras: Totals
    public let causes: [Cause]
    /// How much more Keras counts, as the sum of the causes.
    public let total: Derivation

    public init(_ network: Network) {
        func totals(_ profile: Profile) -> Totals {
            let summary = NetworkSummary(network, profile: profile)
            return Totals(parameters: summary.parameters, trainable: summary.trainable)
        }
        (pytorch, keras) = (totals(.pytorch), totals(.keras))
        causes = Kind.allCases.compactMap { kind in
            let nodes = network.nodes.filter { Kind(of: $0) == kind }
            guard !nodes.isEmpty else { return nil }
            let trainable = nodes.filter { !$0.isFrozen }.map { node in
                node.inference.parameters.trainable(.keras) - node.inference.parameters.trainable(.pytorch)
            }
            return Cause(
                kind: kind, layers: nodes.map(\.name), amount: kind.derivation(nodes),
                trainable: trainable.reduce(0, +))
        }
        let pytorchTotal = Expression.Symbol("PyTorch's", "parameters by PyTorch's counting")
        let formula = causes.reduce(Expression.symbol(pytorchTotal)) { sum, cause in
            cause.kind.keepsMore == .keras ? sum + .symbol(cause.kind.symbol) : sum - .symbol(cause.kind.symbol)
        }
        total = Derivation(
            .named("Keras' parameters"), formula,
            [.init(pytorchTotal, pytorch.parameters)] + causes.map { .init($0.kind.symbol, $0.amount.value) })
    }

    public var isNone: Bool { causes.isEmpty }
}

extension CountDifference.Kind {
    fileprivate init?(of node: Node) {
        let parameters = node.inference.parameters
        guard parameters.total(.keras) != parameters.total(.pytorch) else { return nil }
        self = parameters.tensors.contains { !$0.role.isTrained } ? .runningStatistics : .recurrentBiases
    }

    /// Values of one size are told once, with how many there are: 2·(3·64 + 2·128).
    fileprivate func derivation(_ nodes: [Node]) -> Derivation {
        var sizes: [(size: Quantity, count: Int)] = []
        for node in nodes {
            let size = size(node)
            if let place = sizes.firstIndex(where: { $0.size == size }) {
                sizes[place].count += 1
            } else {
                sizes.append((size, 1))
            }
        }
        let terms = sizes.map { size, count in
            count == 1 ? Expression.value(size) : .value(Quantity(count)) * .value(size)
        }
        let factor: Expression = self == .runningStatistics ? 2 : 4
        return Derivation(.named(symbol.text), factor * .sum(of: terms))
    }

    /// The channels, or the units.
    private func size(_ node: Node) -> Quantity {
        let parameters = node.inference.parameters
        let difference = parameters.total(.keras) - parameters.total(.pytorch)
        switch self {
        case .runningStatistics: return difference / 2
        case .recurrentBiases: return -difference / 4
        }
    }

    fileprivate var symbol: Expression.Symbol {
        switch self {
        case .runningStatistics: .init("BatchNorm statistics", "means and variances that BatchNorm keeps")
        case .recurrentBiases: .init("second LSTM biases", "the second bias of each gate")
        }
    }

    /// Who counts what the other does not.
    public var keepsMore: Profile {
        switch self {
        case .runningStatistics: .keras
        case .recurrentBiases: .pytorch
        }
    }

    /// `batch-norm`, `lstm`.
    public var layerKind: LayerName {
        switch self {
        case .runningStatistics: .batchNorm
        case .recurrentBiases: .lstm
        }
    }

    /// Why, in a sentence.
    public var reason: String {
        switch self {
        case .runningStatistics:
            """
            Batch normalisation keeps a mean and a variance for each of its C channels, 2C values that no gradient \
            changes. Keras counts them, as not trainable; PyTorch holds them in buffers and counts only scale and shift.
            """
        case .recurrentBiases:
            """
            Each of the four gates of an LSTM of u units adds two biases in PyTorch, one for the input and one for the \
            state, and one in Keras, which is enough: 4u fewer.
            """
        }
    }
}

// MARK: Writing

extension CountDifference {
    /// A table and the causes, or one sentence where there is no difference.
    public func written(_ format: DerivationFormat) -> String {
        let title = "PyTorch and Keras"
        guard !isNone else {
            return section(
                title, ["No difference: PyTorch and Keras both count \(pytorch.parameters.readable) parameters."],
                format)
        }
        var lines = table(format)
        for cause in causes {
            let count = cause.layers.count
            let what = "\(count) \(cause.kind.layerKind.rawValue) \(count == 1 ? "layer" : "layers")"
            lines += paragraph(
                "\(what): \(Self.signed(cause.parameters)). \(cause.kind.reason)", cause.amount, format)
        }
        lines += paragraph("Together", total, format)
        return section(title, lines, format)
    }

    private var rows: [(String, Quantity, Quantity)] {
        [
            ("parameters", pytorch.parameters, keras.parameters), ("trainable", pytorch.trainable, keras.trainable),
            ("not trainable", pytorch.untrained, keras.untrained),
        ]
    }

    static func signed(_ quantity: Quantity) -> String {
        guard let number = quantity.rational, number > Rational(0) else { return quantity.readable }
        return "+" + quantity.readable
    }

    private func table(_ format: DerivationFormat) -> [String] {
        let titles = ["", "PyTorch", "Keras", "difference"]
        let cells = rows.map { name, left, right in [name, left.readable, right.readable, Self.signed(right - left)] }
        switch format {
        case .text:
            let all = [titles] + cells
            let widths = titles.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
            return all.map { row in
                row.indices.map { column in
                    let space = String(repeating: " ", count: widths[column] - row[column].count)
                    return column == 0 ? row[column] + space : space + row[column]
                }.joined(separator: "  ")
            } + [""]
        case .markdown:
            return ([titles, ["---", "---:", "---:", "---:"]] + cells).map { "| \($0.joined(separator: " | ")) |" }
                + [""]
        case .latex:
            return ["\\begin{tabular}{lrrr}", "\\toprule", titles.joined(separator: " & ") + " \\\\", "\\midrule"]
                + cells.map { $0.joined(separator: " & ") + " \\\\" } + ["\\bottomrule", "\\end{tabular}", ""]
        case .mathML:
            return ["<table>"]
                + ([titles] + cells).map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" } + ["</table>"]
        }
    }

    private func paragraph(_ words: String, _ derivation: Derivation, _ format: DerivationFormat) -> [String] {
        switch format {
        case .text: ["\(words)", "   \(derivation.written(.text))"]
        case .markdown: ["- \(words)  ", "  \(derivation.written(.markdown))"]
        case .latex: ["\(words)", "\\[ \(derivation.written(.latex)) \\]"]
        case .mathML: ["<p>\(words) \(derivation.written(.mathML))</p>"]
        }
    }

    private func section(_ title: String, _ lines: [String], _ format: DerivationFormat) -> String {
        let heading =
            switch format {
            case .text: [title]
            case .markdown: ["### \(title)", ""]
            case .latex: ["\\subsection*{\(title)}"]
            case .mathML: ["<h3>\(title)</h3>"]
            }
        return (heading + lines).joined(separator: "\n") + "\n"
    }

    public var json: JSON {
        func totals(_ totals: Totals) -> JSON {
            .object([
                ("parameters", JSON(totals.parameters)), ("trainable", JSON(totals.trainable)),
                ("untrained", JSON(totals.untrained)),
            ])
        }
        let list = causes.map { cause in
            JSON.object([
                ("kind", .text(cause.kind.layerKind.rawValue)), ("layers", .list(cause.layers.map(JSON.text))),
                ("parameters", JSON(cause.parameters)), ("trainable", JSON(cause.trainable)),
                ("derivation", .text(cause.amount.written(.text))), ("reason", .text(cause.kind.reason)),
            ])
        }
        return .object([
            ("pytorch", totals(pytorch)), ("keras", totals(keras)),
            ("parameters", JSON(keras.parameters - pytorch.parameters)),
            ("trainable", JSON(keras.trainable - pytorch.trainable)), ("causes", .list(list)),
            ("derivation", .text(total.written(.text))),
        ])
    }
}
