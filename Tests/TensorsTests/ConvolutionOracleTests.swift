import Testing

@testable import Tensors

/// Convolution against NumPy's padding and PyTorch's convolution.
struct ConvolutionOracleTests {
    struct Case: DrawnCase {
        let seed: UInt64
        let input: [Int]
        let weights: [Int]
        let bias: Bool
        let stride: Amount
        let dilation: Amount
        let padding: PaddingSpelling
        let border: String
        let constant: Float
        let groups: Int
        let operation: String
        let output: [Int]
        let offset: Int

        var axes: Int { weights.count - 2 }
        var size: [Int] { Array(input.suffix(axes)) }
        var kernel: [Int] { Array(weights.suffix(axes)) }
        var batch: Int? { input.count == axes + 2 ? input[0] : nil }
        var channels: Int { input[input.count - axes - 1] }
        var windows: [Window] {
            let windows = try? Window.along(
                size, kernel: kernel, stride: stride.perAxis, dilation: dilation.perAxis, padding: padding.padding)
            return windows ?? []
        }

        func convolution() throws -> Convolution {
            Convolution(
                stride: stride.perAxis, dilation: dilation.perAxis, padding: padding.padding,
                border: try #require(Border(named: border, constant: constant)), groups: groups,
                operation: operation == "convolution" ? .convolution : .crossCorrelation)
        }

        func pads(atLeast times: Int) -> Bool {
            windows.contains { max($0.padding.before, $0.padding.after) >= times * $0.inputSize }
        }
    }

    @Test func agrees() throws {
        var reused = Tensor([])
        try Oracle<Case>("convolution").check { oracleCase, input, expected, numbers in
            let weights = numbers.tensor(oracleCase.weights)
            let bias = oracleCase.bias ? numbers.tensor([oracleCase.weights[0]]) : nil
            let convolution = try oracleCase.convolution()

            #expect(try convolution.outputShape(for: input.shape, weights: weights.shape) == expected.shape)
            let definition = try convolution.definition(input, weights: weights, bias: bias)
            #expect(definition.difference(from: expected) == nil, "definition of \(oracleCase)")
            let fast = try convolution(input, weights: weights, bias: bias)
            #expect(fast.difference(from: expected) == nil, "fast path of \(oracleCase)")
            // Memory that still holds the case before, or NaN, must not shine through.
            if reused.shape == expected.shape { reused = reused.map { _ in .nan } }
            try convolution(input, weights: weights, bias: bias, into: &reused)
            #expect(reused.difference(from: expected) == nil, "reused output of \(oracleCase)")
        }
    }

    @Test func reusesMemoryOfTheRightShape() throws {
        let input = Tensor([1, 9, 40], (0..<360).map { Float($0 % 7) })
        let weights = Tensor([1, 1, 3, 3], repeating: 0.5)
        var output = Tensor([1, 7, 38], repeating: .nan)
        try Convolution()(input, weights: weights, into: &output)
        #expect(output.difference(from: try Convolution().definition(input, weights: weights)) == nil)
    }

    @Test func drawsEveryOptionOften() throws {
        var tally = Tally("Convolution", try Oracle<Case>("convolution").cases)
        for axes in 1...3 {
            tally.count("\(axes)-D") { $0.axes == axes }
        }
        tally.count("no batch") { $0.batch == nil }
        tally.count("batch of one") { $0.batch == 1 }
        tally.count("batch of several") { ($0.batch ?? 0) > 1 }
        tally.count("one channel") { $0.channels == 1 }
        tally.count("several channels") { $0.channels > 1 }
        tally.count("sixteen channels or more") { $0.channels >= 16 }
        tally.count("no groups") { $0.groups == 1 }
        tally.count("groups") { $0.groups > 1 && $0.groups < $0.channels }
        tally.count("depthwise") { $0.groups > 1 && $0.groups == $0.channels }
        tally.count("stride 1") { $0.windows.allSatisfy { $0.stride == 1 } }
        tally.count("stride 2") { $0.windows.contains { $0.stride == 2 } }
        tally.count("stride 3") { $0.windows.contains { $0.stride == 3 } }
        tally.count("strides that differ") { Set($0.windows.map(\.stride)).count > 1 }
        tally.count("dilation 1") { $0.windows.allSatisfy { $0.dilation == 1 } }
        tally.count("dilation 2") { $0.windows.contains { $0.dilation == 2 } }
        tally.count("dilation 3") { $0.windows.contains { $0.dilation == 3 } }
        tally.count("dilations that differ") { Set($0.windows.map(\.dilation)).count > 1 }
        tally.count("cross-correlation") { $0.operation == "crossCorrelation" }
        tally.count("true convolution") { $0.operation == "convolution" }
        tally.count("bias") { $0.bias }
        tally.count("no bias") { !$0.bias }
        tally.count("kernel of one") { $0.kernel.allSatisfy { $0 == 1 } }
        tally.count("odd kernel") { $0.kernel.allSatisfy { $0 % 2 == 1 && $0 > 1 } }
        tally.count("even kernel") { $0.kernel.allSatisfy { $0 % 2 == 0 } }
        tally.count("rectangular kernel") { Set($0.kernel).count > 1 }
        tally.count("image of one element") { $0.size.allSatisfy { $0 == 1 } }
        tally.count("image of 33 columns or more") { $0.size.last ?? 0 >= 33 }
        tally.count("sides that differ") { $0.windows.contains { $0.padding.before != $0.padding.after } }
        tally.count("asymmetric same with stride and dilation") {
            $0.padding.padding == .same
                && $0.windows.contains { $0.padding.before != $0.padding.after && $0.stride > 1 && $0.dilation > 1 }
        }
        tally.count("same with an even kernel") { $0.padding.padding == .same && $0.kernel.allSatisfy { $0 % 2 == 0 } }
        tally.count("true convolution with an even kernel") {
            $0.operation == "convolution" && $0.kernel.allSatisfy { $0 % 2 == 0 }
        }
        for border in ["reflect", "symmetric", "circular", "replicate"] {
            tally.count("\(border) wider than the image") { $0.border == border && $0.pads(atLeast: 1) }
            tally.count("\(border) three times as wide") { $0.border == border && $0.pads(atLeast: 3) }
            tally.count("\(border) of one element") {
                $0.border == border && $0.size.allSatisfy { $0 == 1 } && $0.pads(atLeast: 1)
            }
        }
        for border in ["zeros", "constant", "reflect", "symmetric", "replicate", "circular"] {
            tally.countPaddings(of: \.padding.padding, with: "\(border), ") { $0.border == border }
        }
        #expect(tally.rare.isEmpty)
    }
}
