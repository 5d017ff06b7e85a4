import Networks
import Tensors

extension LayerExport {
    func transposed(_ value: String, _ order: [Int]) -> String {
        operation("Transpose", [value], ["perm": .ints(order)])
    }

    /// Maps of a network with channels last as it writes them.
    func written(_ value: String, _ shape: FeatureShape) -> String {
        isTurned(shape) ? transposed(value, [0] + Array(2...shape.rank) + [1]) : value
    }

    private func isTurned(_ shape: FeatureShape) -> Bool {
        layout == .channelsLast && !shape.isSequence && !shape.isVector
    }

    /// Channels first again.
    private var orderBack: [Int]? {
        let rank = node.output.rank
        return isTurned(node.output) ? [0, rank] + Array(1..<rank) : nil
    }

    func reshape() -> String {
        let sizes = node.output.sizes(in: layout)
        // One size may stay open.
        let shape = constant("shape", [0] + sizes.map { $0.integer ?? -1 })
        let value = operation("Reshape", [written(reads[0], self.shape), shape])
        return orderBack.map { transposed(value, $0) } ?? value
    }

    func permute(_ axes: [Int]) -> String {
        // To the layout, as the layer says, and back: one permutation.
        let to = isTurned(shape) ? [0] + Array(2...shape.rank) + [1] : Array(0...shape.rank)
        let there = ([0] + axes).map { to[$0] }
        return transposed(reads[0], orderBack.map { $0.map { there[$0] } } ?? there)
    }

    func slice(_ value: String, axes: [Int], from starts: [Int], to ends: [Int], steps: [Int]? = nil) -> String {
        operation(
            "Slice",
            [value, constant("starts", starts), constant("ends", ends), constant("axes", axes)]
                + (steps.map { [constant("steps", $0)] } ?? []))
    }

    /// Around the spatial axes.
    func padded(_ value: String, _ before: [Int], _ after: [Int], with filler: Double = 0) -> String {
        let pads = constant("pads", [0, 0] + before + [0, 0] + after)
        return operation("Pad", [value, pads] + (filler == 0 ? [] : [scalar("filler", filler)]))
    }

    func crop(_ crop: Crop) -> String {
        let sides = node.sides(crop.margin) ?? [Padding.Sides](repeating: .init(0, 0), count: axes)
        return slice(
            reads[0], axes: Array(2..<2 + axes), from: sides.map(\.before),
            to: sides.map { $0.after == 0 ? .max : -$0.after })
    }

    func upsample(_ upsample: Upsample) throws(ONNXExportError) -> String {
        let old = shape.spatial.map(\.integer)
        let new = node.output.spatial.map(\.integer)
        // Whole factors, where there are any, hold at any size.
        let factors = try (0..<axes).map { (axis) throws(ONNXExportError) -> Int? in
            if case .factor(let factor) = upsample.target { return node.values(factor)[axis] }
            guard let old = old[axis], let new = new[axis] else { throw unknownSize() }
            return new % old == 0 ? new / old : nil
        }
        let isWhole = factors.allSatisfy { $0 != nil }
        var attributes: [String: ONNXAttribute]
        switch upsample.mode {
        case .nearest:
            guard isWhole else { return gathered(old.compactMap(\.self), new.compactMap(\.self)) }
            attributes = [
                "mode": .string("nearest"), "nearest_mode": .string("floor"),
                "coordinate_transformation_mode": .string("asymmetric"),
            ]
        case .bilinear:
            attributes = ["mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel")]
        }
        if isWhole {
            let scales = [1, 1] + factors.map { Float($0 ?? 1) }
            return operation("Resize", [reads[0], "", constant("scales", Tensor([scales.count], scales))], attributes)
        }
        let outer = operation("Shape", reads, ["start": .int(0), "end": .int(2)])
        let sizes = operation("Concat", [outer, constant("size", new.compactMap(\.self))], ["axis": .int(0)])
        return operation("Resize", [reads[0], "", "", sizes], attributes)
    }

    /// Nearest places by their numbers: Resize would divide in Float32, and be off by one here and there.
    private func gathered(_ old: [Int], _ new: [Int]) -> String {
        old.indices.reduce(reads[0]) { value, axis in
            let places = (0..<new[axis]).map { $0 * old[axis] / new[axis] }
            return operation("Gather", [value, constant("places", places)], ["axis": .int(axis + 2)])
        }
    }

    func pixelUnshuffle(_ factor: Int) throws(ONNXExportError) -> String {
        guard let channels = shape.channels.integer else { throw unknownSize() }
        let value = operation("SpaceToDepth", reads, ["blocksize": .int(factor)])
        if channels == 1 { return value }
        // ONNX keeps the channels of a place together, we the places of a channel.
        let places = factor * factor
        let order = (0..<channels * places).map { $0 % places * channels + $0 / places }
        return operation("Gather", [value, constant("order", order)], ["axis": .int(1)])
    }
}
