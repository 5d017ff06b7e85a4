import Execution
public import Tensors

/// Samples moved a little, so that a network sees each of them in several places.
public enum ShiftAugmentation {
    /// How far one sample is moved in one epoch: evenly from −most to most along each spatial axis.
    public static func offsets(sample: Int, epoch: Int, most: Int, axes: Int, seed: UInt64) -> [Int] {
        var random = NormalGenerator(seed: seed ^ 0x5348_4946_5400, stream: UInt64(epoch) << 32 | UInt64(sample))
        return (0..<axes).map { _ in random.index(below: 2 * most + 1) - most }
    }

    /// A sample moved: what comes in from outside is zero.
    ///
    /// - Parameters:
    ///   - sample: `[C, …]`.
    ///   - offsets: For each spatial axis, outermost first; positive ones move down and to the right.
    public static func moved(_ sample: Tensor, by offsets: [Int]) -> Tensor {
        Tensor(sample.shape) { output in
            sample.withUnsafeElements { move($0, shape: sample.shape, by: offsets, into: output) }
        }
    }

    /// The same in memory that is there already, such as a place in a batch; all of it is written.
    ///
    /// - Precondition: An offset for each axis of `shape` but the first; both pieces of memory hold its elements.
    public static func move(
        _ sample: UnsafeBufferPointer<Float>, shape: Shape, by offsets: [Int],
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(offsets.count == shape.rank - 1, "\(offsets.count) offsets for a \(shape) sample")
        guard shape.elementCount > 0 else { return }
        let count = shape.elementCount
        guard let width = shape.dropFirst().last, let across = offsets.last, offsets.contains(where: { $0 != 0 }) else {
            output.baseAddress!.update(from: sample.baseAddress!, count: count)
            return
        }
        output.baseAddress!.update(repeating: 0, count: count)
        // Row by row: the part of a row that stays inside is one piece.
        let kept = max(0, width - abs(across))
        let strides = shape.strides
        for row in 0..<count / width {
            var (rest, source) = (row * width, 0)
            var isInside = kept > 0
            for axis in 0..<shape.rank - 1 {
                let position = rest / strides[axis] - (axis == 0 ? 0 : offsets[axis - 1])
                rest %= strides[axis]
                isInside = isInside && (0..<shape[axis]).contains(position)
                source += position * strides[axis]
            }
            guard isInside else { continue }
            (output.baseAddress! + row * width + max(0, across))
                .update(from: sample.baseAddress! + source + max(0, -across), count: kept)
        }
    }
}
