import Networks

/// Layers that stand out on a diagram: by their names, by named blocks, or those that do not learn.
struct Highlight {
    /// Stands for all layers that training leaves alone.
    static let frozenWord = "frozen"

    private let places: Set<Int>
    /// What a legend says of them: `frozen`, or the names that were asked for. Empty when nothing stands out.
    let words: String

    var isEmpty: Bool { places.isEmpty }

    /// - Parameter text: Names, or `frozen`, with commas between them; nothing for no highlight.
    /// - Throws: ``FigureError/noSuchLayer(_:nearest:)``, or ``FigureError/nothingFits(what:)`` where nothing is frozen.
    init(_ text: String?, _ network: Network) throws(FigureError) {
        var places = Set<Int>()
        var names: [String] = []
        for name in (text ?? "").split(separator: ",").map(Self.trimmed) where !name.isEmpty {
            let found = name == Self.frozenWord ? Self.frozen(network) : try network.places(named: name)
            if found.isEmpty { throw .nothingFits(what: "frozen parameters") }
            places.formUnion(found)
            names.append(name)
        }
        self.places = places
        words = names.joined(separator: ", ")
    }

    func contains(_ block: BlockGraph.Block) -> Bool { block.places.contains { places.contains($0) } }

    /// Only layers with parameters: the others have nothing to learn either way.
    private static func frozen(_ network: Network) -> Set<Int> {
        Set(
            network.nodes.indices.filter { place in
                let node = network.nodes[place]
                return node.isFrozen && node.inference.parameters.total(.pytorch) != 0
            })
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
