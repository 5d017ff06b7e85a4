import Testing

@testable import Tensors

struct ShapeTests {
    @Test func countsAndStrides() {
        let shape: Shape = [2, 3, 4]
        #expect(shape.rank == 3)
        #expect(shape.elementCount == 24)
        #expect(shape.strides == [12, 4, 1])
        #expect(Array(shape.suffix(2)) == [3, 4])
        #expect(shape.description == "2 × 3 × 4")
    }

    @Test func scalar() {
        let scalar: Shape = []
        #expect(scalar.elementCount == 1)
        #expect(scalar.strides == [])
        #expect(scalar.description == "scalar")
    }

    @Test func emptyAxis() throws {
        let shape = try Shape(validating: [3, 0, 5])
        #expect(shape.elementCount == 0)
        #expect(shape.strides == [0, 5, 1])
    }

    @Test(arguments: [[-1], [2, -3], [Int.min, 2], [1 << 32, 1 << 31], [Int.max, Int.max], [0, Int.max, Int.max]])
    func impossible(_ sizes: [Int]) {
        #expect(throws: ShapeError.impossibleSizes(sizes)) { try Shape(validating: sizes) }
    }

    @Test func greatest() throws {
        #expect(try Shape(validating: [Int.max, 1]).elementCount == Int.max)
        #expect(try Shape(computing: [1 << 31]).elementCount == 1 << 31)
        #expect(throws: ShapeError.tooManyElements([(1 << 31) + 1])) { try Shape(computing: [(1 << 31) + 1]) }
    }

    @Test func valuesPerAxis() throws {
        #expect(try PerAxis.all(2).values(axes: 3, option: "stride") == [2, 2, 2])
        #expect(try PerAxis.each([1, 2]).values(axes: 2, option: "stride") == [1, 2])
        #expect(throws: ShapeError.countPerAxis(option: "stride", given: 2, axes: 3)) {
            try PerAxis.each([1, 2]).values(axes: 3, option: "stride")
        }
    }
}
