import Files
import Tensors

/// What happens to each image of `convscope filter`.
struct FilterWork: Sendable {
    let filter: Filter
    let options: Convolution
    let channels: ChannelChoice
    let range: ResponseRange
    let depth: Int
    let pixelLimit: Int?

    func response(to image: consuming Tensor) throws -> Tensor {
        let chosen = try select(consume image)
        return try filter(chosen, options)
    }

    private func select(_ image: consuming Tensor) throws -> Tensor {
        switch channels {
        case .all: return image
        case .luma: return image.luma
        case .some(let indices):
            guard let last = indices.max(), last < image.shape[0] else {
                throw Failure(
                    message: "the image has one channel only; --channels \(channels.parameterText) needs three.",
                    status: Failure.badData)
            }
            let plane = image.shape[1] * image.shape[2]
            return Tensor(
                [indices.count, image.shape[1], image.shape[2]],
                indices.flatMap { image.elements[$0 * plane..<($0 + 1) * plane] })
        }
    }

    /// The response as brightness: v·scale + offset, lies in 0...1 where it is not cut off.
    func brightness(of response: Tensor) -> (scale: Float, offset: Float, isAbsolute: Bool) {
        let range = response.finiteRange ?? 0...0
        let extent = max(abs(range.lowerBound), abs(range.upperBound))
        switch self.range {
        case .symmetric:
            return (extent > 0 ? 0.5 / extent : 0, 0.5, false)
        case .minmax:
            let span = range.upperBound - range.lowerBound
            return span > 0 ? (1 / span, -range.lowerBound / span, false) : (0, 0, false)
        case .clip:
            return (1, 0, false)
        case .absolute:
            return (extent > 0 ? 1 / extent : 0, 0, true)
        }
    }
}
