import Execution
import Networks
import Tensors

/// One layer, as the nodes of a graph that do what ``NetworkExecution`` does.
struct LayerExport {
    let node: Node
    /// The names of the values that it reads.
    let reads: [String]
    let weights: NetworkWeights.Layer
    let layout: Layout
    let graph: ONNXGraphBuilder

    var shape: FeatureShape { node.inputs[0] }
    var axes: Int { shape.spatial.count }

    func write() throws(ONNXExportError) {
        var value = try forward(node.layer)
        graph.rename(node: node.name)
        if let normalization = node.normalization { value = normalize(value, normalization) }
        if let activation = node.activation { activate(value, activation) }
        graph.rename(value: node.name)
    }

    /// A node of this layer; gives the name of its value.
    @discardableResult
    func operation(
        _ opType: String, _ inputs: [String], _ attributes: [String: ONNXAttribute] = [:], place: Int = 0
    ) -> String {
        graph.add(opType, "\(node.name)/\(opType)", inputs, attributes, place: place)
    }

    func constant(_ name: String, _ tensor: Tensor) -> String { graph.add("\(node.name).\(name)", tensor) }

    func constant(_ name: String, _ integers: [Int]) -> String {
        graph.add("\(node.name).\(name)", [integers.count], integers)
    }

    func scalar(_ name: String, _ value: Double) -> String { constant(name, Tensor([], [Float(value)])) }

    func weight(_ role: ParameterTensor.Role) -> Tensor {
        guard let tensor = weights[role] else { preconditionFailure("weights are checked before they are written") }
        return tensor
    }

    func unknownSize() -> ONNXExportError { .unknownSize(layer: node.name, kind: node.layer.kindName, shape) }

    /// - Returns: The value of the last node, of which there is at least one.
    private func forward(_ layer: Layer) throws(ONNXExportError) -> String {
        switch layer {
        case .conv(let conv):
            return try convolution(reads[0], conv.window, groups: conv.groups, .weight, bias: .bias)
        case .convTranspose(let conv):
            return transposedConvolution(conv)
        case .depthwiseConv(let conv):
            return try convolution(
                reads[0], conv.window, groups: weight(.weight).shape[0] / conv.multiplier, .weight, bias: .bias)
        case .separableConv(let conv):
            let channels = weight(.depthwiseWeight).shape[0] / conv.multiplier
            let maps = try convolution(reads[0], conv.window, groups: channels, .depthwiseWeight, bias: nil)
            return pointwise(maps)
        case .locallyConnected(let conv):
            return try locallyConnected(conv)
        case .maxPool(let pool):
            return try maximum(pool)
        case .averagePool(let pool):
            return try average(pool)
        case .globalMaxPool:
            return global("GlobalMaxPool", sequence: "ReduceMax")
        case .globalAveragePool:
            return global("GlobalAveragePool", sequence: "ReduceMean")
        case .roiPool(let pool):
            return try regions(pool)
        case .spatialPyramidPool(let pool):
            return try pyramid(pool.levels)
        case .dense:
            return dense()
        case .flatten:
            return operation("Flatten", [written(reads[0], shape)], ["axis": .int(1)])
        case .reshape:
            return reshape()
        case .permute(let permute):
            return self.permute(permute.axes)
        case .batchNorm(let norm):
            return normalize(reads[0], norm)
        case .localResponseNorm(let norm):
            return try localResponseNorm(norm)
        case .dropout(let dropout):
            return operation("Dropout", [reads[0], scalar("ratio", min(dropout.rate, 1 - 0x1p-20))])
        case .activation(let activation):
            return activate(reads[0], activation)
        case .add(let add):
            return try sum(add.shortcut)
        case .multiply:
            return spread().reduced { operation("Mul", [$0, $1]) }
        case .concat:
            return operation("Concat", reads, ["axis": .int(node.output.isSequence ? 2 : 1)])
        case .zeroPad(let pad):
            let sides = node.sides(pad.padding) ?? []
            return padded(reads[0], sides.map(\.before), sides.map(\.after))
        case .crop(let crop):
            return self.crop(crop)
        case .upsample(let upsample):
            return try self.upsample(upsample)
        case .pixelShuffle(let shuffle):
            return operation("DepthToSpace", reads, ["blocksize": .int(shuffle.factor), "mode": .string("CRD")])
        case .pixelUnshuffle(let shuffle):
            return try pixelUnshuffle(shuffle.factor)
        case .lstm(let lstm):
            return recurrence(lstm)
        case .operator(let operation):
            throw .operators([(node.name, operation.name)])
        }
    }

    /// Vectors `[N, C]` belong to the channels of maps.
    private func spread() -> [String] {
        let rank = node.output.rank
        return zip(reads, node.inputs).map { value, shape in
            guard shape.isVector, rank > 1 else { return value }
            return operation("Unsqueeze", [value, constant("axes", Array(2..<rank + 1))])
        }
    }

    private func sum(_ shortcut: Add.Shortcut) throws(ONNXExportError) -> String {
        switch shortcut {
        case .none: return spread().reduced { operation("Add", [$0, $1]) }
        case .zeroPad:
            var terms: [String] = []
            for (value, shape) in zip(reads, node.inputs) { terms.append(try shortened(value, shape)) }
            return terms.reduced { operation("Add", [$0, $1]) }
        }
    }

    /// Every so-manyth place, and zero channels behind those that are there.
    private func shortened(_ value: String, _ shape: FeatureShape) throws(ONNXExportError) -> String {
        guard let stride = shape.shortcutStride(to: node.output), let channels = shape.channels.integer,
            let all = node.output.channels.integer
        else { throw unknownSize() }
        var value = value
        if stride > 1 {
            let axes = shape.spatial.count
            value = slice(
                value, axes: Array(2..<2 + axes), from: [Int](repeating: 0, count: axes),
                to: [Int](repeating: .max, count: axes), steps: [Int](repeating: stride, count: axes))
        }
        guard channels < all else { return value }
        let none = [Int](repeating: 0, count: shape.rank)
        return operation("Pad", [value, constant("pads", [0] + none + [0, all - channels] + none.dropFirst())])
    }
}

extension [String] {
    /// One after the other, from the left.
    fileprivate func reduced(_ combine: (String, String) -> String) -> String {
        dropFirst().reduce(self[0], combine)
    }
}
