internal import Scenes

extension PixelImage {
    /// An image pixel smaller than this, in points, is part of a photo: nobody is to count its pixels.
    private static let photoPixel = 0.6
    private static let largestEnlargement = 10.0
    private static let mostPixels = 4_000_000
    /// Cairo's own limit.
    static let longestSide = 32_767

    /// Whether the pixels are too small in a frame to be told apart.
    func isPhoto(in frame: Rect) -> Bool {
        max(frame.width / Double(width), frame.height / Double(height)) < Self.photoPixel
    }

    /// Viewers smooth the pixels of SVG and some of PDF, so each becomes a block of equal ones: only the block's rim
    /// can blur.
    func enlarged(for frame: Rect) -> PixelImage {
        let longest = Self.longestSide
        guard max(width, height) <= longest else {
            return resampled(width: min(width, longest), height: min(height, longest))
        }
        if isPhoto(in: frame) { return self }
        let cell = max(frame.width / Double(width), frame.height / Double(height))
        var factor = max(2, Int(min((1.5 * cell).rounded(.up), Self.largestEnlargement)))
        while factor > 1,
            width * height * factor * factor > Self.mostPixels || max(width, height) * factor > longest
        { factor -= 1 }
        return enlarged(by: factor)
    }

    /// Every pixel as a block of `factor` × `factor`.
    private func enlarged(by factor: Int) -> PixelImage {
        guard factor > 1 else { return self }
        let result = [UInt8](unsafeUninitializedCapacity: rgb.count * factor * factor) { buffer, count in
            let rowBytes = width * factor * 3
            for row in 0..<height {
                let line = buffer.baseAddress! + row * factor * rowBytes
                for column in 0..<width {
                    let source = (row * width + column) * 3
                    for copy in 0..<factor {
                        let target = (column * factor + copy) * 3
                        for channel in 0..<3 { line[target + channel] = rgb[source + channel] }
                    }
                }
                for copy in 1..<factor { (line + copy * rowBytes).initialize(from: line, count: rowBytes) }
            }
            count = rgb.count * factor * factor
        }
        return PixelImage(width: width * factor, height: height * factor, rgb: result)
    }

    /// The mean of what each new pixel covers: sharp where it lies within one old pixel.
    func resampled(width newWidth: Int, height newHeight: Int) -> PixelImage {
        if newWidth == width && newHeight == height { return self }
        let columns = Self.shares(from: width, to: newWidth)
        let rows = Self.shares(from: height, to: newHeight)
        var result = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        var sums = [Float](repeating: 0, count: width * 3)
        for (row, share) in rows.enumerated() {
            for index in sums.indices { sums[index] = 0 }
            for (offset, weight) in share.weights.enumerated() {
                let start = (share.first + offset) * width * 3
                for index in 0..<width * 3 { sums[index] += weight * Float(rgb[start + index]) }
            }
            for (column, share) in columns.enumerated() {
                var mean: (Float, Float, Float) = (0.5, 0.5, 0.5)
                for (offset, weight) in share.weights.enumerated() {
                    let index = (share.first + offset) * 3
                    mean.0 += weight * sums[index]
                    mean.1 += weight * sums[index + 1]
                    mean.2 += weight * sums[index + 2]
                }
                let target = (row * newWidth + column) * 3
                result[target] = UInt8(min(mean.0, 255))
                result[target + 1] = UInt8(min(mean.1, 255))
                result[target + 2] = UInt8(min(mean.2, 255))
            }
        }
        return PixelImage(width: newWidth, height: newHeight, rgb: result)
    }

    /// Which old pixels each new one covers, and by how much of itself.
    private static func shares(from old: Int, to new: Int) -> [(first: Int, weights: [Float])] {
        let step = Double(old) / Double(new)
        return (0..<new).map { index in
            // Exact in whole numbers: pixel i covers old·i ..< old·(i+1), in units of 1/new of an old pixel.
            let (start, end) = (old * index, old * (index + 1))
            let (first, last) = (start / new, (end - 1) / new)
            let weights = (first...last).map { pixel in
                Float(Double(min(end, (pixel + 1) * new) - max(start, pixel * new)) / Double(new) / step)
            }
            return (first, weights)
        }
    }
}
