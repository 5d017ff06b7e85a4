import Execution
import Foundation
import Tensors
import Testing

/// What the ONNX project's cases are too small or too coarse to tell.
struct OperatorFunctionsTests {
    private func floats(_ call: OperatorCall, _ inputs: Value?...) throws -> Tensor {
        guard case .float(let tensor) = try call.run(inputs)[0] else { throw Unexpected() }
        return tensor
    }

    private struct Unexpected: Error {}

    @Test(arguments: [OperatorName.exponential, .sigmoid, .tanh, .gelu, .mish, .elu, .softplus])
    func `activations are exact to a few units in the last place`(_ name: OperatorName) throws {
        let xs = stride(from: Float(-87), through: 87, by: 0.0371).map { $0 } + [1e-6, -1e-6, 1e-3, -1e-3, 0]
        let ys = try floats(OperatorCall(name), .float(Tensor([xs.count], xs))).elements
        for (x, y) in zip(xs, ys) {
            let z = Double(x)
            let exact: Double
            switch name {
            case .exponential: exact = exp(z)
            case .sigmoid: exact = 1 / (1 + exp(-z))
            case .tanh: exact = tanh(z)
            case .gelu: exact = 0.5 * z * erfc(-z / 2.0.squareRoot())
            case .mish: exact = z * tanh(log1p(exp(z)))
            case .elu: exact = z < 0 ? expm1(z) : z
            default: exact = log1p(exp(z))
            }
            // The error function is approximated to 1.5e-7, absolutely.
            let allowed =
                name == .gelu ? 2e-7 * max(1, Swift.abs(z)) + 4e-7 * Swift.abs(exact) : 8e-7 * Swift.abs(exact)
            #expect(Swift.abs(Double(y) - exact) <= allowed + 1e-37, "\(name) of \(x)")
        }
    }

    @Test(arguments: [[0, 2, 3, 1], [3, 2, 1, 0], [0, 1, 3, 2], [2, 0, 1, 3], [1, 3, 0, 2]])
    func `transposing moves every element to its place`(_ order: [Int]) throws {
        let shape: Shape = [2, 19, 3, 133]
        let input = Tensor(shape, (0..<shape.elementCount).map(Float.init))
        let output = try floats(OperatorCall(.transpose, ["perm": .ints(order)]), .float(input))
        var misplaced = 0
        for a in 0..<2 {
            for b in 0..<19 {
                for c in 0..<3 {
                    for d in 0..<133 {
                        let from = [a, b, c, d]
                        let to = order.map { from[$0] }
                        if output[to[0], to[1], to[2], to[3]] != input[a, b, c, d] { misplaced += 1 }
                    }
                }
            }
        }
        #expect(misplaced == 0)
    }

    @Test(arguments: [1, 2, 3, 4, 7]) func `no result depends on how many threads there are`(_ count: Int) throws {
        let numbers = (0..<3 * 5 * 64 * 67).map { (index: Int) -> Float in Float(index &* 7919 % 1009) / 500 - 1 }
        let image = Value.float(Tensor([3, 5, 64, 67], numbers))
        let linear = OperatorAttributes(["mode": .string("linear")])
        let scales = Value.float(Tensor([4], [1, 1, 1.5, 0.7]))
        var calls: [(OperatorCall, [Value?])] = []
        calls.append((OperatorCall(.softmax), [image]))
        calls.append((OperatorCall(.add), [image, .float(Tensor([5, 1, 1], [1, 2, 3, 4, 5]))]))
        calls.append((OperatorCall(.reduceMean, ["axes": .ints([1])], opset: 13), [image]))
        calls.append((OperatorCall(.reduceSum, opset: 13), [image, .integers([0, 2])]))
        calls.append((OperatorCall(.layerNormalization), [image, .float(Tensor([67], repeating: 2))]))
        calls.append((OperatorCall(.resize, linear, opset: 13), [image, nil, scales]))
        calls.append((OperatorCall(.transpose), [image]))
        calls.append((OperatorCall(.localResponseNormalization, ["size": .int(3)]), [image]))
        calls.append((OperatorCall(.matrixProduct), [image, .float(Tensor([5, 67, 9], repeating: 0.5))]))
        for (call, inputs) in calls {
            let single = try Parallelism.$threadCount.withValue(1) { try call.run(inputs) }
            let several = try Parallelism.$threadCount.withValue(count) { try call.run(inputs) }
            #expect(single == several, "\(call.name)")
        }
    }

    @Test func `products of integers are exact`() throws {
        func integers(_ shape: Shape, _ elements: Int64...) -> Value { .integer(IntegerTensor(shape, elements)) }
        let call = OperatorCall(.matrixProduct)
        let left = integers([2, 2], (1 << 40) + 1, 2, 3, 4)
        #expect(try call.run([left, integers([2, 1], 1, 5)]) == [integers([2, 1], (1 << 40) + 11, 23)])
        #expect(try call.run([integers([2], 1, 5), left]) == [integers([2], (1 << 40) + 16, 22)])
        #expect(try call.run([integers([2], 1, 5), integers([2], 3, 7)]) == [integers([], 38)])
        #expect(
            try call.run([integers([3, 1, 2], 1, 2, 3, 4, 5, 6), integers([2], 1, 1)]) == [integers([3, 1], 3, 7, 11)])
    }

    @Test func `random seeds give the mask that NumPy draws`() throws {
        let call = OperatorCall(.dropout, ["seed": .int(0)], opset: 13, outputCount: 2)
        let outputs = try call.run([
            .float(Tensor([6], repeating: 1)), .float(0.6), .boolean(BooleanTensor([], [true])),
        ])
        // numpy.random.RandomState(0).random_sample(6): 0.549, 0.715, 0.603, 0.545, 0.424, 0.646
        #expect(outputs[1] == .boolean(BooleanTensor([6], [false, true, true, false, false, true])))
    }
}
