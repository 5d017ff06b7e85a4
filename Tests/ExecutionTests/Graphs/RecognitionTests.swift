import Execution
import Networks
import Tensors
import Testing

/// What people know as one layer is one node, and gives what its operators give.
@Suite struct RecognitionTests {
    private func random(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
        var state = seed
        return Tensor(shape) { buffer in
            for index in buffer.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                buffer[index] = Float(state >> 40) / Float(1 << 23) - 1
            }
        }
    }

    /// The network's words, after its outputs were held to the operators'.
    private func words(_ graph: OperatorGraph, _ inputs: [String: Tensor]) throws -> [String] {
        let (network, found) = try graph.outputsAsNetwork(inputs)
        let wanted = try graph.valuesOneByOne(inputs)
        for name in graph.outputs {
            guard case .float(let wanted)? = wanted[name], let found = found[name] else {
                Issue.record("no \(name)")
                continue
            }
            #expect(found.shape == wanted.shape)
            #expect(found.largestDifference(from: wanted) <= 1e-5 * max(1, wanted.largestMagnitude))
        }
        return network.network.nodes.map(\.words)
    }

    @Test func convolutionWithNormalisationAndActivationIsOneLayer() throws {
        var writer = GraphWriter([("x", [0, 3, 8, 8])])
        let convolved = writer.add(
            .convolution, "x", writer.constant(random([4, 3, 3, 3])), with: ["pads": .ints([1, 1, 1, 1])])
        let normalised = writer.add(
            .batchNormalization, convolved, writer.constant(random([4])), writer.constant(random([4], seed: 2)),
            writer.constant(random([4], seed: 3)), writer.constant(Tensor([4], repeating: 0.5)))
        let result = writer.add(.relu, normalised)
        let words = try words(writer.outputs(result), ["x": random([2, 3, 8, 8])])
        #expect(words == ["conv 4@3x3 p1, bn, relu"])
    }

    @Test func biasScaleAndShiftInStepsOfTheirOwn() throws {
        var writer = GraphWriter([("x", [1, 3, 8, 8])])
        let convolved = writer.add(.convolution, "x", writer.constant(random([4, 3, 1, 1])))
        let biased = writer.add(.add, convolved, writer.constant(random([1, 4, 1, 1])))
        let normalised = writer.add(
            .batchNormalization, biased, writer.constant(random([4])), writer.constant(random([4], seed: 2)),
            writer.constant(random([4], seed: 3)), writer.constant(Tensor([4], repeating: 0.5)))
        let scaled = writer.add(.multiply, normalised, writer.constant(random([4, 1, 1], seed: 5)))
        let shifted = writer.add(.add, scaled, writer.constant(random([4, 1, 1], seed: 6)))
        let words = try words(writer.outputs(shifted), ["x": random([1, 3, 8, 8])])
        #expect(words == ["conv 4@1x1, bn"])
    }

    @Test func aResultInsideALayerKeepsItsNode() throws {
        var writer = GraphWriter([("x", [1, 3, 8, 8])])
        let convolved = writer.add(.convolution, "x", writer.constant(random([4, 3, 3, 3])))
        let activated = writer.add(.relu, convolved)
        let words = try words(writer.outputs(convolved, activated), ["x": random([1, 3, 8, 8])])
        #expect(words == ["conv 4@3x3", "relu"])
    }

    @Test func sizesComputedInTheGraphAreKnown() throws {
        // What PyTorch writes for x.view(x.size(0), -1).
        var writer = GraphWriter([("x", [0, 4, 5, 5])])
        let shape = writer.add(.shape, "x")
        let batch = writer.add(.gather, shape, writer.constant([0]), with: ["axis": .int(0)])
        let target = writer.add(.concatenate, batch, writer.constant([-1]), with: ["axis": .int(0)])
        let flat = writer.add(.reshape, "x", target)
        let dense = writer.add(
            .gemm, flat, writer.constant(random([10, 100])), writer.constant(random([10])), with: ["transB": .int(1)])
        let result = writer.add(.softmax, dense, with: ["axis": .int(1)])
        let words = try words(writer.outputs(result), ["x": random([3, 4, 5, 5])])
        #expect(words == ["flatten", "dense 10", "softmax"])
    }

    @Test func denseFromAProductAndASum() throws {
        var writer = GraphWriter([("x", [1, 20])])
        let product = writer.add(.matrixProduct, "x", writer.constant(random([20, 6])))
        let sum = writer.add(.add, writer.constant(random([6])), product)
        #expect(try words(writer.outputs(writer.add(.tanh, sum)), ["x": random([1, 20])]) == ["dense 6, tanh"])
    }

    @Test(arguments: [0, 1, 2]) func geluSpelledOut(_ form: Int) throws {
        var writer = GraphWriter([("x", [1, 20])])
        let dense = writer.add(.gemm, "x", writer.constant(random([20, 8])))
        let root = writer.constant(Tensor([], [Float(2).squareRoot()]))
        let erf = writer.add(.errorFunction, writer.add(.divide, dense, root))
        let sum = writer.add(.add, erf, writer.constant(Tensor([], [1])))
        let half = writer.constant(Tensor([], [0.5]))
        let result: String
        switch form {
        case 0: result = writer.add(.multiply, writer.add(.multiply, dense, sum), half)
        case 1: result = writer.add(.multiply, dense, writer.add(.multiply, sum, half))
        case _: result = writer.add(.multiply, writer.add(.multiply, dense, half), sum)
        }
        #expect(try words(writer.outputs(result), ["x": random([1, 20])]) == ["dense 8, gelu"])
    }

    @Test func swishAndClipsSpelledOut() throws {
        var writer = GraphWriter([("x", [1, 3, 6, 6])])
        let first = writer.add(.convolution, "x", writer.constant(random([4, 3, 3, 3])))
        let swish = writer.add(.multiply, first, writer.add(.sigmoid, first))
        let second = writer.add(.convolution, swish, writer.constant(random([4, 4, 3, 3])))
        let clipped = writer.add(
            .clip, second, writer.constant(Tensor([], [0])), writer.constant(Tensor([], [6])))
        let words = try words(writer.outputs(clipped), ["x": random([1, 3, 6, 6])])
        #expect(words == ["conv 4@3x3, swish", "conv 4@3x3, relu6"])
    }

    @Test func theMeanOfEachChannelInItsForms() throws {
        for form in 0..<3 {
            var writer = GraphWriter([("x", [2, 5, 6, 6])])
            let pooled: String
            switch form {
            case 0: pooled = writer.add(.flatten, writer.add(.globalAveragePool, "x"))
            case 1: pooled = writer.add(.reduceMean, "x", with: ["axes": .ints([2, 3]), "keepdims": .int(0)])
            case _:
                let mean = writer.add(.reduceMean, "x", with: ["axes": .ints([-1, -2])])
                pooled = writer.add(.squeeze, mean, writer.constant([2, 3]))
            }
            #expect(
                try words(writer.outputs(pooled), ["x": random([2, 5, 6, 6])]) == ["global-average-pool"], "\(form)")
        }
    }

    @Test func whatNoLayerStandsForIsAnOperator() throws {
        var writer = GraphWriter([("x", [1, 4, 6, 6])])
        let hard = writer.add(.hardSwish, "x")
        let split = writer.add(.split, hard, with: ["axis": .int(1)], outputs: 2)
        let sum = writer.add(.add, split, "\(split).1")
        let words = try words(writer.outputs(sum), ["x": random([1, 4, 6, 6])])
        #expect(words == ["HardSwish", "Split axis 1", "Split axis 1", "add"])
    }

    @Test func unsupportedOperatorsAreNamedAllAtOnce() throws {
        var writer = GraphWriter([("x", [1, 4, 6, 6])])
        let seen = writer.add(.relu, "x")
        let first = writer.addUnsupported("NonMaxSuppression", seen)
        let second = writer.addUnsupported("com.example.Magic", seen)
        let behind = writer.add(.add, first, second)
        let graph = try GraphNetwork(writer.outputs(behind), title: "test")
        #expect(graph.network.nodes.map(\.words) == ["relu"])
        #expect(graph.omissions.unsupported.map(\.operation) == ["NonMaxSuppression", "com.example.Magic"])
        #expect(graph.omissions.behind == 1)
        let prepared = PreparedNetwork(graph, NetworkRequest("test"))
        #expect(throws: GraphError.self) { try prepared.execution() }
        // What is there runs.
        let found = try prepared.execution(of: ["value0"]).run(["x": random([1, 4, 6, 6])], layers: ["value0"])
        #expect(found["value0"]?.shape == [1, 4, 6, 6])
    }

    @Test func openSizesAreAssumedAndSaid() throws {
        var writer = GraphWriter([("x", [0, 3, 0, 0])])
        let result = writer.add(.relu, "x")
        let graph = writer.outputs(result)
        let assumed = try GraphNetwork(graph, title: "test").network
        #expect(assumed.inputs[0].shape.text() == "3x224x224")
        #expect(assumed.header.assumptions.count == 1)
        let given = try GraphNetwork(graph, title: "test", shapes: ["": [3, 32, 40]]).network
        #expect(given.inputs[0].shape.text() == "3x32x40")
        #expect(given.header.assumptions.isEmpty)
        #expect(throws: GraphError.self) { try GraphNetwork(graph, title: "test", shapes: ["x": [4, 32, 40]]) }
    }

    @Test func nodesThatCannotWorkAreNamed() throws {
        var writer = GraphWriter([("x", [1, 3, 6, 6])])
        let result = writer.add(.convolution, "x", writer.constant(random([4, 5, 3, 3])))
        let graph = writer.outputs(result)
        #expect(throws: GraphError.self) { try GraphNetwork(graph, title: "test") }
    }
}
