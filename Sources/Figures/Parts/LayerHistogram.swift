import Networks
import Tensors

/// How often a layer gives which values.
struct LayerHistogram {
    let name: String
    let words: String
    let shape: String
    let statistics: ValueStatistics
    /// Channels, or the units of a vector; and those that give nothing but zeros.
    let units: Int
    let silentUnits: Int
    /// Finite values other than zero, in equal steps over ``range``.
    private let counts: [Double]
    let range: ClosedRange<Float>

    private static let steps = 4096

    /// - Parameter output: `[N, …]`
    init(_ node: Node, _ output: Tensor) {
        name = node.name
        words = node.figureWords
        shape = sizes(node.output)
        statistics = ValueStatistics([output])
        range = statistics.range ?? 0...0
        // In Float64: the difference of two huge values is none in Float32.
        let (low, span) = (Double(range.lowerBound), range.width)
        var counts = [Double](repeating: 0, count: Self.steps)
        let factor = span > 0 ? Double(Self.steps) / span : 0
        output.withUnsafeElements { values in
            for value in values where value != 0 && value.isFinite {
                counts[min(Self.steps - 1, max(0, Int((Double(value) - low) * factor)))] += 1
            }
        }
        self.counts = counts
        let axis = node.output.isSequence ? output.shape.rank - 1 : 1
        (units, silentUnits) = output.silentSlices(along: axis)
    }

    /// How many bins its values fill smoothly.
    var usefulBins: Int { max(16, Int(1.2 * Double(statistics.count).squareRoot())) }

    /// What is left of the range without the outermost values at each end.
    var core: ClosedRange<Float> {
        let spare = Self.outerShare * counts.reduce(0, +)
        func cut(_ counts: some Sequence<Double>) -> Int {
            var sum = 0.0
            return counts.prefix {
                sum += $0
                return sum <= spare
            }.count
        }
        let step = range.width / Double(counts.count)
        let low = Float(Double(range.lowerBound) + Double(cut(counts)) * step)
        let high = Float(Double(range.upperBound) - Double(cut(counts.reversed())) * step)
        // Zeros are not among the counts, but on the axis.
        let ends = statistics.zeroShare > 0 ? (min(low, 0), max(high, 0)) : (low, high)
        return ends.0 < ends.1 ? ends.0...ends.1 : range
    }

    /// How much of the values may lie beyond either end of an axis.
    static let outerShare = 0.0005

    /// Counts in `bins` equal steps over an axis; values beyond it are in the outermost.
    func bins(_ bins: Int, over axis: ClosedRange<Float>) -> [Double] {
        var result = [Double](repeating: 0, count: bins)
        let step = range.width / Double(counts.count)
        for (index, count) in counts.enumerated() where count > 0 {
            let start =
                (Double(range.lowerBound) - Double(axis.lowerBound) + Double(index) * step) / axis.width * Double(bins)
            let length = step / axis.width * Double(bins)
            // A fine step lies in one bin or, by its share, in two.
            let first = min(bins - 1, max(0, Int(start)))
            let next = min(bins - 1, max(0, Int(start + length)))
            let share = next > first && length > 0 ? min(1, (Double(first + 1) - start) / length) : 1
            result[first] += count * share
            result[next] += count * (1 - share)
        }
        return result
    }
}

extension ClosedRange<Float> {
    /// In Float64, in which it is finite.
    var width: Double { Double(upperBound) - Double(lowerBound) }
}

extension Tensor {
    /// How many slices an axis has, and how many hold nothing but zeros.
    fileprivate func silentSlices(along axis: Int) -> (count: Int, silent: Int) {
        guard shape.rank > axis, shape.elementCount > 0 else { return (0, 0) }
        let inner = shape.dropFirst(axis + 1).reduce(1, *)
        var isSilent = [Bool](repeating: true, count: shape[axis])
        withUnsafeElements { values in
            for start in stride(from: 0, to: values.count, by: inner) {
                let slice = start / inner % shape[axis]
                guard isSilent[slice] else { continue }
                if values[start..<start + inner].contains(where: { $0 != 0 }) { isSilent[slice] = false }
            }
        }
        return (shape[axis], isSilent.count { $0 })
    }
}
