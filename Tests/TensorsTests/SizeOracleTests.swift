import Testing

@testable import Tensors

/// Output sizes against PyTorch's shape inference.
struct SizeOracleTests {
    struct Case: OracleCase {
        let kind: String
        let i: Int
        let k: Int
        let s: Int
        let d: Int
        let p: [Int]
        /// Output padding.
        let a: Int
        let o: Int
        let output: [Int]
        let offset: Int
    }

    @Test func agrees() throws {
        for line in try Oracle<Case>("sizes", hasNumbers: false).cases {
            let stride = PerAxis.all(line.s)
            let dilation = PerAxis.all(line.d)
            let padding = Padding.explicit([.init(line.p[0], line.p[1])])
            let (input, weights): (Shape, Shape) = ([1, 1, line.i], [1, 1, line.k])
            let output =
                switch line.kind {
                case "convolution":
                    try Convolution(stride: stride, dilation: dilation, padding: padding)
                        .outputShape(for: input, weights: weights)
                case "transposed":
                    try TransposedConvolution(
                        stride: stride, dilation: dilation, padding: padding, outputPadding: .all(line.a)
                    )
                    .outputShape(for: input, weights: weights)
                default:
                    try Pooling(
                        .maximum, size: .all(line.k), stride: stride, dilation: dilation, padding: padding,
                        rounding: line.kind == "ceiling" ? .ceiling : .floor
                    )
                    .outputShape(for: input, axes: 1)
                }
            #expect(output == [1, 1, line.o], "\(line)")
        }
    }

    @Test func drawsEveryKindOften() throws {
        var tally = Tally("Output sizes", try Oracle<Case>("sizes", hasNumbers: false).cases)
        for kind in ["convolution", "pooling", "ceiling", "transposed"] {
            tally.count(kind) { $0.kind == kind }
        }
        tally.count("rounding up makes a difference") {
            $0.kind == "ceiling" && $0.o > ($0.i + 2 * $0.p[0] - $0.d * ($0.k - 1) - 1) / $0.s + 1
        }
        tally.count("a window that would start in the padding is dropped") {
            $0.kind == "ceiling" && ($0.i + 2 * $0.p[0] - $0.d * ($0.k - 1) - 1) % $0.s != 0
                && $0.o == ($0.i + 2 * $0.p[0] - $0.d * ($0.k - 1) - 1) / $0.s + 1
        }
        #expect(tally.rare.isEmpty)
    }
}
