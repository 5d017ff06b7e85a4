public import Networks
public import Tensors

extension Preprocessing {
    /// A photo as the network takes it: resized, cropped, in its range, its channels' order and normalised.
    ///
    /// - Parameters:
    ///   - photo: `[C, H, W]` from 0 to 1.
    ///   - shape: The network's input; its channels decide between grey and colour, its size where nothing else does.
    /// - Returns: `[1, C, H, W]`.
    public func prepared(_ photo: Tensor, for shape: FeatureShape) -> Tensor {
        normalized(framed(photo, for: shape))
    }

    /// The part of a photo that the network sees, as people see it.
    ///
    /// - Parameters:
    ///   - photo: `[C, H, W]` from 0 to 1.
    ///   - shape: The network's input.
    /// - Returns: `[C, H, W]` from 0 to 1, red, green and blue.
    public func framed(_ photo: Tensor, for shape: FeatureShape) -> Tensor {
        var image = photo
        let channels = shape.channels.integer ?? photo.shape[0]
        if channels == 1 { image = image.luma }
        if channels == 3, image.shape[0] == 1 { image = Tensor.concatenated([image, image, image], axis: 0) }
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
        if let crop { image = image.centre(crop[0], crop[1]) }
        let wanted = shape.spatial.compactMap(\.integer)
        if wanted.count == 2, Array(image.shape.dropFirst()) != wanted {
            image = Resampling.resized(image, height: wanted[0], width: wanted[1])
        }
        return image
    }

    /// What ``framed(_:for:)`` gives, in the network's order and range of channels, as a batch of one.
    public func normalized(_ framed: Tensor) -> Tensor {
        var image = framed
        let channels = image.shape[0]
        if isBGR, channels == 3 { image = image.gathered(image.shape.sizes) { $0 == 0 ? 2 - $1 : $1 } }
        let plane = image.shape[1] * image.shape[2]
        image.withUnsafeMutableElements { elements in
            for channel in 0..<channels {
                let mean = Float(mean.map { $0[min(channel, $0.count - 1)] } ?? 0)
                let deviation = Float(deviation.map { $0[min(channel, $0.count - 1)] } ?? 1)
                for index in channel * plane..<(channel + 1) * plane {
                    elements[index] = (elements[index] * Float(pixelRange) - mean) / deviation
                }
            }
        }
        return image.reshaped(to: Shape([1] + image.shape.sizes))
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

extension Tensor {
    /// The middle of `[C, H, W]`; zeros where it is smaller.
    fileprivate func centre(_ height: Int, _ width: Int) -> Tensor {
        // As torchvision rounds: to the nearest, ties to even.
        let top = Int((Double(shape[1] - height) / 2).rounded(.toNearestOrEven))
        let left = Int((Double(shape[2] - width) / 2).rounded(.toNearestOrEven))
        return gathered([shape[0], height, width]) { axis, position in
            axis == 0 ? position : axis == 1 ? position + top : position + left
        }
    }
}
