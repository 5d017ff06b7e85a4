public import Execution
import Networks
public import Scenes
import Tensors

/// How the values of each layer are spread: whether a signal keeps its size on the way through a network.
public struct Activations: NetworkFigure {
    public var options = NetworkOptions()
    public var initializer: [Initializer] = []
    public var layer: [String] = []
    public var samples: Int?
    public var axis = ColorScale.shared
    public var log = false

    public init() {}

    public static let summary =
        "How the values of each layer are spread, for one way to begin the weights or several side by side."

    public static var parameters: [FigureParameter<Activations>] {
        networkParameters.filter { $0.name != "initializer" } + photoParameters + [
            .init(
                "initializer", \.initializer,
                "how weights are drawn; give several to compare them, he unless the network's file holds some"),
            .init(
                "image", \.options.image,
                "what goes in: a photo, prepared as the network expects it, or an .npy file; random numbers unless given"
            ),
            .init("layer", \.layer, "whose values; those behind activations unless given, at most 12"),
            .init("samples", \.samples, "how many random inputs; 1 to 64 by their size unless given"),
            .init("axis", \.axis, "one axis for all layers of a column, or one for each histogram"),
            .init("log", \.log, "bars as high as the logarithm of their counts"),
        ]
    }

    /// One way to begin, with what the layers give.
    struct Column {
        let origin: WeightOrigin
        let histograms: [LayerHistogram]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        if let samples, !(1...4096).contains(samples) {
            throw ParameterError(option: "samples", value: String(samples), expected: "a number from 1 to 4096")
        }
        let requests: [Initializer?] = initializer.isEmpty ? [nil] : initializer
        var columns: [Column] = []
        var layers = (shown: [Node](), count: 0)
        var input: NetworkInput?
        var title = ""
        for request in requests {
            var options = options
            options.initializer = request
            let prepared = try options.prepared(in: context)
            let network = prepared.network
            title = network.title
            layers = try self.layers(of: network)
            let given =
                try input
                ?? NetworkInput(
                    options, for: network, in: context, samples: samples ?? usualSamples(network), isRandom: true)
            input = given
            let names = layers.shown.map(\.name)
            let outputs = try prepared.execution(of: names).run(given.tensors, layers: names)
            columns.append(
                Column(
                    origin: prepared.origin,
                    histograms: layers.shown.map { LayerHistogram($0, outputs[$0.name] ?? Tensor([0])) }))
        }
        guard let input, !layers.shown.isEmpty else { throw FigureError.nothingToDraw("the list of layers") }
        var builder = SceneBuilder(context)
        builder.activations(columns, axis: axis, isLogarithmic: log, omitted: layers.count - layers.shown.count)
        builder.footnote(notes(columns, input))
        return builder.scene(description(columns, input, title))
    }

    private func layers(of network: Network) throws(FigureError) -> (shown: [Node], count: Int) {
        if !layer.isEmpty {
            var nodes: [Node] = []
            for name in layer { nodes.append(try network.layer(name, else: { _ in false }, what: name)) }
            return (nodes, nodes.count)
        }
        var nodes = network.nodes.filter(\.isActivated)
        let weighted = network.nodes.filter { !$0.inference.parameters.tensors.isEmpty }
        // Of a network whose activations are operators, or that has few.
        if 2 * nodes.count < weighted.count { nodes = weighted }
        if nodes.isEmpty { nodes = network.nodes }
        let most = 12
        guard nodes.count > most else { return (nodes, nodes.count) }
        // Evenly, the first and the last included.
        return ((0..<most).map { nodes[$0 * (nodes.count - 1) / (most - 1)] }, nodes.count)
    }

    /// Enough for a smooth histogram.
    private func usualSamples(_ network: Network) -> Int {
        let values = network.inputs[0].shape.known?.elementCount ?? 1
        return min(64, max(1, (1 << 18) / max(1, values)))
    }

    private func notes(_ columns: [Column], _ input: NetworkInput) -> [String] {
        var notes = [input.words]
        switch axis {
        case .shared: notes.append(columns.count > 1 ? "one axis for each column" : "one axis for all layers")
        case .each: notes.append("each histogram on its own axis")
        }
        notes.append(
            "at most \(decimal(Float(100 * LayerHistogram.outerShare)))\u{A0}% of values lie beyond either end")
        notes.append("dot and line: mean and one standard deviation")
        if columns.contains(where: { $0.histograms.contains { $0.statistics.zeroShare > 0 } }) {
            notes.append("the bar at 0: the share of exact zeros, which are not in the histogram")
        }
        if log { notes.append("heights are logarithms of counts") }
        if columns.count == 1 { notes.append(columns[0].origin.words) }
        return notes
    }

    private func description(_ columns: [Column], _ input: NetworkInput, _ title: String) -> AlternativeText {
        let details = columns.map { column in
            column.origin.words.capitalisedFirst + ": "
                + column.histograms.map { histogram in
                    let statistics = histogram.statistics
                    var words =
                        "\(histogram.name) mean \(statistics.meanWords), deviation \(compact(Float(statistics.deviation))), "
                        + "between \(statistics.rangeWords)"
                    if statistics.zeroShare > 0 { words += ", \(percent(statistics.zeroShare)) zero" }
                    if histogram.silentUnits > 0 {
                        words += ", \(histogram.silentUnits) of \(histogram.units) always 0"
                    }
                    if statistics.infiniteCount > 0 { words += ", \(statistics.infiniteCount) not finite" }
                    return words
                }.joined(separator: "; ") + "."
        }
        return AlternativeText(
            summary: "Histograms of what \(counted(columns[0].histograms.count, "layer")) of \(title) "
                + "\(columns[0].histograms.count == 1 ? "gives" : "give") for \(input.words), with "
                + "\(listed(columns.map(\.origin.words))).",
            details: ([input.details] + details).joined(separator: " "))
    }
}

extension Node {
    fileprivate var isActivated: Bool {
        if activation != nil { return true }
        if case .activation = layer { return true }
        return false
    }
}
