/// What units see.
extension Linter {
    mutating func lookAtFields() {
        lookAtFieldSizes()
        for (place, node) in network.nodes.enumerated() where node.sources.count > 1 { lookAtMerge(place, node) }
    }

    private mutating func lookAtFieldSizes() {
        guard let image else { return }
        func sizes(_ node: Node) -> [Int]? {
            guard case .axes(let axes) = node.field, axes.count == image.count else { return nil }
            return axes.map(\.size)
        }
        let over = network.nodes.indices.filter { place in
            sizes(network.nodes[place]).map { zip($0, image).allSatisfy { $0 > $1 } } ?? false
        }
        if let first = over.first, let last = over.last, let field = sizes(network.nodes[first]),
            let lastField = sizes(network.nodes[last])
        {
            add(
                .fieldOverImage(field: field, image: image, last: network.nodes[last].name, lastField: lastField),
                at: first)
        }
        for (place, node) in network.nodes.enumerated() where node.layer.poolsGlobally {
            guard case .axes(let axes) = field(node.sources[0]), axes.count == image.count else { continue }
            let field = axes.map(\.size)
            guard zip(field, image).allSatisfy({ 4 * $0 < $1 }) else { continue }
            add(.smallField(field: field, image: image, pool: node.layer.kindName), at: place)
        }
    }

    private mutating func lookAtMerge(_ place: Int, _ node: Node) {
        let names = node.output.axisNames
        var fields: [[FieldAxis]] = []
        for (source, shape) in zip(node.sources, node.inputs) {
            guard case .axes(var axes) = field(source), axes.count == names.count else { return }
            if case .add(let add) = node.layer, add.shortcut == .zeroPad,
                let stride = shape.shortcutStride(to: node.output), stride > 1
            {
                // The shortcut keeps every so-manyth place.
                axes = axes.compactMap {
                    $0.mapped(by: .window(kernel: 1, stride: stride, dilation: 1, before: 0))
                }
                guard axes.count == names.count else { return }
            }
            fields.append(axes)
        }
        let branches = node.sources.map(network.name)
        for (axis, name) in names.enumerated() {
            let jumps = fields.map { $0[axis].jump }
            if Set(jumps).count > 1 {
                add(.differentJumps(axis: name, branches: branches, jumps: jumps), at: place)
                return
            }
            let centres = fields.compactMap { $0[axis].centre }
            if centres.count == branches.count, Set(centres).count > 1 {
                add(.misaligned(axis: name, branches: branches, centres: centres), at: place)
                return
            }
        }
    }
}

extension Layer {
    fileprivate var poolsGlobally: Bool {
        switch self {
        case .globalAveragePool, .globalMaxPool: true
        case .conv, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool, .convTranspose,
            .roiPool, .spatialPyramidPool, .dense, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm,
            .dropout, .activation, .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle, .lstm, .operator:
            false
        }
    }
}

extension FieldAxis {
    /// Where unit 0 looks, on average over the phases; nothing where it is not known.
    fileprivate var centre: Rational? {
        guard isAnchored else { return nil }
        var sum = Rational(0)
        for (unit, region) in phases.enumerated() {
            guard let region, let middle = Rational(region.lowerBound + region.upperBound, 2),
                let moved = Rational(advance * unit, phases.count),
                let difference = middle.subtracting(moved), let next = sum.adding(difference)
            else { return nil }
            sum = next
        }
        return sum.divided(by: Rational(phases.count))
    }
}
