import Execution
import Files
import Foundation
import Networks
import Tensors
import Testing

@Suite struct NetworkExecutionTests {
    /// The random networks that PyTorch has run: the shapes of all their layers are its shapes.
    private static let networks: [String] = {
        let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let path = folder + "/NetworksTests/Oracles/networks.json"
        guard let data = FileManager.default.contents(atPath: path),
            let list = (try? JSONSerialization.jsonObject(with: data)) as? [[String: Any]]
        else { return [] }
        return list.compactMap { $0["yaml"] as? String }
    }()

    @Test func everyLayerGivesTheShapeThatIsSaid() throws {
        #expect(Self.networks.count >= 300)
        var layers = 0
        for (index, yaml) in Self.networks.enumerated() {
            let network = try NetworkFile.network(yaml: yaml, path: "random \(index)")
            // Regions become samples, so the batch is no longer that of the input.
            guard !network.nodes.contains(where: { $0.layer.name == .roiPool }) else { continue }
            var inputs: [String: Tensor] = [:]
            for input in network.inputs {
                let shape = try #require(input.shape.known)
                inputs[input.name] = Tensor(
                    Shape([2] + shape.sizes), (0..<2 * shape.elementCount).map { sin(Float($0)) })
            }
            let weights = try NetworkWeights(initializing: network, seed: UInt64(index))
            let outputs = try NetworkExecution(network, weights: weights).run(inputs, layers: network.nodes.map(\.name))
            var broken: Set<String> = []
            for node in network.nodes {
                let output = try #require(outputs[node.name])
                #expect(output.shape.sizes == [2] + (node.output.known?.sizes ?? []), "random \(index), \(node.name)")
                // A pool's window of padding alone is −∞ or NaN, and so is what reads that; nothing else may be.
                let readsBroken = node.sources.contains { broken.contains(network.name(of: $0)) }
                if output.elements.contains(where: { !$0.isFinite }) {
                    broken.insert(node.name)
                    let isPool = node.layer.name == .maxPool || node.layer.name == .averagePool
                    #expect(isPool || readsBroken, "random \(index), \(node.name)")
                }
                layers += 1
            }
        }
        #expect(layers > 2_000)
    }

    /// Layers whose outputs nobody wants run as one with others; what comes out is the same.
    @Test func layersThatRunTogetherGiveWhatTheyGiveAlone() throws {
        var random = SplitMix64(seed: 3)
        var compared = 0
        func check(_ network: Network, _ name: String) throws {
            var inputs: [String: Tensor] = [:]
            for input in network.inputs {
                let shape = try #require(input.shape.known)
                inputs[input.name] = random.tensor(Shape([2] + shape.sizes))
            }
            var weights = try NetworkWeights(initializing: network, seed: 5)
            for node in network.nodes {
                for tensor in node.inference.parameters.tensors {
                    guard let old = weights[node.name, tensor.role] else { continue }
                    switch tensor.role {
                    case .weight, .depthwiseWeight, .inputWeight, .recurrentWeight: break
                    case .bias, .shift, .runningMean, .inputBias, .recurrentBias:
                        weights[node.name, tensor.role] = random.tensor(old.shape)
                    case .scale, .runningVariance:
                        weights[node.name, tensor.role] = random.tensor(old.shape).map { 1 + $0 / 2 }
                    }
                }
            }
            let execution = try NetworkExecution(network, weights: weights)
            let alone = try execution.run(inputs, layers: network.nodes.map(\.name))
            for _ in 0..<2 {
                for (name, output) in try execution.run(inputs) {
                    let expected = try #require(alone[name])
                    guard expected.elements.allSatisfy(\.isFinite) else { continue }
                    let scale = expected.elements.reduce(1e-6) { max($0, abs($1)) }
                    let worst = zip(output.elements, expected.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
                    #expect(worst <= 1e-4 * scale, "\(name)")
                    compared += 1
                }
            }
        }
        for (index, yaml) in Self.networks.enumerated() {
            try check(NetworkFile.network(yaml: yaml, path: "random \(index)"), "random \(index)")
        }
        for id in ["resnet20-cifar", "all-cnn-c", "unet", "squeezenet1.1"] {
            try check(#require(try Zoo.network(id)), id)
        }
        let chains = [
            "8x9x9 -> conv 12@3x3 p1 -> batch-norm -> relu -> conv 12@3x3 p1 relu -> batch-norm relu6",
            "8x9x9 -> depthwise-conv 3 -> batch-norm -> relu6 -> conv 4@1x1 -> gelu -> conv 4@3x3 swish",
            "4x12 -> conv 6@3 -> batch-norm -> batch-norm -> relu -> relu6",
            "3x6x6x6 -> conv 9@3x3x3 p1 -> batch-norm -> leaky-relu",
        ]
        for chain in chains { try check(Network(chain: chain), chain) }
        #expect(compared > 600)
    }

    /// Lesson 08: a trained 2-6-1 network, (0.5, −0.25) → 0.970388.
    @Test func aTrainedNetworkAsArithmetic() throws {
        let network = try Network(chain: "2 -> dense 6 tanh -> dense 1 name=out -> tanh")
        var weights = NetworkWeights()
        weights["dense1", .weight] = Tensor(
            [6, 2],
            [
                2.8574, -1.9207, 1.7582, -1.2549, -4.5925, 0.23236, 12.0861, 12.3701, 2.503, -1.9321, -2.1422, 2.6928,
            ])
        weights["dense1", .bias] = Tensor([6], [-3.2811, -6.956, -3.0943, 11.1103, 0.14842, -3.3705])
        weights["out", .weight] = Tensor([1, 6], [-0.51977, 5.3993, 3.4349, 5.2863, 3.1976, -0.67102])
        weights["out", .bias] = Tensor([1], [1.4657])
        let outputs = try NetworkExecution(network, weights: weights).run(
            ["input": Tensor([1, 2], [0.5, -0.25])], layers: ["out", "tanh1"])
        #expect(abs(outputs["out"]!.elements[0] - 2.098905) < 1e-5)
        #expect(abs(outputs["tanh1"]!.elements[0] - 0.970388) < 1e-5)
    }

    @Test func onlyWhatIsAskedForIsComputed() throws {
        let network = try #require(try Zoo.network("resnet20-cifar"))
        let weights = try NetworkWeights(initializing: network)
        let photo = Tensor([1, 3, 32, 32], repeating: 0.5)
        var computed: [String] = []
        let name = network.nodes[3].name
        let outputs = try NetworkExecution(network, weights: weights).run(["input": photo], layers: [name]) {
            layer, _ in
            computed.append(layer)
        }
        #expect(Array(outputs.keys) == [name])
        #expect(computed == network.nodes[...3].map(\.name))
    }

    @Test func theSameSeedGivesTheSameWeightsAndAnswers() throws {
        let network = try Network(chain: "1x8x8 -> conv 4@3x3 relu -> flatten -> dense 3 softmax")
        let input = ["input": Tensor([1, 1, 8, 8], (0..<64).map { Float($0) / 64 })]
        func answer(_ seed: UInt64) throws -> [Float] {
            let weights = try NetworkWeights(initializing: network, seed: seed)
            return try NetworkExecution(network, weights: weights).run(input)["dense1"]!.elements
        }
        #expect(try answer(1) == answer(1))
        #expect(try answer(1) != answer(2))
        #expect(abs(try answer(3).reduce(0, +) - 1) < 1e-6)
    }

    @Test func inputsOfAnotherShapeAreNamed() throws {
        let network = try Network(chain: "1x8x8 -> conv 4@3x3")
        let execution = try NetworkExecution(network, weights: NetworkWeights(initializing: network))
        #expect(throws: ExecutionError.self) { try execution.run(["input": Tensor([1, 3, 8, 8])]) }
        #expect(throws: ExecutionError.self) { try execution.run([:]) }
        #expect(throws: ExecutionError.self) { try execution.run(["inptu": Tensor([1, 1, 8, 8])]) }
        #expect(throws: ExecutionError.self) { try execution.run(["input": Tensor([1, 1, 8, 8])], layers: ["conv2"]) }
        #expect(throws: ExecutionError.self) { try NetworkExecution(network, weights: NetworkWeights()) }
    }
}

extension SplitMix64 {
    fileprivate mutating func tensor(_ shape: Shape) -> Tensor {
        Tensor(shape, (0..<shape.elementCount).map { _ in Float(next() >> 40) / Float(1 << 23) - 1 })
    }
}
