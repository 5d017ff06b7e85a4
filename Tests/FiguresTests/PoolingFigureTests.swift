import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct PoolingFigureTests {
    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    private func model(_ options: [String: String]) throws -> PoolingModel {
        try PoolingModel(PoolingFigure(options.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }), context)
    }

    @Test(arguments: ["max", "average"])
    func windowsGiveWhatTheCoreGives(_ operation: String) throws {
        for padding in ["valid", "1", "same"] {
            for ceil in ["true", "false"] {
                for count in ["true", "false"] {
                    let model = try model([
                        "operation": operation, "input": "7x6", "size": "3", "stride": "2", "padding": padding,
                        "ceil": ceil, "count-padding": count,
                    ])
                    for index in 0..<model.board.outputCount {
                        let window = try #require(PooledWindow(model, at: model.board.output(index)))
                        if operation == "max" {
                            let winner = try #require(window.winner)
                            #expect(model.input?[winner.row, winner.column] == window.result)
                            #expect(window.values.max() == window.result)
                        } else {
                            let mean = window.values.reduce(0, +) / Float(window.values.count)
                            #expect(abs(mean - window.result) < 1e-5)
                        }
                    }
                }
            }
        }
    }

    @Test func thirteenBecomesSixAndTheLastStepIsUnread() throws {
        let alexNet = try model(["input": "13x13", "size": "3", "stride": "2", "input-channels": "256"])
        #expect(alexNet.board.outputSizes == [6, 6])
        #expect(alexNet.overlapWords == "neighbouring windows share 1 row or 1 column")
        #expect(PoolingWords(model: alexNet).text(step: nil).summary.contains("256\u{A0}×\u{A0}6\u{A0}×\u{A0}6"))
        let speech = try model(["input": "1x33", "size": "1x6", "stride": "1x2"])
        #expect(speech.board.outputSizes == [1, 14])
        #expect(speech.board.unreadWords == "never read: the last column")
    }

    @Test func aMeanIsSpelledOut() throws {
        let options = ["operation": "average", "values": "1 2; 3 5", "padding": "1", "stride": "2"]
        let counted = PoolingWords(model: try model(options)).text(step: 3).details
        #expect(counted.contains("(5 + 0 + 0 + 0) / 4 = 1.25"))
        let own = PoolingWords(model: try model(options.merging(["count-padding": "false"]) { $1 })).text(step: 3)
            .details
        #expect(own.contains("(5) / 1 = 5"))
    }

    @Test func globalPoolingTakesNoWindow() throws {
        #expect(try model(["global": "true", "input": "7x7"]).board.outputSizes == [1, 1])
        #expect(throws: ParameterError.self) { try model(["global": "true", "size": "2"]) }
        #expect(throws: ParameterError.self) { try model(["global": "true", "ceil": "true"]) }
    }

    @Test(arguments: [
        (["padding": "2"], false), (["padding": "2", "values": "none"], false), (["size": "3", "padding": "2"], true),
        (["operation": "average", "padding": "2"], true),
        (["operation": "average", "padding": "2", "count-padding": "false"], false),
        (["input": "2x2", "dilation": "4", "padding": "2"], false),
    ])
    func windowsOfWhichNothingCountsAreRefused(_ options: [String: String], _ isDrawn: Bool) throws {
        if isDrawn {
            #expect(try model(options).output?.elements.allSatisfy(\.isFinite) == true)
        } else {
            #expect { try model(options) } throws: { ($0 as? ParameterError)?.option == "padding" }
        }
    }
}
