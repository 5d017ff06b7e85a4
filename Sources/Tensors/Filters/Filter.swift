#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// An image filter: one kernel, or several whose responses are combined.
public struct Filter: Hashable, Sendable {
    /// What `--filter` takes: `sobel-x`, `gaussian:sigma=2`, a file's name, or `custom`.
    public let name: String
    /// As it stands on figures: `Sobel, x`.
    public let title: String
    public let response: Response
    /// Whether zero means "nothing here" and both signs mean something. Signed responses are shown around mid-grey.
    public let isSigned: Bool

    public enum Response: Hashable, Sendable {
        case linear(Tensor)
        /// √(x² + y²) of two derivatives.
        case magnitude(x: Tensor, y: Tensor)
        /// The angle of the gradient from the x axis, in radians, y downwards; from −π to π.
        case direction(x: Tensor, y: Tensor)
        /// The greatest of several responses.
        case greatest([Tensor])
    }

    /// - Precondition: there is a kernel, `[kh, kw]` or `[C, kh, kw]`, and where there are several all are `[kh, kw]` of one size.
    public init(name: String, title: String, response: Response, isSigned: Bool) {
        self.name = name
        self.title = title
        self.response = response
        self.isSigned = isSigned
        precondition(
            (2...3).contains(kernels.first?.shape.rank ?? 0)
                && (kernels.count == 1 || kernels.allSatisfy { $0.shape == kernels[0].shape && $0.shape.rank == 2 }),
            "kernels that do not go together")
    }

    /// A filter of somebody's own, `[kh, kw]` or, for as many channels as the image has, `[C, kh, kw]`.
    ///
    /// It counts as signed if it has a negative weight and a white area gives less than one half.
    public init(name: String, title: String, kernel: Tensor) {
        let sum = kernel.elements.reduce(0, +)
        self.init(
            name: name, title: title, response: .linear(kernel),
            isSigned: kernel.elements.contains { $0 < 0 } && sum < 0.5)
    }

    public var kernels: [Tensor] {
        switch response {
        case .linear(let kernel): [kernel]
        case .magnitude(let x, let y), .direction(let x, let y): [x, y]
        case .greatest(let kernels): kernels
        }
    }
}

extension Filter {
    /// The response of an image `[C, H, W]`: `[C, H', W']`, or `[1, H', W']` for a kernel with channels of its own.
    ///
    /// The options' groups follow from the kernel; what they say is not heeded.
    ///
    /// - Throws: ``ShapeError`` where the kernel does not fit the image.
    public func callAsFunction(_ image: Tensor, _ options: Convolution) throws(ShapeError) -> Tensor {
        guard image.shape.rank == 3 else { throw .rankMismatch(input: image.shape, weights: kernels[0].shape) }
        switch response {
        case .linear(let kernel):
            return try Self.respond(image, kernel, options)
        case .magnitude(let x, let y):
            return try Self.combine(image, [x, y], options) { ($0 * $0 + $1 * $1).squareRoot() }
        case .direction(let x, let y):
            return try Self.combine(image, [x, y], options) {
                // Where nothing changes, rounding would choose the angle.
                abs($0) + abs($1) < 1e-5 ? 0 : atan2f($1, $0)
            }
        case .greatest(let kernels):
            return try Self.combine(image, kernels, options) { max($0, $1) }
        }
    }

    private static func respond(
        _ image: Tensor, _ kernel: Tensor, _ options: Convolution
    ) throws(ShapeError) -> Tensor {
        var options = options
        guard kernel.shape.rank == 2 else {
            options.groups = 1
            return try options(image, weights: kernel.reshaped(to: [1] + kernel.shape.sizes))
        }
        let channels = image.shape[0]
        options.groups = channels
        let weights = Tensor(
            [channels, 1] + kernel.shape.sizes, (0..<channels).flatMap { _ in kernel.elements })
        return try options(image, weights: weights)
    }

    /// The responses of several kernels made one, each taken in turn. Channel by channel, so that only one channel's
    /// derivatives are in memory.
    private static func combine(
        _ image: Tensor, _ kernels: [Tensor], _ options: Convolution, _ body: (Float, Float) -> Float
    ) throws(ShapeError) -> Tensor {
        let channels = image.shape[0]
        let plane: Shape = [1] + Array(image.shape.dropFirst())
        var options = options
        options.groups = 1
        let response = try options.outputShape(for: plane, weights: [1, 1] + kernels[0].shape.sizes)
        var output = Tensor([channels] + Array(response.dropFirst()))
        for channel in 0..<channels {
            let input = channels == 1 ? image : image.slice(channel).reshaped(to: plane)
            var combined = try respond(input, kernels[0], options)
            for kernel in kernels.dropFirst() { combined.combine(with: try respond(input, kernel, options), body) }
            output.setSlice(channel, to: combined)
        }
        return output
    }
}
