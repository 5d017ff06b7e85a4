import Testing

@testable import Tensors

@Suite struct FastPathTests {
    private static let tolerance: Float = 1e-5

    @Test(arguments: [false, true])
    func everyPathComputesTheDefinition(portable: Bool) throws {
        var random = SplitMix64(seed: portable ? 2 : 1)
        var tally = FastPathTally()
        for _ in 0..<600 {
            let test = ConvolutionCase(&random, tally: &tally)
            let expected = try test.options.definition(test.input, weights: test.weights, bias: test.bias)
            for path in Correlation.Path.allCases.map(Optional.some) + [nil] {
                let output = try Correlation.$isPortable.withValue(portable) {
                    try Correlation.$forcedPath.withValue(path) {
                        try test.options(test.input, weights: test.weights, bias: test.bias)
                    }
                }
                let distance = output.distance(to: expected)
                #expect(distance <= Self.tolerance, "\(String(describing: path)): \(test)")
            }
        }
        tally.report("drawn:")
        #expect(tally.counts.count >= 33)
        for (option, count) in tally.counts { #expect(count >= 20, "\(option)") }
    }

    @Test(arguments: [false, true])
    func kernelsOfRankOneAreSeparated(portable: Bool) throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<200 {
            let (height, width) = (random.pick(2...6), random.pick(2...6))
            let (column, row) = (random.tensor([height]), random.tensor([width]))
            let kernel = Tensor(
                [1, 1, height, width], column.elements.flatMap { y in row.elements.map { y * $0 } })
            #expect(Factors(kernel.elements, width: width) != nil)
            let border: Border = [.zeros, .constant(-2), .reflect, .symmetric, .replicate, .circular]
                .randomElement(using: &random)!
            let convolution = Convolution(
                stride: [random.pick(1...2), 1], dilation: [random.pick(1...2), random.pick(1...2)],
                padding: [.same, .full, .explicit([.init(1, 3), .init(4, 0)])].randomElement(using: &random)!,
                border: border)
            let input = random.tensor([1, random.pick(12...20), random.pick(16...70)])
            let output = try Correlation.$isPortable.withValue(portable) {
                try Correlation.$forcedPath.withValue(.separated) { try convolution(input, weights: kernel) }
            }
            let expected = try convolution.definition(input, weights: kernel)
            #expect(output.distance(to: expected) <= Self.tolerance, "\(convolution), \(input.shape), \(kernel.shape)")
        }
    }

    @Test func aKernelOfHigherRankHasNoFactors() {
        #expect(Factors([0, 1, 0, 1, -4, 1, 0, 1, 0], width: 3) == nil)
        #expect(Factors([-1, 0, 1, -2, 0, 2, -1, 0, 1], width: 3)?.down == [-1, -2, -1])
        #expect(Factors([0, 0, 0, 0], width: 2) == nil)
        #expect(Factors([1, 1, 1, 1.0001], width: 2) == nil)
    }

    /// A plane large enough to be dealt out to several threads, in every path.
    @Test(arguments: Correlation.Path.allCases)
    func bitsDoNotDependOnThreads(path: Correlation.Path) throws {
        var random = SplitMix64(seed: 4)
        let cases: [(Tensor, Tensor, Convolution)] = [
            (
                random.tensor([1, 131, 517]),
                Tensor([1, 1, 5, 5], [1, 4, 6, 4, 1].flatMap { y in [1, 4, 6, 4, 1].map { Float(y * $0) / 256 } }),
                Convolution(padding: .same, border: .reflect)
            ),
            (random.tensor([1, 131, 517]), random.tensor([1, 1, 7, 7]), Convolution(padding: .same)),
            (random.tensor([2, 6, 37, 41]), random.tensor([14, 3, 3, 3]), Convolution(padding: .same, groups: 2)),
            (random.tensor([40, 4, 5]), random.tensor([50, 40, 3, 3]), Convolution(padding: .same)),
            (random.tensor([3, 9, 30, 31]), random.tensor([4, 3, 3, 3, 3]), Convolution(stride: [1, 2, 2])),
        ]
        for (input, weights, convolution) in cases {
            let outputs = try [1, 2, 3].map { threads in
                try Correlation.$forcedPath.withValue(path) {
                    try Parallelism.$threadCount.withValue(threads) { try convolution(input, weights: weights) }
                }
            }
            #expect(outputs[0].bits == outputs[1].bits)
            #expect(outputs[0].bits == outputs[2].bits)
            let expected = try convolution.definition(input, weights: weights)
            #expect(outputs[0].distance(to: expected) <= Self.tolerance)
        }
    }

    /// Of rank 1, but too small for two passes to pay: only where it is forced, and then on every thread, is it separated.
    /// Large enough that other threads come to take their part.
    @Test func whatIsForcedIsForcedOnEveryThread() throws {
        var random = SplitMix64(seed: 9)
        let input = random.tensor([1, 1200, 1600])
        let weights = Tensor([1, 1, 3, 3], [0.3, 0.7, 0.1].flatMap { y in [0.9, 0.17, 0.33].map { y * $0 } })
        func bits(_ path: Correlation.Path, threads: Int) throws -> [UInt32] {
            try Correlation.$forcedPath.withValue(path) {
                try Parallelism.$threadCount.withValue(threads) {
                    try Convolution(padding: .same)(input, weights: weights).bits
                }
            }
        }
        let separated = try bits(.separated, threads: 1)
        #expect(try separated != bits(.taps, threads: 1))
        for _ in 0..<20 { #expect(try separated == bits(.separated, threads: 8)) }
    }

    /// Large enough that results are written past the cache.
    @Test func aPlaneLargerThanTheCache() throws {
        var random = SplitMix64(seed: 5)
        let row = random.tensor([1, 1, 4096])
        let input = Tensor([1, 1601, 4096], (0..<1601).flatMap { _ in row.elements })
        // Every row alike, so one row of the definition is all of them; the bias tells columns of the kernel apart.
        let weights = Tensor([1, 1, 3, 3], [1, -2, 3, 0, 5, 0.5, 0.25, 1, -1])
        let convolution = Convolution(padding: .same, border: .replicate)
        let expected = try convolution.definition(Tensor([1, 1, 4096], row.elements), weights: weights)
        for path in [Correlation.Path.taps, .layer] {
            let output = try Correlation.$forcedPath.withValue(path) { try convolution(input, weights: weights) }
            for y in [0, 1, 2, 800, 1599, 1600] {
                let line = Tensor([1, 1, 4096], Array(output.elements[y * 4096..<(y + 1) * 4096]))
                #expect(line.distance(to: expected) <= Self.tolerance)
            }
        }
    }

    @Test func convolutionIsLinear() throws {
        var random = SplitMix64(seed: 6)
        for _ in 0..<40 {
            var tally = FastPathTally()
            var test = ConvolutionCase(&random, tally: &tally)
            if case .constant = test.options.border { test.options.border = .zeros }
            let other = random.tensor(test.input.shape)
            let mixed = Tensor(test.input.shape, zip(test.input.elements, other.elements).map { 2 * $0 - 3 * $1 })
            let a = try test.options(test.input, weights: test.weights)
            let b = try test.options(other, weights: test.weights)
            let expected = Tensor(a.shape, zip(a.elements, b.elements).map { 2 * $0 - 3 * $1 })
            let output = try test.options(mixed, weights: test.weights)
            #expect(output.distance(to: expected) <= 2 * Self.tolerance, "\(test)")
        }
    }

    @Test func shiftingTheInputShiftsTheOutputAwayFromBorders() throws {
        var random = SplitMix64(seed: 7)
        let large = random.tensor([2, 40, 60])
        let weights = random.tensor([3, 2, 3, 5])
        func window(_ top: Int, _ left: Int) -> Tensor {
            Tensor(
                [2, 30, 50],
                (0..<2).flatMap { c in
                    (top..<top + 30).flatMap { y in (left..<left + 50).map { large[c, y, $0] } }
                })
        }
        let still = try Convolution()(window(0, 0), weights: weights)
        let moved = try Convolution()(window(3, 7), weights: weights)
        for f in 0..<3 {
            for y in 0..<25 {
                for x in 0..<39 { #expect(abs(moved[f, y, x] - still[f, y + 3, x + 7]) < 1e-5) }
            }
        }
    }

    @Test func theOutputsMemoryIsUsedAgain() throws {
        var random = SplitMix64(seed: 8)
        let input = random.tensor([1, 30, 30])
        let weights = random.tensor([1, 1, 3, 3])
        var output = Tensor([1, 28, 28], repeating: .nan)
        let before = output.withUnsafeElements { $0.baseAddress }
        try Convolution()(input, weights: weights, into: &output)
        #expect(output.withUnsafeElements { $0.baseAddress } == before)
        #expect(output == (try Convolution()(input, weights: weights)))
    }

    @Test func dilationsAsLargeAsTheyComeNeedNoMemory() throws {
        let convolution = Convolution(dilation: [1 << 29], padding: .explicit([.init(1 << 29, 1 << 29)]))
        let output = try convolution(Tensor([1, 3], [1, 2, 3]), weights: Tensor([1, 1, 3], [5, 7, 9]))
        #expect(output.elements == [7, 14, 21])
        let zero = try Convolution()(Tensor([1, 3], [1, 2, 3]), weights: Tensor([1, 1, 2], [0, 0]))
        #expect(zero.elements == [0, 0])
    }

    /// Thousands of taps that are a column times a row.
    @Test func largeSeparableKernelsAgreeWithTheDefinition() throws {
        let image = Tensor([1, 9, 80], (0..<720).map { Float(($0 * 7919) % 256) / 255 })
        let kernel = FilterKind.gaussian.filter(["sigma": 12]).kernels[0]
        #expect(kernel.shape.elementCount > 4096)
        let weights = kernel.reshaped(to: [1, 1] + kernel.shape.sizes)
        let convolution = Convolution(padding: .same, border: .reflect)
        let (fast, defined) = (
            try convolution(image, weights: weights), try convolution.definition(image, weights: weights)
        )
        #expect(zip(fast.elements, defined.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    }
}
