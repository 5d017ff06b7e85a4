import Execution
import Files
import Foundation
import Networks
import Tensors
import Testing

@testable import Training

/// Ten steps of each optimiser, against PyTorch in Float64 (Tests/Oracles/make_training_oracles.py).
@Suite struct OptimizerOracleTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let network: String
        let hasClasses: Bool
        let losses: [String: [Double]]

        var testDescription: String { name }
    }

    static let folder = Bundle.module.url(forResource: "Oracles", withExtension: nil)!
    static let cases: [Case] =
        (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: "training.json")))) ?? []

    static func optimizer(_ name: String) -> (Optimizer, rate: Float, decay: Float)? {
        switch name {
        case "sgd": (.sgd(momentum: 0, nesterov: false), 0.05, 0)
        case "momentum": (.sgd(momentum: 0.9, nesterov: false), 0.02, 0.01)
        case "nesterov": (.sgd(momentum: 0.9, nesterov: true), 0.02, 0)
        case "adam": (.adam, 0.01, 0.01)
        case "adamw": (.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decouplesDecay: true), 0.01, 0.1)
        default: nil
        }
    }

    @Test func thereAreCases() {
        #expect(Self.cases.count == 10 && Self.cases.allSatisfy { $0.losses.count == 5 })
    }

    @Test(arguments: cases)
    func tenStepsEndWherePyTorchEnds(_ example: Case) throws {
        let network =
            try example.network.contains("\n")
            ? NetworkFile.network(yaml: example.network, path: example.name) : Network(chain: example.network)
        let archive = try NumPyArchive(path: Self.folder.appending(path: example.name + ".npz").path)
        func weights(_ prefix: String) throws -> NetworkWeights {
            let own = try archive.entries().filter { $0.name.hasPrefix(prefix + "/") }
            let named = own.map { NamedTensor(String($0.name.dropFirst(prefix.count + 1)), $0.tensor) }
            let (weights, report) = NetworkWeights.matched(named, to: network)
            #expect(report.isComplete)
            return weights
        }
        let y = try archive.tensor(named: "y")
        let classes = network.nodes[network.outputs[0]].output.sizes.compactMap(\.integer).reduce(1, *)
        let data = Dataset(
            inputs: try archive.tensor(named: "x"),
            targets: example.hasClasses
                ? .classes(y.elements.map { Int($0) }, names: (0..<classes).map(String.init)) : .values(y))
        for (name, losses) in example.losses.sorted(by: { $0.key < $1.key }) {
            let (optimizer, rate, decay) = try #require(Self.optimizer(name))
            let run = Experiment.Run(
                network: network, optimizer: optimizer, rate: rate, weightDecay: decay,
                weights: try weights("initial"))
            // All samples are one batch.
            let experiment = Experiment(
                title: name, runs: [run], loss: example.hasClasses ? .crossEntropy : .meanSquaredError, epochs: 10,
                batchSize: 100)
            var trainer = try Trainer(run, of: experiment, data: data, heldOut: nil)
            try trainer.finish()
            for (own, exact) in zip(trainer.record.losses, losses) {
                #expect(abs(Double(own) - exact) <= 1e-4 * max(1, abs(exact)), "\(name): \(own), not \(exact)")
            }
            let (found, expected) = (trainer.weights, try weights(name))
            var (difference, largest): (Float, Float) = (0, 0)
            for node in network.nodes {
                for tensor in node.inference.parameters.tensors {
                    let own = try #require(found[node.name, tensor.role])
                    let exact = try #require(expected[node.name, tensor.role])
                    for (a, b) in zip(own.elements, exact.elements) {
                        difference = max(difference, abs(a - b))
                        largest = max(largest, abs(b))
                    }
                }
            }
            #expect(difference <= 1e-4 * largest, "\(name): weights differ by \(difference) of \(largest)")
        }
    }
}
