import Files
import Networks
import Testing

@Suite struct LayerDeclarationTests {
    /// What comes out of each example: shape and parameters, for PyTorch and Keras.
    private static let outcomes: [LayerName: String] = [
        .conv: "32x24x24, 832, 832",
        .convTranspose: "16x16x16, 8208, 8208",
        .depthwiseConv: "32x112x112, 320, 320",
        .separableConv: "64x56x56, 2400, 2400",
        .locallyConnected: "6x28x28, 357504, 357504",
        .maxPool: "32x12x12, 0, 0",
        .averagePool: "16x14x14, 0, 0",
        .globalMaxPool: "512, 0, 0",
        .globalAveragePool: "512, 0, 0",
        .roiPool: "512x7x7, 0, 0",
        .spatialPyramidPool: "5376, 0, 0",
        .dense: "10, 2570, 2570",
        .flatten: "1600, 0, 0",
        .reshape: "64x7x7, 0, 0",
        .permute: "80x3x40, 0, 0",
        .batchNorm: "64x56x56, 128, 256",
        .localResponseNorm: "96x27x27, 0, 0",
        .dropout: "4096, 0, 0",
        .relu: "10, 0, 0",
        .relu6: "10, 0, 0",
        .leakyReLU: "10, 0, 0",
        .elu: "10, 0, 0",
        .gelu: "10, 0, 0",
        .swish: "10, 0, 0",
        .sigmoid: "10, 0, 0",
        .tanh: "10, 0, 0",
        .softplus: "10, 0, 0",
        .softmax: "10, 0, 0",
        .add: "16x32x32, 0, 0",
        .concat: "48x28x28, 0, 0",
        .multiply: "16x32x32, 0, 0",
        .zeroPad: "3x225x225, 0, 0",
        .crop: "64x56x56, 0, 0",
        .upsample: "64x28x28, 0, 0",
        .pixelShuffle: "16x28x28, 0, 0",
        .pixelUnshuffle: "12x32x32, 0, 0",
        .lstm: "10x4, 144, 128",
    ]

    @Test(arguments: LayerName.allCases) func exampleGivesWhatItSays(_ kind: LayerName) throws {
        let network = try kind.exampleNetwork()
        let node = try #require(network.nodes.last)
        #expect(node.layer.name == kind)
        let parameters = node.inference.parameters
        let outcome = "\(node.output.text()), \(parameters.total(.pytorch).text), \(parameters.total(.keras).text)"
        #expect(outcome == Self.outcomes[kind], "\(kind.rawValue)")
    }

    /// An option's value as a file writes it, other than its default.
    private func values(_ type: OptionType) -> [String] {
        switch type {
        case .integer(let least): ["\(least + 1)"]
        case .number(let range): ["\(range.lowerBound)", "\(min(range.upperBound, 0.75))"]
        case .flag: ["true", "false"]
        case .perAxis(let least): ["\(least + 1)", "[\(least + 1), \(least)]"]
        case .padding: ["valid", "same", "full", "1", "[1, 2]", "[0, 1, 1, 0]"]
        case .choice(let names): names
        case .shape: ["2x8x8", "128"]
        case .integers: ["[2, 1, 3]", "[1]"]
        case .regions: ["[[0, 0, 1, 1]]", "[[0.5, 0, 1, 2], [1, 1, 3, 3]]"]
        }
    }

    /// Every value of every option arrives in the layer, and is written as it was.
    @Test(arguments: LayerName.allCases) func optionsRoundTrip(_ kind: LayerName) throws {
        let declaration = kind.declaration
        for option in declaration.options {
            for value in values(option.type) {
                let others = declaration.options.filter { $0.isRequired && $0.name != option.name }
                let options = ["\(option.name): \(value)"] + others.map { "\($0.name): \(values($0.type)[0])" }
                let from = declaration.merges ? ["from: input"] : []
                let item = "\(kind.rawValue): { \((options + from).joined(separator: ", ")) }"
                let input = kind == .lstm ? "4x4" : kind == .dense ? "16" : "4x16x16"
                // Not every value fits the input; those that do not must be refused for that reason alone.
                let network: Network
                do {
                    network = try NetworkFile.network(yaml: "input: \(input)\nlayers:\n  - \(item)\n", path: "t")
                } catch {
                    #expect(!error.description.contains("'\(option.name)' is '"), "\(item): \(error)")
                    continue
                }
                let layer = network.nodes[0].layer
                let written = layer.kind.options[option.name]
                if let written, case .list = written, !value.hasPrefix("[") { continue }  // one size for all axes
                #expect(
                    written == nil && layer.kind.options["stride"] == nil
                        || written.map { same($0.yaml, value) } == true, "\(item)")
                let again = try NetworkFile.network(yaml: network.yaml(), path: "again")
                #expect(again.nodes[0].layer == layer, "\(item)")
            }
        }
    }

    private func same(_ left: String, _ right: String) -> Bool {
        left == right || Double(left).map { $0 == Double(right) } == true
    }
}
