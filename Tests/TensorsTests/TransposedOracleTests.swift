import Testing

@testable import Tensors

/// Transposed convolution against PyTorch's, and `same` against the gradient of a `same` convolution.
struct TransposedOracleTests {
    struct Case: DrawnCase {
        let seed: UInt64
        let input: [Int]
        let weights: [Int]
        let bias: Bool
        let stride: Amount
        let dilation: Amount
        let padding: PaddingSpelling
        let outputPadding: Amount
        let groups: Int
        let output: [Int]
        let offset: Int

        var axes: Int { weights.count - 2 }
        var kernel: [Int] { Array(weights.suffix(axes)) }
        var strides: [Int] { (try? stride.perAxis.values(axes: axes, option: "stride")) ?? [] }
        var dilations: [Int] { (try? dilation.perAxis.values(axes: axes, option: "dilation")) ?? [] }
        var outputPaddings: [Int] { (try? outputPadding.perAxis.values(axes: axes, option: "output padding")) ?? [] }

        func convolution() -> TransposedConvolution {
            TransposedConvolution(
                stride: stride.perAxis, dilation: dilation.perAxis, padding: padding.padding,
                outputPadding: outputPadding.perAxis, groups: groups)
        }
    }

    @Test func agrees() throws {
        try Oracle<Case>("transposed").check { oracleCase, input, expected, numbers in
            let weights = numbers.tensor(oracleCase.weights)
            let bias = oracleCase.bias ? numbers.tensor([oracleCase.weights[1] * oracleCase.groups]) : nil
            let convolution = oracleCase.convolution()

            #expect(try convolution.outputShape(for: input.shape, weights: weights.shape) == expected.shape)
            let definition = try convolution.definition(input, weights: weights, bias: bias)
            #expect(definition.difference(from: expected) == nil, "definition of \(oracleCase)")
            let fast = try convolution(input, weights: weights, bias: bias)
            #expect(fast.difference(from: expected) == nil, "fast path of \(oracleCase)")
        }
    }

    @Test func drawsEveryOptionOften() throws {
        var tally = Tally("Transposed convolution", try Oracle<Case>("transposed").cases)
        for axes in 1...3 {
            tally.count("\(axes)-D") { $0.axes == axes }
        }
        tally.count("no batch") { $0.input.count == $0.axes + 1 }
        tally.count("batch") { $0.input.count == $0.axes + 2 }
        tally.count("no groups") { $0.groups == 1 }
        tally.count("groups") { $0.groups > 1 && $0.groups < $0.weights[0] }
        tally.count("depthwise") { $0.groups > 1 && $0.groups == $0.weights[0] }
        tally.count("stride 1") { $0.strides.allSatisfy { $0 == 1 } }
        tally.count("stride 2") { $0.strides.contains(2) }
        tally.count("stride 3") { $0.strides.contains(3) }
        tally.count("stride 4") { $0.strides.contains(4) }
        tally.count("strides that differ") { Set($0.strides).count > 1 }
        tally.count("dilation 1") { $0.dilations.allSatisfy { $0 == 1 } }
        tally.count("dilation 2 or 3") { $0.dilations.contains { $0 > 1 } }
        tally.count("dilations that differ") { Set($0.dilations).count > 1 }
        tally.count("output padding") { $0.outputPaddings.contains { $0 > 0 } }
        tally.count("no output padding") { $0.outputPaddings.allSatisfy { $0 == 0 } }
        tally.count("output paddings that differ") { Set($0.outputPaddings).count > 1 }
        tally.count("bias") { $0.bias }
        tally.count("no bias") { !$0.bias }
        tally.count("even kernel") { $0.kernel.allSatisfy { $0 % 2 == 0 } }
        tally.count("odd kernel") { $0.kernel.allSatisfy { $0 % 2 == 1 } }
        tally.count("rectangular kernel") { Set($0.kernel).count > 1 }
        tally.count("kernel narrower than the stride") {
            zip($0.kernel, $0.strides).contains { $0 < $1 } && $0.dilations.allSatisfy { $0 == 1 }
        }
        tally.count("same with a kernel narrower than the stride") {
            $0.padding.padding == .same && zip($0.kernel, $0.strides).contains { $0 < $1 }
                && $0.dilations.allSatisfy { $0 == 1 }
        }
        tally.count("same without output padding (TensorFlow's gradient)") {
            $0.padding.padding == .same && $0.outputPaddings.allSatisfy { $0 == 0 }
        }
        tally.countPaddings(of: \.padding.padding) { _ in true }
        #expect(tally.rare.isEmpty)
    }
}
