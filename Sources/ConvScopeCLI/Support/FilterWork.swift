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

    /// - Parameter source: An image's path; `nil` is standard input.
    func response(toImageAt source: String?) throws -> Tensor {
        let bytes = try source.map { try FileBytes.read($0) } ?? FileBytes.standardInput()
        let name = source ?? "standard input"
        return try response(to: EncodedImage(bytes, name: name, pixelLimit: pixelLimit).decoded())
    }

    /// A response as a file of that format; `name` is for messages.
    func encoded(_ response: Tensor, as format: ResponseFormat, name: String) throws -> [UInt8] {
        switch format {
        case .npy: NumPyFile.encode(response)
        case .png: try png(response, name: name)
        }
    }

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

    /// The response as the samples of a PNG: brightness as the range says, cut off at 0 and 1.
    private func png(_ response: consuming Tensor, name: String) throws -> [UInt8] {
        guard response.shape[0] == 1 || response.shape[0] == 3 else {
            throw Failure.usage("a PNG holds one channel or three, not \(response.shape[0]); write .npy instead.")
        }
        let extent = response.finiteRange ?? 0...0
        let greatest = max(abs(extent.lowerBound), abs(extent.upperBound))
        let span = extent.upperBound - extent.lowerBound
        var shown = response
        switch range {
        case .symmetric: shown.scale(by: greatest > 0 ? 0.5 / greatest : 0, plus: 0.5)
        case .minmax: shown.scale(by: span > 0 ? 1 / span : 0, plus: span > 0 ? -extent.lowerBound / span : 0)
        case .clip: break
        case .absolute: shown.scaleMagnitude(by: greatest > 0 ? 1 / greatest : 0)
        }
        return try PNG.encode(shown, PNGOptions(depth: depth == 16 ? .sixteen : .eight), name: name)
    }
}
