import Testing

@testable import Tensors

@Suite struct TransposedFastPathTests {
    @Test(arguments: [false, true])
    func phasesComputeTheDefinition(portable: Bool) throws {
        var random = SplitMix64(seed: portable ? 12 : 11)
        var tally = FastPathTally()
        for _ in 0..<500 {
            let axes = [1, 2, 2, 3].randomElement(using: &random)!
            let groups = random.pick(1...2)
            let channels = random.pick(1...3)
            let filters = [1, 3, 7].randomElement(using: &random)!
            let batch = [nil, 1, 2].randomElement(using: &random)!
            let stride = (0..<axes).map { _ in random.pick(1...4) }
            let dilation = (0..<axes).map { _ in random.pick(1...3) }
            let kernel = (0..<axes).map { _ in random.pick(1...(axes == 3 ? 3 : 5)) }
            let sizes = (0..<axes).map { _ in random.pick(1...(axes == 3 ? 4 : 9)) }
            let extra = (0..<axes).map { random.pick(0...max(stride[$0], dilation[$0]) - 1) }
            let padding: Padding = [
                .valid, .same, .symmetric(1),
                .explicit((0..<axes).map { _ in .init(random.pick(0...2), random.pick(0...2)) }),
            ].randomElement(using: &random)!
            let transposed = TransposedConvolution(
                stride: .each(stride), dilation: .each(dilation), padding: padding, outputPadding: .each(extra),
                groups: groups)
            let input = random.tensor(Shape((batch.map { [$0] } ?? []) + [groups * channels] + sizes))
            let weights = random.tensor(Shape([groups * channels, filters] + kernel))
            let bias = Bool.random(using: &random) ? random.tensor([groups * filters]) : nil
            guard let expected = try? transposed.definition(input, weights: weights, bias: bias) else { continue }
            tally.add(
                "\(axes)-D", "groups \(groups)", bias == nil ? "no bias" : "bias", "padding \(padding.kind)",
                stride.max()! > 1 ? "strided" : "stride 1", dilation.max()! > 1 ? "dilated" : "dilation 1",
                extra.max()! > 0 ? "output padding" : "no output padding")
            for path in [Correlation.Path.taps, .layer, nil] {
                let output = try Correlation.$isPortable.withValue(portable) {
                    try Correlation.$forcedPath.withValue(path) {
                        try transposed(input, weights: weights, bias: bias)
                    }
                }
                #expect(
                    output.distance(to: expected) <= 1e-5,
                    "\(transposed), \(input.shape), \(weights.shape), \(String(describing: path))")
            }
        }
        tally.report("drawn:")
        for (option, count) in tally.counts { #expect(count >= 20, "\(option)") }
    }
}

@Suite struct PoolingFastPathTests {
    @Test(arguments: [false, true])
    func rowsComputeTheDefinition(portable: Bool) throws {
        var random = SplitMix64(seed: portable ? 22 : 21)
        var tally = FastPathTally()
        for _ in 0..<500 {
            let axes = [1, 2, 2, 3].randomElement(using: &random)!
            let operation: Pooling.Operation = [
                .maximum, .average(countingPadding: true), .average(countingPadding: false),
            ].randomElement(using: &random)!
            let kernel = (0..<axes).map { _ in random.pick(1...4) }
            let rounding: Window.Rounding = Bool.random(using: &random) ? .floor : .ceiling
            let padding: Padding = [
                .valid, .same, .full, .symmetric(1),
                .explicit((0..<axes).map { _ in .init(random.pick(0...2), random.pick(0...2)) }),
            ].randomElement(using: &random)!
            let stride = (0..<axes).map { _ in random.pick(1...3) }
            let dilation = (0..<axes).map { _ in random.pick(1...3) }
            let pooling = Pooling(
                operation, size: .each(kernel), stride: .each(stride), dilation: .each(dilation), padding: padding,
                rounding: rounding)
            var input = random.tensor(
                Shape(
                    (0..<random.pick(0...2)).map { _ in random.pick(1...3) }
                        + (0..<axes).map { _ in random.pick(1...(axes == 3 ? 9 : 40)) }))
            let hasNaN = random.pick(0...2) == 0
            if hasNaN {
                input = input.map { abs($0) < 0.02 ? .nan : abs($0) > 0.98 ? .infinity * ($0 > 0 ? 1 : -1) : $0 }
            }
            guard let expected = try? pooling.definition(input, axes: axes) else { continue }
            tally.add(
                "\(axes)-D", "\(operation)", "\(rounding)", "padding \(padding.kind)", hasNaN ? "NaN" : "no NaN",
                dilation.max()! > 1 ? "dilated" : "dilation 1")
            let output = try Correlation.$isPortable.withValue(portable) { try pooling(input, axes: axes) }
            #expect(output.shape == expected.shape)
            for (a, b) in zip(output.elements, expected.elements) where !(a.isNaN && b.isNaN) && a != b {
                #expect(abs(a - b) <= 1e-5, "\(pooling), \(input.shape)")
            }
        }
        tally.report("drawn:")
        for (option, count) in tally.counts { #expect(count >= 20, "\(option)") }
    }

    @Test func bitsDoNotDependOnThreads() throws {
        var random = SplitMix64(seed: 23)
        let input = random.tensor([5, 101, 203])
        for operation in [Pooling.Operation.maximum, .average(countingPadding: true)] {
            let pooling = Pooling(operation, size: 3, stride: 2, padding: .same)
            let outputs = try [1, 2, 3].map { threads in
                try Parallelism.$threadCount.withValue(threads) { try pooling(input) }
            }
            #expect(outputs[0].bits == outputs[1].bits && outputs[0].bits == outputs[2].bits)
        }
    }

    @Test func windowsOfNothingButPaddingAreAsDefined() throws {
        let input = Tensor([1, 4, 4], repeating: 1)
        for operation in [Pooling.Operation.maximum, .average(countingPadding: true), .average(countingPadding: false)]
        {
            let pooling = Pooling(operation, size: 2, padding: .symmetric(2))
            let (fast, defined) = (try pooling(input), try pooling.definition(input))
            for (a, b) in zip(fast.elements, defined.elements) { #expect(a == b || a.isNaN && b.isNaN) }
        }
    }

    /// A stride phase that sees only a sliver of the input: too little for a whole vector.
    @Test func phasesThatSeeASliver() throws {
        let input = Tensor([1, 3, 16], (0..<48).map { Float($0 % 7) - 3 })
        let weights = Tensor([1, 1, 3, 10], [1, 2, 1].flatMap { a in (1...10).map { Float(a * $0) } })
        let transposed = TransposedConvolution(
            stride: [1, 2], dilation: [1, 31], padding: .explicit([.init(0, 0), .init(0, 278)]))
        let (fast, defined) = (
            try transposed(input, weights: weights), try transposed.definition(input, weights: weights)
        )
        #expect(zip(fast.elements, defined.elements).allSatisfy { abs($0 - $1) < 1e-3 })
    }
}
