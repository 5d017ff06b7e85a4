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
        _ height: Int, _ width: Int, rows: Range<Int>, columns: Range<Int>, start: Int
    ) -> [Bin] {
        (0..<height * width).map { index in
            Bin(
                rows: rows.bin(index / width, of: height), columns: columns.bin(index % width, of: width),
                place: start + index, channelStride: height * width)
        }
    }

    /// Where the greatest value of a map lies, within the bin.
    func greatest(of map: UnsafePointer<Float>, width: Int) -> Int {
        var greatest = rows.lowerBound * width + columns.lowerBound
        for row in rows {
            for place in row * width + columns.lowerBound..<row * width + columns.upperBound
            where map[place] > map[greatest] {
                greatest = place
            }
        }
        return greatest
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
                rows, columns, rows: place.rows, columns: place.columns,
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
                level, level, rows: 0..<input.shape[2], columns: 0..<input.shape[3], start: start)
        }
        return routed(to: input, bins)
    }

    private func routed(to input: Tensor, _ bins: [Bin]) -> Tensor {
        let (batch, channels, width) = (input.shape[0], input.shape[1], input.shape[3])
        let plane = input.shape[2] * width
        let perSample = shape.elementCount / batch
        return Tensor(input.shape) { gradient in
            gradient.initialize(repeating: 0)
            withElements(of: input, self) { elements in
                nonisolated(unsafe) let (gradient, input, cotangent) = (gradient.baseAddress!, elements[0], elements[1])
                Parallelism.split(batch * channels, work: 4 * Double(batch * channels * plane)) { maps in
                    for map in maps {
                        let first = cotangent + map / channels * perSample
                        let (values, target) = (input + map * plane, gradient + map * plane)
                        for bin in bins {
                            target[bin.greatest(of: values, width: width)] +=
                                first[bin.place + map % channels * bin.channelStride]
                        }
                    }
                }
            }
        }
    }
}
