import Execution
import Networks
import Tensors
import Testing

@Suite struct PhotoPreparationTests {
    private static let photo = Tensor([3, 4, 6], (0..<72).map { Float($0) / 72 })
    private static let shape = FeatureShape([3, 4, 6].map { Quantity($0) })

    private static func preparation(_ values: [Preprocessing.Key: String]) throws -> Preprocessing {
        var preparation = Preprocessing()
        for (key, text) in values { try preparation.set(key, to: text) }
        return preparation
    }

    @Test func channelsAreOrderedThenNormalised() throws {
        let preparation = try Self.preparation(
            [.bgr: "true", .pixelRange: "255", .mean: "1,2,3", .deviation: "2,4,8"])
        let input = try preparation.prepared(Self.photo, for: Self.shape)
        #expect(input.shape == [1, 3, 4, 6])
        for c in 0..<3 {
            let expected = (Self.photo[2 - c, 1, 2] * 255 - [1, 2, 3][c]) / [2, 4, 8][c]
            #expect(abs(input[0, c, 1, 2] - expected) < 1e-4)
        }
    }

    @Test func channelsLastOnRequest() throws {
        let shape = FeatureShape([4, 6, 3].map { Quantity($0) })
        let input = try Self.preparation([.layout: "nhwc"]).prepared(Self.photo, for: shape)
        #expect(input.shape == [1, 4, 6, 3])
        #expect(input[0, 3, 5, 1] == Self.photo[1, 3, 5])
    }

    @Test func theMiddleIsCutOut() throws {
        let input = try Self.preparation([.crop: "2x4"]).framed(Self.photo, for: Self.shape.withOpenSize)
        #expect(input.shape == [3, 2, 4])
        #expect(input[2, 0, 0] == Self.photo[2, 1, 1])
        #expect(
            try Self.preparation([.resize: "8"]).framed(Self.photo, for: Self.shape.withOpenSize).shape == [3, 8, 12])
        #expect(
            try Self.preparation([.resize: "5x7"]).framed(Self.photo, for: Self.shape.withOpenSize).shape == [3, 5, 7])
    }

    @Test func whatDoesNotFitIsSaid() throws {
        func problem(_ values: [Preprocessing.Key: String], _ sizes: [Int] = [3, 4, 6]) throws -> String {
            do {
                _ = try Self.preparation(values).prepared(
                    Self.photo, for: FeatureShape(sizes.map { Quantity($0) }))
                return ""
            } catch let error as PhotoError {
                return error.description
            }
        }
        #expect(try problem([.crop: "5"]).contains("less than the crop of 5 x 5"))
        #expect(try problem([.mean: "1,2"]).contains("mean has 2 numbers"))
        #expect(try problem([:], [5, 4, 6]).contains("takes 5"))
        #expect(try problem([:], [16]).contains("no picture"))
        #expect(try problem([:], [1, 4, 6]).isEmpty)
    }

    @Test func valuesThatCannotBeAreRefused() {
        let wrong: [(Preprocessing.Key, String)] = [
            (.resize, "0"), (.resize, "1x2x3"), (.crop, "a"), (.pixelRange, ""), (.mean, "1,,2"), (.deviation, "1,0"),
            (.bgr, "yes"), (.layout, "chw"), (.labels, ""), (.mean, "inf"),
        ]
        for (key, text) in wrong {
            #expect(throws: PreprocessingProblem.self, "\(key) \(text)") {
                var options = PreprocessingOptions()
                try options.set(key, to: text)
            }
        }
    }

    @Test func optionsWinKeyByKey() throws {
        var network = try Network(chain: "3x4x6 -> flatten -> dense 2")
        var options = PreprocessingOptions()
        #expect(network.withPhotos(prepared: options).header.preprocessing == nil)
        try options.set(.mean, to: "5")
        try options.set(.crop, to: "4")
        network = network.withPhotos(prepared: options)
        var more = PreprocessingOptions()
        try more.set(.crop, to: "2x3")
        let preprocessing = network.withPhotos(prepared: more).header.preprocessing
        #expect(preprocessing?.mean == [5])
        #expect(preprocessing?.crop == [2, 3])
    }

    @Test func scoresBecomeProbabilitiesOnce() throws {
        let network = try Network(chain: "4 -> dense 3 softmax -> dense 3")
        let known = Ranking([0.2, 0.7, 0.1], of: network.nodes[0], count: 2)
        #expect(known.entries.map(\.index) == [1, 0])
        #expect(known.entries.map(\.probability) == [0.7, 0.2])
        let scores = Ranking([1, 3, 3, -2], of: network.nodes[1], count: 9)
        #expect(scores.isSoftmaxed)
        #expect(scores.entries.map(\.index) == [1, 2, 0, 3])
        #expect(abs(scores.entries.map(\.probability).reduce(0, +) - 1) < 1e-6)
        #expect(abs(scores.entries[2].probability / scores.entries[0].probability - 0.13533528) < 1e-6)
    }
}
