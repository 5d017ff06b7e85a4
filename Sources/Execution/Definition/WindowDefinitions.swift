import Networks
import Tensors

extension [Window] {
    /// What the windows read for one output place: every tap, and the position under it, that is not in the padding.
    fileprivate func reads(at output: [Int]) -> [(tap: [Int], position: [Int])] {
        places(of: map(\.kernelSize)).compactMap { tap in
            let position = indices.map { self[$0].inputIndex(output: output[$0], tap: tap[$0]) }
            let isInside = indices.allSatisfy { (0..<self[$0].inputSize).contains(position[$0]) }
            return isInside ? (tap, position) : nil
        }
    }

    /// How many taps do not reach beyond the padding's end, where only rounding up leads.
    fileprivate func tapsInPaddedInput(at output: [Int]) -> Int {
        places(of: map(\.kernelSize)).count { tap in
            indices.allSatisfy {
                self[$0].inputIndex(output: output[$0], tap: tap[$0]) < self[$0].inputSize + self[$0].padding.after
            }
        }
    }
}

extension ConvTranspose {
    fileprivate func axes<Element: Scalar>(
        over input: Grid<Element>, weights: Grid<Element>
    ) throws -> [TransposedConvolutionPlan.Axis] {
        let axes = input.sizes.count - 2
        let options = TransposedConvolution(
            stride: window.stride, dilation: window.dilation, padding: try window.padding.resolved(axes: axes),
            outputPadding: outputPadding, groups: groups)
        let plan = try TransposedConvolutionPlan(
            options, input: Shape(input.sizes), weights: Shape(weights.sizes), bias: nil)
        return plan.axes.suffix(axes)
    }
}

/// Layers that slide along the spatial axes of `[N, C, …]`. In the formulas x is the input, w the weights, b the bias.
extension Grid {
    /// y[n, f, o] = b[f] + Σ over c, k of x[n, c, o·s + k·d − p] · w[f, c, k]
    ///
    /// with o and k running over the spatial axes, and c over the channels of f's group.
    func convolved(_ weights: Grid, bias: Grid?, _ window: SlidingWindow, groups: Int) throws -> Grid {
        let windows = try window.windows(over: self, weights: weights)
        let (filters, channels) = (weights.sizes[0], weights.sizes[1])
        return Grid([sizes[0], filters] + windows.map(\.outputSize)) { place in
            let (n, f, o) = (place[0], place[1], Array(place[2...]))
            let firstChannel = f / (filters / groups) * channels
            var sum = bias?[[f]] ?? 0
            for (k, position) in windows.reads(at: o) {
                for c in 0..<channels { sum += self[[n, firstChannel + c] + position] * weights[[f, c] + k] }
            }
            return sum
        }
    }

    /// y[n, f, o] = b[f] + Σ of x[n, c, i] · w[c, f, k] over all c of f's group, i and k with i·s + k·d − p = o
    func transposedConvolved(_ weights: Grid, bias: Grid?, _ conv: ConvTranspose) throws -> Grid {
        let axes = try conv.axes(over: self, weights: weights)
        let (channels, filters) = (weights.sizes[0] / conv.groups, weights.sizes[1])
        return Grid([sizes[0], conv.filters] + axes.map(\.outputSize)) { place in
            let (n, f, o) = (place[0], place[1], Array(place[2...]))
            let firstChannel = f / filters * channels
            var sum = bias?[[f]] ?? 0
            for k in places(of: axes.map(\.kernelSize)) {
                // i·s
                let start = axes.indices.map { o[$0] + axes[$0].padding.before - k[$0] * axes[$0].dilation }
                guard axes.indices.allSatisfy({ start[$0] % axes[$0].stride == 0 }) else { continue }
                let i = axes.indices.map { start[$0] / axes[$0].stride }
                guard axes.indices.allSatisfy({ (0..<axes[$0].inputSize).contains(i[$0]) }) else { continue }
                for c in firstChannel..<firstChannel + channels {
                    sum += self[[n, c] + i] * weights[[c, f % filters] + k]
                }
            }
            return sum
        }
    }

    /// y[n, f, o] = b[o, f] + Σ over c, k of x[n, c, o·s + k·d − p] · w[o, f, c, k]
    func locallyConnected(_ weights: Grid, bias: Grid?, _ window: SlidingWindow) throws -> Grid {
        let windows = try window.windows(over: self, weights: weights)
        let filters = weights.sizes[windows.count]
        return Grid([sizes[0], filters] + windows.map(\.outputSize)) { place in
            let (n, f, o) = (place[0], place[1], Array(place[2...]))
            var sum = bias?[o + [f]] ?? 0
            for (k, position) in windows.reads(at: o) {
                for c in 0..<sizes[1] { sum += self[[n, c] + position] * weights[o + [f, c] + k] }
            }
            return sum
        }
    }

    /// y[n, c, o] = max over k of x[n, c, o·s + k·d − p]; padding counts as −∞.
    func maximumPooled(_ windows: [Window]) -> Grid {
        Grid(sizes.prefix(2) + windows.map(\.outputSize)) { place in
            let values = windows.reads(at: Array(place[2...])).map { self[place[..<2] + $0.position] }
            return values.max() ?? Element(-.infinity)
        }
    }

    /// y[n, c, o] = (Σ over k of x[n, c, o·s + k·d − p]) / m, m counting the taps on the input, or those on its padding too.
    func averagePooled(_ windows: [Window], countingPadding: Bool) -> Grid {
        Grid(sizes.prefix(2) + windows.map(\.outputSize)) { place in
            let o = Array(place[2...])
            let values = windows.reads(at: o).map { self[place[..<2] + $0.position] }
            let count = countingPadding ? windows.tapsInPaddedInput(at: o) : values.count
            return values.reduce(0, +) / Element(Double(count))
        }
    }
}
