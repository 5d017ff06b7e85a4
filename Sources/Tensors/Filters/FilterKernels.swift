#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

extension FilterKind {
    /// The filter with these parameters; what is not given takes its default.
    ///
    /// - Precondition: `values` holds parameters of this kind, each in its range. ``Filter/init(parsing:)`` checks text.
    public func filter(_ values: [String: Double] = [:]) -> Filter {
        let given = parameters.filter { values[$0.name] != nil }
        let name =
            given.isEmpty
            ? rawValue : rawValue + ":" + given.map { "\($0.name)=\(number(values[$0.name]!))" }.joined(separator: ",")
        func value(_ name: String) -> Double {
            let parameter = parameters.first { $0.name == name }
            guard let value = values[name] ?? parameter?.defaultValue else {
                preconditionFailure("\(rawValue) has no parameter \(name)")
            }
            return value
        }
        /// Half the side of a Gaussian's kernel, as far as three standard deviations unless the size is given.
        func size(_ sigma: Double) -> Int {
            values["size"].map { Int($0) } ?? 2 * Int((3 * sigma).rounded(.up)) + 1
        }

        let response: Filter.Response =
            switch self {
            case .sobelX: .linear(derivative([1, 2, 1]))
            case .sobelY: .linear(derivative([1, 2, 1]).transposed)
            case .sobel: .magnitude(x: derivative([1, 2, 1]), y: derivative([1, 2, 1]).transposed)
            case .scharrX: .linear(derivative([3, 10, 3]))
            case .scharrY: .linear(derivative([3, 10, 3]).transposed)
            case .scharr: .magnitude(x: derivative([3, 10, 3]), y: derivative([3, 10, 3]).transposed)
            case .prewittX: .linear(derivative([1, 1, 1]))
            case .prewittY: .linear(derivative([1, 1, 1]).transposed)
            case .prewitt: .magnitude(x: derivative([1, 1, 1]), y: derivative([1, 1, 1]).transposed)
            case .roberts: .magnitude(x: Tensor([2, 2], [1, 0, 0, -1]), y: Tensor([2, 2], [0, 1, -1, 0]))
            case .gradientDirection: .direction(x: derivative([1, 2, 1]), y: derivative([1, 2, 1]).transposed)
            case .verticalEdge: .linear(Tensor([3, 3], [1, 0, -1, 1, 0, -1, 1, 0, -1]))
            case .horizontalEdge: .linear(Tensor([3, 3], [1, 1, 1, 0, 0, 0, -1, -1, -1]))
            case .kirsch: .greatest(compassKernels)
            case .laplacian: .linear(Tensor([3, 3], [0, 1, 0, 1, -4, 1, 0, 1, 0]))
            case .laplacian8: .linear(Tensor([3, 3], [1, 1, 1, 1, -8, 1, 1, 1, 1]))
            case .laplacianOfGaussian: .linear(sampledLaplacian(value("sigma"), size: size(value("sigma"))))
            case .differenceOfGaussians: .linear(gaussianDifference(value("sigma"), size: size(1.6 * value("sigma"))))
            case .gabor:
                .linear(
                    gaborKernel(
                        wavelength: value("wavelength"), angle: value("angle"), sigma: value("sigma"),
                        phase: value("phase"), size: size(value("sigma"))))
            case .gaussian: .linear(gaussianKernel(value("sigma"), size: size(value("sigma"))))
            case .box: .linear(normalised(Tensor([Int(value("size")), Int(value("size"))], repeating: 1)))
            case .motion: .linear(motionKernel(length: Int(value("length")), angle: value("angle")))
            case .sharpen: .linear(Tensor([3, 3], [0, -1, 0, -1, 5, -1, 0, -1, 0]))
            case .unsharp: .linear(unsharpKernel(value("sigma"), amount: value("amount"), size: size(value("sigma"))))
            case .emboss: .linear(Tensor([3, 3], [-2, -1, 0, -1, 1, 1, 0, 1, 2]))
            case .identity: .linear(Tensor([1, 1], [1]))
            }
        return Filter(name: name, title: title, response: response, isSigned: isSigned)
    }

    /// Whether zero means "nothing here" and both signs mean something.
    public var isSigned: Bool {
        switch self {
        case .sobelX, .sobelY, .scharrX, .scharrY, .prewittX, .prewittY, .gradientDirection, .verticalEdge,
            .horizontalEdge, .laplacian, .laplacian8, .laplacianOfGaussian, .differenceOfGaussians, .gabor:
            true
        case .sobel, .scharr, .prewitt, .roberts, .kirsch, .gaussian, .box, .motion, .sharpen, .unsharp, .emboss,
            .identity:
            false
        }
    }
}

/// Right minus left, each row weighted.
private func derivative(_ rows: [Float]) -> Tensor {
    Tensor([3, 3], rows.flatMap { [-$0, 0, $0] })
}

/// Kirsch's north kernel and its seven turns by 45°, clockwise.
private var compassKernels: [Tensor] {
    let ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
    return (0..<8).map { turn in
        var kernel = Tensor([3, 3])
        for (index, place) in ring.enumerated() {
            kernel[place.0, place.1] = (index + 8 - turn) % 8 < 3 ? 5 : -3
        }
        return kernel
    }
}

/// A kernel of `size` × `size` values of a function of x and y, counted from the middle.
private func sampled(_ size: Int, _ value: (Double, Double) -> Double) -> [Double] {
    let middle = Double(size - 1) / 2
    return (0..<size * size).map { value(Double($0 % size) - middle, Double($0 / size) - middle) }
}

private func gaussianValues(_ sigma: Double, size: Int) -> [Double] {
    let values = sampled(size) { x, y in exp(-(x * x + y * y) / (2 * sigma * sigma)) }
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
}

private func square(_ size: Int, _ values: [Double]) -> Tensor {
    Tensor([size, size], values.map { Float($0) })
}

private func gaussianKernel(_ sigma: Double, size: Int) -> Tensor {
    square(size, gaussianValues(sigma, size: size))
}

/// Positive around a negative middle, as the Laplacian's signs are; made to sum to zero, so a plain area gives nothing.
private func sampledLaplacian(_ sigma: Double, size: Int) -> Tensor {
    let weights = gaussianValues(sigma, size: size)
    let distances = sampled(size) { x, y in x * x + y * y }
    let values = zip(weights, distances).map { $0 * ($1 - 2 * sigma * sigma) / (sigma * sigma * sigma * sigma) }
    let mean = values.reduce(0, +) / Double(values.count)
    return square(size, values.map { $0 - mean })
}

private func gaussianDifference(_ sigma: Double, size: Int) -> Tensor {
    square(size, zip(gaussianValues(sigma, size: size), gaussianValues(1.6 * sigma, size: size)).map { $0 - $1 })
}

/// A cosine under a Gaussian; the mean is taken out, so a plain area gives nothing, and the weights sum to 1 in magnitude.
private func gaborKernel(wavelength: Double, angle: Double, sigma: Double, phase: Double, size: Int) -> Tensor {
    let radians = angle * .pi / 180
    let weights = gaussianValues(sigma, size: size)
    let wave = sampled(size) { x, y in
        cos(2 * .pi * (x * cos(radians) + y * sin(radians)) / wavelength + phase * .pi / 180)
    }
    let mean = zip(weights, wave).reduce(0) { $0 + $1.0 * $1.1 }
    let values = zip(weights, wave).map { $0 * ($1 - mean) }
    let sum = values.reduce(0) { $0 + abs($1) }
    return square(size, sum > 0 ? values.map { $0 / sum } : values)
}

/// Points along the line, each shared among the four pixels around it.
private func motionKernel(length: Int, angle: Double) -> Tensor {
    let size = length % 2 == 0 ? length + 1 : length
    let middle = Double(size - 1) / 2
    let radians = angle * .pi / 180
    var kernel = Tensor([size, size])
    for step in 0..<length {
        let along = Double(step) - Double(length - 1) / 2
        let (x, y) = (middle + along * cos(radians), middle + along * sin(radians))
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        for (column, row) in [(left, top), (left + 1, top), (left, top + 1), (left + 1, top + 1)]
        where (0..<size).contains(column) && (0..<size).contains(row) {
            let weight = (1 - abs(x - Double(column))) * (1 - abs(y - Double(row)))
            kernel[row, column] += Float(max(0, weight))
        }
    }
    return normalised(kernel)
}

/// identity + amount · (identity − Gaussian)
private func unsharpKernel(_ sigma: Double, amount: Double, size: Int) -> Tensor {
    // Only an odd side has a middle pixel to keep.
    let size = size % 2 == 0 ? size + 1 : size
    var values = gaussianValues(sigma, size: size).map { -amount * $0 }
    values[values.count / 2] += 1 + amount
    return square(size, values)
}

private func normalised(_ kernel: Tensor) -> Tensor {
    let sum = kernel.elements.reduce(0, +)
    return kernel.map { $0 / sum }
}

extension Tensor {
    /// Rows and columns exchanged.
    ///
    /// - Precondition: the rank is 2.
    var transposed: Tensor {
        precondition(shape.rank == 2, "only a matrix is transposed")
        var result = Tensor([shape[1], shape[0]])
        for row in 0..<shape[0] {
            for column in 0..<shape[1] { result[column, row] = self[row, column] }
        }
        return result
    }
}
