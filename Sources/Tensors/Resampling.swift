/// Making pictures smaller.
public enum Resampling {
    /// The picture `[C, H, W]` reduced so that its longer side is at most `longest`: each new pixel is the mean of the area
    /// that it covers. A picture that is small enough already stays as it is.
    ///
    /// - Precondition: `longest >= 1`, the picture is not empty.
    public static func reduced(_ image: Tensor, longest: Int) -> Tensor {
        let (height, width) = (image.shape[1], image.shape[2])
        guard max(height, width) > longest else { return image }
        let scale = Double(longest) / Double(max(height, width))
        let newHeight = max(1, Int((Double(height) * scale).rounded()))
        let newWidth = max(1, Int((Double(width) * scale).rounded()))
        let rows = spans(from: height, to: newHeight)
        let columns = spans(from: width, to: newWidth)
        return Tensor([image.shape[0], newHeight, newWidth]) { output in
            image.withUnsafeElements { input in
                var index = 0
                for channel in 0..<image.shape[0] {
                    for row in rows {
                        for column in columns {
                            var sum = 0.0
                            for (y, wy) in row {
                                for (x, wx) in column {
                                    sum += Double(input[(channel * height + y) * width + x]) * wy * wx
                                }
                            }
                            output[index] = Float(sum)
                            index += 1
                        }
                    }
                }
            }
        }
    }

    /// The picture `[C, H, W]` at another size, between neighbours; what becomes smaller is averaged, as Pillow does.
    ///
    /// - Precondition: all sizes are at least 1.
    public static func resized(_ image: Tensor, height: Int, width: Int) -> Tensor {
        along(along(image, axis: 2, to: width), axis: 1, to: height)
    }

    /// One axis resampled with a triangle as wide as a new pixel, and never narrower than an old one.
    private static func along(_ image: Tensor, axis: Int, to size: Int) -> Tensor {
        let old = image.shape[axis]
        guard old != size else { return image }
        let scale = Double(old) / Double(size)
        let reach = max(scale, 1)
        let taps: [(first: Int, weights: [Float])] = (0..<size).map { position in
            let centre = (Double(position) + 0.5) * scale
            let first = max(0, Int((centre - reach + 0.5).rounded(.down)))
            let last = min(old, Int((centre + reach + 0.5).rounded(.down)))
            let weights = (first..<last).map { max(0, 1 - abs((Double($0) + 0.5 - centre) / reach)) }
            let sum = weights.reduce(0, +)
            return (first, weights.map { Float($0 / sum) })
        }
        let outer = image.shape.sizes.prefix(axis).reduce(1, *)
        let inner = image.shape.sizes.dropFirst(axis + 1).reduce(1, *)
        var sizes = image.shape.sizes
        sizes[axis] = size
        var output = Tensor(Shape(sizes))
        output.withUnsafeMutableElements { output in
            image.withUnsafeElements { input in
                for row in 0..<outer {
                    for (position, tap) in taps.enumerated() {
                        let target = (row * size + position) * inner
                        for (offset, weight) in tap.weights.enumerated() {
                            let source = (row * old + tap.first + offset) * inner
                            for place in 0..<inner { output[target + place] += input[source + place] * weight }
                        }
                    }
                }
            }
        }
        return output
    }

    /// Which old positions each new one covers, and how much each counts.
    private static func spans(from old: Int, to new: Int) -> [[(Int, Double)]] {
        let step = Double(old) / Double(new)
        return (0..<new).map { index in
            let (start, end) = (Double(index) * step, Double(index + 1) * step)
            return (Int(start)...min(old - 1, Int(end.rounded(.up)) - 1)).map { position in
                let covered = min(end, Double(position + 1)) - max(start, Double(position))
                return (position, covered / step)
            }
        }
    }
}

extension Tensor {
    /// The picture's brightness `[1, H, W]`: 0.299 R + 0.587 G + 0.114 B; a grey picture stays as it is.
    ///
    /// - Precondition: the shape is `[1, H, W]` or `[3, H, W]`.
    /// - Source: ITU-R BT.601.
    public var luma: Tensor {
        if shape[0] == 1 { return self }
        precondition(shape.rank == 3 && shape[0] == 3, "\(shape) is not a picture")
        let plane = shape[1] * shape[2]
        return Tensor([1, shape[1], shape[2]]) { output in
            withUnsafeElements { rgb in
                for index in 0..<plane {
                    output[index] = 0.299 * rgb[index] + 0.587 * rgb[plane + index] + 0.114 * rgb[2 * plane + index]
                }
            }
        }
    }
}
