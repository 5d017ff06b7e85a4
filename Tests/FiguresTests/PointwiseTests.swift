import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct PointwiseTests {
    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    private func model(_ options: [String: String]) throws -> PointwiseModel {
        try PointwiseModel(Pointwise(options.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }), context)
    }

    @Test func everyPixelIsTheSameDenseLayer() throws {
        let model = try model(["input": "3x5", "input-channels": "7", "filters": "4"])
        let (numbers, maps) = (try #require(model.numbers), try #require(model.input.maps))
        for step in 0..<15 {
            let pixel = model.pixel(step)
            for filter in 0..<4 {
                let sum = (0..<7).reduce(numbers.bias[filter]) {
                    $0 + numbers.weights[filter, $1] * maps[$1, pixel.row, pixel.column]
                }
                #expect(sum == numbers.output[filter, pixel.row, pixel.column])
            }
        }
    }

    @Test func aBottleneckSavesWhatTheLessonSays() throws {
        let bottleneck = try #require(
            try model(["input-channels": "256", "filters": "64", "bottleneck": "4"]).bottleneck)
        #expect(bottleneck.reduction + bottleneck.wide == 278_528)
        #expect(bottleneck.direct == 1_048_576)
        #expect(bottleneck.words.contains("3.76 times as many"))
    }

    @Test func wordsAloneGiveTheSum() throws {
        let model = try model(["values": "1 2; 3 4 | 5 6; 7 8", "weights": "1 -1; 0 2", "bias": "1,-2"])
        let words = PointwiseWords(model: model).text(step: 2).details
        #expect(words.contains("1·3 + (−1)·7 + 1 = −3"))
        #expect(words.contains("0·3 + 2·7 + (−2) = 12"))
    }

    @Test func whatDoesNotGoTogetherIsRefused() {
        for options in [
            ["weights": "1 2; 3 4", "input-channels": "3"], ["weights": "1 2 3", "filters": "2"],
            ["bias": "1,2,3"], ["filters": "0"],
        ] {
            #expect(throws: (any Error).self, "\(options)") { try model(options) }
        }
    }
}
