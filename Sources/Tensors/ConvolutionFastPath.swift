extension ConvolutionPlan {
    /// What ``definition(_:weights:bias:)`` computes, in Float32.
    func run(_ input: Tensor, weights: Tensor, bias: Tensor?, into output: UnsafeMutableBufferPointer<Float>) {
        run(input, weights: { weights }, bias: bias, finish: Finish(), store: nil, into: output)
    }

    /// - Parameters:
    ///   - weights: Asked for only where they have not been packed.
    ///   - store: Where packed weights are kept from one run to the next.
    func run(
        _ input: Tensor, weights: () -> Tensor, bias: Tensor?, finish: Finish, store: PackedWeightsStore?,
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        let correlation = self.correlation
        guard correlation.hasTables else {
            _ = output.initialize(from: definition(input, weights: weights(), bias: bias).elements)
            return finish(output.baseAddress!, count: output.count)
        }
        func pack() -> PackedWeights {
            let weights = correlationWeights(weights())
            return correlation.packed(
                weights, bias: bias?.elements ?? [Float](repeating: 0, count: outputChannels),
                for: correlation.path(weights))
        }
        // Sizes nearly decide the path; what is kept under it says which it is.
        let packed = store.map { $0(correlation.path([]), pack) } ?? pack()
        input.withUnsafeElements { elements in
            correlation.run(elements.baseAddress!, packed, finish: finish, into: output.baseAddress!)
        }
    }

    var correlation: Correlation {
        Correlation(
            batch: batch, groups: groups, channelsPerGroup: channelsPerGroup, filtersPerGroup: filtersPerGroup,
            axes: windows.map { window in
                Correlation.Axis(
                    inputSize: window.inputSize, outputSize: window.outputSize, taps: window.kernelSize,
                    stride: window.stride, dilation: window.dilation, before: window.padding.before,
                    border: options.border)
            },
            constant: options.border.constant)
    }

    /// True convolution is correlation with each kernel turned by 180°, that is, read from its end.
    private func correlationWeights(_ weights: Tensor) -> [Float] {
        switch options.operation {
        case .crossCorrelation:
            return weights.elements
        case .convolution:
            let taps = windows.reduce(1) { $0 * $1.kernelSize }
            return stride(from: 0, to: weights.elements.count, by: taps).flatMap {
                weights.elements[$0..<$0 + taps].reversed()
            }
        }
    }
}
