import Networks
import Tensors
import Testing

@testable import Execution

@Suite struct PreparedNetworkTests {
    /// A later layer that no memory holds costs nothing where an earlier one is asked for.
    @Test func onlyNeededWeightsAreDrawn() throws {
        let chain = "3x16x16 -> conv 4@3 -> relu -> flatten -> dense 4000000 -> dense 4000000"
        let prepared = PreparedNetwork(try Network(chain: chain), NetworkRequest(chain, seed: 7))
        let input = Tensor([1, 3, 16, 16], repeating: 0.5)
        let maps = try #require(try prepared.execution(of: ["relu1"]).run(["input": input], layers: ["relu1"])["relu1"])

        // They are those that the whole network would have.
        let short = try Network(chain: "3x16x16 -> conv 4@3 -> relu -> flatten -> dense 5")
        let all = try NetworkExecution(short, weights: NetworkWeights(initializing: short, seed: 7))
        #expect(try all.run(["input": input], layers: ["relu1"])["relu1"] == maps)
    }

    @Test func layersWithoutWeightsAreRefused() throws {
        let network = try Network(chain: "4 -> dense 3 -> relu -> dense 2")
        let execution = try PreparedNetwork(network, NetworkRequest("")).execution(of: ["relu1"])
        let input = Tensor([1, 4], repeating: 1)
        #expect(throws: ExecutionError.self) { try execution.run(["input": input]) }
        #expect(try execution.run(["input": input], layers: ["dense1"])["dense1"]?.shape == [1, 3])
    }

    @Test func whatWasDrawnIsSaid() throws {
        let network = try Network(chain: "4 -> dense 3")
        func words(_ initializer: Initializer?) -> String {
            PreparedNetwork(network, NetworkRequest("", initializer: initializer, seed: 5)).origin.words
        }
        #expect(words(nil) == "random weights (He, seed 5)" && words(.xavier) == "random weights (Xavier, seed 5)")
        #expect(words(.constant(3)) == "all weights 3" && words(.zeros) == "all weights 0")
        #expect(words(.uniform(limit: 0.5)) == "random weights (uniform up to ±0.5, seed 5)")
    }

    @Test func missingWeightsOfAFileAreListed() throws {
        let network = try Network(chain: "4 -> dense 3 -> dense 2")
        let tensors = [NamedTensor("dense1.weight", Tensor([3, 4])), NamedTensor("dense1.bias", Tensor([3]))]
        #expect(throws: WeightsMismatch.self) { try PreparedNetwork(network, tensors, from: "w.npz") }
    }
}

@Suite struct InitializerTests {
    @Test func numbersDoNotDependOnThreads() throws {
        let network = try Network(chain: "3x64x64 -> conv 501@7 -> relu")
        let alone = try Parallelism.$threadCount.withValue(1) { try NetworkWeights(initializing: network, seed: 4) }
        let many = try Parallelism.$threadCount.withValue(7) { try NetworkWeights(initializing: network, seed: 4) }
        #expect(alone["conv1", .weight] == many["conv1", .weight])
        // As one generator gives them, one after another.
        let stream = UInt64(4) &* 0xD134_2543_DE82_EF95 &+ UInt64("weight".utf8.count) << 32
        var random = NormalGenerator(seed: stream)
        let deviation = (2 / Float(3 * 49)).squareRoot()
        let elements = try #require(alone["conv1", .weight]).elements
        #expect(elements.count % 2 == 1 && elements.allSatisfy { $0 == random.normal() * deviation })
    }
}
