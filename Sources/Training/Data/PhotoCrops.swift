import Execution
public import Tensors

/// Pieces of photos, at places that are drawn.
public struct PhotoCrops: Sendable {
    /// A photo `[C, H, W]` and its name, for messages.
    public typealias Photo = (name: String, pixels: Tensor)

    /// `[N, C, height, width]`
    public let crops: Tensor
    /// Which photo each comes from.
    public let photos: [Int]

    /// - Parameters:
    ///   - photos: With as many channels each; they are taken in turn.
    ///   - size: Height and width.
    ///   - count: At least 1.
    ///   - seed: Draws the places; a crop does not depend on how many there are.
    /// - Throws: ``DataProblem/smallerThanCrop(path:_:crop:)``, ``DataProblem/tooLarge(_:)``.
    public init(
        of photos: [Photo], size: [Int], count: Int, seed: UInt64
    ) throws(DataProblem) {
        for photo in photos where photo.pixels.shape[1] < size[0] || photo.pixels.shape[2] < size[1] {
            throw .smallerThanCrop(path: photo.name, photo.pixels.shape, crop: size)
        }
        let shape = try Shape(ofSamples: count, [photos[0].pixels.shape[0]] + size)
        crops = Tensor(shape) { buffer in
            var target = 0
            for index in 0..<count {
                let photo = photos[index % photos.count].pixels
                var random = NormalGenerator(seed: seed, stream: UInt64(index))
                let top = random.index(below: photo.shape[1] - size[0] + 1)
                let left = random.index(below: photo.shape[2] - size[1] + 1)
                photo.withUnsafeElements { pixels in
                    for channel in 0..<photo.shape[0] {
                        for row in 0..<size[0] {
                            let source = (channel * photo.shape[1] + top + row) * photo.shape[2] + left
                            (buffer.baseAddress! + target).initialize(
                                from: pixels.baseAddress! + source, count: size[1])
                            target += size[1]
                        }
                    }
                }
            }
        }
        self.photos = (0..<count).map { $0 % photos.count }
    }

    /// The crops, each turned by a quarter as often as its number says, and how often: 0 to 3.
    ///
    /// - Precondition: Crops are square.
    public var turned: (crops: Tensor, quarters: [Int]) {
        // Photos are taken in turn, so the number of a crop alone would tie photos to quarters.
        let photoCount = (photos.max() ?? 0) + 1
        let quarters = photos.indices.map { ($0 / photoCount + $0 % photoCount) % 4 }
        let turned = photos.indices.lazy.map { crops.slice($0).turned(quarters: quarters[$0]) }
        return (.stacked(turned, crops.shape), quarters)
    }
}

extension Shape {
    /// Of a set of samples, as long as memory can be expected to hold them.
    ///
    /// - Throws: ``DataProblem/tooLarge(_:)`` past 2³⁰ values (4 GiB).
    package init(ofSamples count: Int, _ sample: [Int]) throws(DataProblem) {
        guard let shape = try? Shape(validating: [count] + sample) else { throw .tooLarge(Shape([count])) }
        guard shape.elementCount <= 1 << 30 else { throw .tooLarge(shape) }
        self = shape
    }
}

extension Tensor {
    /// `[C, S, S]`, anticlockwise.
    fileprivate func turned(quarters: Int) -> Tensor {
        let side = shape[1]
        return Tensor(shape) { output in
            withUnsafeElements { input in
                for channel in 0..<shape[0] {
                    for row in 0..<side {
                        for column in 0..<side {
                            let (y, x) =
                                switch quarters {
                                case 0: (row, column)
                                case 1: (column, side - 1 - row)
                                case 2: (side - 1 - row, side - 1 - column)
                                default: (side - 1 - column, row)
                                }
                            output[(channel * side + row) * side + column] = input[(channel * side + y) * side + x]
                        }
                    }
                }
            }
        }
    }

    /// Each sample `[C, …]` less its mean, divided by its deviation: only how values differ remains.
    ///
    /// What keeps flat pieces from becoming noise is 10 of 255² grey values of variance, as in Coates et al., *An
    /// analysis of single-layer networks in unsupervised feature learning*, 2011.
    package var contrastNormalized: Tensor {
        guard shape[0] > 0 else { return self }
        let size = shape.elementCount / shape[0]
        var copy = self
        copy.withUnsafeMutableElements { elements in
            for start in stride(from: 0, to: elements.count, by: size) {
                let sample = start..<start + size
                let mean = sample.reduce(0.0) { $0 + Double(elements[$1]) } / Double(size)
                let variance =
                    sample.reduce(0.0) { sum, index in
                        let difference = Double(elements[index]) - mean
                        return sum + difference * difference
                    } / Double(size)
                let scale = 1 / (variance + 10 / (255 * 255)).squareRoot()
                for index in sample { elements[index] = Float((Double(elements[index]) - mean) * scale) }
            }
        }
        return copy
    }
}
