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
                let corners = region.map { ($0 * pool.scale).rounded() }
                let left = min(max(0, Int(corners[0])), width - 1)
                let top = min(max(0, Int(corners[1])), height - 1)
                let w = max(1, min(Int(corners[2]), width - 1) - left + 1)
                let h = max(1, min(Int(corners[3]), height - 1) - top + 1)
                for channel in 0..<channels {
                    let start = (sample * channels + channel) * height * width
                    samples += bins(start, top, left, h, w, rows, columns, width)
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
                    samples += bins(start, 0, 0, height, width, level, level, width)
                }
            }
        }
        return Tensor([batch, samples.count / batch], samples)
    }

    /// Bin b of B over n places covers ⌊b·n/B⌋ to ⌈(b+1)·n/B⌉.
    private func bins(
        _ start: Int, _ top: Int, _ left: Int, _ h: Int, _ w: Int, _ rows: Int, _ columns: Int, _ width: Int
    ) -> [Float] {
        var maxima: [Float] = []
        for row in 0..<rows {
            for column in 0..<columns {
                var greatest = -Float.infinity
                for y in row * h / rows..<((row + 1) * h + rows - 1) / rows {
                    for x in column * w / columns..<((column + 1) * w + columns - 1) / columns {
                        greatest = max(greatest, elements[start + (top + y) * width + left + x])
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
