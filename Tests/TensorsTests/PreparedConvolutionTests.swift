import Testing

@testable import Tensors

@Suite struct PreparedConvolutionTests {
    private static let tolerance: Float = 1e-5

    /// A convolution that every path can take, the Winograd path among them, unless `stride` or `kernel` say otherwise.
    private struct Case: CustomStringConvertible {
        let options: Convolution
        let input: Tensor
        let weights: Tensor
        let bias: Tensor?
        let scale: [Float]?
        let addend: Tensor?
        let limits: ClosedRange<Float>

        var description: String { "\(options), \(input.shape), \(weights.shape), \(addend != nil), \(limits)" }

        init(_ random: inout SplitMix64, isDepthwise: Bool) throws {
            let groups = isDepthwise ? random.pick(2...9) : random.pick(1...2)
            let channels = isDepthwise ? 1 : random.pick(1...20)
            let filters = isDepthwise ? random.pick(1...3) : random.pick(1...20)
            let kernel = isDepthwise ? [random.pick(1...5), random.pick(1...5)] : [3, 3]
            let border: Border = [.zeros, .constant(0.75), .reflect, .symmetric, .replicate, .circular]
                .randomElement(using: &random)!
            options = Convolution(
                stride: isDepthwise ? [random.pick(1...3), random.pick(1...5)] : 1,
                dilation: isDepthwise ? [random.pick(1...2), random.pick(1...3)] : 1,
                padding: [.same, .full, .explicit([.init(1, 3), .init(4, 0)])].randomElement(using: &random)!,
                border: border, groups: groups, operation: .allCases.randomElement(using: &random)!)
            input = random.tensor([random.pick(1...2), groups * channels, random.pick(5...30), random.pick(13...45)])
            weights = random.tensor(Shape([groups * filters, channels] + kernel))
            bias = Bool.random(using: &random) ? random.tensor([groups * filters]) : nil
            scale = Bool.random(using: &random) ? random.tensor([groups * filters]).elements : nil
            let output = try options.outputShape(for: input.shape, weights: weights.shape)
            addend = Bool.random(using: &random) ? random.tensor(output) : nil
            limits = [-.infinity ... .infinity, 0 ... .infinity, 0...6, -1...0.5].randomElement(using: &random)!
        }

        var prepared: PreparedConvolution { PreparedConvolution(options, weights: weights, scale: scale, bias: bias) }

        /// By the definition, step by step.
        func expected() throws -> Tensor {
            let size = weights.shape.elementCount / weights.shape[0]
            let scaled = Tensor(
                weights.shape, weights.elements.enumerated().map { $1 * (scale?[$0 / size] ?? 1) })
            let sums = try options.definition(input, weights: scaled, bias: bias)
            return Tensor(
                sums.shape,
                sums.elements.enumerated().map { index, sum in
                    min(max(sum + (addend?.elements[index] ?? 0), limits.lowerBound), limits.upperBound)
                })
        }
    }

    @Test(arguments: [false, true])
    func everyPathComputesTheDefinitionAndFinishes(portable: Bool) throws {
        var random = SplitMix64(seed: portable ? 12 : 11)
        for index in 0..<240 {
            let test = try Case(&random, isDepthwise: index % 2 == 1)
            let expected = try test.expected()
            // One that is used again, its packed weights with it.
            let prepared = test.prepared
            for path in Correlation.Path.allCases.map(Optional.some) + [nil, .layer, .winograd] {
                let output = try Correlation.$isPortable.withValue(portable) {
                    try Correlation.$forcedPath.withValue(path) {
                        try (path == nil || portable ? test.prepared : prepared)(
                            test.input, adding: test.addend, limits: test.limits)
                    }
                }
                // Held to limits, the largest magnitude may be small.
                let scale = max(1, expected.elements.reduce(0) { max($0, abs($1)) })
                let worst = zip(output.elements, expected.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
                #expect(worst <= 2 * Self.tolerance * scale, "\(String(describing: path)): \(test)")
            }
        }
    }

    /// Few filters read rows of the padded input as they lie, many read copied patches: the same sums in the same order.
    @Test(arguments: [false, true])
    func filtersGiveTheSameBitsAloneAndAmongMany(portable: Bool) throws {
        var random = SplitMix64(seed: portable ? 17 : 16)
        var compared = 0
        for _ in 0..<120 {
            let (channels, few) = (random.pick(1...12), random.pick(1...24))
            // One long row, or several.
            let isRow = random.pick(1...4) == 1
            let input = random.tensor(
                [channels, isRow ? 1 : random.pick(6...120), isRow ? random.pick(6...900) : random.pick(6...60)])
            let weights = random.tensor([few + 25, channels, isRow ? 1 : random.pick(1...5), random.pick(1...5)])
            let size = weights.shape.elementCount / weights.shape[0]
            let alone = Tensor(
                Shape([few] + weights.shape.dropFirst()), Array(weights.elements.prefix(few * size)))
            let border: Border = [.zeros, .constant(0.75), .replicate].randomElement(using: &random)!
            let padding: [Padding] = [.same, .valid, .explicit([.init(1, 3), .init(4, 0)])]
            let convolution = Convolution(
                stride: [random.pick(1...3), 1], dilation: [1, random.pick(1...2)],
                padding: isRow ? .same : padding.randomElement(using: &random)!, border: border)
            guard let output = try? convolution.outputShape(for: input.shape, weights: weights.shape) else { continue }
            compared += 1
            let addend = Bool.random(using: &random) ? random.tensor(output) : nil
            let plane = output[1] * output[2]
            try Parallelism.$threadCount.withValue(random.pick(1...3)) {
                try Correlation.$isPortable.withValue(portable) {
                    try Correlation.$forcedPath.withValue(.layer) {
                        let among = try PreparedConvolution(convolution, weights: weights)(
                            input, adding: addend, limits: -1...6)
                        let own = try PreparedConvolution(convolution, weights: alone)(
                            input,
                            adding: addend.map {
                                Tensor([few, output[1], output[2]], Array($0.elements.prefix(few * plane)))
                            }, limits: -1...6)
                        #expect(
                            own.bits == Array(among.bits.prefix(few * plane)),
                            "\(convolution), \(input.shape), \(alone.shape), \(addend != nil)")
                    }
                }
            }
        }
        #expect(compared > 80)
    }

    /// Many tiles, dealt out in rows; few, where each step is dealt out; more filters and channels than a panel or block.
    @Test func bitsOfWinogradDoNotDependOnThreads() throws {
        var random = SplitMix64(seed: 13)
        for (channels, filters, height, width) in [
            (16, 20, 50, 61), (9, 8, 33, 130), (270, 17, 13, 14), (40, 9, 7, 90),
        ] {
            let (input, weights) = (
                random.tensor([channels, height, width]), random.tensor([filters, channels, 3, 3])
            )
            let convolution = Convolution(padding: .same)
            let outputs = try [1, 2, 3, 5].map { threads in
                try Parallelism.$threadCount.withValue(threads) {
                    try Correlation.$forcedPath.withValue(.winograd) { try convolution(input, weights: weights) }
                }
            }
            for output in outputs { #expect(output.bits == outputs[0].bits) }
            #expect(outputs[0].distance(to: try convolution.definition(input, weights: weights)) <= Self.tolerance)
        }
    }

    @Test func theRuleTakesWhatPays() throws {
        func path(_ channels: Int, _ filters: Int, _ size: Int, kernel: Int = 3, stride: Int = 1, groups: Int = 1)
            throws
            -> Correlation.Path
        {
            try ConvolutionPlan(
                Convolution(stride: [stride, stride], padding: .same, groups: groups), input: [channels, size, size],
                weights: [filters, channels / groups, kernel, kernel], bias: nil
            ).correlation.path([])
        }
        #expect(try path(64, 64, 56) == .winograd)
        #expect(try path(512, 512, 14) == .winograd)
        #expect(try path(512, 512, 7) == .layer)
        #expect(try path(3, 64, 224) == .layer)
        #expect(try path(64, 64, 56, stride: 2) == .layer)
        #expect(try path(64, 64, 56, kernel: 1) == .layer)
        #expect(try path(64, 64, 56, groups: 64) == .depthwise)
        #expect(try path(1, 1, 500) == .separated)
    }

    @Test func aNaNPassesLimits() throws {
        var random = SplitMix64(seed: 14)
        var input = random.tensor([9, 20, 20])
        input[4, 7, 8] = .nan
        let prepared = PreparedConvolution(Convolution(), weights: random.tensor([9, 9, 3, 3]))
        for path in Correlation.Path.allCases {
            let output = try Correlation.$forcedPath.withValue(path) { try prepared(input, limits: 0...6) }
            #expect(output[3, 6, 7].isNaN, "\(path)")
            #expect(output[3, 0, 17].isFinite, "\(path)")
        }
    }

    @Test func manyThreadsMayAskAtOnce() async throws {
        var random = SplitMix64(seed: 15)
        let (input, weights) = (random.tensor([16, 24, 24]), random.tensor([16, 16, 3, 3]))
        let prepared = PreparedConvolution(Convolution(padding: .same), weights: weights)
        let expected = try Convolution(padding: .same)(input, weights: weights)
        try await withThrowingTaskGroup(of: Tensor.self) { group in
            for _ in 0..<8 { group.addTask { try prepared(input) } }
            for try await output in group { #expect(output.bits == expected.bits) }
        }
    }
}
