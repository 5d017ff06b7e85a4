import ConvolutionKernels

/// A function of one element that needs an exponential, several elements at a time.
package enum ElementFunction: Hashable, Sendable {
    /// Within 2 units in the last place.
    case exponential
    case sigmoid
    case tangent
    /// To 3e-7.
    case errorFunction
    /// x / (1 + e^(−slope · x)).
    case swish(slope: Float)
    /// Source: Hendrycks and Gimpel, 2016; the error function to 1.5e-7.
    case gelu
    /// Source: Hendrycks and Gimpel, 2016, their approximation.
    case tangentGELU
    /// x, or limit · (e^(slope · x) − 1) below 0.
    case elu(limit: Float, slope: Float)
    /// ln(1 + eˣ).
    case softplus
    /// x · tanh(ln(1 + eˣ)). Source: Misra, 2019.
    case mish

    /// Input and output may be the same.
    package func callAsFunction(
        _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, count: Int
    ) {
        let kernels = Correlation.kernels
        let (function, alpha, beta) = described
        nonisolated(unsafe) let (input, output) = (input, output)
        Parallelism.split(count, work: Double(count) * 5) { range in
            kernels.pointee.pointwise(
                function, alpha, beta, input + range.lowerBound, output + range.lowerBound, Int64(range.count))
        }
    }

    private var described: (ck_function, Float, Float) {
        switch self {
        case .exponential: (CK_EXPONENTIAL, 0, 0)
        case .sigmoid: (CK_SIGMOID, 0, 0)
        case .tangent: (CK_TANGENT, 0, 0)
        case .errorFunction: (CK_ERROR_FUNCTION, 0, 0)
        case .swish(let slope): (CK_SWISH, slope, 0)
        case .gelu: (CK_GELU, 0, 0)
        case .tangentGELU: (CK_TANGENT_GELU, 0, 0)
        case .elu(let limit, let slope): (CK_ELU, limit, slope)
        case .softplus: (CK_SOFTPLUS, 0, 0)
        case .mish: (CK_MISH, 0, 0)
        }
    }
}

extension Tensor {
    /// Every element put through a function.
    package func applying(_ function: ElementFunction) -> Tensor {
        Tensor(shape) { output in
            withUnsafeElements { input in
                guard let source = input.baseAddress, let target = output.baseAddress else { return }
                function(source, into: target, count: input.count)
            }
        }
    }

    /// The same in place.
    package mutating func apply(_ function: ElementFunction) {
        withUnsafeMutableElements { elements in
            guard let start = elements.baseAddress else { return }
            function(start, into: start, count: elements.count)
        }
    }
}
