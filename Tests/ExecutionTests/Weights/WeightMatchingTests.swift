import Execution
import Networks
import Tensors
import Testing

@Suite struct WeightMatchingTests {
    private let network: Network
    private let weights: NetworkWeights

    init() throws {
        network = try Network(
            chain: "2x6x5 -> conv 3@3x2 name=a -> batch-norm name=b -> relu -> flatten -> dense 4 name=c")
        weights = try NetworkWeights(initializing: network, by: .uniform(limit: 1), seed: 3)
    }

    private func tensor(_ layer: String, _ role: ParameterTensor.Role) -> Tensor { weights[layer, role]! }

    /// As PyTorch's `state_dict` of a Sequential names them.
    private var pytorch: [NamedTensor] {
        [
            NamedTensor("0.weight", tensor("a", .weight)), NamedTensor("0.bias", tensor("a", .bias)),
            NamedTensor("1.weight", tensor("b", .scale)), NamedTensor("1.bias", tensor("b", .shift)),
            NamedTensor("1.running_mean", tensor("b", .runningMean)),
            NamedTensor("1.running_var", tensor("b", .runningVariance)),
            NamedTensor("1.num_batches_tracked", Tensor([], [7])), NamedTensor("4.weight", tensor("c", .weight)),
            NamedTensor("4.bias", tensor("c", .bias)),
        ]
    }

    /// The same as Keras keeps it: axes turned, and flattened place by place.
    private var keras: [NamedTensor] {
        let conv = tensor("a", .weight)
        var turned = Tensor([3, 2, 2, 3])
        for f in 0..<3 {
            for c in 0..<2 { for y in 0..<3 { for x in 0..<2 { turned[y, x, c, f] = conv[f, c, y, x] } } }
        }
        let dense = tensor("c", .weight)
        var rows = Tensor([48, 4])
        for u in 0..<4 {
            for c in 0..<3 {
                for y in 0..<4 {
                    for x in 0..<4 {
                        rows[(y * 4 + x) * 3 + c, u] = dense[u, (c * 4 + y) * 4 + x]
                    }
                }
            }
        }
        return [
            NamedTensor("a/kernel:0", turned), NamedTensor("a/bias:0", tensor("a", .bias)),
            NamedTensor("b/gamma:0", tensor("b", .scale)), NamedTensor("b/beta:0", tensor("b", .shift)),
            NamedTensor("b/moving_mean:0", tensor("b", .runningMean)),
            NamedTensor("b/moving_variance:0", tensor("b", .runningVariance)), NamedTensor("c/kernel:0", rows),
            NamedTensor("c/bias:0", tensor("c", .bias)),
        ]
    }

    private func expectSame(_ found: NetworkWeights) {
        for node in network.nodes {
            for parameter in node.inference.parameters.tensors {
                #expect(
                    found[node.name, parameter.role] == weights[node.name, parameter.role],
                    "\(node.name) \(parameter.role)")
            }
        }
    }

    @Test func layersAreTakenOneAfterAnotherWhereNamesSayNothing() {
        let (found, report) = NetworkWeights.matched(pytorch, to: network)
        expectSame(found)
        #expect(report.isComplete && !report.isByName && report.order == .pytorch && report.extra.isEmpty)
    }

    @Test func kerasOrderIsRecognised() {
        let (found, report) = NetworkWeights.matched(keras, to: network)
        expectSame(found)
        #expect(report.isComplete && report.isByName && report.order == .keras)
    }

    @Test func whatIsMissingTooMuchOrMisshapenIsListed() {
        var tensors = keras.filter { !$0.name.hasPrefix("a/bias") }
        tensors.append(NamedTensor("d/kernel:0", Tensor([3, 3])))
        tensors[0] = NamedTensor("a/kernel:0", Tensor([5, 5, 2, 3]))
        let (_, report) = NetworkWeights.matched(tensors, to: network)
        #expect(report.missing.map { "\($0.layer) \($0.role.rawValue)" } == ["a bias"])
        #expect(report.extra == ["d/kernel:0"])
        #expect(report.misshapen.map(\.name) == ["a/kernel:0"])
        #expect(!report.isComplete)
    }
}
