import Testing

@testable import Tensors

/// The nineteen drawings of Dumoulin and Visin's guide, each axis alike.
struct ArithmeticTests {
    struct Drawing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let i: Int
        let o: Int
        let p: Int
        let k: Int
        let s: Int
        var d = 1

        init(_ name: String, _ i: Int, _ o: Int, _ p: Int, _ k: Int, _ s: Int, d: Int = 1) {
            (testDescription, self.i, self.o, self.p, self.k, self.s, self.d) = (name, i, o, p, k, s, d)
        }
    }

    static let forward = [
        Drawing("no padding", 4, 2, 0, 3, 1),
        Drawing("arbitrary padding", 5, 6, 2, 4, 1),
        Drawing("half padding", 5, 5, 1, 3, 1),
        Drawing("full padding", 5, 7, 2, 3, 1),
        Drawing("strides", 5, 2, 0, 3, 2),
        Drawing("padding and strides", 5, 3, 1, 3, 2),
        Drawing("padding and strides, odd", 6, 3, 1, 3, 2),
    ]
    static let others = [
        Drawing("dilation", 7, 3, 0, 3, 1, d: 2),
        Drawing("numeric, no padding", 5, 3, 0, 3, 1),
        Drawing("numeric, padding and strides", 5, 3, 1, 3, 2),
    ]

    @Test(arguments: forward + others)
    func convolution(_ drawing: Drawing) throws {
        let convolution = Convolution(
            stride: .all(drawing.s), dilation: .all(drawing.d), padding: .symmetric(.all(drawing.p)))
        let input = Tensor([1, drawing.i, drawing.i], repeating: 1)
        let weights = Tensor([1, 1, drawing.k, drawing.k], repeating: 1)
        let output: Shape = [1, drawing.o, drawing.o]
        #expect(try convolution.outputShape(for: input.shape, weights: weights.shape) == output)
        #expect(try convolution(input, weights: weights).shape == output)
        #expect(try convolution.definition(input, weights: weights).shape == output)
    }

    @Test(arguments: forward)
    func transposed(_ drawing: Drawing) throws {
        let rest = (drawing.i + 2 * drawing.p - drawing.k) % drawing.s
        let transposed = TransposedConvolution(
            stride: .all(drawing.s), padding: .symmetric(.all(drawing.p)), outputPadding: .all(rest))
        let input = Tensor([1, drawing.o, drawing.o], repeating: 1)
        let weights = Tensor([1, 1, drawing.k, drawing.k], repeating: 1)
        let output: Shape = [1, drawing.i, drawing.i]
        #expect(try transposed.outputShape(for: input.shape, weights: weights.shape) == output)
        #expect(try transposed(input, weights: weights).shape == output)
    }

    @Test(arguments: [Pooling.Operation.maximum, .average(countingPadding: true)])
    func pooling(_ operation: Pooling.Operation) throws {
        let pooling = Pooling(operation, size: 3, stride: 1)
        #expect(try pooling.outputShape(for: [1, 5, 5]) == [1, 3, 3])
        #expect(try pooling(Tensor([1, 5, 5])).shape == [1, 3, 3])
    }

    /// The drawings that are numeric, with the numbers that they show.
    @Test func numbers() throws {
        let input = Tensor(
            [1, 5, 5], [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1])
        let weights = Tensor([1, 1, 3, 3], [0, 1, 2, 2, 2, 0, 0, 1, 2])
        #expect(try Convolution()(input, weights: weights).elements == [12, 12, 17, 10, 17, 19, 9, 6, 14])
        #expect(
            try Convolution(stride: 2, padding: .symmetric(1))(input, weights: weights).elements
                == [6, 17, 3, 8, 17, 13, 6, 4, 4])
        #expect(
            try Pooling(.maximum, size: 3, stride: 1)(input).elements == [3, 3, 3, 3, 3, 3, 3, 2, 3])
        let means = Tensor([1, 3, 3], [15, 15, 15, 9, 11, 16, 10, 7, 12].map { $0 / 9 })
        #expect(try Pooling(.average(countingPadding: true), size: 3, stride: 1)(input).difference(from: means) == nil)
    }

    /// The extra row of a stride that left a rest stands at the end; a well-known drawing has it at the start.
    @Test func transposedOddStrideExtendsTheEnd() throws {
        let transposed = TransposedConvolution(stride: 2, padding: .symmetric(1), outputPadding: 1)
        let output = try transposed(Tensor([1, 3], [1, 10, 100]), weights: Tensor([1, 1, 3], [1, 2, 3]))
        #expect(output.elements == [2, 13, 20, 130, 200, 300])
    }
}
