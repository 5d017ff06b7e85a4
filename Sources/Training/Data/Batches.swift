import Execution
import Tensors

/// In which order samples are learned from, and how they are moved: functions of the seed, the epoch and the place, so
/// that a run can be taken up at any step.
struct Batches {
    let count: Int
    let size: Int
    let seed: UInt64

    var perEpoch: Int { (count + size - 1) / size }

    /// The samples of a step, counted from 0 through all epochs.
    func places(of step: Int, order: [Int]) -> ArraySlice<Int> {
        let first = step % perEpoch * size
        return order[first..<min(count, first + size)]
    }

    /// All samples, shuffled for an epoch.
    func order(epoch: Int) -> [Int] {
        var random = NormalGenerator(seed: seed, stream: UInt64(epoch) << 8 | 1)
        return random.shuffled(0..<count)
    }

    /// For each sample of a step how far it is moved along each axis.
    func shifts(of step: Int, samples: Int, axes: Int, most: Int) -> [[Int]] {
        var random = NormalGenerator(seed: seed, stream: UInt64(step) << 8 | 2)
        return (0..<samples).map { _ in (0..<axes).map { _ in random.index(below: 2 * most + 1) - most } }
    }
}

extension Tensor {
    /// Samples `[N, C, …]`, each moved along its spatial axes; zeros come in.
    func shifted(by shifts: [[Int]]) -> Tensor {
        let sizes = Array(shape.dropFirst(2))
        let (width, rows) = (sizes.last!, sizes.dropLast().reduce(1, *))
        let (channels, strides) = (shape[1], Shape(Array(sizes.dropLast()) + [1]).strides)
        return Tensor(shape) { output in
            output.initialize(repeating: 0)
            withUnsafeElements { input in
                for (sample, shift) in shifts.enumerated() {
                    let across = shift.last!
                    let (first, end) = (max(0, across), min(width, width + across))
                    guard first < end else { continue }
                    for row in 0..<rows {
                        var (place, isInside) = (0, true)
                        for axis in 0..<sizes.count - 1 {
                            let own = row / strides[axis] % sizes[axis] - shift[axis]
                            isInside = isInside && (0..<sizes[axis]).contains(own)
                            place += own * strides[axis]
                        }
                        guard isInside else { continue }
                        for channel in 0..<channels {
                            let map = (sample * channels + channel) * rows
                            for x in first..<end {
                                output[(map + row) * width + x] = input[(map + place) * width + x - across]
                            }
                        }
                    }
                }
            }
        }
    }
}
