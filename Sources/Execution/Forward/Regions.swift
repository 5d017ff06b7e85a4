import Networks
import Tensors

extension Tensor {
    /// The maxima of each region's bins: `[N, C, H, W]` to `[N·R, C, h, w]`, region after region.
    func pooledRegions(_ pool: RoIPool) -> Tensor {
        let (batch, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
        let (rows, columns) = (pool.size[0], pool.size[1])
        var samples: [Float] = []
        for sample in 0..<batch {
            for region in pool.regions {
                let place = pool.place(of: region, height: height, width: width)
                for channel in 0..<channels {
                    let start = (sample * channels + channel) * height * width
                    samples += bins(start, place.rows, place.columns, rows, columns, width)
                }
            }
        }
        return Tensor([batch * pool.regions.count, channels, rows, columns], samples)
    }

    /// Several grids, one after another: `[N, C, H, W]` to `[N, C·Σn²]`.
    func pooledPyramid(_ levels: [Int]) -> Tensor {
        let (batch, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
        var samples: [Float] = []
        for sample in 0..<batch {
            for level in levels {
                for channel in 0..<channels {
                    let start = (sample * channels + channel) * height * width
                    samples += bins(start, 0..<height, 0..<width, level, level, width)
                }
            }
        }
        return Tensor([batch, samples.count / batch], samples)
    }

    private func bins(
        _ start: Int, _ vertical: Range<Int>, _ horizontal: Range<Int>, _ rows: Int, _ columns: Int, _ width: Int
    ) -> [Float] {
        var maxima: [Float] = []
        for row in 0..<rows {
            for column in 0..<columns {
                var greatest = -Float.infinity
                for y in RoIPool.bin(row, of: rows, over: vertical.count) {
                    for x in RoIPool.bin(column, of: columns, over: horizontal.count) {
                        let place = (vertical.lowerBound + y) * width + horizontal.lowerBound + x
                        greatest = max(greatest, elements[start + place])
                    }
                }
                maxima.append(greatest)
            }
        }
        return maxima
    }

    /// A convolution with weights `[…', F, C, k…]` of its own at every place.
    func locallyConnected(weights: Tensor, bias: Tensor?, _ convolution: Convolution) throws -> Tensor {
        let axes = shape.rank - 2
        let places = weights.shape.sizes.prefix(axes).reduce(1, *)
        let filters = weights.shape[axes]
        let kernel = Array(weights.shape.sizes.dropFirst(axes + 2))
        let windows = try Window.along(
            Array(shape.dropFirst(2)), kernel: kernel, stride: convolution.stride, dilation: convolution.dilation,
            padding: convolution.padding)
        let sizes = windows.map(\.outputSize)
        let taps = kernel.reduce(1, *)
        let strides = shape.strides
        // Per place: where each tap lies in a map; −1 in the padding.
        var patch = [Float](repeating: 0, count: shape[1] * taps)
        var output = Tensor(Shape([shape[0], filters] + sizes))
        for sample in 0..<shape[0] {
            for place in 0..<places {
                var rest = place
                var position = [Int](repeating: 0, count: axes)
                for axis in (0..<axes).reversed() { (rest, position[axis]) = (rest / sizes[axis], rest % sizes[axis]) }
                for tap in 0..<taps {
                    var rest = tap
                    var offset = 0
                    var isInside = true
                    for axis in (0..<axes).reversed() {
                        let index = windows[axis].inputIndex(output: position[axis], tap: rest % kernel[axis])
                        rest /= kernel[axis]
                        isInside = isInside && (0..<shape[axis + 2]).contains(index)
                        offset += index * strides[axis + 2]
                    }
                    for channel in 0..<shape[1] {
                        patch[channel * taps + tap] =
                            isInside ? elements[sample * strides[0] + channel * strides[1] + offset] : 0
                    }
                }
                output.withUnsafeMutableElements { output in
                    weights.withUnsafeElements { weights in
                        for filter in 0..<filters {
                            let own = (place * filters + filter)
                            output[(sample * filters + filter) * places + place] =
                                dot(patch, weights.baseAddress! + own * patch.count, patch.count)
                                + (bias?.elements[own] ?? 0)
                        }
                    }
                }
            }
        }
        return output
    }
}
