import Files
import Testing

@testable import Networks

/// That the programs run and count right is checked by `make oracles`, which has the frameworks.
@Suite struct CodeTests {
    private func code(_ chain: String, _ framework: Framework) throws -> String {
        try Network(chain: chain).code(for: framework)
    }

    private func code(yaml: String, _ framework: Framework) throws -> String {
        try NetworkFile.network(yaml: yaml, path: "test").code(for: framework)
    }

    @Test func chainsAreLists() throws {
        let chain = "1x28x28 -> conv 32@5x5 relu -> max-pool 2 -> flatten -> dense 10"
        let pytorch = try code(chain, .pytorch)
        #expect(pytorch.contains("net = nn.Sequential(\n    nn.Conv2d(1, 32, 5),\n    nn.ReLU(),  # 32x24x24\n"))
        #expect(pytorch.contains("assert parameters == 46_922"))
        let keras = try code(chain, .keras)
        #expect(
            keras.contains(
                "    keras.Input((28, 28, 1)),\n    layers.Conv2D(32, 5, activation=\"relu\"),  # 24x24x32\n"))
        #expect(keras.contains("PyTorch goes channel by channel"))
    }

    @Test func branchesAreNamed() throws {
        let yaml = """
            input: 4x8x8
            layers:
              - conv: { filters: 4, kernel: 3, padding: 1, name: lambda }
              - batch-norm
              - add: lambda
            """
        let pytorch = try code(yaml: yaml, .pytorch)
        #expect(pytorch.contains("        lambda_ = self.lambda_(x)"))
        #expect(pytorch.contains("        x = self.batch_norm1(lambda_)"))
        #expect(pytorch.contains("        x = x + lambda_"))
        #expect(try code(yaml: yaml, .keras).contains("x = layers.Add()([x, lambda_])"))
    }

    @Test func unevenPaddingStandsBeforeTheLayer() throws {
        // 8 wide, 5 at stride 2: one before, two after.
        let yaml = "input: 3x8x8\nlayers:\n  - conv: { filters: 2, kernel: 5, stride: 2, padding: same }\n"
        #expect(
            try code(yaml: yaml, .pytorch).contains("nn.ZeroPad2d((1, 2, 1, 2)),\n    nn.Conv2d(3, 2, 5, stride=2)"))
        #expect(try code(yaml: yaml, .keras).contains("layers.Conv2D(2, 5, strides=2, padding=\"same\")"))
        // Padded by two, the grid is another one: Keras' own would not do.
        let explicit = yaml.replacing("same", with: "2")
        #expect(try code(yaml: explicit, .pytorch).contains("nn.Conv2d(3, 2, 5, stride=2, padding=2)"))
        #expect(
            try code(yaml: explicit, .keras).contains("layers.ZeroPadding2D(2),\n    layers.Conv2D(2, 5, strides=2)"))
    }

    @Test func unknownSizesStayOpen() throws {
        let yaml = "input: 3xTx80\nlayers:\n  - conv: { filters: 8, kernel: 3, stride: 2, padding: same }\n"
        let pytorch = try code(yaml: yaml, .pytorch)
        #expect(pytorch.contains("SamePad((3, 3), (2, 2)),\n    nn.Conv2d(3, 8, 3, stride=2)"))
        #expect(
            pytorch.contains("net(torch.zeros(1, 3, 32, 80))") && pytorch.contains("assert shape == (1, 8, 16, 40)"))
        #expect(try code(yaml: yaml, .keras).contains("keras.Input((None, 80, 3))"))
    }

    @Test func everythingThatCannotBeSaidIsNamed() throws {
        let yaml = """
            input: 3xTx40
            layers:
              - max-pool: { size: 3, dilation: 2, name: wide }
              - flatten
              - dense: { units: 3, name: scores }
            """
        let error = #expect(throws: CodeError.self) { try code(yaml: yaml, .keras) }
        #expect(error?.problems.map(\.layer) == ["wide", "scores"])
        #expect(error?.description.hasPrefix("Keras cannot express 2 layers: wide (max-pool): ") == true)
        #expect(throws: CodeError.self) { try code(yaml: yaml, .pytorch) }
    }

    @Test func titlesCannotEndTheProgramsText() throws {
        let yaml = "network: 'a \"\"\" b \\ c'\ninput: 3\nlayers:\n  - dense: 2\n"
        for framework in Framework.allCases {
            #expect(try code(yaml: yaml, framework).hasPrefix("\"\"\"a ''' b / c, in \(framework.title).\"\"\"\n"))
        }
    }

    @Test func everyNetworkOfTheZooIsAProgram() throws {
        for id in Zoo.ids {
            let network = try #require(try Zoo.network(id))
            for framework in Framework.allCases {
                let lines = try network.code(for: framework).split(separator: "\n")
                #expect(lines.allSatisfy { $0.count <= 160 }, "\(id)")
            }
        }
    }
}
