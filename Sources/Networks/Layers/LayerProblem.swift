/// Why a layer cannot take what it is given. Holds the facts; ``description`` says what to do about them.
public enum LayerProblem: Error, Hashable, Sendable {
    case windowDoesNotFit(axis: String, kernel: Int, dilation: Int, input: Int, padding: Int)
    case countPerAxis(option: String, given: Int, axes: Int)
    /// A kind that slides over an image, on a shape without one.
    case needsImage(FeatureShape)
    case needsVector(FeatureShape)
    case needsSequence(FeatureShape)
    case groupsDoNotDivide(groups: Int, channels: Quantity, filters: Int)
    case outputPaddingTooLarge(axis: String, outputPadding: Int, stride: Int, dilation: Int)
    case cropsEverything(axis: String, size: Quantity)
    case sizeDependsOnUnknown(axis: String)
    /// No formula, or none that anybody could read.
    case sizeUndetermined
    case needsKnownSize(String, FeatureShape)
    case reshapeChangesCount(from: FeatureShape, count: Quantity, to: [Int])
    case notAPermutation([Int], rank: Int)
    case notDivisible(channels: Quantity, by: Int, axis: String)
    case transposedSameIsCoarse(stride: Int, kernel: Int, axis: String)
    case shapesDiffer([FeatureShape], operation: String, hint: MergeHint)
    case tooFewInputs(operation: String, count: Int)
    case onlyTwoDimensional(FeatureShape)
    case binsExceedMap(bins: Int, axis: String, size: Int)
    case regionOutside([Double], map: FeatureShape)
    case overflow
    case empty(FeatureShape)

    /// What would make shapes agree.
    public enum MergeHint: Hashable, Sendable {
        case channels, spatial, rank, none
    }
}

extension LayerProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .windowDoesNotFit(let axis, let kernel, let dilation, let input, let padding):
            let span = dilation * (kernel - 1) + 1
            let spread = dilation > 1 ? " (spread over \(span) by dilation \(dilation))" : ""
            let padded = padding > 0 ? " padded to \(input + padding)" : ""
            let most = (input + padding - 1) / dilation + 1
            return """
                a kernel of \(kernel)\(spread) does not fit the input's \(axis) of \(input)\(padded). \
                Use padding of at least \((span - input + 1) / 2) on each side, or a kernel of at most \(most).
                """
        case .countPerAxis(let option, let given, let axes):
            let sides = option == "padding" ? ", or before and after for each" : ""
            return """
                '\(option)' has \(given) values, but the input has \(axes) spatial \(axes == 1 ? "axis" : "axes"). \
                Give one value, or one for each axis\(sides).
                """
        case .needsImage(let shape):
            return """
                its input is \(shape.text()), which has no axis to slide along. Put the layer before 'flatten' and \
                global pooling, or shape its input with 'reshape'.
                """
        case .needsVector(let shape):
            return """
                it takes a vector, but its input is \(shape.text()). Put 'flatten' before it\
                \(shape.elementCount.integer.map { " (\($0) values)" } ?? "").
                """
        case .needsSequence(let shape):
            return """
                it takes a sequence, steps x features, but its input is \(shape.text()). \
                Put 'reshape' before it, or 'return-sequences: true' on a recurrent layer before it.
                """
        case .groupsDoNotDivide(let groups, let channels, let filters):
            return """
                \(groups) groups do not divide \(channels.text) input channels and \(filters) filters evenly. \
                Both must be multiples of 'groups'.
                """
        case .outputPaddingTooLarge(let axis, let outputPadding, let stride, let dilation):
            return """
                'output-padding' is \(outputPadding) along the \(axis); it must be less than the greater of stride \
                \(stride) and dilation \(dilation).
                """
        case .cropsEverything(let axis, let size):
            return "nothing is left along the \(axis): the size would be \(size.text). Take less away."
        case .sizeDependsOnUnknown(let axis):
            return """
                with 'ceil' the size along the \(axis) cannot be told from an unknown input size. Leave 'ceil' out, \
                use less padding, or give the size.
                """
        case .sizeUndetermined:
            return
                "no short formula tells its output's size from unknown ones. Give numbers in 'input' or with --input."
        case .needsKnownSize(let option, let shape):
            return "'\(option)' needs known sizes, but its input is \(shape.text()). Give the size with --input."
        case .reshapeChangesCount(let shape, let count, let sizes):
            return """
                \(shape.text()) has \(count.text) values, \(sizes.map(String.init).joined(separator: "x")) has \
                \(sizes.map { Quantity($0) }.reduce(1, *).text). A reshape keeps their number.
                """
        case .notAPermutation(let axes, let rank):
            return """
                [\(axes.map(String.init).joined(separator: ", "))] is not an order of the \(rank) axes of its input. \
                Name each from 1 to \(rank) once.
                """
        case .notDivisible(let size, let divisor, let axis):
            return "its input's \(axis) of \(size.text) cannot be divided by \(divisor). Use a multiple of \(divisor)."
        case .transposedSameIsCoarse(let stride, let kernel, let axis):
            return """
                'same' makes \(stride) outputs of each input along the \(axis), more than a kernel of \(kernel) \
                reaches. Use a kernel of at least \(stride).
                """
        case .shapesDiffer(let shapes, let operation, let hint):
            let list = shapes.map { $0.text() }.joined(separator: " and ")
            return "cannot \(operation) \(list). " + hint.advice
        case .tooFewInputs(let operation, let count):
            return """
                '\(operation)' reads \(count == 1 ? "one layer" : "no layer"); it needs at least two. \
                Name the other in 'from', as '\(operation): NAME'.
                """
        case .onlyTwoDimensional(let shape):
            return "it works on channels x height x width, but its input is \(shape.text())."
        case .binsExceedMap(let bins, let axis, let size):
            return "\(bins) bins along the \(axis) of \(size): there must be at least one value for each bin."
        case .regionOutside(let region, let map):
            return """
                the region [\(region.map { OptionValue.number($0).yaml }.joined(separator: ", "))] does not begin on \
                the \(map.text()) map. Regions are [x0, y0, x1, y1], in coordinates that 'scale' brings to the map's.
                """
        case .overflow:
            return "its sizes do not fit 64 bits. Use smaller ones."
        case .empty(let shape):
            return "its output would be \(shape.text()), which holds nothing."
        }
    }
}

extension LayerProblem.MergeHint {
    fileprivate var advice: String {
        switch self {
        case .channels: "Give both the same channels with a 1x1 'conv' on one branch."
        case .spatial:
            """
            Give both the same size: the same strides on both branches, 'padding: same', or 'crop', 'zero-pad' or \
            'upsample' on one of them.
            """
        case .rank: "Both must have the same number of axes: use 'flatten', 'reshape' or global pooling on one of them."
        case .none: "Their shapes must be the same."
        }
    }
}
