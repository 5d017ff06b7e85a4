import Figures
import Files
public import Networks

/// What a report of a network is made of, beside the network.
public struct NetworkReport {
    public let network: Network
    /// As figures are to name it.
    public let reference: String
    public var profile: Profile
    /// A photo to be shown on its way through.
    public var image: String?
    public var weights: String?

    public init(
        _ network: Network, reference: String, profile: Profile = .pytorch, image: String? = nil, weights: String? = nil
    ) {
        (self.network, self.reference, self.profile) = (network, reference, profile)
        (self.image, self.weights) = (image, weights)
    }

    /// - Parameter canDraw: Whether a figure suits the network; what does not is left out.
    /// - Throws: `ParameterError`
    public func document(canDraw: (Illustration) -> Bool) throws -> Document {
        let summary = NetworkSummary(network, profile: profile)
        var blocks: [Block] = []
        func add(_ kind: FigureKind, _ caption: String, _ options: [(name: String, value: String)] = []) throws {
            let illustration = try self.illustration(kind, caption, options)
            if canDraw(illustration) { blocks.append(.figure(illustration)) }
        }
        func heading(_ text: String) { blocks.append(.heading(2, [.text(text)])) }

        heading("Architecture")
        let isShort = network.nodes.count <= 16 && network.isChain
        try add(
            .architecture, "From input to output, with the shape that each layer gives.",
            [("style", isShort ? "volumes" : "blocks")])
        heading("Layers")
        blocks.append(.table(Table(summary)))

        heading("What it costs")
        try add(.cost, "Parameters, multiply-accumulates and memory, layer by layer.")
        if let layer = network.deepestWithField {
            heading("What a unit sees")
            try add(
                .receptiveField, "What one unit of \(layer) depends on, layer by layer.", [("layer", layer)] + photo)
        }
        if image != nil {
            heading("A photo on its way")
            try add(.kernels, "The first layer's kernels.")
            try add(.featureMaps, "What the first layer makes of the photo.", photo)
            try add(.walk, "The same photo through the whole network.", photo)
        }
        heading("Hints")
        blocks.append(.hints(network.hints()))

        heading("Derivations")
        blocks += layers(summary)
        heading("As a program")
        for framework in Framework.allCases {
            guard let text = try? network.code(for: framework) else { continue }
            blocks.append(.code(text, language: framework.rawValue))
        }
        return Document(title: network.title, kind: "Network", lead: lead(summary), blocks: blocks)
    }

    private var photo: [(name: String, value: String)] { image.map { [("image", $0)] } ?? [] }

    private func illustration(
        _ kind: FigureKind, _ caption: String, _ options: [(name: String, value: String)]
    ) throws -> Illustration {
        var all = [("network", reference)] + options
        if let weights, kind.declares("weights") { all.append(("weights", weights)) }
        let entry = try FigureFile.Entry(kind, all.map { ($0.0, .text($0.1)) })
        return Illustration(entry, path: "", caption: [.text(caption)])
    }

    private func lead(_ summary: NetworkSummary) -> String {
        let shapes = network.inputs.map { $0.shape.text(network.layout).replacing("x", with: " × ") }
        let count = network.nodes.count
        let words = [
            "\(count) \(count == 1 ? "layer" : "layers")", "\(summary.parameters.readable) parameters",
            "\(summary.macs.readable) multiply-accumulates for one input of \(shapes.joined(separator: " and "))",
        ]
        return words.joined(separator: ", ") + "." + (network.header.paper.map { " \($0)." } ?? "")
    }

    /// Each layer with its derivations, then what the letters mean.
    private func layers(_ summary: NetworkSummary) -> [Block] {
        var symbols: [Expression.Symbol] = []
        var blocks = summary.rows.enumerated().map { index, row in
            let derivations = summary.derivations(of: row.node)
            for symbol in derivations.flatMap(\.bindings).map(\.symbol) where !symbols.contains(symbol) {
                symbols.append(symbol)
            }
            let shape = row.node.output.text(network.layout)
            return Block.layer(
                LayerSection(
                    name: row.node.name, title: "\(index + 1). \(row.node.name): \(row.node.words) → \(shape)",
                    derivations: derivations))
        }
        if !symbols.isEmpty {
            blocks.append(.heading(3, [.text("What the letters mean")]))
            let rows = symbols.map { Table.Row([$0.plainText, $0.meaning]) }
            blocks.append(.table(Table(columns: [.init("letter"), .init("meaning")], rows: rows)))
        }
        return blocks
    }
}

extension Network {
    /// Whether each layer reads the one before.
    fileprivate var isChain: Bool {
        nodes.allSatisfy { $0.sources.count == 1 }
    }

    /// The last layer whose units see a part of the input.
    fileprivate var deepestWithField: String? {
        nodes.last { node in
            if case .axes(let axes) = node.field { axes.count == 2 } else { false }
        }?.name
    }
}
