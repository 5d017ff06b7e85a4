import Tensors

extension WindowSearch {
    /// The window within the limits whose outputs differ least from those asked for; the same on all axes.
    func nearest() -> WindowChoice? {
        var best: (difference: Int, simplicity: Simplicity, choice: WindowChoice)?
        let fixed = limits.fixed
        let ranges = [
            candidates(fixed.kernel, (family.isPool ? 2 : 1)...limits.kernel),
            candidates(fixed.dilation, 1...(family == .averagePool ? 1 : limits.dilation)),
        ]
        for kernel in ranges[0] {
            for dilation in ranges[1] {
                var window = AxisChoice(kernel: kernel, stride: 1, dilation: dilation, before: 0, after: 0)
                for stride in candidates(fixed.stride, 1...limits.stride) {
                    window.stride = stride
                    for choice in paddings(of: window) {
                        guard let outputs = results(choice) else { continue }
                        let difference = zip(outputs, self.outputs).reduce(0) { $0 + abs($1.0 - $1.1) }
                        if let best, best.difference < difference { continue }
                        let simplicity = Simplicity(choice.axes, family, inputs: inputs, outputs: outputs)
                        if let best, (best.difference, best.simplicity) <= (difference, simplicity) { continue }
                        best = (difference, simplicity, choice)
                    }
                }
            }
        }
        return best?.choice
    }

    /// Given values for different axes are tried on all axes: what comes nearest is one window.
    private func candidates(_ fixed: PerAxis?, _ range: ClosedRange<Int>) -> [Int] {
        switch fixed {
        case .all(let value): [value]
        case .each(let values): Set(values).sorted()
        case nil: Array(range)
        }
    }

    private func paddings(of window: AxisChoice) -> [WindowChoice] {
        if let padding = limits.fixed.padding { return padded(window, padding).map { [$0] } ?? [] }
        let most = family.greatestPadding(span: window.span)
        // None, half, all, and what one of the axes would need.
        let wanted = zip(inputs, outputs).flatMap { input, output in
            let least =
                family == .transposed
                ? (input - 1) * window.stride + window.span - output
                : (output - 1) * window.stride + window.span - input
            return [least, least + window.stride - 1]
        }
        let totals = Set(([0, window.span - 1, most] + wanted).map { min(max($0, 0), most) }).sorted()
        return totals.map { total in
            var choice = window
            (choice.before, choice.after) = (total / 2, total - total / 2)
            return WindowChoice(axes: inputs.map { _ in choice })
        }
    }

    private func results(_ choice: WindowChoice) -> [Int]? {
        let sizes = zip(choice.axes, inputs).map { family.output($0, input: $1) }
        return sizes.contains(nil) ? nil : sizes.compactMap(\.self)
    }

    /// A window over the limits that would do it without padding: each starts where the last stride ends.
    func beyondLimits() -> WindowChoice? {
        guard limits.fixed.isEmpty, family != .transposed, zip(inputs, outputs).allSatisfy({ $0 >= $1 }) else {
            return nil
        }
        let axes = zip(inputs, outputs).map { input, output in
            let stride = input / output
            return AxisChoice(
                kernel: input - (output - 1) * stride, stride: stride, dilation: 1, before: 0, after: 0)
        }
        guard axes.allSatisfy({ $0.kernel <= Self.greatestWindow }) else { return nil }
        return WindowChoice(axes: axes)
    }
}
