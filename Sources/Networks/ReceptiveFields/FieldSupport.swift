extension Network {
    /// Exactly the input positions along one spatial axis that a unit of a layer reads: with the holes that dilation and
    /// strides leave, and without what lies in padding. True where read.
    ///
    /// Nothing where the field has no meaning, or sizes are unknown. Goes back through the graph in O(layers · size).
    ///
    /// - Precondition: `unit` and `axis` exist.
    public func support(of unit: Int, layer: Int, axis: Int) -> [Bool]? {
        let sizes = nodes.map { axis < $0.output.spatial.count ? $0.output.spatial[axis].integer : nil }
        guard let size = inputs.first.flatMap({ axis < $0.shape.spatial.count ? $0.shape.spatial[axis].integer : nil }),
            case .axes = nodes[layer].field, let own = sizes[layer]
        else { return nil }
        precondition((0..<own).contains(unit), "there is no unit \(unit)")

        var read: [[Bool]?] = nodes.map { _ in nil }
        var result = [Bool](repeating: false, count: size)
        read[layer] = (0..<own).map { $0 == unit }
        for index in stride(from: layer, through: 0, by: -1) {
            guard let active = read[index] else { continue }
            read[index] = nil
            let node = nodes[index]
            for (source, shape) in zip(node.sources, node.inputs) {
                guard axis < shape.spatial.count, let length = shape.spatial[axis].integer,
                    let map = node.map(axis, from: shape)
                else { return nil }
                var positions = [Bool](repeating: false, count: length)
                for position in active.indices where active[position] {
                    for tap in map.taps(position) {
                        // Interpolation repeats the edge; padding is no input.
                        if case .resized = map {
                            positions[min(max(tap, 0), length - 1)] = true
                            continue
                        }
                        if tap >= 0, tap < length { positions[tap] = true }
                    }
                }
                switch source {
                case .input: for index in result.indices where positions[index] { result[index] = true }
                case .node(let place):
                    if let others = read[place] {
                        read[place] = zip(others, positions).map { $0 || $1 }
                    } else {
                        read[place] = positions
                    }
                }
            }
        }
        return result
    }
}

extension Node {
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
