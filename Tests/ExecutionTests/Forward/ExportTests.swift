import Execution
import Files
import Networks
import Tensors
import Testing

/// A network written as ONNX and read again gives the same numbers.
@Suite struct ExportTests {
    /// Both ways of running it, on a batch of two; the greatest difference, by the greatest magnitude.
    private static func difference(_ network: Network) throws -> Float {
        var weights = try NetworkWeights(initializing: network, seed: 3)
        for node in network.nodes {
            for (role, tensor) in weights[node.name] where ![.weight, .depthwiseWeight].contains(role) {
                weights[node.name, role] = Tensor(
                    tensor.shape, tensor.elements.indices.map { 0.4 + 0.1 * Float(($0 * 7) % 11) })
            }
        }
        let execution = try NetworkExecution(network, weights: weights)
        let model = try ONNXModel.decode(ONNXModel(execution).encoded(), name: "net.onnx")
        var inputs: [String: Tensor] = [:]
        var shapes: [String: [Int]] = [:]
        for input in network.inputs {
            let shape = try #require(input.shape.known)
            shapes[input.name] = [2] + shape.sizes
            inputs[input.name] = Tensor(
                Shape([2] + shape.sizes), (0..<2 * shape.elementCount).map { Float(($0 * 31) % 97) / 97 - 0.3 })
        }
        let graph = try GraphNetwork(model, path: "net.onnx", shapes: shapes)
        let again = try PreparedNetwork(graph, NetworkRequest("net.onnx")).execution()
        let (wanted, found) = (try execution.run(inputs), try again.run(inputs))
        #expect(wanted.count == found.count)
        var worst: Float = 0
        for (name, tensor) in wanted {
            let other = try #require(found[name], "\(name) among \(found.keys.sorted())")
            #expect(tensor.shape == other.shape, "\(name)")
            let largest = tensor.elements.map(abs).max() ?? 0
            for (a, b) in zip(tensor.elements, other.elements) { worst = max(worst, abs(a - b) / max(largest, 1e-30)) }
        }
        return worst
    }

    private static let others = [
        "10x6 -> lstm 5 return-sequences=true -> batch-norm -> softmax -> dense 4 relu -> lstm 3 -> dense 4 softmax",
        "4x6x5 -> conv-transpose 6@3x3 s2 p1 output-padding=1 -> conv-transpose 2@5x4 s2 padding=same gelu",
        "4x6x5 -> conv-transpose 6@2x2 s3 padding=same swish -> conv-transpose 3@3x3 s1 d2 output-padding=1",
        "3x10x11 -> average-pool 3 s2 p1 ceil=true -> average-pool 2 s1 p2 -> max-pool 2 s1 p2 ceil=true",
        "3x13x11 -> spatial-pyramid-pool levels=4,3,2,1 -> dense 4 bias=false",
        "6x5x4 -> local-response-norm 4 alpha=0.5 bias=2 -> upsample size=8,9 -> upsample size=11,5 mode=bilinear",
        "2x13 -> locally-connected 3@4 s2 p1 -> global-max-pool", "2x5x6x7 -> conv 4@3x2x3 padding=full -> flatten",
    ]

    /// Every kind of layer, by its own example.
    @Test(arguments: LayerName.allCases)
    func everyKindComesBack(kind: LayerName) throws {
        let example = kind.declaration.example
        let yaml = "input: \(example.input)\nlayers:\n" + example.layers.map { "  - \($0)\n" }.joined()
        let network = try NetworkFile.network(yaml: yaml, path: kind.rawValue)
        #expect(try Self.difference(network) < 1e-5)
    }

    @Test(arguments: others)
    func cornersComeBack(chain: String) throws {
        #expect(try Self.difference(Network(chain: chain)) < 1e-5)
    }

    @Test func photosAndClassesGoAlong() throws {
        let yaml = """
            input: 3x8x8
            preprocess: { resize: [9, 10], crop: 8, pixel-range: 255, mean: [1, 2, 3], std: 2, bgr: true }
            layers: [flatten, dense: 2]
            """
        let network = try NetworkFile.network(yaml: yaml, path: "net.yml")
        let weights = try NetworkWeights(initializing: network)
        let model = try ONNXModel(NetworkExecution(network, weights: weights))
        let text = try #require(model.metadata["preprocess"])
        #expect(text == network.header.preprocessing?.yaml)
        #expect(
            model.graph.inputs[0].kind
                == .tensor(
                    .float, dimensions: [.named("N"), .known(3), .known(8), .known(8)]))
        #expect(model.graph.outputs.map(\.name) == ["dense1"])
    }

    @Test func namesStayApart() throws {
        var network = try Network(chain: "1x6x6 -> conv 2@3x3 relu name=a -> conv 2@3x3 name=b -> relu")
        #expect(try Self.difference(network) < 1e-5)
        let layers = network.layers
        var second = layers[1]
        second.name = "a/Conv"
        network = try Network(header: network.header, inputs: network.inputs, layers: [layers[0], second, layers[2]])
        let weights = try NetworkWeights(initializing: network)
        let model = try ONNXModel(NetworkExecution(network, weights: weights))
        let names = model.graph.nodes.flatMap(\.outputs)
        #expect(Set(names).count == names.count)
        #expect(try Self.difference(network) < 1e-5)
    }

    @Test func whatNeedsASizeSaysSo() throws {
        let network = try Network(chain: "3xTx20 -> spatial-pyramid-pool levels=2,1")
        let execution = try NetworkExecution(network, weights: NetworkWeights(initializing: network))
        let error = #expect(throws: ONNXExportError.self) { try ONNXModel(execution) }
        #expect(
            error?.description.contains("spatial-pyramid-pool1") == true
                && error?.description.contains("--input") == true)
    }
}
