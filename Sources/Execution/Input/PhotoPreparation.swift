public import Networks
public import Tensors

extension Preprocessing {
    /// A photo as the network takes it: resized, cropped, in its range, its channels' order and normalised.
    ///
    /// - Parameters:
    ///   - photo: `[C, H, W]` from 0 to 1.
    ///   - shape: The network's input; its channels decide between grey and colour, its size where nothing else does.
    /// - Returns: `[1, C, H, W]`, or `[1, H, W, C]` where ``axes`` say so.
    /// - Throws: ``PhotoError``.
    public func prepared(_ photo: Tensor, for shape: FeatureShape) throws(PhotoError) -> Tensor {
        try normalized(framed(photo, for: shape))
    }

    /// The part of a photo that the network sees, as people see it.
    ///
    /// - Parameters:
    ///   - photo: `[C, H, W]` from 0 to 1.
    ///   - shape: The network's input.
    /// - Returns: `[C, H, W]` from 0 to 1, red, green and blue.
    /// - Throws: ``PhotoError``.
    public func framed(_ photo: Tensor, for shape: FeatureShape) throws(PhotoError) -> Tensor {
        let (wantedChannels, wanted) = try picture(shape)
        var image = photo
        let channels = wantedChannels.integer ?? photo.shape[0]
        if channels == 1 { image = image.luma }
        if channels == 3, image.shape[0] == 1 { image = Tensor.concatenated([image, image, image], axis: 0) }
        guard image.shape[0] == channels else { throw .channels(photo: photo.shape[0], network: channels) }
        switch resize {
        case .shorterSide(let side)?:
            let (height, width) = (image.shape[1], image.shape[2])
            let shorter = min(height, width)
            image = Resampling.resized(
                image, height: max(side, height * side / shorter), width: max(side, width * side / shorter))
        case .exactly(let height, let width)?:
            image = Resampling.resized(image, height: height, width: width)
        case nil: break
        }
        if let crop {
            guard crop[0] <= image.shape[1], crop[1] <= image.shape[2] else {
                throw .smallerThanCrop(height: image.shape[1], width: image.shape[2], crop: crop)
            }
            image = image.centre(crop[0], crop[1])
        }
        if let wanted, Array(image.shape.dropFirst()) != wanted {
            image = Resampling.resized(image, height: wanted[0], width: wanted[1])
        }
        return image
    }

    /// What ``framed(_:for:)`` gives, in the network's order and range of channels, as a batch of one.
    ///
    /// - Throws: ``PhotoError/countPerChannel(_:count:channels:)``.
    public func normalized(_ framed: Tensor) throws(PhotoError) -> Tensor {
        var image = framed
        let channels = image.shape[0]
        let means = try perChannel(.mean, mean, channels) ?? [Float](repeating: 0, count: channels)
        let deviations = try perChannel(.deviation, deviation, channels) ?? [Float](repeating: 1, count: channels)
        if isBGR, channels == 3 { image = image.gathered(image.shape.sizes) { $0 == 0 ? 2 - $1 : $1 } }
        let plane = image.shape[1] * image.shape[2]
        image.withUnsafeMutableElements { elements in
            for channel in 0..<channels {
                for index in channel * plane..<(channel + 1) * plane {
                    elements[index] = (elements[index] * Float(pixelRange) - means[channel]) / deviations[channel]
                }
            }
        }
        let batch = image.reshaped(to: Shape([1] + image.shape.sizes))
        switch axes {
        case .nchw: return batch
        case .nhwc: return batch.permuted([0, 2, 3, 1])
        }
    }

    /// The channels, and the height and width if they are known.
    private func picture(_ shape: FeatureShape) throws(PhotoError) -> (channels: Quantity, size: [Int]?) {
        guard shape.rank == 3, !shape.isSequence else { throw .notAPicture(shape) }
        let (channels, spatial) =
            switch axes {
            case .nchw: (shape.sizes[0], Array(shape.sizes[1...]))
            case .nhwc: (shape.sizes[2], Array(shape.sizes[..<2]))
            }
        let size = spatial.compactMap(\.integer)
        return (channels, size.count == 2 ? size : nil)
    }

    private func perChannel(_ key: Key, _ values: [Double]?, _ channels: Int) throws(PhotoError) -> [Float]? {
        guard let values else { return nil }
        if values.count == 1 { return [Float](repeating: Float(values[0]), count: channels) }
        guard values.count == channels else {
            throw .countPerChannel(key, count: values.count, channels: channels)
        }
        return values.map { Float($0) }
    }

    /// The same for a network that slides: its own size is no aim, so that only what `options` say changes the photo's.
    public func sliding(_ options: PreprocessingOptions) -> Preprocessing {
        var copy = self
        if options[.resize] == nil { copy.resize = nil }
        if options[.crop] == nil { copy.crop = nil }
        return copy
    }

    /// What is done, in words, for a figure's description.
    public var steps: [String] {
        var steps: [String] = []
        switch resize {
        case .shorterSide(let side)?: steps.append("resized to \(side) pixels on the shorter side")
        case .exactly(let height, let width)?: steps.append("resized to \(height) x \(width)")
        case nil: break
        }
        if let crop { steps.append("the middle \(crop[0]) x \(crop[1]) cut out") }
        if pixelRange != 1 { steps.append("values from 0 to \(OptionValue.number(pixelRange).yaml)") }
        if isBGR { steps.append("channels blue, green, red") }
        if let mean {
            steps.append("less the mean \(mean.map { OptionValue.number($0).yaml }.joined(separator: ", "))")
        }
        if let deviation {
            steps.append("divided by \(deviation.map { OptionValue.number($0).yaml }.joined(separator: ", "))")
        }
        return steps
    }
}

extension FeatureShape {
    /// As many channels over images of any size.
    public var withOpenSize: FeatureShape {
        FeatureShape(channels: channels, spatial: spatial.indices.map { Quantity(Unknown("S\($0)")) })
    }
}

/// Why a photo cannot go into a network. Holds the facts; ``description`` puts them into words.
public enum PhotoError: Error, Sendable {
    case notAPicture(FeatureShape)
    case channels(photo: Int, network: Int)
    case smallerThanCrop(height: Int, width: Int, crop: [Int])
    case countPerChannel(Preprocessing.Key, count: Int, channels: Int)
}

extension PhotoError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAPicture(let shape):
            "the network takes \(shape.text()), which is no picture. Give an .npy file of that shape."
        case .channels(let photo, let network):
            """
            the photo has \(photo) channels, but the network takes \(network). Give an .npy file, or --layout nhwc if the \
            network's last axis is that of the channels.
            """
        case .smallerThanCrop(let height, let width, let crop):
            """
            the photo is \(height) x \(width) pixels, less than the crop of \(crop[0]) x \(crop[1]). Enlarge it with \
            --resize \(max(crop[0], crop[1])), or crop less.
            """
        case .countPerChannel(let key, let count, let channels):
            "\(key.rawValue) has \(count) numbers, but there are \(channels) channels. Give one for each, or one for all."
        }
    }
}

extension Tensor {
    /// The middle of `[C, H, W]`.
    fileprivate func centre(_ height: Int, _ width: Int) -> Tensor {
        // As torchvision rounds: to the nearest, ties to even.
        let top = Int((Double(shape[1] - height) / 2).rounded(.toNearestOrEven))
        let left = Int((Double(shape[2] - width) / 2).rounded(.toNearestOrEven))
        return gathered([shape[0], height, width]) { axis, position in
            axis == 0 ? position : axis == 1 ? position + top : position + left
        }
    }
}
