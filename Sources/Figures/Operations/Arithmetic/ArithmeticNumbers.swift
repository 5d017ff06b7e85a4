import Execution
import Tensors

/// Where the numbers of the cells come from, and the sizes that follow from them.
struct ArithmeticNumbers {
    let inputSizes: [Int]
    let kernelSizes: [Int]
    /// `[H, W]`
    let input: Tensor?
    private let kernel: Tensor?
    private let kernelName: String?

    init(_ options: Arithmetic, _ context: FigureContext) throws {
        let asked = try options.input?.values(axes: 2, option: "input")
        let askedKernel = try options.kernel?.values(axes: 2, option: "kernel")
        var numbers = CellNumbers(seed: context.seed)
        // Numbers of the kernel make no sense without those of the input.
        let values = options.values == .none && options.weights != nil ? .random : options.values

        if case .given(let matrix) = values {
            if let asked, asked != matrix.shape.sizes {
                throw ParameterError(
                    option: "values", value: matrix.matrixText, expected: "\(sizes(asked)) numbers, as --input says")
            }
            inputSizes = matrix.shape.sizes
        } else {
            inputSizes = asked ?? [5, 5]
        }
        // Nothing is allocated for sizes that are refused later.
        let limit = Arithmetic.mostCells
        guard inputSizes.allSatisfy({ (1...limit).contains($0) }) else {
            throw FigureError.tooManyCells(rows: inputSizes[0], columns: inputSizes[1], limit: limit)
        }
        input =
            switch values {
            case .none: nil
            case .given(let matrix): matrix
            case .random: numbers.matrix(inputSizes[0], inputSizes[1], in: 0...3)
            case .photo: try options.image.patch(inputSizes, at: options.at, in: context)
            }

        guard input != nil else {
            kernelSizes = askedKernel ?? [3, 3]
            (kernel, kernelName) = (nil, nil)
            return
        }
        if let reference = options.weights {
            let filter = try reference.filter(from: context.resources)
            try requireOneChannel(filter)
            guard case .linear(let weights) = filter.response else {
                throw FigureError.oneKernelNeeded(
                    filter: filter.name, reason: "combines \(filter.kernels.count) kernels, and this figure shows one")
            }
            let matrix = weights.matrix
            if let askedKernel, askedKernel != matrix.shape.sizes {
                throw ParameterError(
                    option: "weights", value: reference.name,
                    expected: "a kernel of \(sizes(askedKernel)), as --kernel says, not \(sizes(matrix.shape.sizes))")
            }
            kernelSizes = matrix.shape.sizes
            kernel = matrix
            kernelName = filter.title == "kernel" ? nil : filter.title
        } else {
            kernelSizes = askedKernel ?? [3, 3]
            guard kernelSizes.allSatisfy({ (1...limit).contains($0) }) else {
                throw FigureError.tooManyCells(rows: kernelSizes[0], columns: kernelSizes[1], limit: limit)
            }
            kernel = numbers.matrix(kernelSizes[0], kernelSizes[1], in: -1...2)
            kernelName = nil
        }
    }

    /// The numbers of a figure whose output and laid-on kernel `run` gives; nothing for cells without numbers.
    func table(_ run: (Tensor, Tensor) throws -> (output: Tensor, kernel: Tensor)) throws -> CellTable? {
        guard let input, let kernel else { return nil }
        let (output, laid) = try run(
            input.reshaped(to: Shape([1] + input.shape.sizes)), kernel.reshaped(to: Shape([1, 1] + kernel.shape.sizes)))
        return CellTable(
            input: input, kernel: laid.reshaped(to: kernel.shape),
            output: output.reshaped(to: Shape(Array(output.shape.suffix(2)))), kernelName: kernelName)
    }
}
