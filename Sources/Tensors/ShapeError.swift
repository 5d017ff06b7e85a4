/// Why sizes do not go together. Holds the facts; ``description`` puts them into a sentence that says what, where and
/// what to do.
public enum ShapeError: Error, Equatable {
    case impossibleSizes([Int])
    case tooManyElements(Shape)
    case windowDoesNotFit(axis: SpatialAxis?, kernel: Int, dilation: Int, paddedInput: Int)
    case notPositive(option: String, value: Int)
    case tooLarge(option: String, value: Int)
    case negativePadding(Int)
    case countPerAxis(option: String, given: Int, axes: Int)
    case rankMismatch(input: Shape, weights: Shape)
    case unsupportedAxes(Int)
    case emptyAxis(Shape)
    case channelMismatch(input: Int, weights: Int, groups: Int)
    case groupsDoNotDivide(groups: Int, inputChannels: Int, outputChannels: Int)
    case biasMismatch(bias: Shape, outputChannels: Int)
    case outputPaddingTooLarge(axis: SpatialAxis, outputPadding: Int, stride: Int, dilation: Int)
    case paddingCropsEverything(axis: SpatialAxis, output: Int)
    case matricesDoNotMatch(left: Shape, right: Shape, transposesLeft: Bool, transposesRight: Bool)
}

extension ShapeError {
    /// No size, stride, dilation or padding is greater: then no product of two, nor the sum of two products, overflows.
    static let greatestSize = Int(Int32.max)

    /// - Throws: ``notPositive(option:value:)`` or ``tooLarge(option:value:)``.
    static func check(_ option: String, _ values: [Int]) throws(ShapeError) {
        for value in values {
            guard value >= 1 else { throw .notPositive(option: option, value: value) }
            guard value <= greatestSize else { throw .tooLarge(option: option, value: value) }
        }
    }

    /// - Throws: ``negativePadding(_:)`` or ``tooLarge(option:value:)``.
    static func check(_ sides: [Padding.Sides]) throws(ShapeError) {
        for side in sides.flatMap({ [$0.before, $0.after] }) {
            guard side >= 0 else { throw .negativePadding(side) }
            guard side <= greatestSize else { throw .tooLarge(option: "padding", value: side) }
        }
    }
}

extension ShapeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .impossibleSizes(let sizes):
            "\(sizes) are not the sizes of a tensor: each must be 0 or more, and their product must fit 64 bits."
        case .tooManyElements(let shape):
            "a \(shape) tensor would have \(shape.elementCount) elements, more than the \(1 << 31) that fit 8 GiB."
        case .windowDoesNotFit(let axis, let kernel, let dilation, let paddedInput):
            """
            \(axis.map { "\($0.rawValue): " } ?? "")a kernel of \(kernel)\(dilation > 1 ? " spread over \(dilation * (kernel - 1) + 1) by dilation \(dilation)" : "") \
            does not fit a padded input of \(paddedInput). \
            Use padding of at least \(dilation * (kernel - 1) + 1 - paddedInput) more in all, or a smaller kernel.
            """
        case .notPositive(let option, let value):
            "\(option) is \(value); it must be at least 1."
        case .tooLarge(let option, let value):
            "\(option) is \(value); it must be at most \(ShapeError.greatestSize)."
        case .negativePadding(let padding):
            "padding is \(padding); it must be 0 or more."
        case .countPerAxis(let option, let given, let axes):
            """
            \(option) has \(given) \(given == 1 ? "value" : "values") for \(axes) \(axes == 1 ? "axis" : "axes"). \
            Give one value, or one for each axis.
            """
        case .rankMismatch(let input, let weights):
            """
            a \(weights) kernel cannot run over a \(input) input. Weights are [filters, channels, one size per axis], \
            the input [channels, one size per axis] with or without a batch size before them.
            """
        case .unsupportedAxes(let axes):
            "\(axes) spatial \(axes == 1 ? "axis" : "axes"): convolution and pooling run over 1, 2 or 3."
        case .emptyAxis(let shape):
            "a \(shape) tensor is empty. Every axis needs a size of at least 1."
        case .channelMismatch(let input, let weights, let groups):
            """
            the input has \(input) channels, but the weights take \(weights) in each of \(groups) \
            \(groups == 1 ? "group" : "groups"), \(weights * groups) in all.
            """
        case .groupsDoNotDivide(let groups, let inputChannels, let outputChannels):
            "\(groups) groups do not divide \(inputChannels) input and \(outputChannels) output channels evenly."
        case .biasMismatch(let bias, let outputChannels):
            "a \(bias) bias for \(outputChannels) filters. It needs one value for each filter."
        case .outputPaddingTooLarge(let axis, let outputPadding, let stride, let dilation):
            """
            \(axis.rawValue): output padding \(outputPadding) must be at least 0 and less than the greater of \
            stride \(stride) and dilation \(dilation).
            """
        case .paddingCropsEverything(let axis, let output):
            "\(axis.rawValue): the padding crops the output to \(output). Use less padding."
        case .matricesDoNotMatch(let left, let right, let transposesLeft, let transposesRight):
            """
            a \(left) matrix\(transposesLeft ? ", transposed," : "") cannot be multiplied by a \(right) one\
            \(transposesRight ? ", transposed" : ""): the left one needs as many columns as the right one has rows.
            """
        }
    }
}
