extension Network {
    /// Exactly the input positions along one spatial axis that a unit of a layer reads: with the holes that dilation and
    /// strides leave, and without what lies in padding. True where read.
    ///
    /// Nothing where the field has no meaning, or sizes are unknown. Goes back through the graph in O(layers · size).
    ///
    /// - Precondition: `unit` and `axis` exist.
    public func support(of unit: Int, layer: Int, axis: Int) -> [Bool]? {
        reach(of: unit, layer: layer, axis: axis)?.inputs.first
    }

    /// What a unit of a layer depends on along one spatial axis, in every layer on the way and in the inputs.
    ///
    /// Nothing where the field has no meaning, or sizes are unknown. Goes back through the graph in O(layers · size).
    ///
    /// - Precondition: `unit` and `axis` exist.
    public func reach(of unit: Int, layer: Int, axis: Int) -> FieldReach? {
        let lengths = inputs.map { axis < $0.shape.spatial.count ? $0.shape.spatial[axis].integer : nil }
        guard lengths.first.flatMap(\.self) != nil, case .axes = nodes[layer].field,
            axis < nodes[layer].output.spatial.count,
            let own = nodes[layer].output.spatial[axis].integer
        else { return nil }
        precondition((0..<own).contains(unit), "there is no unit \(unit)")

        var reach = FieldReach(
            inputs: lengths.map { [Bool](repeating: false, count: $0 ?? 0) },
            nodes: [layer: (0..<own).map { $0 == unit }])
        for index in stride(from: layer, through: 0, by: -1) {
            guard let active = reach.nodes[index] else { continue }
            let node = nodes[index]
            for (place, source) in node.sources.enumerated() {
                var read: [Int] = []
                for position in active.indices where active[position] {
                    guard let positions = node.positions(readBy: position, from: place, axis: axis) else { return nil }
                    read += positions
                }
                switch source {
                case .input(let input):
                    // Inputs of fewer axes, as a vector beside a photo, have no places.
                    for position in read where position < reach.inputs[input].count {
                        reach.inputs[input][position] = true
                    }
                case .node(let before):
                    guard let length = node.inputs[place].spatial[axis].integer else { return nil }
                    var others = reach.nodes[before] ?? [Bool](repeating: false, count: length)
                    for position in read { others[position] = true }
                    reach.nodes[before] = others
                }
            }
        }
        return reach
    }
}

/// What a unit depends on along one spatial axis: true where it is read.
public struct FieldReach: Sendable {
    public fileprivate(set) var inputs: [[Bool]]
    /// By their places in the network; layers that the unit does not depend on are not there.
    public fileprivate(set) var nodes: [Int: [Bool]]
}

extension Node {
    /// The positions of one of its sources that an output position reads along a spatial axis, padding left out.
    ///
    /// Nothing where that has no meaning, or sizes are unknown.
    public func positions(readBy position: Int, from source: Int, axis: Int) -> [Int]? {
        let shape = inputs[source]
        guard axis < shape.spatial.count, let length = shape.spatial[axis].integer, let map = map(axis, from: shape)
        else { return nil }
        let taps = map.taps(position)
        // Interpolation repeats the edge; padding is no input.
        if case .resized = map { return taps.map { min(max($0, 0), length - 1) } }
        return taps.filter { $0 >= 0 && $0 < length }
    }

    /// How the layer reads `shape`, one of its inputs, along a spatial axis.
    fileprivate func map(_ axis: Int, from shape: FeatureShape) -> AxisMap? {
        if case .add(let add) = layer, add.shortcut == .zeroPad {
            return shape.shortcutStride(to: output).map { .window(kernel: 1, stride: $0, dilation: 1, before: 0) }
        }
        switch inference.field {
        case .unchanged: return .identity
        case .axes(let maps): return maps[axis]
        // The axis goes by another name before it.
        case .permuted, .everything, .meaningless: return nil
        }
    }
}
