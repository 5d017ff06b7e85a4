import ConvolutionKernels

extension Correlation {
    /// Each image and group as a product of matrices, columns of the output dealt out to the threads.
    func runLayer(
        _ input: UnsafePointer<Float>, _ packed: PackedWeights, _ finish: Finish, _ output: UnsafeMutablePointer<Float>,
        tables: [UnsafePointer<Int32>]
    ) {
        let kernels = Self.kernels
        let panels = self.panels
        let columnBlock = Int(CK_COLUMN_BLOCK)
        let blocks = (outputPlane + columnBlock - 1) / columnBlock
        // Where there are fewer blocks of columns than threads, filters are dealt out too.
        let shares = max(1, min(panels, Parallelism.threadCount / (batch * groups * blocks)))

        packed.weights.withUnsafeBufferPointer { weights in
            packed.bias.withUnsafeBufferPointer { bias in
                Parallelism.split(batch * groups * blocks * shares, work: work) { range in
                    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: Int(ck_layer_scratch(kernels)))
                    defer { scratch.deallocate() }
                    for unit in range {
                        let (share, block) = (unit % shares, unit / shares % blocks)
                        let part = unit / shares / blocks
                        let group = part % groups
                        let start = part * filtersPerGroup * outputPlane
                        var layer = ck_layer(
                            input: input + part * channelsPerGroup * inputPlane, channels: Int32(channelsPerGroup),
                            axes: (
                                axes[0].described(tables[0]), axes[1].described(tables[1]),
                                axes[2].described(tables[2])
                            ),
                            constant: constant, weights: weights.baseAddress! + group * panelsSize,
                            bias: bias.baseAddress! + group * panels * Int(CK_PANEL_FILTERS),
                            filters: Int32(filtersPerGroup), output: output + start, columns: Int64(outputPlane),
                            is_pointwise: isPointwise, finish: finish.described(from: start))
                        kernels.pointee.layer_columns(
                            &layer, Int64(block * columnBlock), Int64(min(outputPlane, (block + 1) * columnBlock)),
                            Int32(panels * share / shares), Int32(panels * (share + 1) / shares), scratch)
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
