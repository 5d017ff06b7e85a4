/// A window along one axis, all in numbers.
struct AxisChoice: Hashable {
    var kernel: Int
    var stride: Int
    var dilation: Int
    var before: Int
    var after: Int
    /// Output padding, of transposed convolutions.
    var extra = 0

    var span: Int { dilation * (kernel - 1) + 1 }
}

/// What a window leaves out along an axis: of the input, or, transposed, of the output.
public struct LeftOut: Hashable, Sendable {
    /// Between windows, or between the taps of a dilated kernel.
    public var gaps = 0
    /// Behind the last window.
    public var end = 0

    public var total: Int { gaps + end }
}

extension AxisChoice {
    /// Of `size` places, those that `count` windows do not touch; in time linear in the kernel, whatever the sizes.
    func leftOut(count: Int, size: Int) -> LeftOut {
        let last = (count - 1) * stride - before + span - 1
        let end = min(max(0, size - 1 - last), size)
        if dilation == 1, stride <= kernel { return LeftOut(gaps: 0, end: end) }
        // Tap t reads t·d − p0, and every s-th place from there: within each residue, an interval.
        var reached = 0
        var next = [Int](repeating: 0, count: stride)
        for tap in 0..<kernel {
            let start = tap * dilation - before
            let residue = ((start % stride) + stride) % stride
            guard residue < size else { continue }
            let first = (start - residue) / stride
            let from = max(first, next[residue])
            let to = min(first + count - 1, (size - 1 - residue) / stride)
            if from <= to {
                reached += to - from + 1
                next[residue] = to + 1
            }
        }
        return LeftOut(gaps: size - reached - end, end: end)
    }
}
