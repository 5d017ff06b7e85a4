import Execution
import Tensors

/// Pictures of simple shapes, drawn by seed: bright strokes on black, their class the kind of shape.
public struct SyntheticShapes: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// In any direction.
        case bars
        case horizontalBars = "horizontal-bars"
        case verticalBars = "vertical-bars"
        /// Two strokes that meet at a right angle.
        case corners
        case crosses
        case circles
    }

    /// The classes; each is drawn as often as the others.
    public var kinds: [Kind]
    /// Of the picture's sides, in pixels.
    public var size: Int
    public var count: Int
    /// The standard deviation of what is added to each pixel.
    public var noise: Float
    public var seed: UInt64

    public init(_ kinds: [Kind], size: Int = 16, count: Int = 1000, noise: Float = 0, seed: UInt64 = 0) {
        (self.kinds, self.size, self.count, self.noise, self.seed) = (kinds, size, count, noise, seed)
    }

    /// Pictures `[N, 1, size, size]` from 0 to 1, and their classes.
    ///
    /// - Precondition: At least one kind, and one sample.
    public var dataset: Dataset {
        let pixels = size * size
        let inputs = Tensor([count, 1, size, size]) { buffer in
            Parallelism.split(count, work: 60 * Double(count * pixels)) { range in
                for index in range {
                    draw(
                        index, into: UnsafeMutableBufferPointer(rebasing: buffer[index * pixels..<(index + 1) * pixels])
                    )
                }
            }
        }
        let classes = (0..<count).map { $0 % kinds.count }
        return Dataset(inputs: inputs, targets: .classes(classes, names: kinds.map(\.rawValue)))
    }

    /// Each picture has random numbers of its own: it does not depend on how many there are.
    private func draw(_ index: Int, into pixels: UnsafeMutableBufferPointer<Float>) {
        var random = NormalGenerator(seed: seed, stream: UInt64(index))
        let shape = DrawnShape(kinds[index % kinds.count], size: size, &random)
        let brightness = random.uniform(in: 0.7..<1)
        for row in 0..<size {
            for column in 0..<size {
                let covered = shape.coverage(at: .init(x: Double(column) + 0.5, y: Double(row) + 0.5))
                let value = Float(covered * brightness) + (noise > 0 ? noise * random.normal() : 0)
                pixels[row * size + column] = min(1, max(0, value))
            }
        }
    }
}
