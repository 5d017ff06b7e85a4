import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct DepthwiseTests {
    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    private func model(_ options: [String: String]) throws -> DepthwiseModel {
        try DepthwiseModel(Depthwise(options.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }), context)
    }

    @Test func weightsAreSharedByTheGroups() throws {
        for groups in [1, 2, 4, 8] {
            let model = try model(["input-channels": "8", "filters": "16", "groups": "\(groups)", "kernel": "5"])
            #expect(model.stages[0].weights.value == Quantity(16 * 8 / groups * 25))
            #expect(model.choices.map(\.name) == ["1 group", "2 groups", "4 groups", "8 groups"])
            #expect(model.choices.first { $0.isCurrent }?.weights == 16 * 8 / groups * 25)
        }
    }

    @Test func filtersReadTheirGroupAlone() throws {
        let stage = try model(["input-channels": "6", "filters": "12", "groups": "3"]).stages[0]
        #expect((0..<12).map { stage.reads($0).lowerBound } == [0, 0, 0, 0, 2, 2, 2, 2, 4, 4, 4, 4])
        #expect(stage.reads(5) == 2..<4)
        let words = DepthwiseWords(model: try model(["input-channels": "6", "groups": "3"])).text(step: 2).details
        #expect(words.contains("filter 3 of 6 reads channels 3 to 4 and makes map 3"))
    }

    @Test func mapsAreThoseOfTheConvolution() throws {
        let model = try model(["input-channels": "4", "weights": "0 0 0; 0 2 0; 0 0 0"])
        let (maps, output) = (try #require(model.maps), try #require(model.stages[0].maps))
        #expect(output.elements == maps.elements.map { 2 * $0 })
    }

    @Test func separableSavesWhatItSays() throws {
        let model = try model(["separable": "true", "input-channels": "32", "filters": "64", "values": "none"])
        #expect(model.choices.map(\.weights) == [32 * 64 * 9, 32 * 9 + 32 * 64])
        #expect(model.stages.map(\.groups) == [32, 1])
        #expect(model.savingWords.contains("7.89 times fewer"))
    }

    @Test func groupsThatDoNotDivideAreRefused() {
        #expect {
            try model(["input-channels": "6", "filters": "4", "groups": "3"])
        } throws: { error in
            "\(error)".contains("1, 2")
        }
        #expect(throws: ParameterError.self) { try model(["separable": "true", "groups": "2"]) }
        #expect(throws: ParameterError.self) { try model(["input-channels": "1000", "filters": "100000"]) }
    }
}
