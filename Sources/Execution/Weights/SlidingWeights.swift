public import Networks
import Tensors

extension SlidingNetwork {
    /// The original's weights as this network takes them: the same numbers, those of dense layers as kernels.
    ///
    /// A row of n inputs becomes `[C, …]`, the map that `flatten` had read, in the order in which it read it.
    public func weights(_ original: NetworkWeights) -> NetworkWeights {
        var weights = NetworkWeights()
        for node in self.original.nodes {
            weights[node.name] = original[node.name]
            guard case .dense = node.layer, let rows = original[node.name, .weight] else { continue }
            weights[node.name, .weight] = kernels(rows, of: node)
        }
        return weights
    }

    private func kernels(_ rows: Tensor, of node: Node) -> Tensor {
        guard let map = flattened[node.name]?.known else {
            let ones = original.inputs[0].shape.spatial.map { _ in 1 }
            return rows.reshaped(to: Shape(rows.shape.sizes + ones))
        }
        let units = rows.shape[0]
        switch original.layout {
        case .channelsFirst:
            return rows.reshaped(to: Shape([units] + map.sizes))
        case .channelsLast:
            let places = map.sizes.dropFirst()
            return rows.reshaped(to: Shape([units] + places + [map[0]]))
                .permuted([0, places.count + 1] + Array(1...places.count))
        }
    }
}
