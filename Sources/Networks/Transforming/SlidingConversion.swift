import Tensors

/// Turns a network's layers, one after the other, into those of its ``SlidingNetwork``.
struct SlidingConversion {
    private let network: Network
    private(set) var layers: [LayerDescription] = []
    private(set) var flattened: [String: FeatureShape] = [:]
    /// What stands for each layer that is left out.
    private var aliases: [Int: Node.Source] = [:]
    /// The layers whose values are still to be read as a row, by the map that they come from.
    private var rows: [Int: FeatureShape] = [:]
    private var problems: [(layer: String, kind: String, reason: SlidingError.Reason)] = []

    init(_ network: Network) { self.network = network }

    mutating func run() throws(SlidingError) {
        let outputs = Set(network.outputs)
        for (index, node) in network.nodes.enumerated() {
            let row = row(node.sources[0])
            if case .flatten = node.layer, !outputs.contains(index) {
                aliases[index] = resolved(node.sources[0])
                rows[index] = row ?? (node.inputs[0].isVector ? nil : node.inputs[0])
                continue
            }
            do throws(SlidingError.Reason) {
                let layer = try convert(node, index, row)
                var description = LayerDescription(layer, activation: node.activation, name: node.name)
                description.inputs = node.sources.map { reference(resolved($0)) }
                // A row's values are normalised each by its own.
                if row != nil, node.normalization != nil, layer.name != .conv { throw .flattened }
                description.normalization = node.normalization
                description.isFrozen = node.isFrozen
                description.groups = node.groups
                layers.append(description)
            } catch {
                problems.append((node.name, node.layer.kindName, error))
            }
        }
        if !problems.isEmpty { throw .cannotSlide(problems) }
    }

    private func resolved(_ source: Node.Source) -> Node.Source {
        if case .node(let place) = source, let alias = aliases[place] { return alias }
        return source
    }

    private func reference(_ source: Node.Source) -> LayerDescription.Reference {
        switch source {
        case .input(let place): .input(network.inputs[place].name)
        case .node(let place): .layer(network.nodes[place].name)
        }
    }

    private func row(_ source: Node.Source) -> FeatureShape? {
        if case .node(let place) = source { rows[place] } else { nil }
    }

    private mutating func convert(
        _ node: Node, _ index: Int, _ row: FeatureShape?
    ) throws(SlidingError.Reason) -> Layer {
        let axes = network.inputs[0].shape.spatial.count
        switch node.layer {
        case .dense(let dense):
            let kernel: [Int]
            if let row {
                flattened[node.name] = row
                kernel = row.spatial.compactMap(\.integer)
            } else {
                kernel = [Int](repeating: 1, count: axes)
            }
            guard kernel.count == axes else { throw .ownPlaces }
            return .conv(
                Conv(
                    filters: dense.units, window: SlidingWindow(kernelSize: .each(kernel)), hasBias: dense.hasBias))
        case .globalMaxPool:
            return .maxPool(MaxPool(window: try wholeMap(node)))
        case .globalAveragePool:
            return .averagePool(AveragePool(window: try wholeMap(node)))
        case .dropout:
            rows[index] = row
            return node.layer
        case .activation(let activation):
            // Over a row, softmax would sum over places.
            if row != nil, activation.function == .softmax { throw .flattened }
            rows[index] = row
            return node.layer
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .maxPool, .averagePool, .batchNorm,
            .localResponseNorm, .zeroPad, .crop, .pixelShuffle, .pixelUnshuffle:
            if row != nil { throw .flattened }
            return node.layer
        case .add, .concat, .multiply:
            if node.sources.contains(where: { self.row($0) != nil }) { throw .flattened }
            guard Set(node.inputs.map(\.isVector)).count == 1 else { throw .mixture }
            return node.layer
        case .upsample(let upsample):
            switch upsample.target {
            case .factor: return node.layer
            case .size: throw .fixedSize
            }
        case .roiPool, .spatialPyramidPool: throw .fixedSize
        case .flatten: throw .flattened
        case .locallyConnected, .reshape, .permute, .lstm, .operator: throw .ownPlaces
        }
    }

    /// A window of the size that a global pool read.
    private func wholeMap(_ node: Node) throws(SlidingError.Reason) -> SlidingWindow {
        let size = node.inputs[0].spatial.compactMap(\.integer)
        guard !size.isEmpty, size.count == node.inputs[0].spatial.count else { throw .ownPlaces }
        return SlidingWindow(kernelSize: .each(size), stride: 1)
    }
}

extension SlidingError.Reason: Error {}
