import Files
import Testing

@testable import Networks

/// The numbers that learners ask for, each from the network they ask about.
@Suite struct LessonTests {
    struct Lesson: Sendable, CustomTestStringConvertible {
        let number: Int
        let chain: String
        let outputs: [String]
        let parameters: [Int]
        var profile = Profile.pytorch

        var testDescription: String { "lesson \(number): \(chain)" }
    }

    static let lessons: [Lesson] = [
        Lesson(number: 1, chain: "3x100x50 -> conv 4@10x10 s5", outputs: ["4x19x9"], parameters: [1204]),
        Lesson(number: 1, chain: "4x19x9 -> conv-transpose 1@10x10 s5", outputs: ["1x100x50"], parameters: [401]),
        Lesson(
            number: 2,
            chain:
                "1x32x32 -> conv 3@5x5 -> max-pool 2 -> conv 6@5x5 -> max-pool 2 -> flatten -> dense 100 -> dense 10",
            outputs: ["3x28x28", "3x14x14", "6x10x10", "6x5x5", "150", "100", "10"],
            parameters: [78, 0, 456, 0, 0, 15_100, 1_010]),
        Lesson(
            number: 3, chain: "256x13x13 -> max-pool 3 s2 -> flatten -> dense 4096",
            outputs: ["256x6x6", "9216", "4096"], parameters: [0, 0, 37_752_832]),
        Lesson(
            number: 4,
            chain:
                "1x28x28 -> conv 32@5x5 relu -> max-pool 2 -> conv 32@3x3 relu -> max-pool 2 -> flatten -> dense 256 relu -> dense 10 softmax",
            outputs: ["32x24x24", "32x12x12", "32x10x10", "32x5x5", "800", "256", "10"],
            parameters: [832, 0, 9_248, 0, 0, 205_056, 2_570]),
        Lesson(number: 5, chain: "8x27x27 -> conv 8@3x3 s2 same", outputs: ["8x14x14"], parameters: [584]),
        Lesson(
            number: 5, chain: "8x27x27 -> conv 8@3x3 same -> max-pool 2", outputs: ["8x27x27", "8x13x13"],
            parameters: [584, 0]),
        Lesson(
            number: 9, chain: "1x28x28 -> conv 16@3x3 -> conv 32@3x3", outputs: ["16x26x26", "32x24x24"],
            parameters: [160, 4_640]),
        Lesson(
            number: 13, chain: "3x10x10 -> conv 10@3x3 -> conv 20@3x3", outputs: ["10x8x8", "20x6x6"],
            parameters: [280, 1_820]),
        Lesson(
            number: 14, chain: "1x101x101 -> conv 8@11x11 -> conv 16@7x7", outputs: ["8x91x91", "16x85x85"],
            parameters: [976, 6_288]),
        Lesson(
            number: 18,
            chain: "3x40 -> conv 150@8 -> max-pool 6 s2 -> flatten -> dense 1000 -> dense 1000",
            outputs: ["150x33", "150x14", "2100", "1000", "1000"], parameters: [3_750, 0, 0, 2_101_000, 1_001_000]),
        Lesson(number: 22, chain: "1x7x7 -> conv 1@3x3 s2", outputs: ["1x3x3"], parameters: [10]),
        Lesson(number: 22, chain: "1x8x8 -> conv 1@3x3 s2", outputs: ["1x3x3"], parameters: [10]),
        Lesson(number: 24, chain: "3x32x32 -> conv 6@5x5", outputs: ["6x28x28"], parameters: [456]),
        Lesson(
            number: 24, chain: "3x32x32 -> flatten -> dense 4704 bias=false", outputs: ["3072", "4704"],
            parameters: [0, 14_450_688]),
        Lesson(number: 24, chain: "3x32x32 -> locally-connected 6@5x5", outputs: ["6x28x28"], parameters: [357_504]),
        Lesson(
            number: 27,
            chain:
                "3x100x100 -> conv 12@4x4 s4 -> max-pool 3 s2 -> conv 24@5x5 p2 -> max-pool 4 s2 -> flatten -> dense 300 -> dense 3",
            outputs: ["12x25x25", "12x12x12", "24x12x12", "24x5x5", "600", "300", "3"],
            parameters: [588, 0, 7_224, 0, 0, 180_300, 903]),
        Lesson(number: 31, chain: "5x3 -> lstm 4", outputs: ["4"], parameters: [128], profile: .keras),
        Lesson(
            number: 31, chain: "5x4 -> lstm 4 return-sequences=true", outputs: ["5x4"], parameters: [144],
            profile: .keras),
        Lesson(number: 31, chain: "5x4 -> lstm 1", outputs: ["1"], parameters: [24], profile: .keras),
        Lesson(number: 31, chain: "5x1 -> lstm 4", outputs: ["4"], parameters: [96], profile: .keras),
        Lesson(
            number: 32, chain: "1x28x28 -> conv 32@5x5 same -> max-pool 2 -> conv 64@5x5 same",
            outputs: ["32x28x28", "32x14x14", "64x14x14"], parameters: [832, 0, 51_264]),
    ]

    @Test(arguments: lessons) func numbersComeOut(_ lesson: Lesson) throws {
        let summary = NetworkSummary(try Network(chain: lesson.chain), profile: lesson.profile)
        #expect(summary.rows.map { $0.node.output.text() } == lesson.outputs)
        #expect(summary.rows.map(\.parameters) == lesson.parameters.map { Quantity($0) })
    }

    /// 300 → 512: Keras' and PyTorch's counting.
    @Test func oneAndTwoBiases() throws {
        let network = try Network(chain: "20x300 -> lstm 512")
        #expect(NetworkSummary(network, profile: .keras).parameters == 1_665_024)
        #expect(NetworkSummary(network, profile: .pytorch).parameters == 1_667_072)
    }

    /// Lesson 12: T/4 x 20 x 32 with T unknown.
    @Test func unknownTimesAreCarried() throws {
        let open = try Network(chain: "3xTx80 -> conv 32@3x3 s2 same -> conv 32@3x3 s2 same")
        #expect(open.nodes.map { $0.output.text() } == ["32xceil(T/2)x40", "32xceil(T/4)x20"])
        let known = try #require(try Zoo.network("speech-encoder"))
        #expect(known.nodes.last?.output.text() == "32xT/4x20")
        #expect(NetworkSummary(known).parameters == Quantity(896 + 9_248))
    }

    @Test func unknownSizesHaveALeastValue() throws {
        let summary = NetworkSummary(try Network(chain: "1xT -> conv 4@5 -> max-pool 2 -> conv 4@5"))
        #expect(summary.leastUnknowns.map(\.value) == [14])
        #expect(summary.rows.last?.node.output.text() == "4x(floor(T/2) - 6)")
        // There it fits, and one less does not.
        _ = try Network(chain: "1x14 -> conv 4@5 -> max-pool 2 -> conv 4@5")
        #expect(throws: NetworkError.self) { try Network(chain: "1x13 -> conv 4@5 -> max-pool 2 -> conv 4@5") }
    }

    @Test(arguments: [
        ("1xT -> max-pool 3 s3 ceil=true", [3]), ("1xT -> max-pool 3 s2 -> max-pool 3 s2 ceil=true", [7]),
        ("CxHxW -> conv 4@3x5", [1, 3, 5]),
    ])
    func everyUnknownHasALeastValueOfItsOwn(chain: String, least: [Int]) throws {
        #expect(NetworkSummary(try Network(chain: chain)).leastUnknowns.map(\.value) == least)
    }

    /// Lesson 26.
    @Test func patternsAreFilledIn() throws {
        let network = try Network(chain: "INPUT -> [[CONV -> RELU]*2 -> POOL?]*3 -> [FC -> RELU]*2 -> FC")
        let kinds = network.nodes.map(\.layer.name)
        #expect(kinds.filter { $0 == .conv }.count == 6)
        #expect(kinds.filter { $0 == .flatten }.count == 1)
        #expect(network.nodes.last?.output.text() == "10")
        #expect(
            network.nodes.filter { $0.layer.name == .conv }.map { $0.output.text() } == [
                "32x32x32", "32x32x32", "64x16x16", "64x16x16", "128x8x8", "128x8x8",
            ])
        #expect(network.header.assumptions.count == 5)
        let known = try Network(chain: "INPUT -> CONV -> FC", input: "1x28x28")
        #expect(known.header.assumptions.count == 2)
    }
}
