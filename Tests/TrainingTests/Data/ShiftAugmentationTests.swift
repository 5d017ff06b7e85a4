import Execution
import Tensors
import Testing

@testable import Training

@Suite struct ShiftAugmentationTests {
    private static func sample(_ sizes: [Int], _ seed: UInt64) -> Tensor {
        var random = NormalGenerator(seed: seed)
        return Tensor(Shape(sizes)) { buffer in
            for index in buffer.indices { buffer[index] = 1 + random.uniform() }
        }
    }

    @Test(arguments: 0..<60)
    func everyValueMovesByItsOffsets(seed: Int) {
        var random = NormalGenerator(seed: UInt64(seed), stream: 9)
        let axes = 1 + seed % 3
        let sizes = [1 + random.index(below: 3)] + (0..<axes).map { _ in 1 + random.index(below: 6) }
        let offsets = (0..<axes).map { _ in random.index(below: 15) - 7 }
        let sample = Self.sample(sizes, UInt64(seed))
        let moved = ShiftAugmentation.moved(sample, by: offsets)
        // As the sentence says it: out[c, p] = in[c, p − offset], zero where that lies outside.
        for index in 0..<sample.shape.elementCount {
            var (rest, source) = (index, 0)
            var isInside = true
            for axis in 0...axes {
                let place = rest / sample.shape.strides[axis] - (axis == 0 ? 0 : offsets[axis - 1])
                rest %= sample.shape.strides[axis]
                isInside = isInside && (0..<sizes[axis]).contains(place)
                source += place * sample.shape.strides[axis]
            }
            #expect(moved.elements[index] == (isInside ? sample.elements[source] : 0), "\(sizes) \(offsets)")
        }
    }

    @Test func offsetsCoverTheirRangeAndDependOnAllThatIsGiven() {
        var seen: Set<[Int]> = []
        for sample in 0..<400 {
            let offsets = ShiftAugmentation.offsets(sample: sample, epoch: 2, most: 1, axes: 2, seed: 7)
            #expect(offsets == ShiftAugmentation.offsets(sample: sample, epoch: 2, most: 1, axes: 2, seed: 7))
            seen.insert(offsets)
        }
        #expect(seen.count == 9)
        func all(_ epoch: Int, _ seed: UInt64) -> [[Int]] {
            (0..<50).map { ShiftAugmentation.offsets(sample: $0, epoch: epoch, most: 3, axes: 2, seed: seed) }
        }
        #expect(all(0, 0) != all(1, 0))
        #expect(all(0, 0) != all(0, 1))
    }

    @Test func vectorsStay() {
        let sample = Tensor([4], [1, 2, 3, 4])
        #expect(ShiftAugmentation.moved(sample, by: []) == sample)
        #expect(ShiftAugmentation.offsets(sample: 0, epoch: 0, most: 2, axes: 0, seed: 0).isEmpty)
    }
}
