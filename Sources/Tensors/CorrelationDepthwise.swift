import ConvolutionKernels

extension Correlation {
    /// One input map for each filter, and a ring of rows in proportion to the maps: not under a dilation of thousands.
    var fitsDepthwise: Bool {
        channelsPerGroup == 1 && axes[0].taps == 1 && axes[0].inputSize == 1 && axes[0].outputSize == 1
            && axes[0].before == 0
            && Double(axes[1].reach + 1) * Double(axes[2].paddedSize + 2 * axes[2].reach)
                < 16 * Double(inputPlane + outputPlane) + 65_536
    }

    func runDepthwise(
        _ input: UnsafePointer<Float>, _ packed: PackedWeights, _ finish: Finish, _ output: UnsafeMutablePointer<Float>,
        tables: [UnsafePointer<Int32>]
    ) {
        let kernels = Self.kernels
        packed.weights.withUnsafeBufferPointer { weights in
            packed.bias.withUnsafeBufferPointer { bias in
                Parallelism.split(batch * filters, work: work) { range in
                    var map = range.lowerBound
                    while map < range.upperBound {
                        let image = map / filters
                        let end = min(range.upperBound, (image + 1) * filters)
                        let start = image * filters * outputPlane
                        var layer = ck_depthwise(
                            input: input + image * groups * inputPlane, multiplier: Int32(filtersPerGroup),
                            rows: axes[1].described(tables[1]), columns: axes[2].described(tables[2]),
                            constant: constant, weights: weights.baseAddress!, bias: bias.baseAddress!,
                            output: output + start, finish: finish.described(from: start))
                        let isDone = kernels.pointee.depthwise_maps(
                            &layer, Int64(map - image * filters), Int64(end - image * filters))
                        precondition(isDone, "no memory for a few rows of \(axes[2].paddedSize) elements")
                        map = end
                    }
                }
            }
        }
    }
}
