import ConvolutionKernels

extension Correlation {
    /// Each image and group as a product of matrices. Dealt out to the threads are columns of the output; or filters, where
    /// there are more of them, so that weights come from memory once.
    func runLayer(
        _ input: UnsafePointer<Float>, _ packed: PackedWeights, _ finish: Finish, _ output: UnsafeMutablePointer<Float>,
        tables: [UnsafePointer<Int32>]
    ) {
        let kernels = Self.kernels
        let lanes = Int(kernels.pointee.vector_width)
        let dealsFilters = filtersPerGroup > outputPlane && batch * groups < Parallelism.threadCount
        let units = dealsFilters ? panels : (outputPlane + lanes - 1) / lanes

        packed.weights.withUnsafeBufferPointer { weights in
            packed.bias.withUnsafeBufferPointer { bias in
                nonisolated(unsafe) let (weights, bias, output) = (weights.baseAddress!, bias.baseAddress!, output)
                // Eight multiplications take the time of one.
                Parallelism.split(batch * groups * units, work: work / 8) { range in
                    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: Int(ck_layer_scratch(kernels)))
                    defer { scratch.deallocate() }
                    var next = range.lowerBound
                    while next < range.upperBound {
                        let part = next / units
                        let (first, end) = (next - part * units, min(range.upperBound - part * units, units))
                        next = part * units + end
                        let group = part % groups
                        let start = part * filtersPerGroup * outputPlane
                        var layer = ck_layer(
                            input: input + part * channelsPerGroup * inputPlane, channels: Int32(channelsPerGroup),
                            axes: (
                                axes[0].described(tables[0]), axes[1].described(tables[1]),
                                axes[2].described(tables[2])
                            ),
                            constant: constant, weights: weights + group * panelsSize,
                            bias: bias + group * panels * Int(CK_PANEL_FILTERS), filters: Int32(filtersPerGroup),
                            output: output + start, columns: Int64(outputPlane), is_pointwise: isPointwise,
                            finish: finish.described(from: start))
                        let columns = dealsFilters ? 0..<outputPlane : first * lanes..<min(end * lanes, outputPlane)
                        let filters = dealsFilters ? first..<end : 0..<panels
                        kernels.pointee.layer_columns(
                            &layer, Int64(columns.lowerBound), Int64(columns.upperBound), Int32(filters.lowerBound),
                            Int32(filters.upperBound), scratch)
                    }
                }
            }
        }
    }
}

extension Correlation {
    /// Whether rows of the patch matrix are the input's maps.
    fileprivate var isPointwise: Bool {
        axes.allSatisfy { $0.taps == 1 && $0.stride == 1 && $0.before == 0 && $0.inputSize == $0.outputSize }
    }
}

extension Correlation.Axis {
    func described(_ sources: UnsafePointer<Int32>) -> ck_axis {
        ck_axis(
            outputs: Int32(outputSize), taps: Int32(taps), stride: Int32(stride), dilation: Int32(dilation),
            before: Int32(before), size: Int32(inputSize), sources: sources)
    }
}
