extension ConvolutionPlan {
    /// output[n, f, o] = bias[f] + Σ over c, k of input[n, c, o·s + k·d − p] · weights[f, c, k]
    ///
    /// with o and k running over depth, height and width, and c over the channels of f's group.
    func definition(_ input: Tensor, weights: Tensor, bias: Tensor?) -> Tensor {
        let input = input.reshaped(to: [batch, inputChannels] + windows.map(\.inputSize))
        let weights = weights.reshaped(to: [outputChannels, channelsPerGroup] + windows.map(\.kernelSize))
        var output = Tensor([batch, outputChannels] + windows.map(\.outputSize))

        for n in 0..<batch {
            for f in 0..<outputChannels {
                let firstChannel = f / filtersPerGroup * channelsPerGroup
                for o in positions(windows.map(\.outputSize)) {
                    var sum = Double(bias?[f] ?? 0)
                    for c in 0..<channelsPerGroup {
                        for k in positions(windows.map(\.kernelSize)) {
                            let value = inputValue(input, n, firstChannel + c, under: k, at: o)
                            sum += Double(value) * Double(weight(weights, f, c, k))
                        }
                    }
                    output[n, f, o[0], o[1], o[2]] = Float(sum)
                }
            }
        }
        return output.reshaped(to: self.output)
    }

    func inputValue(_ input: Tensor, _ n: Int, _ c: Int, under k: [Int], at o: [Int]) -> Float {
        var source = [0, 0, 0]
        for (axis, window) in windows.enumerated() {
            let index = window.inputIndex(output: o[axis], tap: k[axis])
            guard let inside = options.border.source(of: index, size: window.inputSize) else {
                return options.border.constant
            }
            source[axis] = inside
        }
        return input[n, c, source[0], source[1], source[2]]
    }

    private func weight(_ weights: Tensor, _ f: Int, _ c: Int, _ k: [Int]) -> Float {
        switch options.operation {
        case .crossCorrelation:
            weights[f, c, k[0], k[1], k[2]]
        case .convolution:
            weights[
                f, c, windows[0].kernelSize - 1 - k[0], windows[1].kernelSize - 1 - k[1],
                windows[2].kernelSize - 1 - k[2]]
        }
    }
}

/// Every index into a grid of three axes, the last running fastest.
func positions(_ sizes: [Int]) -> [[Int]] {
    (0..<sizes[0]).flatMap { a in (0..<sizes[1]).flatMap { b in (0..<sizes[2]).map { c in [a, b, c] } } }
}
