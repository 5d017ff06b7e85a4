import Execution
import Tensors

/// A convolution of many small maps, and the one of the large map that gives the same numbers: kernel, stride and padding
/// are all multiplied by the factor.
struct ShuffleEquivalence {
    let kernel: [Int]
    let stride: [Int]
    let padding: Int
    /// `[1, h, w]`, of the small maps.
    let output: Tensor
    /// `[1, h, w]`, of the shuffled map.
    let shuffled: Tensor

    var outputCount: Int { output.shape.elementCount }
    var outputSizes: [Int] { Array(output.shape.suffix(2)) }

    /// Of all outputs: what is left is rounding.
    var greatestDifference: Float {
        zip(output.elements, shuffled.elements).map { abs($0 - $1) }.max() ?? 0
    }

    /// Row and column of an output.
    func place(_ output: Int) -> (row: Int, column: Int) { (output / outputSizes[1], output % outputSizes[1]) }

    /// The small maps' rows and columns under the window of an output, padding included.
    func window(_ output: Int) -> (rows: Range<Int>, columns: Range<Int>) {
        let (row, column) = place(output)
        let (top, left) = (row * stride[0] - padding, column * stride[1] - padding)
        return (top..<top + kernel[0], left..<left + kernel[1])
    }

    /// - Throws: ``ParameterError``, `ShapeError`.
    init(_ options: PixelShuffleFigure, _ small: [Int], _ values: Tensor?, _ context: FigureContext) throws {
        guard !options.unshuffle else {
            throw ParameterError(
                option: "equivalence", value: "true", expected: "no --unshuffle beside it: it begins with the channels")
        }
        let r = options.factor
        kernel = try options.kernel.values(axes: 2, option: "kernel")
        stride = try options.stride.values(axes: 2, option: "stride")
        padding = options.padding
        guard (0...64).contains(padding), kernel.allSatisfy({ $0 <= 64 / r }), stride.allSatisfy({ $0 <= 1 << 16 })
        else {
            throw ParameterError(
                option: "kernel", value: options.kernel.parameterText,
                expected:
                    "a kernel of at most \(64 / r), whose window is drawn \(r) times as large, and a padding of at most 64"
            )
        }
        var normal = NormalGenerator(seed: context.seed &+ 1)
        let shape = Shape([small[0]] + kernel)
        guard shape.elementCount <= ShuffleModel.mostElements else {
            throw ParameterError(
                option: "kernel", value: options.kernel.parameterText,
                expected: "at most \(ShuffleModel.mostElements) weights in all")
        }
        let input =
            values ?? Tensor(Shape(small), (0..<small.reduce(1, *)).map { _ in normal.normal() })
        // Whole numbers under whole numbers, so that sums are exact and short.
        let isWhole = values?.elements.allSatisfy { $0 == $0.rounded() && abs($0) < 1000 } ?? false
        let weights = Tensor(
            Shape([1] + shape.sizes),
            (0..<shape.elementCount).map { _ in
                let number = normal.normal()
                return isWhole ? number.rounded() : number
            })
        output = try Convolution(stride: .each(stride), padding: .symmetric(.all(padding)))(input, weights: weights)
        let large = input.reshaped(to: Shape([1] + small)).pixelShuffled(r)
        shuffled = try Convolution(stride: .each(stride.map { $0 * r }), padding: .symmetric(.all(padding * r)))(
            large.reshaped(to: Shape(Array(large.shape.dropFirst()))), weights: weights.pixelShuffled(r))
    }
}
