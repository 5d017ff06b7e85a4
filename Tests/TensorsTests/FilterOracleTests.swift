import Testing

@testable import Tensors

/// Image filters against OpenCV's `filter2D` and SciPy's `correlate` and `convolve`: one kernel over each channel.
struct FilterOracleTests {
    struct Case: DrawnCase {
        let seed: UInt64
        let input: [Int]
        let judge: String
        let kernelName: String
        let kernel: [[Float]]
        let border: String
        let constant: Float
        let operation: String
        let stride: Int
        let output: [Int]
        let offset: Int
    }

    @Test func agrees() throws {
        try Oracle<Case>("filters").check { oracleCase, input, expected, _ in
            let (rows, columns) = (oracleCase.kernel.count, oracleCase.kernel[0].count)
            let channels = oracleCase.input[0]
            let weights = Tensor(
                [channels, 1, rows, columns], (0..<channels).flatMap { _ in oracleCase.kernel.flatMap { $0 } })
            // What `same` pads with at stride 1: every stride-th of its outputs is expected.
            let convolution = Convolution(
                stride: .all(oracleCase.stride),
                padding: .explicit([rows, columns].map { .init(($0 - 1) / 2, $0 / 2) }),
                border: try #require(Border(named: oracleCase.border, constant: oracleCase.constant)),
                groups: channels,
                operation: oracleCase.operation == "convolution" ? .convolution : .crossCorrelation)
            let definition = try convolution.definition(input, weights: weights)
            #expect(definition.difference(from: expected) == nil, "definition of \(oracleCase)")
            let fast = try convolution(input, weights: weights)
            #expect(fast.difference(from: expected) == nil, "fast path of \(oracleCase)")
            guard oracleCase.stride == 1 else { return }
            var same = convolution
            same.padding = .same
            #expect(try same(input, weights: weights).difference(from: expected) == nil, "same of \(oracleCase)")
        }
    }

    @Test func drawsEveryOptionOften() throws {
        var tally = Tally("Image filters", try Oracle<Case>("filters").cases)
        for judge in ["opencv", "scipy"] {
            tally.count(judge) { $0.judge == judge }
        }
        for border in ["zeros", "constant", "reflect", "symmetric", "replicate", "circular"] {
            tally.count(border) { $0.border == border }
        }
        for operation in ["crossCorrelation", "convolution"] {
            tally.count(operation) { $0.operation == operation }
        }
        for name in Set(tally.cases.map(\.kernelName)).sorted() {
            tally.count(name) { $0.kernelName == name }
        }
        for stride in 1...3 {
            tally.count("stride \(stride)") { $0.stride == stride }
        }
        tally.count("one channel") { $0.input[0] == 1 }
        tally.count("three channels") { $0.input[0] == 3 }
        #expect(tally.rare.isEmpty)
    }
}
