import Execution
import Tensors
import Testing

@testable import Training

@Suite struct BatchesTests {
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
        // Beside another sample, which moves by itself.
        let pair = Tensor.stacked([Tensor(sample.shape), sample], Shape([2] + sizes))
        let moved = pair.shifted(by: [offsets.map { -$0 }, offsets]).slice(1)
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

    @Test func shiftsCoverTheirRangeAndDependOnAllThatIsGiven() {
        func shifts(_ step: Int, seed: UInt64 = 7) -> [[Int]] {
            Batches(count: 100, size: 50, seed: seed).shifts(of: step, samples: 50, axes: 2, most: 1)
        }
        #expect(shifts(3) == shifts(3))
        #expect(shifts(3) != shifts(4))
        #expect(shifts(3) != shifts(3, seed: 8))
        #expect(Set((0..<8).flatMap { shifts($0) }).count == 9)
    }

    @Test func everyEpochSeesEverySampleOnce() {
        let batches = Batches(count: 23, size: 5, seed: 3)
        #expect(batches.perEpoch == 5)
        var orders: Set<[Int]> = []
        for epoch in 0..<4 {
            let order = batches.order(epoch: epoch)
            orders.insert(order)
            let seen = (epoch * 5..<(epoch + 1) * 5).flatMap { batches.places(of: $0, order: order) }
            #expect(seen == order)
            #expect(seen.sorted() == Array(0..<23))
        }
        #expect(orders.count == 4)
    }
}
