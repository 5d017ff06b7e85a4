import Execution
import Files
import Networks
import Tensors
import Testing

@Suite struct NetworkDefinitionTests {
    private static let yaml = """
        network: block
        input: 2x5x5
        layers:
          - conv: { filters: 3, kernel: 3, padding: 1, activation: tanh, name: a }
          - batch-norm: { activation: swish, name: b }
          - conv: { from: a, filters: 3, kernel: 1, name: c }
          - add: [b, a]
          - average-pool: 2
          - flatten
          - dense: { units: 4, name: scores }
        """

    private static func network() throws -> (Network, [String: Grid<Double>], NetworkDefinition.Weights<Double>) {
        let network = try NetworkFile.network(yaml: yaml, path: "block")
        var layer = RandomLayer(seed: 3)
        let input = Grid<Double>(layer.values([3, 2, 5, 5], in: -1...1))
        let weights = try NetworkWeights(initializing: network, by: .xavier, seed: 4).definition(for: network)
        return (network, ["input": input], weights)
    }

    @Test(arguments: [false, true]) func aLossMovesWithEveryWeightAsItsGradientSays(byBatch: Bool) throws {
        let (network, inputs, weights) = try Self.network()
        let definition = NetworkDefinition(network, normalizesByBatch: byBatch)
        let gradients = try definition.gradients(for: inputs, weights: weights) {
            try #require($0["scores"]).crossEntropy([1, 3, 0])
        }
        func loss(_ weights: NetworkDefinition.Weights<Double>) throws -> Double {
            try #require(definition.outputs(for: inputs, weights: weights)["scores"]).crossEntropy([1, 3, 0])
        }
        #expect(abs(try loss(weights) - gradients.loss) < 1e-14)
        let roles = weights.flatMap { layer, grids in grids.keys.map { (layer, $0) } }
        let largest = gradients.weights.values.flatMap { $0.values }.flatMap(\.elements).map(abs).max() ?? 0
        #expect(largest > 0.01)
        for (layer, role) in roles {
            let grid = try #require(weights[layer]?[role])
            for place in stride(from: 0, to: grid.elements.count, by: 7) {
                func moved(_ step: Double) throws -> Double {
                    var elements = grid.elements
                    elements[place] += step
                    var weights = weights
                    weights[layer]?[role] = Grid(grid.sizes, elements)
                    return try loss(weights)
                }
                let slope = try (moved(1e-5) - moved(-1e-5)) / 2e-5
                let gradient = try #require(gradients.weights[layer]?[role]).elements[place]
                #expect(abs(slope - gradient) <= 1e-6 * largest, "\(layer) \(role.rawValue) \(place)")
            }
        }
        // c is read by nobody.
        #expect(gradients.weights["c"]?[.weight]?.elements.allSatisfy { $0 == 0 } == true)
        // Kept statistics matter where they are used.
        #expect((gradients.weights["b"]?[.runningMean]?.elements.contains { $0 != 0 } == true) == !byBatch)
    }

    @Test func inNormalUseItGivesWhatTheNetworkGives() throws {
        let network = try NetworkFile.network(yaml: Self.yaml, path: "block")
        let weights = try NetworkWeights(initializing: network, seed: 9)
        var layer = RandomLayer(seed: 5)
        let input = layer.values([2, 2, 5, 5], in: -1...1)
        let fast = try NetworkExecution(network, weights: weights).run(
            ["input": input], layers: network.nodes.map(\.name))
        let exact = try NetworkDefinition(network).outputs(
            for: ["input": Grid<Double>(input)], weights: weights.definition(for: network))
        #expect(exact.count == network.nodes.count)
        for (name, grid) in exact {
            let tensor = try #require(fast[name])
            #expect(tensor.shape.sizes == grid.sizes)
            #expect(zip(tensor.elements, grid.elements).allSatisfy { abs(Double($0) - $1) < 1e-5 }, "\(name)")
        }
    }

    @Test func lossesByHand() {
        // Scores ln 1, ln 3: shares ¼ and ¾.
        let scores = Grid<Double>([2, 2], [0, Double.log(3), 0, Double.log(3)])
        #expect(abs(scores.crossEntropy([1, 0]) - (Double.log(4) - Double.log(3) / 2)) < 1e-12)
        let values = Grid<Double>([2, 2], [1, 2, 3, 4])
        #expect(values.meanSquaredError(Grid([2, 2], [1, 0, 3, 2])) == 2)

        let tape = Tape()
        let traced = scores.map(tape.variable)
        let derivatives = tape.derivatives(of: traced.crossEntropy([1, 0]))
        // (share − target) / batch
        for (element, expected) in zip(traced.elements, [0.125, -0.125, -0.375, 0.375]) {
            #expect(abs(derivatives.by(element) - expected) < 1e-12)
        }
    }

    @Test func whatIsMissingIsNamed() throws {
        let (network, inputs, weights) = try Self.network()
        let definition = NetworkDefinition(network)
        #expect(throws: ExecutionError.self) { try definition.outputs(for: [:], weights: weights) }
        #expect(throws: ExecutionError.self) { try definition.outputs(for: inputs, weights: [:]) }
    }
}
