import Networks
import Scenes
import Testing

@testable import Figures

/// Dense, locally connected and convolutional layers: their connections and counts.
@Suite struct SharingTests {
    private func model(_ options: [String: String]) throws -> SharingModel {
        try SharingModel(Sharing(options.map { ($0.key, .text($0.value)) }))
    }

    @Test func countsAreThoseOfTheLesson() throws {
        let model = try model([:])
        #expect(model.output == [6, 28, 28])
        #expect(model.layers.map(\.parameters.value) == [14_455_392, 357_504, 456])
        #expect(model.layers.map(\.weights) == [14_450_688, 352_800, 450])
        #expect(model.saving.contains("784 times fewer parameters than a locally"))
        #expect(model.saving.contains("about 31,700 times"))
    }

    @Test(arguments: [[:], ["stride": "2"], ["kernel": "1"], ["kernel": "2", "stride": "3"]])
    func drawnWeightsAreAsManyAsAreCounted(_ options: [String: String]) throws {
        let model = try model(options)
        for layer in model.layers {
            let weights = (0..<model.outputs).flatMap { output in
                (0..<model.connections(layer.kind)).map { model.weight(of: output, tap: $0, layer.kind) }
            }
            #expect(Quantity(Set(weights).count) == layer.drawnWeights)
            #expect(weights.allSatisfy { $0 < 26 }, "each has a letter of its own")
            let inputs = (0..<model.outputs).flatMap { output in
                (0..<model.connections(layer.kind)).map { model.input(of: output, tap: $0, layer.kind) }
            }
            #expect(inputs.allSatisfy { (0..<model.inputs).contains($0) })
        }
    }

    @Test(arguments: [
        ["input": "9"], ["kernel": "33"], ["filters": "0"], ["input": "3x1000000x1000000", "filters": "1000000"],
    ])
    func refusesWhatCannotBeCounted(_ options: [String: String]) {
        #expect(throws: (any Error).self) { try model(options) }
    }
}
