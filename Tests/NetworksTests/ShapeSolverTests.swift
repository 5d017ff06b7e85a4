import Files
import Tensors
import Testing

@testable import Networks

@Suite struct ShapeSolverTests {
    private func answer(
        _ input: String, _ output: String, layout: Layout = .channelsFirst,
        _ change: (inout SolveLimits) -> Void = { _ in }
    ) throws -> SolveAnswer {
        var limits = SolveLimits()
        change(&limits)
        let from = try #require(FeatureShape(input, layout: layout))
        let to = try #require(FeatureShape(output, layout: layout))
        return try #require(ShapeSolver(from: from, to: to, layout: layout, limits: limits)).answer()
    }

    private func first(_ answer: SolveAnswer, _ kinds: LayerName...) throws -> Solution {
        try #require(answer.groups.first { $0.kinds == kinds }?.solutions.first)
    }

    // MARK: Lessons

    @Test func lesson01BackToTheImage() throws {
        let answer = try answer("4x19x9", "1x100x50")
        let transposed = try first(answer, .convTranspose)
        #expect(transposed.yaml == ["conv-transpose: { filters: 1, kernel: 10, stride: 5 }"])
        #expect(transposed.parameters == 401)
        #expect(try first(answer, .upsample, .conv).steps == ["upsample size=100,50", "conv 1@1x1"])
        #expect(try first(answer, .flatten, .dense, .reshape).parameters == 3_425_000)
        #expect(answer.groups.map(\.kinds.count) == [1, 2, 3])
    }

    @Test func lesson03FourThousand() throws {
        let pooled = try answer("256x13x13", "256x6x6")
        #expect(pooled.groups[0].solutions[0].steps == ["max-pool 3 s2"])
        let vector = try answer("256x13x13", "4096")
        let dense = try first(vector, .maxPool, .flatten, .dense)
        #expect(dense.steps == ["max-pool 3 s2", "flatten", "dense 4096"])
        #expect(dense.parameters == 37_752_832)
        #expect(try first(vector, .flatten, .dense).macs == 177_209_344)
    }

    @Test func lesson05StrideOrPool() throws {
        let answer = try answer("16x28x28", "32x14x14")
        #expect(try first(answer, .conv).steps == ["conv 32@3x3 s2 p1"])
        #expect(try first(answer, .conv, .maxPool).steps == ["conv 32@3x3 same", "max-pool 2"])
        #expect(answer.obstacles.contains(.keepsChannels(.maxPool, 16, wanted: 32)))
    }

    @Test func lesson18And22() throws {
        let pools = try #require(try answer("150x33", "150x14").groups.first { $0.kinds == [.maxPool] })
        let usual = try #require(pools.solutions.first { $0.steps == ["max-pool 6 s2"] })
        #expect(usual.leftOut == [LeftOut(gaps: 0, end: 1)])
        let strided = try answer("1x7x7", "1x3x3") { $0.kinds = [.conv] }
        #expect(strided.groups[0].solutions[0].yaml == ["conv: { filters: 1, kernel: 3, stride: 2 }"])
        #expect(strided.groups[0].solutions[0].leftOut.map(\.total) == [0, 0])
        let uneven = try answer("1x8x8", "1x3x3") { ($0.fixed.kernel, $0.fixed.stride) = (3, 2) }
        let solution = try #require(uneven.groups.first { $0.kinds == [.conv] }?.solutions.first)
        #expect(solution.leftOut.map(\.end) == [1, 1])
    }

    // MARK: Everything that is told is true

    @Test(arguments: 0..<60) func everySolutionGivesTheOutput(seed: Int) throws {
        var random = Random(seed)
        func shape() -> String {
            let axes = random.next(0...3)
            return ([random.next(1...4)] + (0..<axes).map { _ in random.next(1...14) }).map(String.init)
                .joined(separator: "x")
        }
        let layout: Layout = seed.isMultiple(of: 4) ? .channelsLast : .channelsFirst
        let (input, output) = (shape(), shape())
        let answer = try answer(input, output, layout: layout) {
            ($0.kernel, $0.stride, $0.shown) = (5, 4, 12)
        }
        #expect(answer.count > 0, "\(input) to \(output)")
        let solutions = answer.groups.flatMap(\.solutions)
        for solution in solutions {
            #expect(solution.output == answer.output, "\(solution.yaml)")
            let items = solution.yaml.map { "  - \($0)\n" }.joined()
            let text = "input: \(answer.input.text(layout))\nlayout: \(layout.rawValue)\nlayers:\n\(items)"
            let read = try NetworkFile.network(yaml: text, path: "solution")
            #expect(read.nodes.last?.output == answer.output, "\(text)")
            guard layout == .channelsFirst else { continue }
            // `3x3` and `3` are one kernel written in two ways: what they lead to is compared.
            let chained = try Network(chain: solution.chain)
            #expect(chained.nodes.map(\.inference.sizes) == solution.nodes.map(\.inference.sizes), "\(solution.chain)")
        }
        #expect(Set(solutions.map(\.chain)).count == solutions.count)
        #expect(solutions.allSatisfy { !$0.leftOut.contains { $0.gaps < 0 || $0.end < 0 } })
    }

    // MARK: Particular shapes

    @Test func oddPaddingIsWrittenOut() throws {
        let answer = try answer("1x6", "1x8") { ($0.kinds, $0.fixed.kernel, $0.fixed.dilation) = ([.conv], 4, 1) }
        #expect(answer.groups[0].solutions.map(\.yaml) == [["conv: { filters: 1, kernel: 4, padding: [2, 3] }"]])
        let same = try self.answer("1x6", "1x6") { ($0.kinds, $0.fixed.kernel, $0.fixed.dilation) = ([.conv], 4, 1) }
        #expect(same.groups[0].solutions.map(\.steps) == [["conv 1@4 same"]])
    }

    @Test func valuesDifferOnlyWhereTheyMust() throws {
        let answer = try answer("3x100x60", "16x50x60") { $0.kinds = [.conv] }
        #expect(answer.groups[0].solutions[0].steps == ["conv 16@3x3 s2,1 p1"])
        // Nothing and an odd one: `same` is the same word on both axes.
        let same = try self.answer("1x7x8", "1x4x4") { ($0.kinds, $0.fixed.kernel, $0.fixed.stride) = ([.conv], 3, 2) }
        #expect(same.groups[0].solutions.contains { $0.steps == ["conv 1@3x3 s2 same"] })
    }

    @Test func rearrangements() throws {
        #expect(try first(answer("12x5x7", "3x10x14"), .pixelShuffle).steps == ["pixel-shuffle 2"])
        #expect(try first(answer("3x10x14", "12x5x7"), .pixelUnshuffle).steps == ["pixel-unshuffle 2"])
        #expect(try first(answer("3x20x30", "20x30x3"), .permute).steps == ["permute 2,3,1"])
        #expect(try first(answer("3136", "64x7x7"), .reshape).steps == ["reshape 64x7x7"])
        #expect(try first(answer("64x7x7", "3136"), .flatten).parameters == 0)
        #expect(try first(answer("64x7x7", "64"), .globalAveragePool).parameters == 0)
        #expect(try first(answer("64x7x7", "10"), .globalAveragePool, .dense).parameters == 650)
        #expect(try first(answer("512", "10"), .dense).parameters == 5130)
        #expect(try first(answer("8x7x7", "8x21x14"), .upsample).steps == ["upsample 3,2"])
        #expect(try first(answer("5x40x30", "5x1x1"), .averagePool).output == FeatureShape([5, 1, 1]))
    }

    // MARK: Nothing found

    @Test func nearestWhereNothingDoesIt() throws {
        let answer = try answer("4x19x9", "1x100x50") { $0.kinds = [.conv] }
        #expect(answer.count == 0)
        #expect(answer.nearest.count == 1)
        #expect(answer.nearest[0].output != answer.output)
        #expect(answer.alternative?.steps == ["conv-transpose 1@10x10 s5"])
        let text = SolveReport(answer).text()
        #expect(text.contains("nothing does it"))
        #expect(text.contains("gives 1x"))
    }

    @Test func theNearestIsTheBestWithinLimits() throws {
        // Stride 3 can do 5 (valid) or 7 (p1), not 6.
        let answer = try answer("1x16", "1x9") {
            ($0.kinds, $0.fixed.kernel, $0.fixed.stride, $0.fixed.padding) = ([.conv], 3, 2, .valid)
        }
        #expect(answer.count == 0)
        #expect(answer.nearest.map(\.output) == [FeatureShape([1, 7])])
    }

    @Test func poolsSayThatTheyKeepChannels() throws {
        let answer = try answer("16x8x8", "32x4x4x4") { $0.kinds = [.maxPool, .flatten] }
        #expect(answer.obstacles == [.keepsAxes(.maxPool, from: 2, to: 3), .givesVector(.flatten)])
        let vector = try self.answer("16", "32x4x4") { $0.kinds = [.conv] }
        #expect(vector.obstacles == [.slidesOverImages(.conv, FeatureShape([16]))])
    }

    @Test func beyondTheLimits() throws {
        let answer = try answer("3x224x224", "3x4x4") { $0.kinds = [.averagePool] }
        #expect(answer.beyond.map(\.steps) == [["average-pool 56"]])
        #expect(SolveReport(answer).text().contains("--max-kernel 56 --max-stride 56"))
    }

    @Test func wrongNumbersOfAxes() throws {
        var limits = SolveLimits()
        limits.fixed.kernel = .each([3, 3, 3])
        let shape = FeatureShape([1, 8, 8])
        #expect(ShapeSolver(from: shape, to: shape, limits: limits)?.problem != nil)
        #expect(ShapeSolver(from: FeatureShape([0, 8]), to: shape) == nil)
        #expect(ShapeSolver(from: FeatureShape([Quantity(1 << 40), Quantity(1 << 40)]), to: shape) == nil)
    }

    // MARK: Size

    @Test func hugeSizesAreNoLoop() throws {
        let answer = try answer("64x1099511627776", "64x549755813888") { $0.shown = 100 }
        #expect(answer.groups[0].solutions[0].steps == ["max-pool 2"])
        #expect(answer.groups.flatMap(\.solutions).allSatisfy { $0.output == answer.output })
        let far = try self.answer("1x1000000000x1000000000", "1x3x7") { $0.kinds = [.conv, .maxPool] }
        #expect(far.count == 0)
        #expect(far.nearest.count == 2)
        #expect(try !self.answer("1x1x1", "1x1000000000x1000000000").obstacles.isEmpty)
        let large = try self.answer("2x60x60x60", "2x29x31x30") {
            ($0.kernel, $0.stride, $0.dilation) = (64, 64, 16)
        }
        #expect(large.count > 1_000_000)
        #expect(large.groups.flatMap(\.solutions).allSatisfy { $0.output == large.output })
    }

    @Test func runsAgree() throws {
        let texts = try (0..<3).map { _ in try SolveReport(answer("2x60x31", "2x29x30")).text() }
        #expect(Set(texts).count == 1)
    }

    @Test(arguments: [("4x19x9", "1x100x50"), ("3x224x224", "64x55x55"), ("150x33", "150x14"), ("8x9x9x9", "8x4x4x3")])
    func reportsAreNarrow(input: String, output: String) throws {
        let lines = try SolveReport(answer(input, output)).text().split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(!lines.contains { $0.hasSuffix(" ") })
    }
}

/// Reproducible.
struct Random {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    mutating func next(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int((state >> 33) % UInt64(range.count))
    }
}
