import ConvolutionKernels

extension Pooling {
    /// What the outputs pass back: a maximum to the first greatest value that it read, a mean to all in equal shares.
    ///
    /// - Parameters:
    ///   - input: What was pooled, `[C, …]` or `[N, C, …]`; the gradient has its shape.
    ///   - cotangent: Of the output's shape.
    ///   - axes: The window slides along the last ones, so many.
    /// - Throws: ``ShapeError`` where the window does not fit, or lies in the padding only.
    public func gradient(_ input: Tensor, cotangent: Tensor, axes: Int = 2) throws(ShapeError) -> Tensor {
        let plan = try PoolingPlan(self, input: input.shape, axes: axes)
        precondition(cotangent.shape == plan.output, "a cotangent \(cotangent.shape) for outputs \(plan.output)")
        return plan.windows.allSatisfy(\.fitsKernels)
            ? plan.gradient(input, cotangent) : plan.gradientDefinition(input, cotangent)
    }

    /// The same, as it is told.
    ///
    /// - Throws: ``ShapeError`` where the window does not fit, or lies in the padding only.
    func gradientDefinition(_ input: Tensor, cotangent: Tensor, axes: Int = 2) throws(ShapeError) -> Tensor {
        try PoolingPlan(self, input: input.shape, axes: axes).gradientDefinition(input, cotangent)
    }
}

extension PoolingPlan {
    fileprivate func gradientDefinition(_ input: Tensor, _ cotangent: Tensor) -> Tensor {
        let shape = input.shape
        let input = input.reshaped(to: [maps] + windows.map(\.inputSize))
        let cotangent = cotangent.reshaped(to: [maps] + windows.map(\.outputSize))
        let divisors = windows.map(divisors)
        var gradient = Tensor(input.shape)
        for m in 0..<maps {
            for o in positions(windows.map(\.outputSize)) {
                let inside = positions(windows.map(\.kernelSize)).compactMap { k -> [Int]? in
                    let i = (0..<3).map { windows[$0].inputIndex(output: o[$0], tap: k[$0]) }
                    return (0..<3).allSatisfy { (0..<windows[$0].inputSize).contains(i[$0]) } ? i : nil
                }
                let value = cotangent[m, o[0], o[1], o[2]]
                switch operation {
                case .maximum:
                    func read(_ i: [Int]) -> Float { input[m, i[0], i[1], i[2]] }
                    guard var winner = inside.first else { continue }
                    for i in inside where read(i) > read(winner) || read(i).isNaN && !read(winner).isNaN { winner = i }
                    gradient[m, winner[0], winner[1], winner[2]] += value
                case .average:
                    let divisor = (0..<3).reduce(1) { $0 * divisors[$1][o[$1]] }
                    for i in inside { gradient[m, i[0], i[1], i[2]] += Float(Double(value) / divisor) }
                }
            }
        }
        return gradient.reshaped(to: shape)
    }

    fileprivate func gradient(_ input: Tensor, _ cotangent: Tensor) -> Tensor {
        let kernels = Correlation.kernels
        let divisors = windows.map(divisors)
        let (mapSize, outputSize) = (windows.reduce(1) { $0 * $1.inputSize }, windows.reduce(1) { $0 * $1.outputSize })
        let work = 4 * Double(maps * outputSize) * Double(windows.reduce(1) { $0 * $1.kernelSize })
        return Tensor(input.shape) { gradient in
            gradient.initialize(repeating: 0)
            input.withUnsafeElements { input in
                cotangent.withUnsafeElements { cotangent in
                    nonisolated(unsafe) let gradient = gradient.baseAddress!
                    nonisolated(unsafe) let (input, cotangent) = (input.baseAddress!, cotangent.baseAddress!)
                    Parallelism.split(maps, work: work) { range in
                        withDescription(divisors) { pooling in
                            for map in range {
                                kernels.pointee.pool_gradient(
                                    pooling, input + map * mapSize, cotangent + map * outputSize,
                                    gradient + map * mapSize)
                            }
                        }
                    }
                }
            }
        }
    }
}
