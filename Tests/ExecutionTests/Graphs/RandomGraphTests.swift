import Execution
import Networks
import Tensors
import Testing

/// Random graphs as networks give what their operators give one by one, fused or not.
@Suite struct RandomGraphTests {
    /// A graph of steps that keep `[2, 4, 6, 6]`, so that any value goes anywhere.
    private func graph(_ random: inout SplitMix64) -> OperatorGraph {
        var writer = GraphWriter([("x", [0, 4, 6, 6])])
        var values = ["x"]
        for _ in 0..<Int.random(in: 3...14, using: &random) {
            // The newest more often: layers follow each other.
            let value = Bool.random(using: &random) ? values[values.count - 1] : values.randomElement(using: &random)!
            let other = values.randomElement(using: &random)!
            let perChannel = random.tensor(Bool.random(using: &random) ? [4, 1, 1] : [1, 4, 1, 1])
            switch Int.random(in: 0..<17, using: &random) {
            case 0, 1:
                let weights = writer.constant(random.tensor([4, 4, 3, 3]))
                values.append(writer.add(.convolution, value, weights, with: ["pads": .ints([1, 1, 1, 1])]))
            case 2:
                let weights = writer.constant(random.tensor([4, 1, 3, 3]))
                values.append(
                    writer.add(
                        .convolution, value, weights, with: ["auto_pad": .string("SAME_LOWER"), "group": .int(4)]))
            case 3, 4:
                let parameters = (0..<3).map { _ in writer.constant(random.tensor([4])) }
                let variance = writer.constant(Tensor([4], repeating: 0.7))
                values.append(
                    writer.add(.batchNormalization, value, parameters[0], parameters[1], parameters[2], variance))
            case 5, 6: values.append(writer.add(.relu, value))
            case 7: values.append(writer.add(.multiply, value, writer.add(.sigmoid, value)))
            case 8: values.append(writer.add(.leakyRelu, value, with: ["alpha": .float(0.2)]))
            case 9: values.append(writer.add(.add, value, other))
            case 10: values.append(writer.add(.multiply, value, writer.constant(perChannel)))
            case 11: values.append(writer.add(.add, writer.constant(perChannel), value))
            case 12:
                values.append(
                    writer.add(
                        .maxPool, value,
                        with: ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1]), "strides": .ints([1, 1])]))
            case 13:
                let turned = writer.add(.transpose, value, with: ["perm": .ints([0, 1, 3, 2])])
                values.append(turned)
            case 14:
                let halves = writer.add(.split, value, with: ["axis": .int(1)], outputs: 2)
                values.append(writer.add(.concatenate, "\(halves).1", halves, with: ["axis": .int(1)]))
            case 15:
                let shape = writer.add(.shape, other)
                let flat = writer.add(.reshape, value, writer.constant([0, -1]))
                values.append(writer.add(.reshape, flat, shape))
            case _: values.append(writer.add(.identity, value))
            }
        }
        // Some results stand in the middle.
        let results = [values[values.count - 1], values.randomElement(using: &random)!].filter { $0 != "x" }
        return results.count == 2 && results[0] != results[1]
            ? writer.outputs(results[0], results[1]) : writer.outputs(values[values.count - 1])
    }

    @Test(arguments: 0..<200) func networkGivesWhatOperatorsGive(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let graph = graph(&random)
        let inputs = ["x": random.tensor([2, 4, 6, 6])]
        let wanted = try graph.valuesOneByOne(inputs)
        let (network, found) = try graph.outputsAsNetwork(inputs)
        // One node for each output of an operator at most.
        #expect(network.network.nodes.count <= graph.nodes.map(\.outputs.count).reduce(0, +))
        for name in graph.outputs {
            guard case .float(let wanted)? = wanted[name] else { continue }
            let result = try #require(found[name], "seed \(seed): \(name)")
            #expect(result.shape == wanted.shape)
            let difference = result.largestDifference(from: wanted)
            #expect(difference <= 2e-5 * max(1, wanted.largestMagnitude), "seed \(seed): \(name)")
        }
    }
}

extension SplitMix64 {
    fileprivate mutating func tensor(_ shape: Shape) -> Tensor {
        Tensor(shape) { buffer in
            for index in buffer.indices { buffer[index] = Float.random(in: -1...1, using: &self) }
        }
    }
}
