extension Network {
    /// Its layers as they would be written down: what ``init(header:inputs:layers:)`` made it of.
    public var layers: [LayerDescription] {
        nodes.map { node in
            var layer = LayerDescription(node.layer, activation: node.activation, name: node.name)
            layer.normalization = node.normalization
            layer.inputs = node.sources.map { source in
                switch source {
                case .input(let place): .input(inputs[place].name)
                case .node(let place): .index(place)
                }
            }
            layer.isFrozen = node.isFrozen
            layer.groups = node.groups
            layer.location = node.location
            layer.expectation = node.expectation
            layer.assumption = node.assumption
            return layer
        }
    }

    /// The same network, these layers frozen beside those that already are.
    package func freezing(_ names: Set<String>) -> Network {
        var layers = self.layers
        for index in layers.indices where names.contains(nodes[index].name) { layers[index].isFrozen = true }
        guard let network = try? Network(header: header, inputs: inputs, layers: layers) else {
            preconditionFailure("freezing changes no sizes")
        }
        return network
    }

    /// The same network with fused batch normalisations as layers of their own, which keep the name of both.
    var spelledOut: Network {
        guard nodes.contains(where: { $0.normalization != nil }) else { return self }
        var all: [LayerDescription] = []
        /// Where each layer's result stands.
        var places: [Int] = []
        for var layer in layers {
            layer.inputs = layer.inputs?.map { if case .index(let place) = $0 { .index(places[place]) } else { $0 } }
            if let normalization = layer.normalization {
                var second = LayerDescription(
                    .batchNorm(normalization), activation: layer.activation, name: layer.name)
                (second.groups, second.isFrozen) = (layer.groups, layer.isFrozen)
                layer.name = layer.name.map { $0 + ".weights" }
                (layer.normalization, layer.activation) = (nil, nil)
                all.append(layer)
                layer = second
            }
            places.append(all.count)
            all.append(layer)
        }
        guard let network = try? Network(header: header, inputs: inputs, layers: all) else {
            preconditionFailure("a batch normalisation keeps shapes")
        }
        return network
    }
}
