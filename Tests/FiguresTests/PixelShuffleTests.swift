import Scenes
import Tensors
import Testing

@testable import Figures

/// Pixel shuffle: elements go where the formula says, and convolutions before and after it agree.
@Suite struct PixelShuffleTests {
    private var context: FigureContext {
        FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
    }

    private func model(_ options: [String: String]) throws -> ShuffleModel {
        try ShuffleModel(PixelShuffleFigure(options.map { ($0.key, .text($0.value)) }), context)
    }

    @Test(arguments: [
        ["input": "8x2x3"], ["input": "18x2x2", "factor": "3"], ["input": "2x6x9", "factor": "3", "unshuffle": "true"],
    ])
    func elementsGoWhereTheRuleSays(_ options: [String: String]) throws {
        let model = try model(options)
        let r = model.factor
        for channel in 0..<model.large[0] {
            for row in 0..<model.large[1] {
                for column in 0..<model.large[2] {
                    let element = model.sources[(channel * model.large[1] + row) * model.large[2] + column]
                    let place = model.smallPlace(element)
                    #expect(place.channel == channel * r * r + row % r * r + column % r)
                    #expect(place.row == row / r)
                    #expect(place.column == column / r)
                    let patch = model.patchPlace(model.patch(of: element))
                    #expect(patch == (channel, row / r, column / r))
                }
            }
        }
    }

    @Test(arguments: [
        ["input": "4x4x4"], ["input": "9x5x4", "factor": "3", "kernel": "3x2", "stride": "2x1", "padding": "1"],
        ["input": "8x4x4", "padding": "2"], ["input": "256x3x3", "factor": "16"],
    ])
    func bothConvolutionsAgree(_ options: [String: String]) throws {
        let model = try model(options.merging(["equivalence": "true"]) { $1 })
        let equivalence = try #require(model.equivalence)
        #expect(equivalence.output.shape == equivalence.shuffled.shape)
        let size = equivalence.output.elements.map(abs).max() ?? 0
        #expect(size > 0.1)
        #expect(equivalence.greatestDifference <= 2e-6 * size)
        #expect(model.stepCount == equivalence.output.shape.elementCount)
    }

    @Test func wholeNumbersDifferByNothing() throws {
        let model = try model(["input": "4x3x3", "values": "random", "equivalence": "true"])
        #expect(model.equivalence?.greatestDifference == 0)
        let words = try PixelShuffleFigure([
            ("input", .text("4x1x2")), ("values", .text("1 2; 3 4; 5 6; 7 8")),
        ]).scene(in: context).description
        #expect(words.details.contains("Row by row the patch is (2, 4), (6, 8)."), "\(words.details)")
    }

    @Test(arguments: [
        ["input": "3x2x2"], ["input": "1x3x4", "unshuffle": "true"], ["factor": "0"], ["factor": "17"],
        ["equivalence": "true", "unshuffle": "true"], ["input": "4x2x2", "equivalence": "true", "kernel": "3"],
        ["input": "9223372036854775807x9223372036854775807x4"], ["values": "photo", "input": "8x2x2"],
        ["equivalence": "true", "padding": "-1"],
    ])
    func refusesWhatCannotBeDrawn(_ options: [String: String]) {
        #expect(throws: (any Error).self) { try model(options) }
    }
}
