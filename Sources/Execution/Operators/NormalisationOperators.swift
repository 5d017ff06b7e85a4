import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OperatorRun {
    private func epsilon() throws(OperatorProblem) -> Float { try attributes.float("epsilon") ?? 1e-5 }

    private func channels(_ input: Tensor) throws(OperatorProblem) -> Int {
        guard input.shape.rank >= 2 else { throw .inputRank(0, shape: input.shape, needs: "rank 2 at least") }
        return input.shape[1]
    }

    /// Source: Ioffe and Szegedy, *Batch normalization*, 2015.
    func batchNormalization() throws(OperatorProblem) -> [Value] {
        let input = try float(0)
        if opset < 9, try !attributes.flag("spatial", default: true) { return [try normalisationByElement(input)] }
        let channels = try channels(input)
        let scale = try float(1, shape: [channels], "one value per channel").elements
        let offset = try float(2, shape: [channels], "one value per channel").elements
        let mean = try float(3, shape: [channels], "one value per channel").elements
        let variance = try float(4, shape: [channels], "one value per channel").elements
        let epsilon = try epsilon()

        func run(_ mean: [Float], _ variance: [Float]) -> Value {
            let factors = scale.indices.map {
                Double(scale[$0]) / (Double(variance[$0]) + Double(epsilon)).squareRoot()
            }
            let offsets = factors.indices.map { Float(Double(offset[$0]) - Double(mean[$0]) * factors[$0]) }
            return .float(input.scaled(channels: channels, by: factors.map(Float.init), plus: offsets))
        }
        guard try attributes.flag("training_mode") else { return [run(mean, variance)] }
        let axes = input.shape.indices.filter { $0 != 1 }
        let batchMean = try input.reduced(Mean.self, axes: axes, keeping: false).elements
        let centred = input.scaled(
            channels: channels, by: [Float](repeating: 1, count: channels), plus: batchMean.map { -$0 })
        let batchVariance = try centred.applying(Squaring()).reduced(Mean.self, axes: axes, keeping: false).elements
        let momentum = try attributes.float("momentum") ?? 0.9
        func blended(_ old: [Float], _ new: [Float]) -> Value {
            .float(Tensor([channels], zip(old, new).map { $0 * momentum + $1 * (1 - momentum) }))
        }
        return [run(batchMean, batchVariance), blended(mean, batchMean), blended(variance, batchVariance)]
    }

    /// What early opsets call not spatial: statistics for each element of a feature map.
    private func normalisationByElement(_ input: Tensor) throws(OperatorProblem) -> Value {
        let features = Shape(Array(input.shape.dropFirst()))
        let values = try (1...4).map { index throws(OperatorProblem) in
            try float(index, shape: features, "one value per feature")
        }
        let epsilon = try epsilon()
        let factors = zip(values[0].elements, values[3].elements).map { $0 / ($1 + epsilon).squareRoot() }
        let offsets = factors.indices.map { values[1].elements[$0] - values[2].elements[$0] * factors[$0] }
        let product = try combine(Product.self, .float(input), .float(Tensor(features, factors)))
        return try combine(Sum.self, product, .float(Tensor(features, offsets)))
    }

    /// Source: Ulyanov et al., *Instance normalization*, 2016.
    func instanceNormalization() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let channels = try channels(input)
        let scale = try float(1, shape: [channels], "one value per channel").elements
        let offset = try float(2, shape: [channels], "one value per channel").elements
        let size = input.shape.dropFirst(2).reduce(1, *)
        let result = input.normalised(rows: input.shape[0] * channels, size: size, epsilon: try epsilon()) {
            row, source, target, mean, inverse in
            let factor = scale[row % channels] * inverse
            let shift = offset[row % channels] - mean * factor
            for index in 0..<size { target[index] = source[index] * factor + shift }
        }
        return .float(result.output)
    }

    /// Source: Wu and He, *Group normalization*, 2018.
    func groupNormalization() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let channels = try channels(input)
        guard let groups = try attributes.int("num_groups") else { throw .missingAttribute("num_groups") }
        guard groups > 0, channels % groups == 0 else {
            throw .attributeValue("num_groups", given: "\(groups)", needs: "a divisor of \(channels) channels")
        }
        // Opset 18 has one scale per group.
        let count = opset < 21 ? groups : channels
        let perScale = channels / count
        let scale = try float(1, shape: [count], opset < 21 ? "one value per group" : "one value per channel").elements
        let offset = try float(2, shape: [count], opset < 21 ? "one value per group" : "one value per channel").elements
        let perGroup = channels / groups
        let plane = input.shape.dropFirst(2).reduce(1, *)
        let result = input.normalised(
            rows: input.shape[0] * groups, size: perGroup * plane, epsilon: try epsilon()
        ) { row, source, target, mean, inverse in
            for channel in 0..<perGroup {
                let place = (row % groups * perGroup + channel) / perScale
                let factor = scale[place] * inverse
                let shift = offset[place] - mean * factor
                for index in channel * plane..<(channel + 1) * plane { target[index] = source[index] * factor + shift }
            }
        }
        return .float(result.output)
    }

    /// Rows from `axis` on, each times and plus what is broadcast along it.
    private func rowNormalization(
        centred: Bool
    ) throws(OperatorProblem) -> (output: Value, means: Value, inverses: Value) {
        let input = try float(0)
        let axis = try input.shape.axis(try attributes.int("axis") ?? -1)
        let row = Shape(Array(input.shape[axis...]))
        func spread(_ index: Int, _ value: Float) throws(OperatorProblem) -> [Float]? {
            guard let tensor = try optionalFloat(index) else {
                return [Float](repeating: value, count: row.elementCount)
            }
            if tensor.shape == row { return tensor.elements }
            guard try Broadcast([row, tensor.shape]).shape == row else { return nil }
            return try combine(Product.self, .float(Tensor(row, repeating: 1)), .float(tensor)).floats.elements
        }
        _ = try value(1)
        let (scale, offset) = (try spread(1, 1), try spread(2, 0))
        let result = input.normalised(
            rows: input.shape[..<axis].reduce(1, *), size: row.elementCount, epsilon: try epsilon(), centred: centred
        ) { row, source, target, mean, inverse in
            if let scale, let offset {
                for index in scale.indices {
                    target[index] = (source[index] - mean) * inverse * scale[index] + offset[index]
                }
            } else {
                for index in 0..<input.shape[axis...].reduce(1, *) { target[index] = (source[index] - mean) * inverse }
            }
        }
        var output = Value.float(result.output)
        if scale == nil || offset == nil {
            // Scales that differ between rows.
            output = try combine(Product.self, output, try value(1))
            if has(2) { output = try combine(Sum.self, output, try value(2)) }
            guard output.shape == input.shape else { throw .cannotBroadcast([input.shape, try value(1).shape]) }
        }
        let statistics = Shape(input.shape[..<axis] + [Int](repeating: 1, count: row.rank))
        return (
            output, .float(Tensor(statistics, result.means)), .float(Tensor(statistics, result.inverses))
        )
    }

    /// Source: Ba et al., *Layer normalization*, 2016.
    func layerNormalization() throws(OperatorProblem) -> [Value] {
        let (output, means, inverses) = try rowNormalization(centred: true)
        return [output, means, inverses]
    }

    /// Source: Zhang and Sennrich, *Root mean square layer normalization*, 2019.
    func rmsNormalization() throws(OperatorProblem) -> Value {
        try rowNormalization(centred: false).output
    }

    func meanVarianceNormalization() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let across = try attributes.flag("across_channels")
        let given = try attributes.ints("axes") ?? (opset < 9 && across ? [0, 1, 2, 3] : [0, 2, 3])
        let axes = try Shape.axes(given, rank: input.shape.rank)
        let mean = try input.reduced(Mean.self, axes: axes, keeping: true)
        let centred = try combine(Difference.self, .float(input), .float(mean))
        if opset < 9, try !attributes.flag("normalize_variance", default: true) { return centred }
        var variance = try centred.floats.applying(Squaring()).reduced(Mean.self, axes: axes, keeping: true)
        variance = variance.applying(SquareRoot())
        variance.scale(by: 1, plus: 1e-9)
        return try combine(Quotient.self, centred, .float(variance))
    }

    /// x / (bias + alpha/size · Σx²)^beta, the sum over neighbouring channels.
    ///
    /// Source: Krizhevsky et al., 2012.
    func localResponseNormalization() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let channels = try channels(input)
        guard let size = try attributes.int("size") else { throw .missingAttribute("size") }
        guard size >= 1, size <= Int(Int32.max) else {
            throw .attributeValue("size", given: "\(size)", needs: "1 to \(Int32.max)")
        }
        let alpha = (try attributes.float("alpha") ?? 0.0001) / Float(size)
        let beta = try attributes.float("beta") ?? 0.75
        let bias = try attributes.float("bias") ?? 1
        let (before, after) = ((size - 1) / 2, size / 2)
        let plane = input.shape.dropFirst(2).reduce(1, *)
        guard input.shape.elementCount > 0 else { return .float(input) }
        return .float(
            Tensor(input.shape) { output in
                input.withUnsafeElements { input in
                    Parallelism.split(input.count / plane, work: Double(input.count) * Double(min(size, channels) + 8))
                    { maps in
                        for map in maps {
                            let channel = map % channels
                            let (first, end) = (max(0, channel - before), min(channels, channel + after + 1))
                            let source = input.baseAddress! + map * plane
                            let target = output.baseAddress! + map * plane
                            target.update(repeating: 0, count: plane)
                            for other in first..<end {
                                let neighbour = source + (other - channel) * plane
                                for index in 0..<plane { target[index] += neighbour[index] * neighbour[index] }
                            }
                            if beta == 0.75 {
                                for index in 0..<plane {
                                    let root = (bias + alpha * target[index]).squareRoot()
                                    target[index] = source[index] / (root * root.squareRoot())
                                }
                            } else {
                                for index in 0..<plane {
                                    target[index] = source[index] / powf(bias + alpha * target[index], beta)
                                }
                            }
                        }
                    }
                }
            })
    }
}
