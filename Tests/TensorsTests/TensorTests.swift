import Testing

@testable import Tensors

struct TensorTests {
    private let counted = Tensor([2, 3, 4], (0..<24).map(Float.init))

    @Test func isRowMajor() {
        #expect(counted[1, 2, 3] == 23)
        #expect(counted[1, 0, 2] == 14)
        #expect(Tensor([], [7])[] == 7)
    }

    @Test func isAValue() {
        var copy = counted
        copy[0, 1, 2] = -1
        #expect(copy[0, 1, 2] == -1)
        #expect(counted[0, 1, 2] == 6)
        #expect(copy != counted)
    }

    @Test func writingThroughMemoryLeavesCopiesAlone() {
        var written = counted
        written.withUnsafeMutableElements { $0[5] = 100 }
        #expect(written.elements[5] == 100)
        #expect(counted.withUnsafeElements { $0[5] } == 5)
    }

    @Test func fills() {
        let tensor = Tensor([2, 2]) { memory in
            #expect(memory.count == 4)
            _ = memory.initialize(from: [1, 2, 3, 4])
        }
        #expect(tensor == Tensor([2, 2], [1, 2, 3, 4]))
        #expect(Tensor([3], repeating: 2).elements == [2, 2, 2])
        #expect(Tensor([0, 3]) { _ in }.elements.isEmpty)
    }

    @Test func slicesAndReshapes() {
        #expect(counted.slice(1) == Tensor([3, 4], (12..<24).map(Float.init)))
        #expect(counted.slice(1).slice(2).slice(3) == Tensor([], [23]))
        #expect(counted.reshaped(to: [4, 6])[3, 5] == 23)
    }

    @Test func maps() {
        #expect(counted.map { 2 * $0 }[1, 2, 3] == 46)
    }

    @Test func rangeIgnoresWhatIsNotFinite() {
        #expect(counted.finiteRange == 0...23)
        #expect(Tensor([4], [.nan, -3, .infinity, 2]).finiteRange == -3...2)
        #expect(Tensor([2], [.nan, -.infinity]).finiteRange == nil)
        #expect(Tensor([0]).finiteRange == nil)
    }

    @Test func theRangeLeavesOutWhatIsNotFinite() {
        for count in [1, 7, 8, 9, 64, 1000] {
            for kernels in [false, true] {
                Correlation.$isPortable.withValue(kernels) {
                    var values = (0..<count).map { Float(($0 * 7919) % 251) - 100 }
                    let plain = Tensor([count], values)
                    #expect(plain.finiteRange == values.min()!...values.max()!)
                    values += [.nan, .infinity, -.infinity]
                    values.insert(.nan, at: 0)
                    #expect(Tensor([count + 4], values).finiteRange == plain.finiteRange)
                }
            }
        }
        #expect(Tensor([2], [.nan, .infinity]).finiteRange == nil)
        #expect(Tensor([0], []).finiteRange == nil)
    }
}
