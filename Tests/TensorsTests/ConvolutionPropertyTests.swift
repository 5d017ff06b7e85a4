import Testing

@testable import Tensors

/// What must hold whatever the numbers are.
struct ConvolutionPropertyTests {
    private func product(_ a: Tensor, _ b: Tensor) -> Double {
        zip(a.elements, b.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// ⟨convolve(x), y⟩ = ⟨x, transpose(y)⟩ : the transposed convolution leads back over every option.
    @Test func transposedIsTheAdjoint() throws {
        var checked = 0
        let cases = try Oracle<ConvolutionOracleTests.Case>("convolution").cases
        for drawn in cases where drawn.border == "zeros" && drawn.operation == "crossCorrelation" {
            var numbers = Numbers(seed: drawn.seed)
            let x = numbers.tensor(drawn.input)
            let weights = numbers.tensor(drawn.weights)
            let y = numbers.tensor(drawn.output)
            let windows = drawn.windows
            let transposed = TransposedConvolution(
                stride: .each(windows.map(\.stride)), dilation: .each(windows.map(\.dilation)),
                padding: .explicit(windows.map(\.padding)), outputPadding: .each(windows.map(\.remainder)),
                groups: drawn.groups)
            let forward = try drawn.convolution().callAsFunction(x, weights: weights)
            let back = try transposed(y, weights: weights)
            #expect(back.shape == x.shape)
            let scale = product(forward.map(abs), y.map(abs)) + 1
            #expect(abs(product(forward, y) - product(x, back)) < 1e-5 * scale, "\(drawn)")
            checked += 1
        }
        #expect(checked >= 100)
    }

    /// Moving the input moves the output, away from the borders.
    @Test func movesWithItsInput() throws {
        var numbers = Numbers(seed: 7)
        let image = numbers.tensor([2, 12, 43])
        let weights = numbers.tensor([3, 2, 3, 5])
        var moved = Tensor([2, 12, 43])
        for (c, y, x) in positions([2, 10, 40]).map({ ($0[0], $0[1], $0[2]) }) {
            moved[c, y + 2, x + 3] = image[c, y, x]
        }
        let output = try Convolution()(image, weights: weights)
        let movedOutput = try Convolution()(moved, weights: weights)
        for (f, y, x) in positions([3, 8, 36]).map({ ($0[0], $0[1], $0[2]) }) {
            #expect(abs(movedOutput[f, y + 2, x + 3] - output[f, y, x]) < 1e-5)
        }
    }

    /// True convolution is cross-correlation with the kernel turned.
    @Test func turningTheKernelTurnsOneIntoTheOther() throws {
        var numbers = Numbers(seed: 8)
        let image = numbers.tensor([1, 9, 37])
        let weights = numbers.tensor([1, 1, 4, 3])
        let turned = Tensor(weights.shape, weights.elements.reversed())
        for padding in [Padding.valid, .same, .full] {
            let convolved = try Convolution(padding: padding, operation: .convolution)(image, weights: weights)
            let correlated = try Convolution(padding: padding)(image, weights: turned)
            #expect(convolved.difference(from: correlated) == nil)
        }
    }
}
