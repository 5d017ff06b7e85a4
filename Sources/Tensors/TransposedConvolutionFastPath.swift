extension TransposedConvolutionPlan {
    /// Every stride-th output sees the same taps: each such phase is a correlation of its own, with stride 1 and no
    /// multiplications by the zeros between inputs.
    func run(_ input: Tensor, weights: Tensor, bias: Tensor?) -> Tensor {
        let phases = axes.map(\.phases)
        guard phases.joined().allSatisfy({ correlation([$0, $0, $0]).hasTables }) else {
            return definition(input, weights: weights, bias: bias)
        }
        let bias = bias?.elements ?? [Float](repeating: 0, count: outputChannels)
        let plane = axes.reduce(1) { $0 * $1.outputSize }
        return Tensor(output) { output in
            // Where a kernel is narrower than the stride, some outputs are out of reach.
            if zip(axes, phases).contains(where: { axis, phases in
                phases.reduce(0) { $0 + $1.axis.outputSize } < axis.outputSize
            }) {
                for map in 0..<batch * outputChannels {
                    output[map * plane..<(map + 1) * plane].update(repeating: bias[map % outputChannels])
                }
            }
            for depth in phases[0] {
                for height in phases[1] {
                    for width in phases[2] {
                        run([depth, height, width], input, weights, bias, into: output)
                    }
                }
            }
        }
    }

    private func correlation(_ phases: [Phase]) -> Correlation {
        Correlation(
            batch: batch, groups: groups, channelsPerGroup: channelsPerGroup, filtersPerGroup: filtersPerGroup,
            axes: phases.map(\.axis), constant: 0)
    }

    private func run(
        _ phases: [Phase], _ input: Tensor, _ weights: Tensor, _ bias: [Float],
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        let correlation = correlation(phases)
        let taps = self.taps(phases)
        let kernel = axes.reduce(1) { $0 * $1.kernelSize }
        var turned: [Float] = []
        turned.reserveCapacity(outputChannels * channelsPerGroup * taps.count)
        for filter in 0..<outputChannels {
            let (group, inGroup) = filter.quotientAndRemainder(dividingBy: filtersPerGroup)
            for channel in group * channelsPerGroup..<(group + 1) * channelsPerGroup {
                let first = (channel * filtersPerGroup + inGroup) * kernel
                for tap in taps { turned.append(weights.elements[first + tap]) }
            }
        }
        input.withUnsafeElements { input in
            if axes.allSatisfy({ $0.stride == 1 }) {
                correlation.run(input.baseAddress!, weights: turned, bias: bias, into: output.baseAddress!)
                return
            }
            let size = correlation.outputPlane
            let result = Tensor([batch * outputChannels, size]) { result in
                correlation.run(input.baseAddress!, weights: turned, bias: bias, into: result.baseAddress!)
            }
            result.withUnsafeElements { spread($0, of: phases, over: output) }
        }
    }

    /// Where in a kernel the taps of these phases stand, in the order in which a correlation meets them.
    private func taps(_ phases: [Phase]) -> [Int] {
        phases[0].taps.flatMap { z in
            phases[1].taps.flatMap { y in
                phases[2].taps.map { x in (z * axes[1].kernelSize + y) * axes[2].kernelSize + x }
            }
        }
    }

    private func spread(
        _ result: UnsafeBufferPointer<Float>, of phases: [Phase], over output: UnsafeMutableBufferPointer<Float>
    ) {
        let (depth, height, width) = (axes[0], axes[1], axes[2])
        var next = 0
        for map in 0..<batch * outputChannels {
            for z in stride(from: phases[0].first, to: depth.outputSize, by: depth.stride) {
                for y in stride(from: phases[1].first, to: height.outputSize, by: height.stride) {
                    let row = ((map * depth.outputSize + z) * height.outputSize + y) * width.outputSize
                    for x in stride(from: phases[2].first, to: width.outputSize, by: width.stride) {
                        output[row + x] = result[next]
                        next += 1
                    }
                }
            }
        }
    }
}

/// Outputs `first`, `first + stride`, … of one axis, and the taps that reach them.
private struct Phase {
    let first: Int
    /// From the kernel's end to its start, which is the order of the inputs they read.
    let taps: [Int]
    let axis: Correlation.Axis
}

extension TransposedConvolutionPlan.Axis {
    /// The phases that some tap reaches.
    fileprivate var phases: [Phase] {
        (0..<min(stride, outputSize)).compactMap { first in
            let taps = (0..<kernelSize).reversed().filter { (first + padding.before - $0 * dilation) % stride == 0 }
            guard let last = taps.first else { return nil }
            let step = taps.count > 1 ? (taps[0] - taps[1]) * dilation / stride : 1
            return Phase(
                first: first, taps: taps,
                axis: Correlation.Axis(
                    inputSize: inputSize, outputSize: (outputSize - first + stride - 1) / stride, taps: taps.count,
                    stride: 1, dilation: step, before: -(first + padding.before - last * dilation) / stride,
                    border: .zeros))
        }
    }
}
