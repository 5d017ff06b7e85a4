import Tensors

/// The sizes of a signal in time and its numbers, if it has some.
struct TimeSignal {
    let length: Int
    let channels: Int
    /// Taps of the kernel, where its numbers or those of the input ask for one.
    let kernel: Int?
    /// `[C, T]`
    private let input: Tensor?
    /// `[C, k]`
    private let weights: Tensor?
    private let weightsName: String?

    init(_ options: Conv1D, _ context: FigureContext) throws {
        let values = options.values == .none && options.weights != nil ? .random : options.values
        let kernel = try options.weights?.oneKernel(in: context)
        let given: Tensor? = if case .given(let matrix) = values { matrix } else { nil }
        channels = options.inputChannels ?? given?.shape[0] ?? kernel?.matrix.shape[0] ?? 1
        length = options.input ?? given?.shape[1] ?? (values == .none ? 16 : 10)
        let limit = Conv1DModel.mostSteps
        guard (1...limit).contains(length) else {
            throw ParameterError(
                option: "input", value: "\(length)",
                expected: "1 to \(limit) steps; `receptive-field` draws longer signals")
        }
        try requireCount(channels, option: "input-channels")
        guard values != .none else {
            (self.kernel, input, weights, weightsName) = (nil, nil, nil, nil)
            return
        }
        let single = [options.layers ?? 1, options.dilation?.values.count ?? 1, options.filters ?? 1]
        guard single.allSatisfy({ $0 == 1 }) else {
            throw ParameterError(
                option: "values", value: values.parameterText, expected: "one layer with one filter, not a stack")
        }
        guard channels <= 8 else {
            throw ParameterError(
                option: "input-channels", value: "\(channels)", expected: "at most 8 rows of numbers")
        }
        if let given, given.shape.sizes != [channels, length] {
            throw ParameterError(
                option: "values", value: given.matrixText,
                expected: "\(channels) rows of \(length) numbers, as --input and --input-channels say")
        }
        var numbers = CellNumbers(seed: context.seed)
        input =
            switch values {
            case .none: nil
            case .given(let matrix): matrix
            case .random: numbers.matrix(channels, length, in: 0...3)
            case .photo: try options.image.patch([channels, length], at: options.at, in: context)
            }
        let taps = options.kernel?.values ?? [kernel?.matrix.shape[1] ?? 3]
        guard taps.count == 1, taps[0] <= limit,
            kernel.map({ $0.matrix.shape.sizes }) ?? [channels, taps[0]] == [channels, taps[0]]
        else {
            throw ParameterError(
                option: "weights", value: options.weights?.name ?? "",
                expected: "\(counted(channels, "row")) of numbers, one for each feature, as many as --kernel says")
        }
        self.kernel = taps[0]
        weights = kernel?.matrix ?? numbers.matrix(channels, taps[0], in: -1...2)
        weightsName = kernel?.name
    }

    /// The numbers of a layer: as of a picture whose rows are the features, under a kernel as high as they are many.
    func table(_ window: Window) throws -> CellTable? {
        guard let input, let weights else { return nil }
        let convolution = Convolution(
            stride: .all(window.stride), dilation: .all(window.dilation), padding: .explicit([window.padding]))
        let output = try convolution(input, weights: weights.reshaped(to: Shape([1] + weights.shape.sizes)))
        return CellTable(input: input, kernel: weights, output: output, kernelName: weightsName)
    }
}
