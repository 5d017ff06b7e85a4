import Testing

@testable import Tensors

struct PoolingTests {
    private let row = Tensor([1, 6], [3, 1, .nan, 4, 1, 5])

    @Test func aMissingNumberWins() throws {
        let pooled = try Pooling(.maximum, size: 2)(row, axes: 1)
        #expect(pooled.difference(from: Tensor([1, 3], [3, .nan, 5])) == nil)
    }

    @Test func strideIsAsFarAsTheWindowIsWide() {
        #expect(Pooling(.maximum, size: 3) == Pooling(.maximum, size: 3, stride: 3))
    }

    @Test func averagesCountPaddingOrNot() throws {
        let ones = Tensor([1, 4], repeating: 1)
        let counting = Pooling(.average(countingPadding: true), size: 2, padding: .symmetric(1))
        #expect(try counting(ones, axes: 1).elements == [0.5, 1, 0.5])
        let ofInput = Pooling(.average(countingPadding: false), size: 2, padding: .symmetric(1))
        #expect(try ofInput(ones, axes: 1).elements == [1, 1, 1])
    }

    /// What only rounding up reaches never counts, even where padding does.
    @Test func averagesStopAtThePadding() throws {
        let ones = Tensor([1, 6], repeating: 1)
        let pooling = Pooling(
            .average(countingPadding: true), size: 4, stride: 3, padding: .symmetric(1), rounding: .ceiling)
        // Windows from −1, 2 and 5; the last holds one of the input, one of padding, two beyond.
        #expect(try pooling(ones, axes: 1).elements == [0.75, 1, 0.5])
    }

    @Test func negativeMaximaAreNotPadding() throws {
        let pooled = try Pooling(.maximum, size: 3, stride: 1, padding: .same)(Tensor([1, 3], repeating: -2), axes: 1)
        #expect(pooled.elements == [-2, -2, -2])
    }

    /// Where a window reads padding alone there is nothing to take the greatest or the mean of.
    @Test func windowsOfPaddingAlone() throws {
        let one = Tensor([1, 1], [7])
        let padding = Padding.explicit([.init(1, 0)])
        let greatest = try Pooling(.maximum, size: 1, padding: padding)(one, axes: 1)
        #expect(greatest.elements == [-.infinity, 7])
        let counted = try Pooling(.average(countingPadding: true), size: 1, padding: padding)(one, axes: 1)
        #expect(counted.elements == [0, 7])
        let mean = try Pooling(.average(countingPadding: false), size: 1, padding: padding)(one, axes: 1)
        #expect(mean.elements[0].isNaN && mean.elements[1] == 7)
    }

    @Test func globalKeepsChannelsAndBatch() throws {
        let input = Tensor([2, 3, 2, 2], (0..<24).map(Float.init))
        let greatest = try Pooling.global(.maximum, input)
        #expect(greatest == Tensor([2, 3], [3, 7, 11, 15, 19, 23]))
        let mean = try Pooling.global(.average(countingPadding: false), input.slice(0))
        #expect(mean == Tensor([3], [1.5, 5.5, 9.5]))
    }
}
