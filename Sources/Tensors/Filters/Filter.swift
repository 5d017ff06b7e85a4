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

    public init(name: String, title: String, response: Response, isSigned: Bool) {
        self.name = name
        self.title = title
        self.response = response
        self.isSigned = isSigned
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
        switch response {
        case .linear(let kernel):
            return try Self.respond(image, kernel, options)
        case .magnitude(let x, let y):
            return try Self.channelwise(image) { (channel) throws(ShapeError) in
                magnitude(try Self.respond(channel, x, options), try Self.respond(channel, y, options))
            }
        case .direction(let x, let y):
            return try Self.channelwise(image) { (channel) throws(ShapeError) in
                direction(x: try Self.respond(channel, x, options), y: try Self.respond(channel, y, options))
            }
        case .greatest(let kernels):
            return try Self.channelwise(image) { (channel) throws(ShapeError) in
                var greatest = try Self.respond(channel, kernels[0], options)
                for kernel in kernels.dropFirst() {
                    greatest = elementwise(greatest, try Self.respond(channel, kernel, options), Swift.max)
                }
                return greatest
            }
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

    /// One channel at a time, so that no more than one channel's derivatives are in memory.
    private static func channelwise(
        _ image: Tensor, _ body: (Tensor) throws(ShapeError) -> Tensor
    ) throws(ShapeError) -> Tensor {
        let channels = image.shape[0]
        let slices = [1] + Array(image.shape.dropFirst())
        let first = try body(channels == 1 ? image : image.slice(0).reshaped(to: Shape(slices)))
        if channels == 1 { return first }
        var output = Tensor([channels] + Array(first.shape.dropFirst()))
        for channel in 0..<channels {
            let response = channel == 0 ? first : try body(image.slice(channel).reshaped(to: Shape(slices)))
            output.withUnsafeMutableElements { all in
                _ = UnsafeMutableBufferPointer(rebasing: all[(channel * first.elements.count)...])
                    .update(from: response.elements)
            }
        }
        return output
    }
}
