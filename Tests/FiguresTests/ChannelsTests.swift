import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct ChannelsTests {
    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    private func model(_ options: [String: String]) throws -> ChannelsModel {
        try ChannelsModel(Channels(options.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }), context)
    }

    @Test func sumsOfTheSlicesAreTheConvolutions() throws {
        for options in [[:], ["input-channels": "7", "filters": "5"], ["padding": "1", "stride": "2"]] {
            let model = try model(options)
            let numbers = try #require(model.numbers)
            for (slot, _) in model.shownFilters.enumerated() {
                for index in 0..<model.board.outputCount {
                    let place = model.board.output(index)
                    let sums = try #require(model.sums(filter: slot, at: place))
                    #expect(sums.channels.reduce(sums.bias, +) == sums.total)
                    #expect(sums.total == numbers.output[slot, place.row, place.column])
                    #expect(sums.channels.count == model.channels.count)
                }
            }
        }
    }

    @Test func aFilterOfRedAloneReadsNothingElse() throws {
        let edge = "1 0 -1; 1 0 -1; 1 0 -1"
        let map = "9 9 9 0; 9 9 9 0; 9 9 9 0"
        let red = try model(["values": "\(map) | 0 0 0 0; 0 0 0 0; 0 0 0 0 | \(map)", "weights": "\(edge) | 0 | 0"])
        #expect(red.numbers?.output.elements == [0, 27])
        let all = try model(["values": "\(map) | 0 0 0 0; 0 0 0 0; 0 0 0 0 | \(map)", "weights": edge])
        #expect(all.numbers?.output.elements == [0, 54])
        #expect(all.numbers?.isShared == [true])
    }

    /// Slices that are single numbers weigh whole channels, unless a kernel is asked for.
    @Test func aKernelOfNumbersIsOneByOne() throws {
        #expect(try model(["weights": "2 | 2 | 0"]).kernelSizes == [1, 1])
        #expect(try model(["weights": "2 | 2 | 0", "kernel": "2"]).kernelSizes == [2, 2])
        #expect(try model([:]).kernelSizes == [3, 3])
    }

    @Test func parametersAreThoseOfTheLessons() throws {
        func count(_ channels: Int, _ filters: Int, _ kernel: Int) throws -> Quantity {
            try model([
                "values": "none", "input": "28x28", "input-channels": "\(channels)", "filters": "\(filters)",
                "kernel": "\(kernel)",
            ]).parameters.value
        }
        #expect(try count(3, 10, 3) == 280 && count(10, 20, 3) == 1820)
        #expect(try count(1, 16, 3) == 160 && count(16, 32, 3) == 4640)
        #expect(try count(32, 64, 5) == 51_264)
        #expect(try count(8, 16, 7) == 6288)
    }

    @Test func manyChannelsAreCountedNotDropped() throws {
        let model = try model(["input-channels": "300", "filters": "300"])
        #expect(model.channels == [.item(0), .gap(298), .item(299)])
        #expect(model.stepCount == 2 * model.board.outputCount)
        let words = ChannelsWords(model: model).text(step: 0)
        #expect(words.details.contains("298 more channels"))
    }

    @Test func wordsAloneGiveTheSum() throws {
        let model = try model(["values": "1 2; 3 4 | 5 6; 7 8", "kernel": "2", "weights": "1 | 0 1; 0 0", "bias": "-3"])
        let text = ChannelsWords(model: model).text(step: 0)
        #expect(text.details.contains("1·1 + 2·1 + 3·1 + 4·1 = 10"))
        #expect(text.details.contains("10 + 6 + (−3) = 13"))
    }

    @Test func whatDoesNotGoTogetherIsRefused() {
        for options in [
            ["weights": "1 2; 3 4 | 1", "input-channels": "3"], ["filters": "2", "weights": "sobel-x"],
            ["bias": "1,2,3"], ["values": "photo", "input-channels": "4"], ["values": "1 2; 3 4 | 1 2 3"],
            ["values": "photo", "at": "95,0"], ["input-channels": "0"],
        ] {
            #expect(throws: (any Error).self, "\(options)") { try model(options) }
        }
    }
}
