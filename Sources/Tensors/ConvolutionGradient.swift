import ConvolutionKernels

extension Convolution {
    /// The gradient of Σ v·output with respect to the weights: each is the sum of what it was multiplied by, times v.
    ///
    /// - Parameters:
    ///   - input: `[N, C, …]`
    ///   - cotangent: v, of the output's shape.
    ///   - weights: Their shape, `[F, C/g, …]`, which the gradient has as well.
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    public func weightGradient(
        _ input: Tensor, cotangent: Tensor, weights: Shape
    ) throws(ShapeError) -> Tensor {
        let plan = try ConvolutionPlan(self, input: input.shape, weights: weights, bias: nil)
        precondition(cotangent.shape == plan.output, "a cotangent \(cotangent.shape) for outputs \(plan.output)")
        precondition(operation == .crossCorrelation, "layers do not turn their kernels")
        return plan.correlation.hasTables
            ? plan.weightGradient(input, cotangent, weights)
            : plan.weightGradientDefinition(input, cotangent, weights)
    }

    /// The same as a textbook defines it, in Float64.
    ///
    /// - Throws: ``ShapeError`` where the sizes do not go together.
    func weightGradientDefinition(
        _ input: Tensor, cotangent: Tensor, weights: Shape
    ) throws(ShapeError) -> Tensor {
        try ConvolutionPlan(self, input: input.shape, weights: weights, bias: nil)
            .weightGradientDefinition(input, cotangent, weights)
    }
}

extension ConvolutionPlan {
    /// gradient[f, c, k] = Σ over n, o of cotangent[n, f, o] · input[n, c, o·s + k·d − p]
    fileprivate func weightGradientDefinition(_ input: Tensor, _ cotangent: Tensor, _ weights: Shape) -> Tensor {
        let input = input.reshaped(to: [batch, inputChannels] + windows.map(\.inputSize))
        let cotangent = cotangent.reshaped(to: [batch, outputChannels] + windows.map(\.outputSize))
        var gradient = Tensor([outputChannels, channelsPerGroup] + windows.map(\.kernelSize))
        for f in 0..<outputChannels {
            let firstChannel = f / filtersPerGroup * channelsPerGroup
            for c in 0..<channelsPerGroup {
                for k in positions(windows.map(\.kernelSize)) {
                    var sum = 0.0
                    for n in 0..<batch {
                        for o in positions(windows.map(\.outputSize)) {
                            let value = inputValue(input, n, firstChannel + c, under: k, at: o)
                            sum += Double(value) * Double(cotangent[n, f, o[0], o[1], o[2]])
                        }
                    }
                    gradient[f, c, k[0], k[1], k[2]] = Float(sum)
                }
            }
        }
        return gradient.reshaped(to: weights)
    }

    /// Rows of the patch matrix are dealt out: whatever their number, each weight's sum is made in the same order.
    fileprivate func weightGradient(_ input: Tensor, _ cotangent: Tensor, _ weights: Shape) -> Tensor {
        let correlation = self.correlation
        let kernels = Correlation.kernels
        let tables = correlation.axes.map(\.sources)
        let (inputSize, outputSize) = (correlation.inputPlane, correlation.outputPlane)
        let (channels, filters, depth) = (channelsPerGroup, filtersPerGroup, correlation.depth)
        return Tensor(weights) { gradient in
            input.withUnsafeElements { input in
                cotangent.withUnsafeElements { cotangent in
                    nonisolated(unsafe) let gradient = gradient.baseAddress!
                    nonisolated(unsafe) let (input, cotangent) = (input.baseAddress!, cotangent.baseAddress!)
                    Parallelism.split(groups * depth, work: correlation.work / 8) { range in
                        var next = range.lowerBound
                        while next < range.upperBound {
                            let group = next / depth
                            let (first, end) = (next - group * depth, min(range.upperBound - group * depth, depth))
                            next = group * depth + end
                            let isDone = correlation.withDescribedAxes(tables) { axes in
                                let start = input + group * channels * inputSize
                                let own = gradient + group * filters * depth
                                var work = ck_layer_gradient(
                                    layer: ck_layer(
                                        input: start, channels: Int32(channels), axes: axes,
                                        constant: correlation.constant, weights: start, bias: start,
                                        filters: Int32(filters), output: own, columns: Int64(outputSize),
                                        is_pointwise: false, finish: Finish().described(from: 0)),
                                    images: Int64(batch), input_step: Int64(inputChannels * inputSize),
                                    cotangent_step: Int64(outputChannels * outputSize),
                                    cotangent: cotangent + group * filters * outputSize, gradient: own)
                                return kernels.pointee.layer_gradient(&work, Int64(first), Int64(end))
                            }
                            precondition(isDone, "no memory for the sums of \(filters) filters")
                        }
                    }
                }
            }
        }
    }
}

extension Correlation {
    func withDescribedAxes<Result>(
        _ tables: [[Int32]], _ body: ((ck_axis, ck_axis, ck_axis)) -> Result
    ) -> Result {
        tables[0].withUnsafeBufferPointer { depth in
            tables[1].withUnsafeBufferPointer { height in
                tables[2].withUnsafeBufferPointer { width in
                    body(
                        (
                            axes[0].described(depth.baseAddress!), axes[1].described(height.baseAddress!),
                            axes[2].described(width.baseAddress!)
                        ))
                }
            }
        }
    }
}
