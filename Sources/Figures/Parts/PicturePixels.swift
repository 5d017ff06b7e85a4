import Scenes
import Tensors

extension Tensor {
    /// A picture `[1, H, W]` or `[3, H, W]` from 0 to 1 as it is seen, reduced to what `side` points can show.
    func picture(side: Double) -> PixelImage {
        let small = Resampling.reduced(self, longest: max(1, Int(side * PixelImage.mostPerPoint)))
        let plane = small.shape[1] * small.shape[2]
        let channels = small.shape[0] == 3 ? [0, 1, 2] : [0, 0, 0]
        var rgb = [UInt8]()
        rgb.reserveCapacity(3 * plane)
        small.withUnsafeElements { values in
            for place in 0..<plane {
                for channel in channels { rgb.append(PixelImage.byte(values[channel * plane + place])) }
            }
        }
        return PixelImage(width: small.shape[2], height: small.shape[1], rgb: rgb)
    }

    /// A map `[H, W]` whose pixels are the means of `factor` × `factor` values, fewer at the last edges.
    func averaged(by factor: Int) -> Tensor {
        guard factor > 1 else { return self }
        let (height, width) = (shape[0], shape[1])
        let (rows, columns) = ((height + factor - 1) / factor, (width + factor - 1) / factor)
        return Tensor([rows, columns]) { output in
            withUnsafeElements { values in
                for row in 0..<rows {
                    let ys = row * factor..<min(height, (row + 1) * factor)
                    for column in 0..<columns {
                        let xs = column * factor..<min(width, (column + 1) * factor)
                        var sum: Float = 0
                        for y in ys { for x in xs { sum += values[y * width + x] } }
                        output[row * columns + column] = sum / Float(ys.count * xs.count)
                    }
                }
            }
        }
    }
}

extension PixelImage {
    /// More pixels than this on a point are seen neither on a screen nor on paper; they would only make files large.
    static let mostPerPoint = 3.0

    /// By how much `pixels` along `side` points are reduced before they are drawn.
    static func reduction(_ pixels: Int, on side: Double) -> Int {
        max(1, Int((Double(pixels) / (side * mostPerPoint)).rounded(.up)))
    }

    static func byte(_ value: Float) -> UInt8 {
        value.isNaN ? 0 : UInt8((min(max(value, 0), 1) * 255).rounded())
    }
}
