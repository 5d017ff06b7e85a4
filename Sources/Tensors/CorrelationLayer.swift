import ConvolutionKernels

extension Correlation {
    /// Each image and group as a product of matrices, columns of the output dealt out to the threads.
    func runLayer(
        _ input: UnsafePointer<Float>, _ weights: [Float], _ bias: [Float], _ output: UnsafeMutablePointer<Float>,
        tables: [UnsafePointer<Int32>]
    ) {
        let kernels = Self.kernels
        let panelFilters = Int(CK_PANEL_FILTERS)
        let panels = (filtersPerGroup + panelFilters - 1) / panelFilters
        let packedSize = panels * panelFilters * depth
        let packed = [Float](unsafeUninitializedCapacity: groups * packedSize) { packed, count in
            for group in 0..<groups {
                weights.withUnsafeBufferPointer { weights in
                    ck_pack_weights(
                        weights.baseAddress! + group * filtersPerGroup * depth, Int32(filtersPerGroup), Int64(depth),
                        packed.baseAddress! + group * packedSize)
                }
            }
            count = groups * packedSize
        }
        let paddedBias = (0..<groups).flatMap { group in
            (0..<panels * panelFilters).map { $0 < filtersPerGroup ? bias[group * filtersPerGroup + $0] : 0 }
        }

        let columnBlock = Int(CK_COLUMN_BLOCK)
        let blocks = (outputPlane + columnBlock - 1) / columnBlock
        // Where there are fewer blocks of columns than threads, filters are dealt out too.
        let shares = max(1, min(panels, Parallelism.threadCount / (batch * groups * blocks)))

        packed.withUnsafeBufferPointer { packed in
            paddedBias.withUnsafeBufferPointer { bias in
                Parallelism.split(batch * groups * blocks * shares, work: work) { range in
                    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: Int(ck_layer_scratch(kernels)))
                    defer { scratch.deallocate() }
                    for unit in range {
                        let (share, block) = (unit % shares, unit / shares % blocks)
                        let part = unit / shares / blocks
                        let group = part % groups
                        var layer = ck_layer(
                            input: input + part * channelsPerGroup * inputPlane, channels: Int32(channelsPerGroup),
                            axes: (
                                axes[0].described(tables[0]), axes[1].described(tables[1]),
                                axes[2].described(tables[2])
                            ),
                            constant: constant, weights: packed.baseAddress! + group * packedSize,
                            bias: bias.baseAddress! + group * panels * panelFilters,
                            filters: Int32(filtersPerGroup),
                            output: output + part * filtersPerGroup * outputPlane, columns: Int64(outputPlane))
                        kernels.pointee.layer_columns(
                            &layer, Int64(block * columnBlock), Int64(min(outputPlane, (block + 1) * columnBlock)),
                            Int32(panels * share / shares), Int32(panels * (share + 1) / shares), scratch)
                    }
                }
            }
        }
    }
}

extension Correlation.Axis {
    func described(_ sources: UnsafePointer<Int32>) -> ck_axis {
        ck_axis(
            outputs: Int32(outputSize), taps: Int32(taps), stride: Int32(stride), dilation: Int32(dilation),
            before: Int32(before), size: Int32(inputSize), sources: sources)
    }
}
