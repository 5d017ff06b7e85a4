import Execution
import Networks
import Scenes
import Tensors

/// A volume cut along its three axes, each cut marked on the other two.
public struct VolumeSlices: NetworkFigure, SteppedFigure {
    public var options = NetworkOptions()
    public var volume = VolumeReference(TestVolume.head.rawValue)
    public var layer: String?
    public var channel: Int?
    public var at = UnitChoice.centre
    public var axis = VolumeAxis.depth

    public init() {}

    public static let summary = "A volume, or what a 3-D layer makes of it, cut along its three axes."

    public static var parameters: [FigureParameter<VolumeSlices>] {
        [
            .init("volume", \.volume, "an .npy file of three axes, or four with channels first, or a computed volume"),
            .init("layer", \.layer, "show what this layer of the network makes of the volume instead"),
            .init(
                "channel", \.channel, "which channel, from 0; the first unless given, of a layer the most active one"),
            .init("at", \.at, "where it is cut, as depth,row,column from 0, or which place"),
            .init("axis", \.axis, "along which its steps go, slice by slice"),
        ] + networkParameters
    }

    /// One step for each slice along the axis; the other two cuts stay.
    public func steps(in context: FigureContext) throws -> FigureSteps {
        let volume = try self.volume.values(in: context)
        let shown = try layer.map { try response($0, to: volume, in: context) } ?? own(volume)
        guard shown.values.finiteRange != nil else { throw FigureError.nothingToDraw("the volume") }
        let figure = VolumeFigure(
            values: shown.values, place: try place(in: shown.values), isPicture: layer == nil, name: shown.name)
        let axis = axis
        return FigureSteps(count: figure.size(axis), usual: figure.place(axis), leastWidth: 48) { builder, step in
            let figure = figure.cut(axis, at: step.index)
            switch step.form {
            case .thumbnail: builder.slice(figure, axis)
            case .still, .frame:
                if let title = shown.title { builder.heading(title.name, title.words) }
                builder.volume(figure)
                builder.footnote(figure.notes + shown.notes)
            }
        } drawNotes: { builder in
            builder.footnote(["slices along the \(axis.rawValue)"] + shown.notes)
        } words: { step in
            guard let step else { return figure.description(shown.details, slicesAlong: axis) }
            return figure.cut(axis, at: step).description(shown.details + " " + figure.words(axis, step))
        }
    }

    private struct Shown {
        let values: Tensor
        let name: String
        var title: (name: String, words: [String])?
        var notes: [String]
        var details: String
    }

    /// A channel of the volume itself.
    private func own(_ volume: Tensor) throws(FigureError) -> Shown {
        let place = channel ?? 0
        guard (0..<volume.shape[0]).contains(place) else {
            throw .indexOutside(what: "channel", index: place, count: volume.shape[0])
        }
        let channels = volume.shape[0] > 1 ? ["channel \(place) of \(volume.shape[0])"] : []
        return Shown(
            values: volume.slice(place), name: self.volume.shortName, notes: [self.volume.shortName] + channels,
            details: "The volume is \(self.volume.shortName), \(volume.shape).")
    }

    /// A channel of what a layer makes of it.
    private func response(_ layer: String, to volume: Tensor, in context: FigureContext) throws -> Shown {
        var options = options
        if options.input == nil { options.input = volume.shape.sizes.map(String.init).joined(separator: "x") }
        let prepared = try options.prepared(in: context)
        let node = try prepared.network.layer(layer, else: { _ in false }, what: "")
        guard node.output.spatial.count == 3 else { throw FigureError.noVolume(layer: node.name) }
        guard prepared.network.inputs.count == 1, let input = prepared.network.inputs.first else {
            throw FigureError.noVolume(layer: node.name)
        }
        let batch = volume.reshaped(to: Shape([1] + volume.shape.sizes))
        let outputs = try prepared.execution(of: [node.name]).run([input.name: batch], layers: [node.name])
        guard let output = outputs[node.name]?.slice(0) else { throw FigureError.nothingToDraw(node.name) }
        if let channel, !(0..<output.shape[0]).contains(channel) {
            throw FigureError.indexOutside(what: "channel", index: channel, count: output.shape[0])
        }
        let place = channel ?? output.mostActiveChannel
        return Shown(
            values: output.slice(place), name: node.name,
            title: (node.name, [node.figureWords, sizes(node.output, in: prepared.network.layout)]),
            notes: [
                "channel \(place) of \(output.shape[0])" + (channel == nil ? ", the most active" : ""),
                self.volume.shortName, prepared.weightWords,
            ],
            details:
                "Layer \(node.name) (\(node.figureWords)) of \(prepared.network.title) makes \(sizes(node.output, in: prepared.network.layout)) "
                + "of \(self.volume.shortName) (\(volume.shape)); shown is channel \(place). "
                + prepared.weightDetails.capitalisedFirst + ".")
    }

    private func place(in volume: Tensor) throws -> [Int] {
        switch at {
        case .centre: return volume.shape.map { ($0 - 1) / 2 }
        case .strongest:
            let elements = volume.elements
            let finite = elements.indices.filter { elements[$0].isFinite }
            let strongest = finite.max { abs(elements[$0]) < abs(elements[$1]) } ?? 0
            return zip(volume.shape.strides, volume.shape).map { strongest / $0 % $1 }
        case .at(let places):
            guard places.count == 3 else {
                throw ParameterError(option: "at", value: at.parameterText, expected: "depth,row,column as 12,20,24")
            }
            for ((place, size), axis) in zip(zip(places, volume.shape), VolumeAxis.allCases)
            where !(0..<size).contains(place) {
                throw FigureError.indexOutside(what: axis.rawValue, index: place, count: size)
            }
            return places
        }
    }
}

/// The axes of a volume, outermost first.
public enum VolumeAxis: String, ParameterChoice, Sendable {
    case depth, row, column

    var role: Theme.Role {
        switch self {
        case .depth: .kernel
        case .row: .output
        case .column: .pooling
        }
    }

    /// So that they are told apart without colour.
    var dash: [Double] {
        switch self {
        case .depth: []
        case .row: [5, 2]
        case .column: [1.5, 1.5]
        }
    }
}

/// What a figure of a volume shows.
struct VolumeFigure {
    /// `[D, H, W]`
    let values: Tensor
    /// Where it is cut, along each axis.
    let place: [Int]
    let isPicture: Bool
    let name: String

    func place(_ axis: VolumeAxis) -> Int { place[axis.index] }
    func size(_ axis: VolumeAxis) -> Int { values.shape[axis.index] }
    var value: Float { values[place[0], place[1], place[2]] }

    /// The same volume, cut elsewhere along an axis.
    func cut(_ axis: VolumeAxis, at index: Int) -> VolumeFigure {
        var place = place
        place[axis.index] = index
        return VolumeFigure(values: values, place: place, isPicture: isPicture, name: name)
    }

    /// The cut across an axis, upright where rows are.
    func slice(_ axis: VolumeAxis) -> Tensor {
        switch axis {
        case .depth: slice(.depth, down: .row, across: .column)
        case .row: slice(.row, down: .depth, across: .column)
        case .column: slice(.column, down: .row, across: .depth)
        }
    }

    /// What one slice holds.
    func words(_ axis: VolumeAxis, _ index: Int) -> String {
        let statistics = ValueStatistics([cut(axis, at: index).slice(axis)])
        return
            "Slice \(index) of \(size(axis)) along the \(axis.rawValue): values between \(statistics.rangeWords), with a "
            + "mean of \(statistics.meanWords)."
    }

    /// All slices, told one after another.
    func description(_ details: String, slicesAlong axis: VolumeAxis) -> AlternativeText {
        let most = 60
        var text = description(details)
        let slices = (0..<min(size(axis), most)).map { words(axis, $0) }
        let rest = size(axis) > most ? ["So it goes on for \(size(axis) - most) more slices."] : []
        text.details = ([text.details] + slices + rest).joined(separator: " ")
        return text
    }

    /// The cut at one axis' place, with these axes down and across.
    func slice(_ axis: VolumeAxis, down: VolumeAxis, across: VolumeAxis) -> Tensor {
        let strides = values.shape.strides
        let start = place(axis) * strides[axis.index]
        return Tensor([size(down), size(across)]) { output in
            for row in 0..<size(down) {
                for column in 0..<size(across) {
                    output[row * size(across) + column] =
                        values.elements[start + row * strides[down.index] + column * strides[across.index]]
                }
            }
        }
    }

    var notes: [String] {
        ["cut at depth \(place[0]), row \(place[1]), column \(place[2]), where the value is \(compact(value))"]
    }

    func description(_ details: String) -> AlternativeText {
        let statistics = ValueStatistics([values])
        return AlternativeText(
            summary:
                "\(name.capitalisedFirst), a volume of \(sizes(values.shape.sizes)), cut along its three axes at depth "
                + "\(place[0]), row \(place[1]) and column \(place[2]).",
            details: details
                + " Its values lie between \(statistics.rangeWords), with a mean of \(statistics.meanWords); where the three "
                + "cuts meet, the value is \(compact(value)). Lines on each cut show where the other two are.")
    }
}

extension VolumeAxis {
    var index: Int {
        switch self {
        case .depth: 0
        case .row: 1
        case .column: 2
        }
    }
}
