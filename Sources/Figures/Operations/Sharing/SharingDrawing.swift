import Networks
import Scenes

/// One output of each layer, laid out: its connections, and above them those that were drawn before.
struct SharingDrawing {
    let model: SharingModel
    let step: FigureStep

    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let gap = isSmall ? 14.0 : 24
        let isBeside = isSmall || builder.width >= 380
        let width = isBeside ? (builder.width - 2 * gap) / 3 : builder.width
        var (left, top) = (0.0, 0.0)
        for layer in model.layers {
            var panel = builder.part(width: width)
            draw(layer, in: &panel)
            builder.place(panel, at: Point(left, top))
            if isBeside {
                left += width + gap
            } else {
                top = builder.below(16)
            }
        }
        if !isSmall { builder.counts(model, top: builder.below(14)) }
    }

    private func draw(_ layer: SharingLayer, in panel: inout SceneBuilder) {
        if !isSmall { panel.paragraph(layer.kind.title, left: 0, top: 0, width: panel.width, style: .medium) }
        let pitch = min(panel.width / Double(model.inputs), 26)
        let net = SharingNet(
            model: model, kind: layer.kind, pitch: pitch, cell: min(14, 0.66 * pitch), top: panel.below(7),
            height: isSmall ? 44 : 78)
        panel.net(net, step)
        guard !isSmall else { return }
        let words = "\(layer.kind.words): here \(counted(layer.drawnWeights.integer ?? 0, "weight"))"
        panel.paragraph(words, left: 0, top: net.bottom + 6, width: panel.width, size: 8)
        // Panels begin at their left edge, however narrow what they hold.
        panel.add(.group(GroupMark([])), bounds: Rect(0, 0, 0, 0))
    }
}

/// Where the units of a small layer stand.
struct SharingNet {
    let model: SharingModel
    let kind: SharingLayer.Kind
    let pitch: Double
    let cell: Double
    let top: Double
    let height: Double

    var bottom: Double { top + height + cell }

    func input(_ index: Int) -> Point { Point((Double(index) + 0.5) * pitch, top + height + cell / 2) }

    /// Above the middle of what a window reads.
    func output(_ index: Int) -> Point {
        let middle = Double(index * model.stride) + Double(model.taps) / 2
        return Point(middle * pitch, top + cell / 2)
    }

    func frame(_ center: Point) -> Rect { Rect(center.x - cell / 2, center.y - cell / 2, cell, cell) }
}

extension SceneBuilder {
    /// Inputs below, outputs above; the looked at output's connections stand out.
    fileprivate mutating func net(_ net: SharingNet, _ step: FigureStep) {
        let model = net.model
        let shown = (0..<model.outputs).filter(step.shows)
        for output in shown where output != step.index { connections(of: output, net, isBright: false) }
        connections(of: step.index, net, isBright: true)
        if step.form != .thumbnail {
            for output in shown { letters(of: output, net, isBright: output == step.index) }
        }
        let read = Set((0..<model.connections(net.kind)).map { model.input(of: step.index, tap: $0, net.kind) })
        for index in 0..<model.inputs {
            unit(index, .input, isBright: read.contains(index), isThere: true, in: net.frame(net.input(index)), step)
        }
        for index in 0..<model.outputs {
            unit(
                index, .output, isBright: index == step.index, isThere: step.shows(index),
                in: net.frame(net.output(index)), step)
        }
    }

    private mutating func unit(
        _ index: Int, _ role: Theme.Role, isBright: Bool, isThere: Bool, in frame: Rect, _ step: FigureStep
    ) {
        guard isThere else {
            path(.roundedRect(frame, radius: 2), stroke: Stroke(theme.rule, width: 0.6))
            return
        }
        let strength = isBright ? CellStrength.strong : .usual
        path(
            .roundedRect(frame, radius: 2), fill: theme.cellFill(role, strength, isNumbered: true),
            stroke: isBright && role == .output
                ? theme.outline(role) : Stroke(theme.emphasised(role), width: 0.6))
        guard step.form != .thumbnail, frame.width >= 9 else { return }
        text(
            Text("\(index)", size: Text.smallSize), at: frame.center, color: theme.cellInk(role, strength),
            anchor: .middle, baseline: .middle)
    }

    private mutating func connections(of output: Int, _ net: SharingNet, isBright: Bool) {
        for tap in 0..<net.model.connections(net.kind) {
            let (from, to) = ends(output, tap, net)
            line(from, to, look(net.model.weight(of: output, tap: tap, net.kind), net.kind, isBright: isBright))
        }
    }

    private func ends(_ output: Int, _ tap: Int, _ net: SharingNet) -> (Point, Point) {
        let low = net.input(net.model.input(of: output, tap: tap, net.kind))
        let high = net.output(output)
        return (Point(low.x, low.y - net.cell / 2), Point(high.x, high.y + net.cell / 2))
    }

    /// A shared weight has one look at all outputs; others are each on their own.
    private func look(_ weight: Int, _ kind: SharingLayer.Kind, isBright: Bool) -> Stroke {
        let width = isBright ? 1.5 : 0.7
        switch kind {
        case .dense, .local:
            return isBright ? Stroke(theme.emphasised(.kernel), width: 1.2) : Stroke(theme.rule, width: 0.5)
        case .convolution:
            let looks: [(Theme.Role, [Double])] = [(.kernel, []), (.activation, [4.5, 2]), (.dense, [1.5, 1.5])]
            let (role, dash) = looks[weight % looks.count]
            return Stroke(theme.emphasised(role), width: width, dash: dash)
        }
    }

    /// The names of weights, near the output that they belong to; of a dense layer only those of one output.
    private mutating func letters(of output: Int, _ net: SharingNet, isBright: Bool) {
        guard isBright || net.kind != .dense else { return }
        let share = net.kind == .dense ? 0.62 : 0.34
        for tap in 0..<net.model.connections(net.kind) {
            let (from, to) = ends(output, tap, net)
            let place = Point(to.x + share * (from.x - to.x), to.y + share * (from.y - to.y))
            let letter = Text(
                SharingModel.letter(net.model.weight(of: output, tap: tap, net.kind)),
                style: isBright ? .bold : .regular, size: 8)
            let extents = measure(letter)
            let plate = Rect(place.x - extents.width / 2 - 0.7, place.y - 4.2, extents.width + 1.4, 8.4)
            path(.rect(plate), fill: .solid(theme.page))
            text(
                letter, at: place, color: isBright ? theme.ink : theme.mutedInk, anchor: .middle, baseline: .middle)
        }
    }

    /// The parameters of the three layers at the sizes asked for, and how many times fewer sharing leaves.
    mutating func counts(_ model: SharingModel, top: Double) {
        func shape(_ sizes: [Int]) -> String { self.shape(sizes[0], Array(sizes.dropFirst())) }
        let words = "from \(shape(model.input)) to \(shape(model.output)), kernel \(sizes(model.kernel)):"
        var y = (paragraph(words, left: 0, top: top, width: width, style: .medium)?.bottom ?? top) + 4
        for layer in model.layers {
            y = formula(layer.parameters, of: nil, named: layer.kind.title, left: 0, top: y).bottom + 1
            if !exercise.hides(.sizes) {
                let parts = "\(layer.weights.readable) weights and \(layer.biases.readable) biases"
                y = (paragraph(parts, left: 0, top: y, width: width, size: 8, color: theme.mutedInk)?.bottom ?? y) + 4
            }
        }
        if !exercise.hides(.sizes) {
            paragraph(model.saving, left: 0, top: y + 1, width: width)
        }
    }
}
