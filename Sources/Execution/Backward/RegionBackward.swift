import Networks
import Tensors

/// A bin of a map whose greatest value went on, and where the cotangent of that lies.
private struct Bin {
    let rows: Range<Int>
    let columns: Range<Int>
    /// Among the cotangents of one sample: of its first channel, and from one channel to the next.
    let place: Int
    let channelStride: Int

    /// A grid of bins over a part of a map, its cotangents one after another from `start` on.
    static func grid(
        rows: Range<Int>, columns: Range<Int>, _ height: Int, _ width: Int, start: Int
    ) -> [Bin] {
        func part(_ range: Range<Int>, _ index: Int, _ count: Int) -> Range<Int> {
            let bin = RoIPool.bin(index, of: count, over: range.count)
            return range.lowerBound + bin.lowerBound..<range.lowerBound + bin.upperBound
        }
        return (0..<height * width).map { index in
            Bin(
                rows: part(rows, index / width, height), columns: part(columns, index % width, width),
                place: start + index, channelStride: height * width)
        }
    }
}

extension Tensor {
    /// The gradient of `pooledRegions`: each cotangent `[N·R, C, h, w]` to the greatest value of its bin in the input
    /// `[N, C, H, W]`, to the first if there are several.
    func routedRegions(_ pool: RoIPool, to input: Tensor) -> Tensor {
        let (rows, columns) = (pool.size[0], pool.size[1])
        let bins = pool.regions.enumerated().flatMap { index, region in
            let place = pool.place(of: region, height: input.shape[2], width: input.shape[3])
            return Bin.grid(
                rows: place.rows, columns: place.columns, rows, columns,
                start: index * input.shape[1] * rows * columns)
        }
        return routed(to: input, bins)
    }

    /// The same of `pooledPyramid`, for cotangents `[N, C·Σn²]`.
    func routedPyramid(_ levels: [Int], to input: Tensor) -> Tensor {
        var start = 0
        let bins = levels.flatMap { level in
            defer { start += input.shape[1] * level * level }
            return Bin.grid(
                rows: 0..<input.shape[2], columns: 0..<input.shape[3], level, level, start: start)
        }
        return routed(to: input, bins)
    }

    private func routed(to input: Tensor, _ bins: [Bin]) -> Tensor {
        let (batch, channels, width) = (input.shape[0], input.shape[1], input.shape[3])
        let plane = input.shape[2] * width
        let perSample = shape.elementCount / batch
        var gradient = Tensor(input.shape)
        gradient.withUnsafeMutableElements { gradient in
            input.withUnsafeElements { input in
                withUnsafeElements { cotangent in
                    nonisolated(unsafe) let (gradient, input, cotangent) = (gradient, input, cotangent)
                    Parallelism.split(batch * channels, work: Double(input.count) * 4) { maps in
                        for map in maps {
                            let first = map / channels * perSample
                            for bin in bins {
                                var greatest = map * plane + bin.rows.lowerBound * width + bin.columns.lowerBound
                                for row in bin.rows {
                                    for column in bin.columns {
                                        let place = map * plane + row * width + column
                                        if input[place] > input[greatest] { greatest = place }
                                    }
                                }
                                gradient[greatest] += cotangent[first + bin.place + map % channels * bin.channelStride]
                            }
                        }
                    }
                }
            }
        }
        return gradient
    }
}
