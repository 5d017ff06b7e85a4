import Networks
import Tensors

/// The way from a network's input to one of its layers, in the stages that a figure shows.
struct UnitPath {
    struct Stage {
        /// Nothing for the input.
        let place: Int?
        let name: String
        let shape: FeatureShape
        /// Without those that leave the field as it is, from the stage before to this one.
        let layers: [Int]

        var sizes: [Int] { shape.spatial.compactMap(\.integer) }
    }

    let network: Network
    /// The layer whose unit is looked at.
    let place: Int
    /// One for each spatial axis.
    let axes: [FieldAxis]
    /// From the input up.
    let stages: [Stage]
    /// Whether there are layers on the way that leave the field as it is.
    let leavesOut: Bool

    var node: Node { network.nodes[place] }
    /// The layers on the way that change the field.
    var layers: [Int] { stages.flatMap(\.layers) }

    /// - Parameter most: Stages, without the input; the layers of others are told between them.
    /// - Throws: ``FigureError/noField(layer:reason:)``.
    init(_ network: Network, to place: Int, most: Int) throws(FigureError) {
        let node = network.nodes[place]
        switch node.field {
        case .axes(let axes): self.axes = axes
        case .all: throw .noField(layer: node.name, everything: true, others: network.fieldLayers)
        case .none: throw .noField(layer: node.name, everything: false, others: network.fieldLayers)
        }
        guard (1...2).contains(axes.count) else { throw .tooManyAxes(layer: node.name, axes: axes.count) }
        for shape in [network.inputs[0].shape, node.output] where shape.known == nil {
            throw .unknownInput(network: network.title, shape: network.inputs[0].shape.text())
        }
        let main = Self.main(network, place)
        var changing = main.filter(network.changesMainField)
        leavesOut = changing.count < main.count
        if changing.isEmpty { changing = [place] }
        let input = network.inputs[0]
        var stages = [Stage(place: nil, name: input.name, shape: input.shape, layers: [])]
        var start = 0
        for end in Self.ends(changing.map { network.nodes[$0].output }, most: most) {
            let isLast = end == changing.count - 1
            let shown = isLast ? place : changing[end]
            let node = network.nodes[shown]
            stages.append(
                Stage(place: shown, name: node.name, shape: node.output, layers: Array(changing[start...end])))
            start = end + 1
        }
        (self.network, self.place, self.stages) = (network, place, stages)
    }

    /// Back through the source that sees most.
    static func main(_ network: Network, _ place: Int) -> [Int] {
        var path = [place]
        while case .node(let before) = network.nodes[path[0]].sources[network.mainSourceIndex(of: path[0])] {
            path.insert(before, at: 0)
        }
        return path
    }

    /// Which of the layers are stages: all of a few, the last of each size of many, evenly chosen ones of very many.
    private static func ends(_ outputs: [FeatureShape], most: Int) -> [Int] {
        var ends = Array(outputs.indices)
        if ends.count > most {
            ends = ends.filter { $0 == outputs.count - 1 || outputs[$0].spatial != outputs[$0 + 1].spatial }
        }
        guard ends.count > most else { return ends }
        return (0..<most).map { ends[$0 * (ends.count - 1) / max(1, most - 1)] }
    }
}

extension Network {
    /// Of what a layer reads, that which sees most; of several, the first.
    func mainSourceIndex(of place: Int) -> Int {
        let sources = nodes[place].sources
        return sources.indices.max { span(sources[$0]) < span(sources[$1]) } ?? 0
    }

    private func mainSource(of place: Int) -> Node.Source? {
        nodes[place].sources.isEmpty ? nil : nodes[place].sources[mainSourceIndex(of: place)]
    }

    /// Whether a layer sees something else than its main source; an input's own unit sees itself.
    func changesMainField(_ place: Int) -> Bool {
        if case .node(let source)? = mainSource(of: place) { return nodes[place].field != nodes[source].field }
        guard case .axes(let axes) = nodes[place].field else { return true }
        return axes.contains { $0.size != 1 || $0.jump != Rational(1) || $0.start != Rational(0) }
    }

    private func span(_ source: Node.Source) -> Int {
        guard case .node(let place) = source, case .axes(let axes) = nodes[place].field else { return 0 }
        return axes.reduce(0) { $0 + $1.size }
    }

    /// Layers whose units have a place in the input, from the last one back.
    var fieldLayers: [String] {
        nodes.reversed().filter { if case .axes = $0.field { true } else { false } }.map(\.name)
    }
}

/// A unit with what it sees at every stage.
struct UnitView {
    let path: UnitPath
    /// Its place along each spatial axis.
    let unit: [Int]
    /// For each stage and axis, which positions it depends on.
    let reads: [[[Bool]]]

    init(_ path: UnitPath, unit: [Int]) {
        (self.path, self.unit) = (path, unit)
        let reach = unit.enumerated().map { axis, position in
            path.network.reach(of: position, layer: path.place, axis: axis)
        }
        reads = path.stages.map { stage in
            stage.sizes.indices.map { axis in
                let nothing = [Bool](repeating: false, count: stage.sizes[axis])
                guard let reach = reach[axis] else { return nothing }
                return stage.place.map { reach.nodes[$0] ?? nothing } ?? reach.inputs[0]
            }
        }
    }

    /// From the first to the last position that a stage is read at, along each axis; nothing where only padding is.
    func hull(_ stage: Int) -> [ClosedRange<Int>]? {
        let ranges = reads[stage].compactMap { axis -> ClosedRange<Int>? in
            guard let first = axis.firstIndex(of: true), let last = axis.lastIndex(of: true) else { return nil }
            return first...last
        }
        return ranges.count == reads[stage].count ? ranges : nil
    }

    /// The region in input positions before the input's ends cut it.
    var region: [ClosedRange<Int>]? {
        let ranges = zip(path.axes, unit).compactMap { $0.region(of: $1) }
        return ranges.count == unit.count ? ranges : nil
    }

    /// Whether anything of the region lies outside of the input.
    var isClipped: Bool { region != hull(0) }

    /// Whether positions within the hull of a stage are never read.
    func hasHoles(_ stage: Int) -> Bool {
        guard let hull = hull(stage) else { return false }
        return zip(reads[stage], hull).contains { axis, range in range.contains { !axis[$0] } }
    }
}
