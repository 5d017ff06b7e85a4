import Files
import Networks
import Tensors
import Testing

/// What is written reads back as the same network.
@Suite struct NetworkYAMLTests {
    private func expectSame(_ network: Network, _ name: String) throws {
        let text = try network.yaml()
        let again = try NetworkFile.network(yaml: text, path: name)
        #expect(again.title == network.title)
        #expect(again.layout == network.layout)
        #expect(again.inputs == network.inputs, "\(name)")
        #expect(again.outputs == network.outputs, "\(name)")
        #expect(again.header.about == network.header.about)
        #expect(again.header.paper == network.header.paper)
        #expect(again.header.url == network.header.url)
        #expect(again.header.preprocessing == network.header.preprocessing)
        #expect(again.header.outputs?.map(\.name) == network.header.outputs?.map(\.name))
        #expect(again.header.expectation?.said == network.header.expectation?.said)
        try #require(again.nodes.count == network.nodes.count, "\(name)")
        for (left, right) in zip(again.nodes, network.nodes) {
            #expect(left.name == right.name, "\(name)")
            #expect(left.layer == right.layer, "\(name): \(right.name)")
            #expect(left.activation == right.activation, "\(name): \(right.name)")
            #expect(left.sources == right.sources, "\(name): \(right.name)")
            #expect(left.isFrozen == right.isFrozen, "\(name): \(right.name)")
            #expect(left.output == right.output, "\(name): \(right.name)")
            #expect(left.field == right.field, "\(name): \(right.name)")
            #expect(left.expectation?.said == right.expectation?.said)
        }
        // Written again, not a letter changes, but for what a comment assumed.
        if network.header.assumptions.isEmpty { #expect(try again.yaml() == text) }
    }

    @Test(arguments: Zoo.ids) func zoo(_ id: String) throws {
        try expectSame(try #require(try Zoo.network(id)), id)
    }

    @Test(arguments: LayerName.allCases) func examples(_ kind: LayerName) throws {
        try expectSame(try kind.exampleNetwork(), kind.rawValue)
    }

    @Test(arguments: [
        "1x28x28 -> conv 32@5x5 -> relu -> max-pool 2 -> [conv 64@3x3 s1 p1 -> relu]*2 -> flatten -> dense 10",
        "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC",
        "3xTx80 → conv 32@3x3 s2 same relu → conv 32@3x3 s2 same",
        "10x3 -> lstm 4 return-sequences=true -> dense 2 softmax",
        "2x9x10x11 -> conv-transpose 3@2 s2 output-padding=1,0,1 -> conv 4@3x2x1 s1,2,1 p1,0,0 d1,2,1 -> average-pool 2 ceil=true count-padding=false",
    ]) func chains(_ chain: String) throws {
        try expectSame(try Network(chain: chain), chain)
    }

    @Test func headersInAllTheirForms() throws {
        let yaml = """
            network: "Odd: a title # with signs, \\"quotes\\" and\\ttabs"
            about: "two  spaces, a line\\nand another; null"
            paper: 'null'
            url: "https://example.org/a#b"
            inputs: { left: [x, T, 8], right: 4xTx8 }
            layout: channels-last
            where: { T: multiple of 6 }
            preprocess: { resize: [40, 50], crop: [30, 32], bgr: true, mean: [0.1, 1e-7], std: 2 }
            layers:
              - conv: { from: left, filters: 4, kernel: [1, 3], activation: { leaky-relu: 0.25 }, frozen: true, name: "null" }
              - leaky-relu: 0.2
              - relu: { from: right, name: "12" }
              - conv: { filters: 2, kernel: 1, expect: { output: xx4x2, macs: 3, receptive-field: null } }
              - roi-pool: { from: "null", size: 1, regions: [[0, 0.5, 1, 1e3]], scale: 0.001 }
            outputs: [conv2, "12"]
            expect: { receptive-field: all, layers: { "null": { trainable: 1,000, receptive-field: [1, 3] } }, profile: keras }
            """
        // `xx4x2` is no shape: the letter x only stands in lists.
        let network = try NetworkFile.network(
            yaml: yaml.replacing("output: xx4x2", with: "output: 4x2x4").replacing("1,000", with: "1000"), path: "odd")
        try expectSame(network, "odd")
        #expect(network.title == "Odd: a title # with signs, \"quotes\" and\ttabs")
    }

    @Test func defaultsAreLeftOut() throws {
        let layers: [LayerDescription] = [.conv(4, kernelSize: 3), .relu.named("active"), .maxPool(2)]
        let network = try Network("Small", input: [1, 8, 8], layers: layers)
        #expect(
            try network.yaml() == """
                network: Small

                input: 1x8x8

                layers:
                  - conv: { filters: 4, kernel: 3 }
                  - relu: { name: active }
                  - max-pool: 2

                """)
    }

    @Test(arguments: 0..<200) func randomNetworks(seed: Int) throws {
        var generator = RandomNetwork(seed: UInt64(seed))
        try expectSame(generator.network(), "seed \(seed)")
    }
}

extension LayerName {
    func exampleNetwork() throws -> Network {
        let example = declaration.example
        let layers = example.layers.map { "  - \($0)\n" }.joined()
        return try NetworkFile.network(yaml: "input: \(example.input)\nlayers:\n\(layers)", path: rawValue)
    }
}

extension Networks.Expectation {
    /// What is claimed, wherever it stands.
    fileprivate var said: Set<String> {
        Set(claims.map { "\($0.property) \($0.value) \($0.output ?? "") \($0.profile?.rawValue ?? "")" })
    }
}
