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
        networkParameters + [
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
        let prepared = try options.prepared(in: context)
        let network = prepared.network
        let place = try place(in: network)
        let isLine = network.nodes[place].output.spatial.count == 1
        let path = try UnitPath(network, to: place, most: isLine ? 8 : 6)
        let channels = path.node.output.channels.integer ?? 0
        if let channel, !(0..<channels).contains(channel) {
            throw FigureError.indexOutside(what: "channel", index: channel, count: channels)
        }
        let input = try options.image.map { _ in try NetworkInput(options, for: network, in: context) }
        let probe = FieldProbe(prepared: prepared, input: input)
        let maps = try maps(path, probe, in: context)
        let view = UnitView(path, unit: try unit(path, maps[place]))
        let effective = try effective(view, probe, in: context)
        let figure = FieldFigure(
            view: view, photo: input?.photo, maps: input == nil ? [:] : maps.mapValues(\.mostActiveMap),
            effective: effective)

        var builder = SceneBuilder(context)
        builder.field(figure)
        builder.paragraph(
            notes(figure, probe).joined(separator: "; "), left: 0, top: (builder.bounds?.bottom ?? 0) + 9,
            width: builder.width, size: 8, color: context.theme.mutedInk)
        return builder.scene(figure.description(input, prepared, notes: notes(figure, probe)))
    }

    private func place(in network: Network) throws(FigureError) -> Int {
        if let layer {
            guard let place = network.nodes.firstIndex(where: { $0.name == layer }) else {
                throw .noSuchLayer(layer, nearest: nearest(layer, among: network.nodes.map(\.name)))
            }
            return place
        }
        guard let last = network.fieldLayers.first, let place = network.nodes.firstIndex(where: { $0.name == last })
        else { throw .nothingFits(what: "units that have a place in the input") }
        return place
    }

    /// What the stages answer to a photo; without one only the layer itself, and only if its strongest unit is asked for.
    private func maps(
        _ path: UnitPath, _ probe: FieldProbe, in context: FigureContext
    ) throws -> [Int: Tensor] {
        guard probe.input != nil || unit == .strongest else { return [:] }
        let shown = probe.input == nil ? [path.place] : path.stages.compactMap(\.place)
        let names = shown.map { path.network.nodes[$0].name }
        let tensors = try probe.input?.tensors ?? probe.noise(context.seed)
        let outputs = try probe.prepared.execution(of: names).run(tensors, layers: names)
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
        let count = draws ?? probe.usualDraws(view.path.place)
        guard count > 0 else { return nil }
        do {
            return try probe.field(view, channel: channel, draws: count, in: context) { seed in
                var other = context
                other.seed = seed
                return try options.prepared(in: other)
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
        if figure.view.path.stages.dropFirst().count > 1, figure.isPlane { notes.append("maps not to scale") }
        if !figure.maps.isEmpty, figure.isPlane { notes.append("on each plane its layer's most active map") }
        notes.append(probe.prepared.origin.words)
        if let input = probe.input { notes.append(input.words) }
        return notes
    }
}

extension Tensor {
    /// The channel of `[1, C, …]` with the greatest mean magnitude.
    fileprivate var mostActiveMap: Tensor {
        let plane = shape.dropFirst(2).reduce(1, *)
        let sums = (0..<shape[1]).map { channel in
            elements[channel * plane..<(channel + 1) * plane].reduce(0.0) { $1.isFinite ? $0 + Double(abs($1)) : $0 }
        }
        let best = sums.indices.max { sums[$0] < sums[$1] } ?? 0
        return Tensor(Shape(Array(shape.dropFirst(2))), Array(elements[best * plane..<(best + 1) * plane]))
    }
}
