import Execution
import Networks
public import Scenes
import Tensors

/// What a unit sees: a pyramid through the layers down to the input, its region there, and what of it really counts.
public struct FieldPyramid: NetworkFigure {
    public var options = NetworkOptions()
    public var layer: String?
    public var unit = UnitChoice.centre
    public var channel: Int?
    public var draws: Int?

    public init() {}

    public static let summary =
        "What a unit sees: a pyramid down to the photo, the exact region, and how strongly each pixel of it counts."

    public static var parameters: [FigureParameter<FieldPyramid>] {
        networkParameters + photoParameters + [
            .init(
                "image", \.options.image,
                "the photo below the pyramid, or an .npy file; without one a plain grid, and random numbers go in"),
            .init("layer", \.layer, "whose unit; the last layer with places unless given"),
            .init("unit", \.unit, "its row and column from 0 (on one axis its place), or which one"),
            .init("channel", \.channel, "its channel, from 0; the one that answers most strongly there unless given"),
            .init(
                "draws", \.draws,
                "how many random weights, or inputs, the effective field is averaged over; up to 8 unless given, 0 "
                    + "leaves it out"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        if let draws, !(0...1000).contains(draws) {
            throw ParameterError(option: "draws", value: "\(draws)", expected: "a number from 0 to 1000")
        }
        let probe = try FieldProbe(options, in: context)
        let network = probe.prepared.network
        let place = try place(in: network)
        let isLine = network.nodes[place].output.spatial.count == 1
        let path = try UnitPath(network, to: place, most: isLine ? 8 : 6)
        let channels = path.node.output.channels.integer ?? 0
        if let channel, !(0..<channels).contains(channel) {
            throw FigureError.indexOutside(what: "channel", index: channel, count: channels)
        }
        let outputs = try outputs(path, probe)
        let view = UnitView(path, unit: try unit(path, outputs[place]))
        let figure = FieldFigure(
            view: view, photo: probe.input.photo.map { context.theme.usesHatches ? $0.luma : $0 },
            maps: probe.isNoise ? [:] : outputs.mapValues(\.mostActiveMap),
            effective: try effective(view, probe, in: context))

        var builder = SceneBuilder(context)
        builder.field(figure)
        let notes = notes(figure, probe)
        builder.footnote(notes)
        return builder.scene(figure.description(probe.isNoise ? nil : probe.input, probe.prepared, notes: notes))
    }

    private func place(in network: Network) throws(FigureError) -> Int {
        let last = network.fieldLayers.first
        let name = try network.layer(
            layer, else: { $0.name == last }, what: "units that have a place in the input"
        ).name
        return network.nodes.firstIndex { $0.name == name } ?? 0
    }

    /// What the stages answer to a photo; without one only the layer itself, and only if its strongest unit is asked for.
    private func outputs(_ path: UnitPath, _ probe: FieldProbe) throws -> [Int: Tensor] {
        guard !probe.isNoise || unit == .strongest else { return [:] }
        let shown = probe.isNoise ? [path.place] : path.stages.compactMap(\.place)
        let names = shown.map { path.network.nodes[$0].name }
        let outputs = try probe.prepared.execution(of: names).run(probe.input.tensors, layers: names)
        return Dictionary(
            zip(shown, names).compactMap { place, name in outputs[name].map { (place, $0) } }, uniquingKeysWith: { $1 })
    }

    private func unit(_ path: UnitPath, _ output: Tensor?) throws -> [Int] {
        let sizes = path.node.output.spatial.compactMap(\.integer)
        switch unit {
        case .centre: return sizes.map { ($0 - 1) / 2 }
        case .strongest:
            guard let output else { return sizes.map { ($0 - 1) / 2 } }
            let plane = sizes.reduce(1, *)
            let range = channel.map { $0 * plane..<($0 + 1) * plane } ?? 0..<output.shape[1] * plane
            let strongest = range.max { output.elements[$0] < output.elements[$1] } ?? 0
            return zip(Shape(sizes).strides, sizes).map { strongest % plane / $0 % $1 }
        case .at(let places):
            guard places.count == sizes.count else {
                throw ParameterError(
                    option: "unit", value: unit.parameterText,
                    expected: "\(counted(sizes.count, "number")) for units in \(Shape(sizes))")
            }
            for (place, size) in zip(places, sizes) where !(0..<size).contains(place) {
                throw FigureError.indexOutside(what: "unit", index: place, count: size)
            }
            return places
        }
    }

    private func effective(
        _ view: UnitView, _ probe: FieldProbe, in context: FigureContext
    ) throws -> EffectiveField? {
        if draws == 0 { return nil }
        do {
            return try probe.field(view, channel: channel, draws: draws, in: context) {
                try FieldProbe(options, in: $0)
            }
        } catch let error as ExecutionError {
            // Asked for, its absence is an error; otherwise the rest of the figure stands.
            if draws == nil, case .noGradient = error { return nil }
            throw error
        }
    }

    private func notes(_ figure: FieldFigure, _ probe: FieldProbe) -> [String] {
        var notes = [figure.regionWords]
        if let effective = figure.effective, !effective.isEmpty { notes.append(figure.effectiveWords(effective)) }
        if figure.isPlane { notes.append("planes not to scale") }
        if figure.view.path.leavesOut { notes.append("layers that leave the field as it is are not listed") }
        if !figure.maps.isEmpty, figure.isPlane { notes.append("on each plane its layer's most active map") }
        notes.append(probe.prepared.weightWords)
        if !probe.isNoise { notes.append(probe.input.words) }
        return notes
    }
}

extension Tensor {
    /// The channel of `[1, C, …]` with the greatest mean magnitude.
    fileprivate var mostActiveMap: Tensor {
        let maps = slice(0)
        return maps.slice(maps.mostActiveChannel)
    }

    /// Of `[C, …]`, where the mean magnitude is greatest.
    var mostActiveChannel: Int {
        let plane = shape.dropFirst().reduce(1, *)
        let sums = (0..<shape[0]).map { channel in
            elements[channel * plane..<(channel + 1) * plane].reduce(0.0) { $1.isFinite ? $0 + Double(abs($1)) : $0 }
        }
        return sums.indices.max { sums[$0] < sums[$1] } ?? 0
    }
}
