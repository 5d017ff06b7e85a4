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
    private let isPhoto: Bool

    init(_ options: Arithmetic, _ context: FigureContext) throws {
        let asked = try options.input?.values(axes: 2, option: "input")
        let askedKernel = try options.kernel?.values(axes: 2, option: "kernel")
        var numbers = CellNumbers(seed: context.seed)
        // Numbers of the kernel make no sense without those of the input.
        let values = options.values == .none && options.weights != nil ? .random : options.values
        isPhoto = values == .photo

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
        let limit = Board.mostCells
        guard inputSizes.allSatisfy({ (1...limit).contains($0) }) else {
            throw FigureError.tooManyCells(rows: inputSizes[0], columns: inputSizes[1], limit: limit)
        }
        guard values != .none else {
            kernelSizes = askedKernel ?? [3, 3]
            (input, kernel, kernelName) = (nil, nil, nil)
            return
        }
        // Input first: the numbers of the same seed stay the same with any kernel.
        let random = numbers.matrix(inputSizes[0], inputSizes[1], in: 0...3)
        if let reference = options.weights {
            (kernel, kernelName) = try reference.oneKernel(of: askedKernel, in: context)
        } else {
            let size = askedKernel ?? [3, 3]
            guard size.allSatisfy({ (1...limit).contains($0) }) else {
                throw FigureError.tooManyCells(rows: size[0], columns: size[1], limit: limit)
            }
            (kernel, kernelName) = (numbers.matrix(size[0], size[1], in: -1...2), nil)
        }
        kernelSizes = kernel?.shape.sizes ?? [3, 3]
        input =
            switch values {
            case .none, .random: random
            case .given(let matrix): matrix
            case .photo: try Self.patch(of: options, inputSizes, kernel, context)
            }
    }

    /// The numbers of a figure whose output and laid-on kernel `run` gives; nothing for cells without numbers.
    func table(_ run: (Tensor, Tensor) throws -> (output: Tensor, kernel: Tensor)) throws -> CellTable? {
        guard let input, let kernel else { return nil }
        let (output, laid) = try run(
            input.reshaped(to: Shape([1] + input.shape.sizes)), kernel.reshaped(to: Shape([1, 1] + kernel.shape.sizes)))
        return CellTable(
            input: input, kernel: laid.reshaped(to: kernel.shape),
            output: output.reshaped(to: Shape(Array(output.shape.suffix(2)))), kernelName: kernelName, isPhoto: isPhoto)
    }

    /// Around the place where the kernel answers most strongly, unless one is given: whole numbers from 0 to 255, so that
    /// sums are exact as they are printed.
    private static func patch(
        of options: Arithmetic, _ size: [Int], _ kernel: Tensor?, _ context: FigureContext
    ) throws -> Tensor {
        let place = try options.at ?? strongest(options.image.brightness(in: context), kernel, size)
        return try options.image.patch(size, at: place, in: context).bytes
    }

    private static func strongest(_ photo: Tensor, _ kernel: Tensor?, _ size: [Int]) -> CellPlace {
        let most = [photo.shape[1] - size[0], photo.shape[2] - size[1]]
        guard let kernel,
            let response = try? Convolution()(photo, weights: kernel.reshaped(to: Shape([1, 1] + kernel.shape.sizes))),
            let centre = response.strongest
        else { return CellPlace(max(0, most[0] / 2), max(0, most[1] / 2)) }
        func start(_ centre: Int, _ axis: Int) -> Int {
            min(max(0, centre + kernel.shape[axis] / 2 - size[axis] / 2), max(0, most[axis]))
        }
        return CellPlace(start(centre.row, 0), start(centre.column, 1))
    }
}
