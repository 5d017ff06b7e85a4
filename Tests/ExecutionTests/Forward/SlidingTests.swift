import Execution
import Networks
import Tensors
import Testing

/// Lesson 07: a network slid over a larger image gives what it gives for each window by itself.
@Suite struct SlidingTests {
    private static let layers: [LayerDescription] = [
        .conv(4, kernelSize: 3, stride: 2, activation: .relu), .maxPool(2), .batchNorm, .flatten, .dropout(0.5),
        .dense(6, activation: .tanh), .dense(3, activation: .softmax),
    ]

    private static func network(_ layers: [LayerDescription], _ layout: Layout) throws -> Network {
        var header = Network.Header()
        header.layout = layout
        return try Network(
            header: header, inputs: [Network.Input(FeatureShape([2, 14, 11].map { Quantity($0) }))], layers: layers)
    }

    /// Weights of which none is 0 or 1.
    private static func weights(_ network: Network) throws -> NetworkWeights {
        var weights = try NetworkWeights(initializing: network, seed: 5)
        for node in network.nodes {
            for (role, tensor) in weights[node.name] where role != .weight {
                weights[node.name, role] = Tensor(
                    tensor.shape, tensor.elements.indices.map { 0.3 + 0.2 * Float(($0 * 7) % 5) })
            }
        }
        return weights
    }

    private static func difference(_ network: Network) throws -> Float {
        let weights = try weights(network)
        let sliding = try SlidingNetwork(network, over: FeatureShape([2, 23, 30].map { Quantity($0) }))
        let large = Tensor([1, 2, 23, 30], (0..<2 * 23 * 30).map { Float(($0 * 37) % 101) / 101 - 0.4 })
        let node = try #require(sliding.network.nodes.last)
        let execution = try NetworkExecution(sliding.network, weights: sliding.weights(weights))
        let map = try #require(try execution.run(["input": large])[node.name])
        let step = try #require(sliding.steps(of: node))
        #expect(map.shape[2] > 1 && map.shape[3] > 1)
        let original = try NetworkExecution(network, weights: weights)
        var worst: Float = 0
        for row in 0..<map.shape[2] {
            for column in 0..<map.shape[3] {
                let window = Tensor([1, 2, 14, 11]) { window in
                    for index in window.indices {
                        let (c, y, x) = (index / 154, index / 11 % 14, index % 11)
                        let (place, other) = (row * step[0] + y, column * step[1] + x)
                        // The last of a window's pixels may be read by no layer: the map goes on where they lie outside.
                        window[index] = place < 23 && other < 30 ? large[0, c, place, other] : 0
                    }
                }
                let scores = try #require(try original.run(["input": window]).values.first)
                for unit in 0..<map.shape[1] {
                    worst = max(worst, abs(scores[0, unit] - map[0, unit, row, column]))
                }
            }
        }
        return worst
    }

    @Test(arguments: Layout.allCases)
    func everyScoreIsThatOfItsWindow(layout: Layout) throws {
        #expect(try Self.difference(Self.network(Self.layers, layout)) < 1e-6)
    }

    @Test func globalPoolsSlideToo() throws {
        for pool in [LayerDescription.globalAveragePool, .globalMaxPool] {
            let layers: [LayerDescription] = [
                .conv(4, kernelSize: 3, activation: .relu), .averagePool(2), pool, .batchNorm, .dense(3),
            ]
            #expect(try Self.difference(Self.network(layers, .channelsFirst)) < 1e-6)
        }
    }

    /// The two orders differ: were the weights not turned, the scores would be others.
    @Test func theOrderOfFlattenMatters() throws {
        let (first, last) = (
            try Self.network(Self.layers, .channelsFirst), try Self.network(Self.layers, .channelsLast)
        )
        let weights = try Self.weights(first)
        let kernels = try [first, last].map {
            try SlidingNetwork($0).weights(weights)["dense1", .weight]
        }
        #expect(kernels[0]?.shape == kernels[1]?.shape)
        #expect(kernels[0] != kernels[1])
    }
}
