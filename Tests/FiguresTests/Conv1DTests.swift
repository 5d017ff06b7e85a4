import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

/// Convolution along time: its rows, fields and numbers.
@Suite struct Conv1DTests {
    private func model(_ options: [String: String]) throws -> Conv1DModel {
        let figure = try Conv1D(options.map { ($0.key, .text($0.value)) })
        return try Conv1DModel(figure, context)
    }

    private var context: FigureContext {
        FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
    }

    @Test func causalStackSeesThePastAlone() throws {
        let model = try model(["input": "20", "layers": "4", "padding": "causal"])
        #expect(model.rows.map(\.size) == [20, 20, 20, 20, 20])
        for output in 0..<20 {
            let field = model.field(of: output)
            #expect(field.size == 16)
            #expect(field.span.upperBound == output)
            #expect(field.reads[0].allSatisfy { $0 <= output })
            #expect(model.rows[4].time(output) == Double(output))
        }
        #expect(model.clearest == 15)
    }

    @Test(arguments: [
        ["layers": "4"], ["layers": "3", "kernel": "3", "stride": "2,1,2", "padding": "1", "dilation": "1"],
        ["dilation": "2,3", "kernel": "3,2", "input": "30"], ["kernel": "8", "input": "40", "pool": "6"],
    ])
    func fieldsAreThoseOfTheNetwork(_ options: [String: String]) throws {
        let model = try model(options)
        var words = "1x\(model.inputSize)"
        for layer in model.layers {
            let window = layer.window
            words +=
                layer.kind == .pooling
                ? " -> max-pool \(window.kernelSize) s\(window.stride)"
                : " -> conv 1@\(window.kernelSize) s\(window.stride) d\(window.dilation) p\(window.padding.before)"
        }
        let network = try Network(chain: words)
        let node = try #require(network.nodes.last)
        #expect(node.output.known == Shape([1, model.outputSize]))
        guard case .axes(let axes) = node.field else {
            Issue.record("no field")
            return
        }
        for output in 0..<model.outputSize {
            #expect(axes[0].region(of: output) == model.field(of: output).span)
        }
    }

    @Test func speechLayersHaveTheirSizes() throws {
        let model = try model([
            "input": "40", "input-channels": "3", "kernel": "8", "filters": "150", "pool": "6", "pool-stride": "2",
        ])
        #expect(model.rows.map(\.size) == [40, 33, 14])
        #expect(model.parameters.map(\.value) == [3750])
        #expect(model.layers[1].window.unreadAtEnd == 1)
        #expect(model.sizes.map(\.value) == [33, 14])
    }

    @Test func numbersAreThoseOfTheConvolution() throws {
        let model = try model(["values": "1 2 3 4; 0 1 0 2", "weights": "1 -1; 2 3", "padding": "causal"])
        let numbers = try #require(model.numbers)
        let board = try #require(model.board)
        // By hand: the padding is 0, then (1·−1 + 0·3) and so on.
        #expect(numbers.output.elements == [-1, 2, 1, 5])
        for output in 0..<4 {
            let window = WindowNumbers(numbers, board, at: (0, output))
            #expect(window.products.elements.reduce(0, +) == window.sum)
        }
        let words = try Conv1D([("values", .text("1 2 3")), ("weights", .text("1 1"))]).scene(in: context).description
        #expect(words.details.contains("Output 1 reads steps 1 and 2 of the input: 2·1 + 3·1 = 5."), "\(words.details)")
    }

    @Test(arguments: [
        ["layers": "3", "values": "random"], ["input": "65"], ["layers": "9"], ["dilation": "1,2,4", "layers": "2"],
        ["pool": "2", "values": "random"], ["padding": "60"], ["layers": "8", "padding": "valid"],
        ["values": "1 2; 3 4", "weights": "1 2"],
    ])
    func refusesWhatCannotBeDrawn(_ options: [String: String]) {
        #expect(throws: (any Error).self) {
            _ = try Conv1D(options.map { ($0.key, .text($0.value)) }).scene(in: context)
        }
    }
}
