/// A convolution whose sizes have been checked: what the definition and the fast path both run on.
struct ConvolutionPlan {
    let options: Convolution
    let batch: Int
    let inputChannels: Int
    let outputChannels: Int
    /// Depth, height, width; the axes that a 1-D or 2-D convolution lacks are windows of size 1 over 1.
    let windows: [Window]
    let output: Shape

    var groups: Int { options.groups }
    var channelsPerGroup: Int { inputChannels / groups }
    var filtersPerGroup: Int { outputChannels / groups }

    init(_ options: Convolution, input: Shape, weights: Shape, bias: Shape?) throws(ShapeError) {
        let axes = weights.rank - 2
        guard (1...3).contains(axes) else { throw .unsupportedAxes(axes) }
        guard input.rank == axes + 1 || input.rank == axes + 2 else {
            throw .rankMismatch(input: input, weights: weights)
        }
        for shape in [input, weights] where shape.elementCount == 0 { throw .emptyAxis(shape) }
        try ShapeError.check("groups", [options.groups])
        try ShapeError.check("channels", [weights[1]])

        let isBatched = input.rank == axes + 2
        let inputChannels = input[input.rank - axes - 1]
        let outputChannels = weights[0]
        guard inputChannels % options.groups == 0, outputChannels % options.groups == 0 else {
            throw .groupsDoNotDivide(
                groups: options.groups, inputChannels: inputChannels, outputChannels: outputChannels)
        }
        guard inputChannels == weights[1] * options.groups else {
            throw .channelMismatch(input: inputChannels, weights: weights[1], groups: options.groups)
        }
        if let bias, bias != [outputChannels] { throw .biasMismatch(bias: bias, outputChannels: outputChannels) }

        let windows = try Window.along(
            Array(input.suffix(axes)), kernel: Array(weights.suffix(axes)), stride: options.stride,
            dilation: options.dilation, padding: options.padding)
        let single = try Window(inputSize: 1, kernelSize: 1)

        self.options = options
        self.batch = isBatched ? input[0] : 1
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.windows = [Window](repeating: single, count: 3 - axes) + windows
        self.output = try Shape(
            computing: (isBatched ? [batch] : []) + [outputChannels] + windows.map(\.outputSize))
    }
}
