import Tensors
import Testing

struct MatrixProductTests {
    @Test(arguments: [
        (1, 1, 1), (1, 700, 33), (3, 5, 300), (8, 257, 65), (9, 13, 31), (40, 1, 70), (64, 97, 300), (23, 200, 1),
    ])
    func `every way gives what the definition says`(rows: Int, columns: Int, depth: Int) throws {
        for (transposesLeft, transposesRight) in [(false, false), (false, true), (true, false), (true, true)] {
            let product = MatrixProduct(transposesLeft: transposesLeft, transposesRight: transposesRight)
            let left = numbers(transposesLeft ? [depth, rows] : [rows, depth], seed: 3)
            let right = numbers(transposesRight ? [columns, depth] : [depth, columns], seed: 5)
            let (fast, slow) = (try product(left, right), try product.definition(left, right))
            #expect(fast.shape == [rows, columns])
            for (a, b) in zip(fast.elements, slow.elements) { #expect(abs(a - b) <= 1e-5 * Float(depth)) }
        }
    }

    @Test func `an empty sum is zero`() throws {
        #expect(try MatrixProduct()(Tensor([2, 0]), Tensor([0, 3])) == Tensor([2, 3]))
        #expect(try MatrixProduct()(Tensor([0, 4]), Tensor([4, 3])).shape == [0, 3])
    }

    @Test func `inner sizes must agree`() {
        #expect(
            throws: ShapeError.matricesDoNotMatch(
                left: [2, 3], right: [4, 5], transposesLeft: false, transposesRight: false)
        ) { try MatrixProduct()(Tensor([2, 3]), Tensor([4, 5])) }
        #expect(throws: ShapeError.self) { try MatrixProduct()(Tensor([6]), Tensor([6, 5])) }
    }

    private func numbers(_ shape: Shape, seed: UInt64) -> Tensor {
        var state = seed
        return Tensor(
            shape,
            (0..<shape.elementCount).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(Int(state >> 40) - (1 << 23)) / Float(1 << 23)
            })
    }
}
